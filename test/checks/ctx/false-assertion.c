// RUN: %check_holdfast %s holdfast-false-assertion -- -Wno-everything
// R31

#include "Inputs/locks.h"

void after_release_bad(struct dev *d) {
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
  lockdep_assert_held(&d->lock);
}
void while_held_ok(struct dev *d) {
  mutex_lock(&d->lock);
  lockdep_assert_held(&d->lock);
  mutex_unlock(&d->lock);
}
void not_held_bad(struct dev *d) {
  mutex_lock(&d->lock);
  lockdep_assert_not_held(&d->lock);
  mutex_unlock(&d->lock);
}
void nothing_is_known_ok(struct dev *d) { lockdep_assert_held(&d->lock); }
void other_instance_ok(struct dev *d, struct dev *e) {
  mutex_lock(&d->lock);
  lockdep_assert_held(&e->lock);
  mutex_unlock(&d->lock);
}

// CHECK: 9:3: warning: 'd->lock' is asserted here, but that does not hold [holdfast-false-assertion]
// CHECK-NEXT: 7:3: note: 'd->lock' is acquired here
// CHECK-NEXT: 8:3: note: 'd->lock' is released here
// CHECK-NEXT: 18:3: warning: 'd->lock' is asserted not to be held, but it is [holdfast-false-assertion]
// CHECK-NEXT: 17:3: note: 'd->lock' is acquired here
// CHECK-NOT: {{.}}
