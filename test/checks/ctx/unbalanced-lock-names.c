// RUN: %check_holdfast %s holdfast-unbalanced-lock -- -Wno-everything
// R26 R27: one lock under several names, and several locks under one.

#include "Inputs/locks.h"

// What leads to the lock leads elsewhere when the function tries again.
struct inode {
  struct mutex lock;
};
struct dentry {
  struct inode *inode;
  int dead;
};
struct path {
  struct dentry *dentry;
};
struct dentry *mounted_on(struct path *p);
struct dentry *lock_last_ok(struct path *path) {
  struct dentry *dentry = path->dentry, *other;
retry:
  mutex_lock(&dentry->inode->lock);
  if (dentry->dead) {
    mutex_unlock(&dentry->inode->lock);
    return 0;
  }
  other = mounted_on(path);
  if (!other)
    return dentry;
  mutex_unlock(&path->dentry->inode->lock);
  dentry = path->dentry = other;
  goto retry;
}
int lock_one_bad(struct path *path) {
  mutex_lock(&path->dentry->inode->lock);
  if (unknown(path))
    return 0;
  mutex_unlock(&path->dentry->inode->lock);
  return 0;
}

// An element that the callee finds by its own means.
static struct mutex table[16];
unsigned hash(void *key);
static int fault_in_callee(void *key) {
  unsigned n = hash(key);
  int ret = unknown(key);
  mutex_unlock(&table[n]);
  return ret;
}
int fault_ok(struct dev *d) {
  unsigned n = hash(d);
  mutex_lock(&table[n]);
  if (d->on)
    return fault_in_callee(d);
  mutex_unlock(&table[n]);
  return d->count;
}
int fault_bad(struct dev *d) {
  unsigned n = hash(d);
  mutex_lock(&table[n]);
  if (d->on)
    return 0;
  mutex_unlock(&table[n]);
  return 0;
}

// The last user takes the lock, and this is not the last one.
typedef struct {
  int refs;
} refcount_t;
_Bool refcount_dec_not_one(refcount_t *r);
struct set {
  refcount_t refs;
};
static spinlock_t set_lock;
static void put_set(struct set *s) {
  if (refcount_dec_not_one(&s->refs))
    return;
  spin_lock(&set_lock);
  unknown(s);
  spin_unlock(&set_lock);
}
static void take(void) {
  spin_lock(&set_lock);
  spin_unlock(&set_lock);
}
void not_last_ok(struct set *s) {
  spin_lock(&set_lock);
  put_set(s);
  spin_unlock(&set_lock);
}
void twice_bad(void) {
  spin_lock(&set_lock);
  take();
  spin_unlock(&set_lock);
}

// Of a value that may be 1 or not, both are possible.
int either_bad(struct dev *d, int command) {
  if (command != 1 && d->count != 1)
    return -22;
  mutex_lock(&d->lock);
  switch (command) {
  case 1:
    return 0;
  }
  mutex_unlock(&d->lock);
  return 0;
}

// Which of the locks each round takes depends on the order.
struct order {
  struct mutex *locks;
  int *order, n;
};
void some_order_ok(struct order *o) {
  const int n = o->n;
  int *order = o->order, i, last = -1;
again:
  for (i = 0; i < n; i++) {
    if (i == last)
      continue;
    mutex_lock(&o->locks[order[i]]);
    if (unknown(o))
      break;
  }
  if (last > i)
    mutex_unlock(&o->locks[order[last]]);
  last = i;
  while (i--)
    mutex_unlock(&o->locks[order[i]]);
  if (unknown(o)) {
    mutex_lock(&o->locks[order[last]]);
    goto again;
  }
}

// A variable that no round of the loop writes is what it was.
int rounds_ok(struct dev *d) {
  const int n = d->count;
  int i = 0;
  if (n <= 0)
    return 0;
  do {
    mutex_lock(&d->lock);
    unknown(d);
    if (n > 0)
      mutex_unlock(&d->lock);
  } while (++i < n);
  return 0;
}

// CHECK: 36:5: warning: 'path->dentry->inode->lock' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 34:3: note: 'path->dentry->inode->lock' is acquired here
// CHECK-NEXT: 35:7: note: assuming 'the result of unknown()' is not zero
// CHECK-NEXT: 62:5: warning: 'table[the result of hash()]' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 60:3: note: 'table[the result of hash()]' is acquired here
// CHECK-NEXT: 61:7: note: assuming 'd->on' is not zero
// CHECK-NEXT: 94:3: warning: 'set_lock' is acquired while it is held [holdfast-unbalanced-lock]
// CHECK-NEXT: 93:3: note: 'set_lock' is acquired here
// CHECK-NEXT: 84:3: note: 'set_lock' is used here
// CHECK-NEXT: 105:5: warning: 'd->lock' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 102:3: note: 'd->lock' is acquired here
// CHECK-NOT: {{.}}
