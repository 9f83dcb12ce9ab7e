// RUN: %check_holdfast %s holdfast-lock-order-cycle -- -Wno-everything
// Clang's attributes say which of two locks comes first.

#include "Inputs/capability.h"

struct Pair {
  Lock first ATTR(acquired_before(second));
  Lock second;
  Lock third ATTR(acquired_after(second));
  void take() ATTR(acquire_capability(first)) { first.lock(); }
  void drop() ATTR(release_capability(first)) { first.unlock(); }
};

void order_bad(Pair &p) {
  p.second.lock();
  p.first.lock();
  p.first.unlock();
  p.second.unlock();
  p.third.lock();
  p.second.lock();
  p.second.unlock();
  p.third.unlock();
}
void order_ok(Pair &p) {
  p.take();
  p.second.lock();
  p.third.lock();
  p.third.unlock();
  p.second.unlock();
  p.drop();
}

// CHECK: 16:3: warning: 'p->first' is acquired while 'p->second' is held, which is declared to come after it [holdfast-lock-order-cycle]
// CHECK-NEXT: 15:3: note: 'p->second' is acquired here
// CHECK-NEXT: 20:3: warning: 'p->second' is acquired while 'p->third' is held, which is declared to come after it [holdfast-lock-order-cycle]
// CHECK-NEXT: 15:3: note: 'p->second' is acquired here
// CHECK-NEXT: 18:3: note: 'p->second' is released here
// CHECK-NEXT: 19:3: note: 'p->third' is acquired here
// CHECK-NOT: {{.}}
