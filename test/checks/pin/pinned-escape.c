// RUN: %check_holdfast %s holdfast-pinned-escape -- -Wno-everything
// R2 R5

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

struct waiter {
  struct list_head entry;
  int done;
};
extern struct list_head waiters;

int early_return_bad(void) {
  struct waiter w = {.done = 0};
  list_add(&w.entry, &waiters);
  if (other())
    return -4;
  list_del(&w.entry);
  return 0;
}

int unlinked_on_all_paths_ok(void) {
  struct waiter w = {.done = 0};
  int err = 0;
  list_add(&w.entry, &waiters);
  if (other())
    err = -4;
  list_del(&w.entry);
  return err;
}

int same_condition_ok(int c) {
  struct waiter w = {.done = 0};
  if (c)
    list_add(&w.entry, &waiters);
  other();
  if (c)
    list_del(&w.entry);
  return 0;
}

static void leave(struct waiter *w) { list_del_init(&w->entry); }

int helper_unlinks_ok(void) {
  struct waiter w = {.done = 0};
  list_add(&w.entry, &waiters);
  leave(&w);
  return 0;
}

static void enter(struct waiter *w) { list_add_tail(&w->entry, &waiters); }

void helper_links_bad(void) {
  struct waiter w = {.done = 0};
  enter(&w);
}

int unknown_may_unlink_ok(void) {
  struct waiter w = {.done = 0};
  list_add(&w.entry, &waiters);
  return unknown(&w);
}

void head_in_same_frame_ok(void) {
  struct waiter w = {.done = 0};
  struct list_head local;
  INIT_LIST_HEAD(&local);
  list_add(&w.entry, &local);
}

int cleanup_ladder_bad(void) {
  struct waiter w = {.done = 0};
  int err = other();
  if (err)
    goto out;
  list_add(&w.entry, &waiters);
  err = other();
  if (err)
    goto out;
  list_del(&w.entry);
out:
  return err;
}

struct waiter returned_by_value_bad(void) {
  struct waiter w = {.done = 0};
  list_add(&w.entry, &waiters);
  return w;
}

void freed_bad(void) {
  struct waiter *w = kzalloc(sizeof(*w), 0);
  if (!w)
    return;
  list_add(&w->entry, &waiters);
  if (other())
    list_del(&w->entry);
  kfree(w);
}

void freed_ok(void) {
  struct waiter *w = kzalloc(sizeof(*w), 0);
  if (!w)
    return;
  list_add(&w->entry, &waiters);
  list_del(&w->entry);
  kfree(w);
}

struct miscdevice {
  int minor;
  const char *name;
  struct list_head list;
};
int misc_register(struct miscdevice *misc);
void misc_deregister(struct miscdevice *misc);

int registered_local_bad(void) {
  struct miscdevice m = {.minor = 1, .name = "m"};
  int err = misc_register(&m);
  if (err)
    return err;
  return 0;
}

struct holder {
  struct miscdevice misc;
};

int freed_while_registered_bad(void) {
  struct holder *h = kzalloc(sizeof(*h), 0);
  int err;
  if (!h)
    return -12;
  err = misc_register(&h->misc);
  if (err) {
    kfree(h);
    return err;
  }
  if (other()) {
    kfree(h);
    return -5;
  }
  misc_deregister(&h->misc);
  kfree(h);
  return 0;
}

void *krealloc(const void *p, unsigned long size, unsigned flags);

struct holder *moved_while_registered_bad(struct holder *h) {
  if (misc_register(&h->misc))
    return h;
  return krealloc(h, 2 * sizeof(*h), 0);
}

struct holder *moved_while_not_registered_ok(struct holder *h) {
  if (misc_register(&h->misc))
    return h;
  misc_deregister(&h->misc);
  return krealloc(h, 2 * sizeof(*h), 0);
}

// Others take a node out of a list that they can walk, and say so.
struct request {
  struct list_head entry;
  void *task;
  struct completion done;
};
extern struct list_head requests;
void schedule(void);

void others_signal_ok(void) {
  struct request r;
  init_completion(&r.done);
  list_add(&r.entry, &requests);
  wait_for_completion(&r.done);
}

void others_clear_a_field_ok(void) {
  struct request r;
  r.task = &r;
  list_add(&r.entry, &requests);
  while (*(void *volatile *)&r.task)
    schedule();
}

void nobody_is_waited_for_bad(void) {
  struct request r;
  init_completion(&r.done);
  list_add(&r.entry, &requests);
  schedule();
}

static struct miscdevice static_misc;

int registered_static_ok(void) { return misc_register(&static_misc); }

struct source {
  int closed;
  struct list_head waiters;
};

int left_by_a_test_of_the_loop_bad(struct source *s) {
  struct waiter w = {.done = 0};
  if (s->closed)
    return -19;
  list_add(&w.entry, &s->waiters);
  do {
    if (s->closed)
      return -19;
    unknown(s);
  } while (!other());
  list_del(&w.entry);
  return 0;
}

