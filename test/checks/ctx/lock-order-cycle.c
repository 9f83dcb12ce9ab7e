// RUN: %check_holdfast %s holdfast-lock-order-cycle -- -std=gnu11 -Wno-everything

#include "Inputs/locks.h"

spinlock_t table_lock;
struct mutex a, b, c;

// A member and a variable, in both orders.
void member_first_ok(struct dev *d) {
  spin_lock(&d->slock);
  spin_lock(&table_lock);
  spin_unlock(&table_lock);
  spin_unlock(&d->slock);
}

void member_first_too_ok(struct dev *d) {
  spin_lock(&d->slock);
  spin_lock(&table_lock);
  spin_unlock(&table_lock);
  spin_unlock(&d->slock);
}

void table_first_bad(struct dev *d) {
  spin_lock(&table_lock);
  spin_lock(&d->slock);
  spin_unlock(&d->slock);
  spin_unlock(&table_lock);
}

// Whoever only tries does not wait.
struct two {
  spinlock_t first, second;
};

void try_ok(struct two *t) {
  spin_lock(&t->second);
  if (spin_trylock(&t->first))
    spin_unlock(&t->first);
  spin_unlock(&t->second);
}

void wait_ok(struct two *t) {
  spin_lock(&t->first);
  spin_lock(&t->second);
  spin_unlock(&t->second);
  spin_unlock(&t->first);
}

// Three locks, of which one is acquired in a callee.
static void take_c(void) {
  mutex_lock(&c);
  mutex_unlock(&c);
}

void a_then_b(void) {
  mutex_lock(&a);
  mutex_lock(&b);
  mutex_unlock(&b);
  mutex_unlock(&a);
}

void b_then_c(void) {
  mutex_lock(&b);
  take_c();
  mutex_unlock(&b);
}

void c_then_a_bad(void) {
  mutex_lock(&c);
  mutex_lock(&a);
  mutex_unlock(&a);
  mutex_unlock(&c);
}

// One after the other is no order.
void separately_ok(struct dev *d) {
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
  mutex_lock(&a);
  mutex_unlock(&a);
}

void nested_ok(struct dev *d) {
  mutex_lock(&a);
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
  mutex_unlock(&a);
}

// Two objects of one type: their order is not known here.
void two_objects_ok(struct dev *d, struct dev *e) {
  mutex_lock(&d->lock);
  mutex_lock(&e->lock);
  mutex_unlock(&e->lock);
  mutex_unlock(&d->lock);
}

// What the caller held was released before.
static void leave_and_take(struct dev *d) {
  mutex_unlock(&d->lock);
  mutex_lock(&b);
  mutex_unlock(&b);
}

void leaves_first_ok(struct dev *d) {
  mutex_lock(&d->lock);
  leave_and_take(d);
}

void b_first_ok(struct dev *d) {
  mutex_lock(&b);
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
  mutex_unlock(&b);
}

// Whoever nests them says so.
void mutex_lock_nested(struct mutex *lock, unsigned subclass);

void nested_first_ok(struct dev *d) {
  mutex_lock_nested(&d->lock, 0);
  mutex_lock_nested(&a, 1);
  mutex_unlock(&a);
  mutex_unlock(&d->lock);
}

// CHECK: 25:3: warning: 'dev.slock' is acquired while 'table_lock' is held, and elsewhere they are acquired the other way round [holdfast-lock-order-cycle]
// CHECK-NEXT: 24:3: note: 'table_lock' is acquired here
// CHECK-NEXT: 11:3: note: 'table_lock' is acquired here while 'dev.slock' is held, in 'member_first_ok'
// CHECK-NEXT: 70:3: warning: 'a' is acquired while 'c' is held, and elsewhere they are acquired the other way round [holdfast-lock-order-cycle]
// CHECK-NEXT: 69:3: note: 'c' is acquired here
// CHECK-NEXT: 57:3: note: 'b' is acquired here while 'a' is held, in 'a_then_b'
// CHECK-NEXT: 51:3: note: 'c' is acquired here while 'b' is held, in 'b_then_c'
// CHECK-NOT: {{.}}
