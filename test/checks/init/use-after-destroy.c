// RUN: %check_holdfast %s holdfast-use-after-destroy -- -Wno-everything
// R6

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

struct dev {
  struct mutex lock;
  struct list_head node;
};

void locked_after_bad(struct dev *d) {
  mutex_destroy(&d->lock);
  mutex_lock(&d->lock);
}

void destroyed_last_ok(struct dev *d) {
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
  mutex_destroy(&d->lock);
}

void initialised_again_ok(struct dev *d) {
  mutex_destroy(&d->lock);
  mutex_init(&d->lock);
  mutex_lock(&d->lock);
}

void one_path_bad(struct dev *d) {
  if (other())
    mutex_destroy(&d->lock);
  mutex_lock(&d->lock);
}

void deleted_twice_bad(struct dev *d) {
  list_del(&d->node);
  list_del(&d->node);
}

void deleted_and_initialised_ok(struct dev *d) {
  list_del_init(&d->node);
  list_del(&d->node);
}

struct shared {
  struct mutex lock;
  int users;
};
int drop(int *users);

static void put(struct shared *s) {
  if (!drop(&s->users))
    return;
  mutex_destroy(&s->lock);
}

// Whether it was the last user only the callee knows.
void put_one_of_many_ok(struct shared *s) {
  put(s);
  mutex_lock(&s->lock);
}

static int put_and_tell(struct shared *s) {
  if (!drop(&s->users))
    return 0;
  mutex_destroy(&s->lock);
  return 1;
}

void told_bad(struct shared *s) {
  if (put_and_tell(s))
    mutex_lock(&s->lock);
}

void told_ok(struct shared *s) {
  if (!put_and_tell(s))
    mutex_lock(&s->lock);
}

// CHECK: 40:3: warning: 'd->lock' is used after it was destroyed [holdfast-use-after-destroy]
// CHECK-NEXT: 39:3: note: 'd->lock' is destroyed here
// CHECK-NEXT: 58:3: warning: 'd->lock' is used after it was destroyed [holdfast-use-after-destroy]
// CHECK-NEXT: 57:5: note: 'd->lock' is destroyed here
// CHECK-NEXT: 63:3: warning: 'd->node' is used after it was destroyed [holdfast-use-after-destroy]
// CHECK-NEXT: 62:3: note: 'd->node' is unlinked here, and must not be used as a node
// CHECK-NEXT: 98:5: warning: 's->lock' is used after it was destroyed [holdfast-use-after-destroy]
// CHECK-NEXT: 97:7: note: 's->lock' is destroyed here
// CHECK-NOT: {{.}}
