// RUN: %check_holdfast %s holdfast-unguarded-access -- -Wno-everything
// RUN: %check_holdfast --check-prefix=NEED %s holdfast-missing-context -- -Wno-everything
// R25, R30: data that a lock of the same instance guards, or either of two locks.

#include "Inputs/locks.h"
#include "../../../include/holdfast/holdfast.h"

struct queue {
  struct mutex lock, other;
  int length HOLDFAST_RULE(write, "held(self->lock)")
      HOLDFAST_RULE(read, "held(self->lock) || rcu_read");
  // R30: an updater holds both locks, a reader either.
  int users HOLDFAST_RULE(write, "held(self->lock) && held(self->other)")
      HOLDFAST_RULE(read, "held(self->lock) || held(self->other)");
};

void after_release_bad(struct queue *q) {
  mutex_lock(&q->lock);
  q->length = 1;
  mutex_unlock(&q->lock);
  q->length = 2;
}
void alias_ok(struct queue *q) {
  struct queue *same = q;
  struct mutex *lock = &same->lock;
  mutex_lock(lock);
  q->length = 1;
  mutex_unlock(lock);
}
// R25: the lock of another instance guards nothing here.
void other_instance_bad(struct queue *a, struct queue *b) {
  mutex_lock(&a->lock);
  mutex_lock(&b->lock);
  b->length = 0;
  mutex_unlock(&b->lock);
  b->length = 1;
  mutex_unlock(&a->lock);
}
int reader_ok(struct queue *q) {
  int n;
  mutex_lock(&q->lock);
  mutex_unlock(&q->lock);
  rcu_read_lock();
  n = q->length;
  rcu_read_unlock();
  return n;
}
void callers_hold_it_ok(struct queue *q) { q->length++; }
void caller_bad(struct queue *q) {
  mutex_lock(&q->lock);
  mutex_unlock(&q->lock);
  callers_hold_it_ok(q);
}
void not_published_ok(void) {
  struct queue *q = kmalloc(sizeof(*q), GFP_KERNEL);
  if (!q)
    return;
  mutex_init(&q->lock);
  mutex_lock(&q->lock);
  mutex_unlock(&q->lock);
  q->length = 0;
  kfree(q);
}
void one_of_two_bad(struct queue *q) {
  mutex_lock(&q->lock);
  mutex_lock(&q->other);
  q->users++;
  mutex_unlock(&q->other);
  q->users--;
  mutex_unlock(&q->lock);
}
int reader_with_either_ok(struct queue *q) {
  int n;
  mutex_lock(&q->lock);
  mutex_unlock(&q->lock);
  mutex_lock(&q->other);
  n = q->users;
  mutex_unlock(&q->other);
  return n;
}
int reader_with_none_bad(struct queue *q) {
  mutex_lock(&q->lock);
  mutex_lock(&q->other);
  mutex_unlock(&q->other);
  mutex_unlock(&q->lock);
  return q->users;
}

// CHECK: 21:3: warning: 'q->length' is written here, but its rule 'held(self->lock)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 36:3: warning: 'b->length' is written here, but its rule 'held(self->lock)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 52:3: warning: 'q->length' is touched in this call, but its rule 'held(self->lock) || rcu_read' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 48:44: note: 'q->length' is used here
// CHECK-NEXT: 69:3: warning: 'q->users' is written here, but its rule 'held(self->lock) && held(self->other)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 86:10: warning: 'q->users' is read here, but its rule 'held(self->lock) || held(self->other)' does not hold [holdfast-unguarded-access]
// CHECK-NOT: {{.}}

// NEED: 52:3: warning: 'q->lock' must be held here, because 'callers_hold_it_ok' needs it [holdfast-missing-context]
// NEED-NEXT: 50:3: note: 'q->lock' is acquired here
// NEED-NEXT: 51:3: note: 'q->lock' is released here
// NEED-NEXT: 48:44: note: 'q->lock' is needed here
// NEED-NOT: {{.}}
