// RUN: %check_holdfast %s holdfast-missing-init -- -Wno-everything
// Members that need an initialiser, of records of headers; and heads of lists,
// which are looked at in many ways.

#include "Inputs/built.h"

void INIT_LIST_HEAD(struct list_head *list);
void list_add(struct list_head *node, struct list_head *head);
void mutex_init(struct mutex *lock);
void mutex_lock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
void *kzalloc(unsigned long size, unsigned flags);
int shared_init(struct shared *s);

// The file that makes it initialises the others.
struct built *make_built(void) {
  struct built *s = kzalloc(sizeof(*s), 0);
  if (!s)
    return 0;
  mutex_init(&s->a);
  mutex_init(&s->b);
  mutex_init(&s->c);
  return s;
}
void forgotten_bad(struct built *s) { mutex_lock(&s->forgotten); }

// A function of another file may do the rest.
struct shared *make_shared_ok(void) {
  struct shared *s = kzalloc(sizeof(*s), 0);
  if (!s)
    return 0;
  mutex_init(&s->a);
  mutex_init(&s->b);
  mutex_init(&s->c);
  shared_init(s);
  return s;
}
void elsewhere_ok(struct shared *s) { mutex_lock(&s->elsewhere); }

// Another file makes it.
void prepare_found_ok(struct found *s) {
  mutex_init(&s->a);
  mutex_init(&s->b);
  mutex_init(&s->c);
}
void found_ok(struct found *s) { mutex_lock(&s->elsewhere); }

struct queue {
  struct list_head waiting, done, renamed, given;
};
struct job {
  struct list_head node;
};
struct list_head *keep;

struct queue *make_queue(void) {
  struct queue *q = kzalloc(sizeof(*q), 0);
  if (!q)
    return 0;
  INIT_LIST_HEAD(&q->done);
  struct list_head *other = &q->renamed;
  INIT_LIST_HEAD(other);
  keep = &q->given;
  return q;
}
int is_waiting(struct queue *q) {
  struct list_head *head = &q->waiting;
  return head->next != head;
}
void wait_bad(struct queue *q, struct job *j) { list_add(&j->node, &q->waiting); }
void done_ok(struct queue *q, struct job *j) { list_add(&j->node, &q->done); }
void renamed_ok(struct queue *q, struct job *j) { list_add(&j->node, &q->renamed); }
void given_ok(struct queue *q, struct job *j) { list_add(&j->node, &q->given); }

struct written {
  struct list_head by_hand;
};
void write_ok(struct written *w) { w->by_hand.next = w->by_hand.prev = &w->by_hand; }
void written_ok(struct written *w, struct job *j) { list_add(&j->node, &w->by_hand); }

// CHECK: 25:39: warning: 's->forgotten' is used, but nothing in this file initialises 'forgotten' [holdfast-missing-init]
// CHECK-NEXT: 16:15: note: other members of 'struct built' are initialised here
// CHECK-NEXT: 70:49: warning: 'q->waiting' is used, but nothing in this file initialises 'waiting' [holdfast-missing-init]
// CHECK-NEXT: 48:8: note: 'struct queue' is defined in this file
// CHECK-NOT: {{.}}
