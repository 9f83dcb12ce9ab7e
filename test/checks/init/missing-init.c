// RUN: %check_holdfast %s holdfast-missing-init -- -Wno-everything
// R6 R8

struct list_head {
  struct list_head *next, *prev;
};
void INIT_LIST_HEAD(struct list_head *list);
void list_add(struct list_head *node, struct list_head *head);
void list_add_tail(struct list_head *node, struct list_head *head);
void list_del(struct list_head *node);
void list_del_init(struct list_head *node);
struct mutex {
  long owner;
  struct list_head wait_list;
};
void mutex_init(struct mutex *lock);
void mutex_lock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
void mutex_destroy(struct mutex *lock);
struct completion {
  unsigned done;
  struct list_head wait;
};
void init_completion(struct completion *c);
void complete(struct completion *c);
void wait_for_completion(struct completion *c);
void *kzalloc(unsigned long size, unsigned flags);
void *kmalloc(unsigned long size, unsigned flags);
void kfree(const void *p);
int unknown(void *p);
int other(void);

struct touch {
  struct mutex pm_lock;
  struct mutex good_lock;
  struct mutex given_lock;
};

void open_bad(struct touch *t) {
  mutex_lock(&t->pm_lock);
  mutex_unlock(&t->pm_lock);
}

void open_ok(struct touch *t) {
  mutex_lock(&t->good_lock);
  mutex_unlock(&t->good_lock);
}

void given_ok(struct touch *t) {
  unknown(&t->given_lock);
  mutex_lock(&t->given_lock);
}

struct touch *probe(void) {
  struct touch *t = kzalloc(sizeof(*t), 0);
  if (t)
    mutex_init(&t->good_lock);
  return t;
}

// CHECK: 40:3: warning: 't->pm_lock' is used, but nothing in this file initialises 'pm_lock' [holdfast-missing-init]
// CHECK-NEXT: 33:8: note: 'struct touch' is defined in this file
// CHECK-NOT: {{.}}
