// RUN: %check_holdfast %s holdfast-unbalanced-lock -- -Wno-everything
// What a record holds is carried along when it is copied, passed and returned.

#include "Inputs/locks.h"

int other(void *p);

struct guard {
  spinlock_t *lock;
  unsigned long flags;
};
static struct guard guard_begin(spinlock_t *l) {
  struct guard g = {.lock = l};
  spin_lock(l);
  return g;
}
static void guard_end(struct guard *g) {
  if (g->lock)
    spin_unlock(g->lock);
}

struct device {
  spinlock_t lock;
  spinlock_t *shared;
  int count;
};

int guard_ok(struct device *d, int n) {
  __attribute__((cleanup(guard_end))) struct guard g = guard_begin(&d->lock);
  if (n)
    return -1;
  d->count++;
  return 0;
}

int guard_copied_ok(struct device *d) {
  struct guard first = guard_begin(&d->lock), second = first;
  guard_end(&second);
  spin_lock(&d->lock);
  spin_unlock(&d->lock);
  return 0;
}

int guard_forgotten_bad(struct device *d, int n) {
  struct guard g = guard_begin(&d->lock);
  if (n)
    return -1;
  guard_end(&g);
  return 0;
}

// A number in a record of its own: asked twice, the answer is the same.
struct id {
  unsigned value;
};
static int id_eq(struct id a, struct id b) { return a.value == b.value; }

int asked_twice_ok(struct device *d, struct id mine, struct id theirs) {
  if (id_eq(mine, theirs))
    spin_lock(&d->lock);
  other(d);
  if (id_eq(mine, theirs))
    spin_unlock(&d->lock);
  return 0;
}

int asked_for_another_bad(struct device *d, struct id mine, struct id theirs,
                          struct id third) {
  if (id_eq(mine, theirs))
    spin_lock(&d->lock);
  if (id_eq(mine, theirs) && !id_eq(mine, third))
    spin_unlock(&d->lock);
  return 0;
}

// Whether there is a lock to give back is known to who set the pointer.
int given_back_ok(struct device *d, int n) {
  if (n < 0) {
    if (d->shared)
      spin_unlock(d->shared);
    return -1;
  }
  return d->count;
}

// Two names that turn out to be one object.
struct device *again(struct device *d);
int one_object_ok(struct device *d) {
  struct device *e;
  spin_lock(&d->lock);
  e = again(d);
  spin_unlock(&d->lock);
  spin_lock(&e->lock);
  if (e == d) {
    spin_unlock(&d->lock);
    return 1;
  }
  spin_unlock(&e->lock);
  return 0;
}

// The lock goes with its object to whoever finishes the work.
struct work {
  struct device *owner;
};
int handed_on_ok(struct device *d, struct work *w) {
  spin_lock(&d->lock);
  if (w) {
    w->owner = d;
    return 0;
  }
  spin_unlock(&d->lock);
  return 0;
}

// Whoever adds to a pointer has one.
struct cell {
  spinlock_t lock;
};
int element_ok(struct device *d, struct cell *cells, unsigned i) {
  struct cell *c = cells + i;
  spin_lock(&d->lock);
  if (!c)
    return -1;
  spin_unlock(&d->lock);
  return 0;
}

// CHECK: 47:5: warning: 'd->lock' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 45:20: note: 'd->lock' is acquired here
// CHECK-NEXT: 46:7: note: assuming 'n' is not zero
// CHECK-NEXT: 73:3: warning: 'd->lock' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 70:5: note: 'd->lock' is acquired here
// CHECK-NEXT: 71:30: note: assuming 'mine.value == third.value' is true
// CHECK-NOT: {{.}}
