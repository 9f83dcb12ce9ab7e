// RUN: %check_holdfast %s holdfast-sleep-in-atomic -- -Wno-everything
// R27: what a callee does only with the last reference, or only for an object of
// another kind, is nothing that its caller does.

#include "Inputs/locks.h"

typedef struct { long counter; } atomic_long_t;
_Bool atomic_long_dec_and_test(atomic_long_t *v);
struct event { atomic_long_t refs; struct mutex mutex; spinlock_t lock; };

static void event_free(struct event *e) {
  mutex_lock(&e->mutex);
  mutex_unlock(&e->mutex);
  kfree(e);
}
static void event_put(struct event *e) {
  if (!atomic_long_dec_and_test(&e->refs))
    return;
  event_free(e);
}
void others_have_it_ok(struct event *e, spinlock_t *lock) {
  spin_lock(lock);
  event_put(e);
  spin_unlock(lock);
}
void it_is_the_last_bad(struct event *e, spinlock_t *lock) {
  spin_lock(lock);
  event_free(e);
  spin_unlock(lock);
}

// All members of a group have locks of one kind.
struct pcm { int may_sleep; };
struct stream { struct pcm *pcm; struct mutex mutex; spinlock_t lock; struct stream *next; };
void whole_group_ok(struct stream *s) {
  for (; s; s = s->next)
    if (s->pcm->may_sleep)
      mutex_lock(&s->mutex);
    else
      spin_lock(&s->lock);
}
static void lock_all(struct stream *s) {
  for (; s; s = s->next)
    if (s->pcm->may_sleep)
      mutex_lock(&s->mutex);
}
void rest_of_group_ok(struct stream *s) {
  if (s->pcm->may_sleep)
    return;
  spin_lock(&s->lock);
  lock_all(s->next);
  spin_unlock(&s->lock);
}
void rest_of_group_bad(struct stream *s) {
  spin_lock(&s->lock);
  lock_all(s->next);
  spin_unlock(&s->lock);
}

// Who takes itself out of a list needs no memory for it.
int fasync_helper(int fd, void *file, int on, void *list);
void taken_out_ok(struct dev *d) {
  spin_lock(&d->slock);
  fasync_helper(0, d, 0, d);
  spin_unlock(&d->slock);
}
void put_in_bad(struct dev *d) {
  spin_lock(&d->slock);
  fasync_helper(0, d, 1, d);
  spin_unlock(&d->slock);
}

// CHECK: 28:3: warning: 'mutex_lock' may sleep, but '*lock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 27:3: note: '*lock' is acquired here
// CHECK-NEXT: 12:3: note: 'mutex_lock' may sleep here
// CHECK-NEXT: 56:3: warning: 'mutex_lock' may sleep, but 's->lock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 55:3: note: 's->lock' is acquired here
// CHECK-NEXT: 45:7: note: 'mutex_lock' may sleep here
// CHECK-NEXT: 69:3: warning: 'fasync_helper' may sleep, but 'd->slock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 68:3: note: 'd->slock' is acquired here
// CHECK-NOT: {{.}}
