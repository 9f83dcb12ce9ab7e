// RUN: %check_holdfast %s holdfast-unguarded-access -- -Wno-everything
// R25, without a stated rule: the one place that lacks the lock that all others
// of the file hold.

#include "Inputs/locks.h"

void list_add(struct list_head *node, struct list_head *head);
void list_del(struct list_head *node);
void *kzalloc(unsigned long size, unsigned flags);

struct item {
  struct list_head list;
  int id;
};
static struct list_head items;
static spinlock_t items_lock;

struct item *find(int id) {
  struct item *i, *found = 0;
  spin_lock(&items_lock);
  for (i = (struct item *)items.next; &i->list != &items;
       i = (struct item *)i->list.next)
    if (i->id == id)
      found = i;
  spin_unlock(&items_lock);
  return found;
}
int any(void) {
  int some;
  spin_lock(&items_lock);
  some = items.next != &items;
  spin_unlock(&items_lock);
  return some;
}
void enter_bad(struct item *i) { list_add(&i->list, &items); }

struct counter {
  spinlock_t lock;
  int users, size;
  void *buffer;
};
void up(struct counter *c) {
  spin_lock(&c->lock);
  c->users++;
  spin_unlock(&c->lock);
}
void down(struct counter *c) {
  spin_lock(&c->lock);
  c->users--;
  spin_unlock(&c->lock);
}
// A helper has what its callers hold.
static void add_ok(struct counter *c, int n) { c->users += n; }
void up_two(struct counter *c) {
  spin_lock(&c->lock);
  add_ok(c, 2);
  spin_unlock(&c->lock);
}
void forget_bad(struct counter *c) { c->users = 0; }
// Nobody else knows of it yet.
struct counter *make_ok(void) {
  struct counter *c = kzalloc(sizeof(*c), GFP_KERNEL);
  if (!c)
    return 0;
  c->users = 1;
  return c;
}

// Readers need the lock as well, where all have it.
void resize(struct counter *c, int n) {
  spin_lock(&c->lock);
  c->size = n;
  spin_unlock(&c->lock);
}
int half(struct counter *c) {
  int n;
  spin_lock(&c->lock);
  n = c->size / 2;
  if (n > 8)
    n = c->size;
  spin_unlock(&c->lock);
  return n;
}
int twice(struct counter *c) {
  int n;
  spin_lock(&c->lock);
  n = c->size * 2;
  if (n < 8)
    n = c->size;
  spin_unlock(&c->lock);
  return n;
}
int more(struct counter *c) {
  int n;
  spin_lock(&c->lock);
  n = c->size + 1;
  spin_unlock(&c->lock);
  return n;
}
int less(struct counter *c) {
  int n;
  spin_lock(&c->lock);
  n = c->size - 1;
  spin_unlock(&c->lock);
  return n;
}
int all_bad(struct counter *c) { return c->size; }

// Two habits are none.
struct mixed {
  struct mutex lock;
  spinlock_t slock;
  int a;
};
void one_ok(struct mixed *m) {
  mutex_lock(&m->lock);
  m->a++;
  mutex_unlock(&m->lock);
}
void two_ok(struct mixed *m) {
  mutex_lock(&m->lock);
  m->a--;
  mutex_unlock(&m->lock);
}
void three_ok(struct mixed *m) {
  spin_lock(&m->slock);
  m->a = 0;
  spin_unlock(&m->slock);
}

// The lock of another object is spelled from here.
struct task {
  struct {
    int parts;
  } s;
  struct counter *group;
};
void add_part(struct task *t) {
  spin_lock(&t->group->lock);
  t->s.parts++;
  spin_unlock(&t->group->lock);
}
void drop_part(struct task *t) {
  spin_lock(&t->group->lock);
  t->s.parts--;
  spin_unlock(&t->group->lock);
}
void no_part_bad(struct task *t) { t->s.parts = 0; }

// A lock of the file guards the file's variable, not all that is like it.
struct device {
  int mode, features;
};
static struct device broadcast;
static spinlock_t broadcast_lock;
void set_mode(int mode) {
  spin_lock(&broadcast_lock);
  broadcast.mode = mode;
  spin_unlock(&broadcast_lock);
}
int one_mode(void) {
  spin_lock(&broadcast_lock);
  int mode = broadcast.mode + broadcast.mode;
  spin_unlock(&broadcast_lock);
  return mode;
}
int two_modes(void) {
  spin_lock(&broadcast_lock);
  int mode = broadcast.mode + broadcast.mode;
  spin_unlock(&broadcast_lock);
  return mode;
}
int three_modes(void) {
  spin_lock(&broadcast_lock);
  int mode = broadcast.mode + broadcast.mode;
  spin_unlock(&broadcast_lock);
  return mode;
}
int four_modes(void) {
  spin_lock(&broadcast_lock);
  int mode = broadcast.mode + broadcast.mode;
  spin_unlock(&broadcast_lock);
  return mode;
}
int mode_of_ok(struct device *d) { return d->mode; }

// A look whether it is worth it, and then another one with the lock held.
struct queue {
  spinlock_t lock;
  int length, size;
};
void put_one(struct queue *q) {
  spin_lock(&q->lock);
  q->length++;
  q->size++;
  spin_unlock(&q->lock);
}
int one_length(struct queue *q) {
  spin_lock(&q->lock);
  int n = q->length + q->length + q->size + q->size;
  spin_unlock(&q->lock);
  return n;
}
int two_lengths(struct queue *q) {
  spin_lock(&q->lock);
  int n = q->length + q->length + q->size + q->size;
  spin_unlock(&q->lock);
  return n;
}
int three_lengths(struct queue *q) {
  spin_lock(&q->lock);
  int n = q->length + q->length + q->size + q->size;
  spin_unlock(&q->lock);
  return n;
}
int four_lengths(struct queue *q) {
  spin_lock(&q->lock);
  int n = q->length + q->length + q->size + q->size;
  spin_unlock(&q->lock);
  return n;
}
int look_first_ok(struct queue *q) {
  int n = 0;
  if (q->length) {
    spin_lock(&q->lock);
    n = q->length;
    spin_unlock(&q->lock);
  }
  return n;
}
int look_only_bad(struct queue *q) { return q->size; }

// CHECK: 59:38: warning: 'c->users' is written here without 'c->lock', which is held wherever else this file writes it [holdfast-unguarded-access]
// CHECK-NEXT: 44:3: note: 'c->users' is read here with the lock held
// CHECK-NEXT: 44:3: note: 'c->users' is written here with the lock held
// CHECK-NEXT: 107:41: warning: 'c->size' is read here without 'c->lock', which is held where it is written, and by its other readers [holdfast-unguarded-access]
// CHECK-NEXT: 78:7: note: 'c->size' is read here with the lock held
// CHECK-NEXT: 80:9: note: 'c->size' is read here with the lock held
// CHECK-NEXT: 148:36: warning: 't->s.parts' is written here without 't->group->lock', which is held wherever else this file writes it [holdfast-unguarded-access]
// CHECK-NEXT: 140:3: note: 't->s.parts' is read here with the lock held
// CHECK-NEXT: 140:3: note: 't->s.parts' is written here with the lock held
// CHECK-NEXT: 231:45: warning: 'q->size' is read here without 'q->lock', which is held where it is written, and by its other readers [holdfast-unguarded-access]
// CHECK-NEXT: 195:3: note: 'q->size' is read here with the lock held
// CHECK-NEXT: 200:35: note: 'q->size' is read here with the lock held
// CHECK-NOT: {{.}}
