// RUN: %check_holdfast %s holdfast-publish-before-init -- -Wno-everything
// R6 R9

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

int request_irq(unsigned irq, int (*handler)(int, void *), unsigned long flags,
                const char *name, void *dev);
struct xarray {
  unsigned flags;
  void *xa_head;
};
int xa_insert(struct xarray *xa, unsigned long index, void *entry, unsigned gfp);

struct dev {
  struct completion done;
  struct completion unrelated;
  struct list_head subs;
};
extern struct xarray devices;

static int handler(int irq, void *data) {
  struct dev *d = data;
  complete(&d->done);
  return 1;
}

int irq_first_bad(unsigned irq) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return -12;
  init_completion(&d->unrelated);
  if (request_irq(irq, handler, 0, "d", d))
    return -16;
  init_completion(&d->done);
  return 0;
}

int irq_after_ok(unsigned irq) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return -12;
  init_completion(&d->done);
  if (request_irq(irq, handler, 0, "d", d))
    return -16;
  init_completion(&d->unrelated);
  return 0;
}

void *xa_load(struct xarray *xa, unsigned long index);
void list_add(struct list_head *n, struct list_head *head);
struct event {
  struct list_head node;
};

static int on_event(void *block, unsigned long index, void *data) {
  struct dev *d = xa_load(&devices, index);
  struct event *e = data;
  if (d)
    list_add(&e->node, &d->subs);
  return 0;
}
int register_notifier(int (*call)(void *, unsigned long, void *));
int start(void) { return register_notifier(on_event); }

int inserted_first_bad(void) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  int err;
  if (!d)
    return -12;
  err = xa_insert(&devices, 1, d, 0);
  if (err) {
    kfree(d);
    return err;
  }
  INIT_LIST_HEAD(&d->subs);
  return 0;
}

// Others find it, but none of them works with the part.
struct idle {
  struct list_head unseen;
};

int nobody_uses_the_part_ok(void) {
  struct idle *d = kzalloc(sizeof(*d), 0);
  int err;
  if (!d)
    return -12;
  err = xa_insert(&devices, 1, d, 0);
  if (err) {
    kfree(d);
    return err;
  }
  INIT_LIST_HEAD(&d->unseen);
  return 0;
}

int inserted_last_ok(void) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return -12;
  INIT_LIST_HEAD(&d->subs);
  return xa_insert(&devices, 1, d, 0);
}

// Between the allocation and the request runs code that may have initialised
// anything; that it did not, the initialiser below shows.
int unknown_between_bad(unsigned irq) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return -12;
  if (unknown(d))
    return -5;
  if (request_irq(irq, handler, 0, "d", d))
    return -16;
  init_completion(&d->done);
  return 0;
}

int given_and_not_initialised_here_ok(unsigned irq) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return -12;
  if (unknown(d))
    return -5;
  return request_irq(irq, handler, 0, "d", d);
}

struct late {
  struct completion done;
};

static int late_handler(int irq, void *data) {
  struct late *l = data;
  complete(&l->done);
  return 1;
}

static int request_late(unsigned irq, struct late *l) {
  return request_irq(irq, late_handler, 0, "l", l);
}

int callers_object_bad(struct late *l, unsigned irq) {
  int err = request_late(irq, l);
  if (err)
    return err;
  init_completion(&l->done);
  return 0;
}

// Zeroed memory says that the handler does not get there yet.
struct gated {
  struct completion done;
  int is_on;
};

static int gated_handler(int irq, void *data) {
  struct gated *g = data;
  if (g->is_on)
    complete(&g->done);
  return 1;
}

int handler_asks_first_ok(unsigned irq) {
  struct gated *g = kzalloc(sizeof(*g), 0);
  if (!g)
    return -12;
  if (request_irq(irq, gated_handler, 0, "g", g))
    return -16;
  init_completion(&g->done);
  return 0;
}

// What is registered by one part of an object is not called for another one.
struct irq_work {
  void (*func)(struct irq_work *);
};
void init_irq_work(struct irq_work *work, void (*func)(struct irq_work *));
struct hlist_node {
  struct hlist_node *next, **pprev;
};
int cpuhp_state_add_instance(int state, struct hlist_node *node);
struct ring {
  struct irq_work work;
  struct mutex lock;
  struct hlist_node node;
};
static void wake(struct irq_work *w) {
  struct ring *r = (struct ring *)w;
  mutex_lock(&r->lock);
}
int other_part_ok(struct ring **out) {
  struct ring *r = kmalloc(sizeof(*r), 0xcc0);
  if (!r)
    return -12;
  init_irq_work(&r->work, wake);
  cpuhp_state_add_instance(3, &r->node);
  mutex_init(&r->lock);
  *out = r;
  return 0;
}

// CHECK: 59:7: warning: '*d' becomes reachable for others before 'd->done' is initialised [holdfast-publish-before-init]
// CHECK-NEXT: 50:3: note: 'd->done' is used here
// CHECK-NEXT: 97:9: warning: '*d' becomes reachable for others before 'd->subs' is initialised [holdfast-publish-before-init]
// CHECK-NEXT: 102:3: note: 'd->subs' is initialised here
// CHECK-NEXT: 141:7: warning: '*d' becomes reachable for others before 'd->done' is initialised [holdfast-publish-before-init]
// CHECK-NEXT: 50:3: note: 'd->done' is used here
// CHECK-NEXT: 167:10: warning: '*l' becomes reachable for others before 'l->done' is initialised [holdfast-publish-before-init]
// CHECK-NEXT: 171:13: note: called from 'callers_object_bad' here
// CHECK-NEXT: 162:3: note: 'l->done' is used here
// CHECK-NOT: {{.}}
