// RUN: %check_holdfast %s holdfast-unbalanced-lock -- -Wno-everything
// Clang's attributes on functions: each must find and leave locks as it says.

#include "Inputs/capability.h"

struct Pair {
  Lock first ATTR(acquired_before(second));
  Lock second;
  Lock third ATTR(acquired_after(second));
  void take() ATTR(acquire_capability(first)) { first.lock(); }
  void take_bad() ATTR(acquire_capability(first)) {}
  void drop() ATTR(release_capability(first)) { first.unlock(); }
  void drop_bad() ATTR(release_capability(first)) {}
  void within_bad() ATTR(requires_capability(first)) { first.unlock(); }
};
void kept_bad(Lock &l) { l.lock(); }
void not_held_bad(Lock &l) { l.unlock(); }
void twice_bad(Lock &l) {
  l.lock();
  l.lock();
  l.unlock();
}
void mode_bad(Lock &l) {
  l.lock_shared();
  l.unlock();
}
void excluded(Lock &l) ATTR(locks_excluded(l));
void demanded(Lock &l) ATTR(requires_capability(!l));
void excluded_bad(Lock &l) {
  Guard g(l);
  excluded(l);
  demanded(l);
}
void early_release_ok(Lock &l) {
  Guard g(l);
  g.unlock();
}
void guard_twice_bad(Lock &l) {
  Guard g(l);
  g.lock();
}
void on_one_path_bad(Lock &l, bool b) {
  if (b)
    l.lock();
}

// CHECK: 11:52: warning: 'this->first' is not held where the function ends, but its declaration says so [holdfast-unbalanced-lock]
// CHECK-NEXT: 13:52: warning: 'this->first' is still held where the function ends, which its declaration does not say [holdfast-unbalanced-lock]
// CHECK-NEXT: 14:72: warning: 'this->first' is not held where the function ends, but its declaration says so [holdfast-unbalanced-lock]
// CHECK-NEXT: 14:56: note: 'this->first' is released here
// CHECK-NEXT: 16:36: warning: '*l' is still held where the function ends, which its declaration does not say [holdfast-unbalanced-lock]
// CHECK-NEXT: 16:26: note: '*l' is acquired here
// CHECK-NEXT: 17:30: warning: '*l' is released while it is not held [holdfast-unbalanced-lock]
// CHECK-NEXT: 20:3: warning: '*l' is acquired while it is held [holdfast-unbalanced-lock]
// CHECK-NEXT: 19:3: note: '*l' is acquired here
// CHECK-NEXT: 25:3: warning: '*l' is released for another mode than it was acquired in [holdfast-unbalanced-lock]
// CHECK-NEXT: 24:3: note: '*l' is acquired here
// CHECK-NEXT: 31:3: warning: '*l' is acquired while it is held [holdfast-unbalanced-lock]
// CHECK-NEXT: 30:3: note: '*l' is acquired here
// CHECK-NEXT: 32:3: warning: '*l' is acquired while it is held [holdfast-unbalanced-lock]
// CHECK-NEXT: 30:3: note: '*l' is acquired here
// CHECK-NEXT: 40:3: warning: 'g' is acquired while it is held [holdfast-unbalanced-lock]
// CHECK-NEXT: 45:1: warning: '*l' is still held where the function ends, which its declaration does not say [holdfast-unbalanced-lock]
// CHECK-NEXT: 44:5: note: '*l' is acquired here
// CHECK-NOT: {{.}}
