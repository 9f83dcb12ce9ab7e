// RUN: %check_holdfast %s holdfast-unbalanced-lock -- -Wno-everything
// Functions that do the same to a lock on all of their paths: right when another
// function is there to make up for it.

struct mutex { long owner; void *wait_list; };
typedef struct spinlock { int raw; } spinlock_t;
void mutex_lock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
void spin_lock_irq(spinlock_t *lock);
void spin_unlock_irq(spinlock_t *lock);
void rcu_read_lock(void);
void rcu_read_unlock(void);
void local_bh_disable(void);
struct table { struct mutex lock, helped, halves, handed, shared; spinlock_t fast; int on; };
struct other { struct mutex lock; };
int unknown(void *p);

// Everybody else of the file leaves this lock as it was.
int balanced_ok(struct table *t) {
  mutex_lock(&t->lock);
  t->on++;
  mutex_unlock(&t->lock);
  return 0;
}
int forgets_bad(struct table *t) {
  int err = -22;
  mutex_lock(&t->lock);
  if (!t->on)
    goto out;
  err = unknown(t);
out:
  return err;
}
// One half of the file's own pair of functions.
void begin_ok(struct table *t) { mutex_lock(&t->halves); }
void end_ok(struct table *t) { mutex_unlock(&t->halves); }
// Who calls a helper that is there to acquire must release, too.
static void lock_helped(struct table *t) { mutex_lock(&t->helped); }
int with_helper_ok(struct table *t) {
  lock_helped(t);
  t->on++;
  mutex_unlock(&t->helped);
  return 0;
}
int with_helper_bad(struct table *t) {
  lock_helped(t);
  return t->on++;
}
// The innermost function is the one that is reported.
static int inner_bad(struct other *o) {
  mutex_lock(&o->lock);
  return unknown(o);
}
int outer(struct other *o) { return inner_bad(o); }
// Given to the caller together with its object.
struct table *find(int id);
struct table *find_locked_ok(int id) {
  struct table *t = find(id);
  if (t)
    mutex_lock(&t->handed);
  return t;
}

// The other half of a context is often in a macro or another file.
int releases_ok(void) {
  rcu_read_unlock();
  return 0;
}
static int FN_releases(void) {
  rcu_read_unlock();
  return 0;
}
int calls_it(void) { return FN_releases(); }
int FN_context(struct table *t) {
  local_bh_disable();
  return t->on;
}
static spinlock_t queue_lock;
static struct table *queue;
int FN_irqs_left_off(void) {
  spin_lock_irq(&queue_lock);
  int on = queue->on;
  spin_unlock(&queue_lock);
  return on;
}
int irqs_on_again_ok(void) {
  spin_lock_irq(&queue_lock);
  int on = queue->on;
  spin_unlock_irq(&queue_lock);
  return on;
}
static void not_acquired_bad(struct table *t) {
  t->on++;
  spin_unlock(&t->fast);
}
void calls_that(struct table *t) { not_acquired_bad(t); }
// Its callers are not seen, but all others of the file acquire this lock.
int more_ok(struct table *t) {
  mutex_lock(&t->shared);
  t->on++;
  mutex_unlock(&t->shared);
  return 0;
}
int less_ok(struct table *t) {
  mutex_lock(&t->shared);
  t->on--;
  mutex_unlock(&t->shared);
  return 0;
}
int not_acquired_either_bad(struct table *t) {
  t->on = 0;
  mutex_unlock(&t->shared);
  return 0;
}
// Whoever is given it calls it with the lock held.
void kref_put_mutex(void *count, void (*release)(struct table *t), struct mutex *lock);
static void release_ok(struct table *t) { mutex_unlock(&t->halves); }
void drop(struct table *t) { kref_put_mutex(t, release_ok, &t->halves); }
// The partner of a function that other files call may be there, where they know
// the lock.
#include "Inputs/own-lock.h"
void release_theirs_ok(struct theirs *t) { mutex_unlock(&t->lock); }
struct theirs *returns_with_theirs_ok(struct table *t, struct theirs **all) {
  mutex_lock(&all[t->on]->lock);
  return 0;
}
int balanced_theirs_ok(struct theirs *t) {
  mutex_lock(&t->lock);
  mutex_unlock(&t->lock);
  return 0;
}
int balanced_too_ok(struct theirs *t) {
  mutex_lock(&t->lock);
  unknown(t);
  mutex_unlock(&t->lock);
  return 0;
}
// Its lock is the caller's, and only let go for a while.
static void relocks_ok(struct table *t) {
  spin_unlock(&t->fast);
  unknown(t);
  spin_lock_irq(&t->fast);
}

// CHECK: 34:3: warning: 't->lock' is still held at this return, and no other function of this file is there to release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 29:3: note: 't->lock' is acquired here
// CHECK-NEXT: 30:7: note: assuming 't->on' is not zero
// CHECK-NEXT: 49:3: warning: 't->helped' is still held at this return, and no other function of this file is there to release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 48:3: note: 't->helped' is acquired here
// CHECK-NEXT: 54:3: warning: 'o->lock' is still held at this return, and no other function of this file is there to release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 53:3: note: 'o->lock' is acquired here
// CHECK-NEXT: 96:3: warning: 't->fast' is released here, and no other function of this file is there to acquire it [holdfast-unbalanced-lock]
// CHECK-NEXT: 114:3: warning: 't->shared' is released here, and no other function of this file is there to acquire it [holdfast-unbalanced-lock]
// CHECK-NOT: {{.}}
