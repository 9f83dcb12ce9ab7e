// RUN: %check_holdfast %s holdfast-unbalanced-lock -- -Wno-everything
// Errors around locks that locking rules (R25 to R31) stand on: pairs of two
// flavours, and what must not be taken for a lost lock.

#include "Inputs/locks.h"

typedef _Bool bool;
struct kref {
  int refcount;
};
int kref_put(struct kref *k, void (*release)(struct kref *k));

// The section began as one flavour and ends as another.
bool wrong_flavour_bad(struct dev *d) {
  local_bh_disable();
  if (!d->on) {
    rcu_read_unlock_bh();
    return unknown(d);
  }
  if (!d->count) {
    local_bh_enable();
    return 0;
  }
  local_bh_enable();
  return unknown(d);
}
// Who only ends what another function began is there for that.
void ends_what_another_began_ok(struct dev *d) {
  if (!d->on)
    return;
  if (!d->count)
    return;
  d->count--;
  preempt_enable();
}
// No other result than zero says that the lock is there.
int interrupted_ok(struct dev *d) {
  int err = mutex_lock_interruptible(&d->lock);
  if (err < 0)
    return -4;
  err = unknown(d);
  mutex_unlock(&d->lock);
  return err < 0 ? err : 0;
}
// One lock or the other, and the callers know which.
int chooses_ok(struct dev *d) {
  spin_lock(&d->slock);
  if (!d->on)
    return 0;
  spin_unlock(&d->slock);
  mutex_lock(&d->lock);
  if (d->count)
    return 0;
  mutex_unlock(&d->lock);
  return -1;
}
// The release function drops the lock.
static struct dev *the_device;
static void dev_release(struct kref *k) {
  struct dev *d = the_device;
  spin_unlock(&d->slock);
  unknown(d);
}
void put_ok(struct dev *d, struct kref *k) {
  spin_lock(&d->slock);
  if (!kref_put(k, dev_release))
    spin_unlock(&d->slock);
}
// Functions of one file have parameters of different types.
static void first(struct dev *d) { d->count++; }
static struct mutex *guard_begin(struct mutex *m) {
  mutex_lock(m);
  return m;
}
static void guard_end(struct mutex **m) { mutex_unlock(*m); }
int guarded_ok(struct dev *d) {
  __attribute__((cleanup(guard_end))) struct mutex *g = guard_begin(&d->lock);
  if (d->on)
    return -1;
  first(d);
  return 0;
}
int calls_guarded_ok(struct dev *d) {
  if (!d->count)
    return -1;
  if (d->on == 2)
    return -5;
  return guarded_ok(d);
}
// One way out of many still holds the lock.
int many_ways_bad(struct dev *d) {
  struct mutex a, b, c, e;
  int result = 0;
  mutex_lock(&d->lock);
  switch (d->on) {
  case 0:
    mutex_unlock(&d->lock);
    if (unknown(d))
      mutex_init(&a);
    if (unknown(d))
      mutex_init(&b);
    if (unknown(d))
      mutex_init(&c);
    if (unknown(d))
      mutex_init(&e);
    break;
  default:
    result = -22;
  }
  return result;
}

// A callee gives up what callers hold, on a condition that they know.
static void finish(struct dev *d) {
  if (d->count)
    mutex_unlock(&d->lock);
  unknown(d);
}
int finished_ok(struct dev *d) {
  if (unknown(d) < 0)
    return -1;
  if (unknown(0) < 0)
    return -2;
  finish(d);
  return -3;
}
static void finish_all(struct dev *d) { mutex_unlock(&d->lock); }
int finished_on_one_way_bad(struct dev *d) {
  if (unknown(d) < 0)
    return -1;
  if (unknown(0) < 0)
    return -2;
  finish_all(d);
  return -3;
}

// Locks that a callee acquires in the order of their addresses.
static void lock_both(struct mutex *a, struct mutex *b) {
  if (b < a) {
    struct mutex *c = a;
    a = b;
    b = c;
  }
  mutex_lock(a);
  mutex_lock(b);
}
struct dev *other_dev(struct dev *d);
int both_ok(struct dev *d) {
  struct dev *e;
again:
  e = other_dev(d);
  lock_both(&d->lock, &e->lock);
  if (other_dev(d) != e) {
    mutex_unlock(&d->lock);
    mutex_unlock(&e->lock);
    goto again;
  }
  mutex_unlock(&e->lock);
  mutex_unlock(&d->lock);
  return 0;
}
int none_bad(struct dev *d) {
  struct dev *e;
again:
  e = other_dev(d);
  if (other_dev(d) != e) {
    mutex_unlock(&d->lock);
    goto again;
  }
  return 0;
}

// CHECK: 17:5: warning: 'rcu_read_bh' is ended here, but was not begun on this path [holdfast-unbalanced-lock]
// CHECK-NEXT: 110:3: warning: 'd->lock' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 94:3: note: 'd->lock' is acquired here
// CHECK-NEXT: 133:3: warning: 'd->lock' is released here, but other paths leave it to the caller [holdfast-unbalanced-lock]
// CHECK-NEXT: 167:5: warning: 'd->lock' is released while it is not held [holdfast-unbalanced-lock]
// CHECK-NEXT: 166:7: note: assuming 'e != the result of other_dev()' is true
// CHECK-NOT: {{.}}