int left_after_the_loop_ok(struct source *s) {
  struct waiter w = {.done = 0};
  if (s->closed)
    return -19;
  list_add(&w.entry, &s->waiters);
  do {
    if (s->closed)
      break;
    unknown(s);
  } while (!other());
  list_del(&w.entry);
  return 0;
}

int failed_call_unlinks_nothing_bad(void) {
  struct waiter *w = kzalloc(sizeof(*w), 0);
  int err;
  if (!w)
    return -12;
  list_add(&w->entry, &waiters);
  err = unknown(w);
  if (err)
    kfree(w);
  return err;
}

void unlinked_by_the_unknown_ok(void) {
  struct waiter *w = kzalloc(sizeof(*w), 0);
  if (!w)
    return;
  list_add(&w->entry, &waiters);
  if (!unknown(w))
    kfree(w);
}

// Whoever holds the queue's own lock meanwhile takes out whom it wakes.
struct wait_queue_head {
  struct mutex lock;
  struct list_head head;
};
struct wait_queue_entry {
  struct list_head entry;
};
void __add_wait_queue(struct wait_queue_head *q, struct wait_queue_entry *w);
struct pin {
  struct wait_queue_head wait;
  struct mutex other;
  int done;
};
void woken_under_its_lock_ok(struct pin *p) {
  struct wait_queue_entry w;
  __add_wait_queue(&p->wait, &w);
  other();
  mutex_lock(&p->wait.lock);
  mutex_unlock(&p->wait.lock);
}
void woken_under_another_bad(struct pin *p) {
  struct wait_queue_entry w;
  __add_wait_queue(&p->wait, &w);
  other();
  mutex_lock(&p->other);
  mutex_unlock(&p->other);
}

// CHECK: 43:5: warning: 'w.entry' is still linked into 'waiters' when its stack frame ends [holdfast-pinned-escape]
// CHECK-NEXT: 41:3: note: 'w.entry' is linked into 'waiters' here
// CHECK-NEXT: 42:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 82:1: warning: 'w.entry' is still linked into 'waiters' when its stack frame ends [holdfast-pinned-escape]
// CHECK-NEXT: 81:3: note: 'w.entry' is linked into 'waiters' here
// CHECK-NEXT: 108:3: warning: 'w.entry' is still linked into 'waiters' when its stack frame ends [holdfast-pinned-escape]
// CHECK-NEXT: 102:3: note: 'w.entry' is linked into 'waiters' here
// CHECK-NEXT: 104:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 114:3: warning: 'w.entry' is returned by value while it is linked into 'waiters' [holdfast-pinned-escape]
// CHECK-NEXT: 113:3: note: 'w.entry' is linked into 'waiters' here
// CHECK-NEXT: 124:3: warning: 'w->entry' is freed while it is linked into 'waiters' [holdfast-pinned-escape]
// CHECK-NEXT: 121:3: note: 'w->entry' is linked into 'waiters' here
// CHECK-NEXT: 122:7: note: assuming 'the result of other()' is zero
// CHECK-NEXT: 149:3: warning: 'm' is still registered when its stack frame ends [holdfast-pinned-escape]
// CHECK-NEXT: 146:13: note: 'm' is registered here
// CHECK-NEXT: 146:13: note: 'm' becomes reachable for others here
// CHECK-NEXT: 167:5: warning: 'h->misc' is freed while it is registered [holdfast-pinned-escape]
// CHECK-NEXT: 161:9: note: 'h->misc' is registered here
// CHECK-NEXT: 161:9: note: 'h->misc' becomes reachable for others here
// CHECK-NEXT: 166:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 180:10: warning: 'h->misc' is freed while it is registered [holdfast-pinned-escape]
// CHECK-NEXT: 178:7: note: 'h->misc' is registered here
// CHECK-NEXT: 178:7: note: 'h->misc' becomes reachable for others here
// CHECK-NEXT: 219:1: warning: 'r.entry' is still linked into 'requests' when its stack frame ends [holdfast-pinned-escape]
// CHECK-NEXT: 217:3: note: 'r.entry' is linked into 'requests' here
// CHECK-NEXT: 237:7: warning: 'w.entry' is still linked into 's->waiters' when its stack frame ends [holdfast-pinned-escape]
// CHECK-NEXT: 234:3: note: 'w.entry' is linked into 's->waiters' here
// CHECK-NEXT: 239:12: note: assuming 'the result of other()' is zero
// CHECK-NEXT: 236:9: note: assuming 's->closed' is not zero
// CHECK-NEXT: 266:5: warning: 'w->entry' is freed while it is linked into 'waiters' [holdfast-pinned-escape]
// CHECK-NEXT: 263:3: note: 'w->entry' is linked into 'waiters' here
// CHECK-NEXT: 265:7: note: assuming 'err' is not zero
// CHECK-NEXT: 306:1: warning: 'w' is still linked into 'p->wait' when its stack frame ends [holdfast-pinned-escape]
// CHECK-NEXT: 302:3: note: 'w' is linked into 'p->wait' here
// CHECK-NOT: {{.}}
