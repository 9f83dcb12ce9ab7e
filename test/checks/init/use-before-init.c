// RUN: %check_holdfast %s holdfast-use-before-init -- -Wno-everything
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

struct dev {
  struct mutex lock;
  struct completion done;
  int value;
};

void zeroed_bad(void) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return;
  wait_for_completion(&d->done);
}

void one_path_bad(int c) {
  struct completion done;
  if (c)
    init_completion(&done);
  wait_for_completion(&done);
}

void all_paths_ok(int c) {
  struct completion done;
  if (c)
    init_completion(&done);
  else
    init_completion(&done);
  wait_for_completion(&done);
}

void destroyed_bad(void) {
  struct dev *d = kmalloc(sizeof(*d), 0);
  if (!d)
    return;
  mutex_destroy(&d->lock);
}

static void use(struct dev *d) { wait_for_completion(&d->done); }

void callee_needs_it_bad(void) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return;
  use(d);
}

static int prepare(struct dev *d) {
  if (other())
    return -5;
  init_completion(&d->done);
  return 0;
}

int prepared_by_helper_ok(void) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return -12;
  if (prepare(d))
    return -5;
  use(d);
  return 0;
}

int failed_helper_bad(void) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return -12;
  if (prepare(d))
    use(d);
  return 0;
}

void other_file_ok(void) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return;
  unknown(d);
  use(d);
}

void parameter_ok(struct dev *d) { use(d); }

void array_ok(void) {
  struct dev d[4];
  for (int i = 0; i < 4; ++i)
    init_completion(&d[i].done);
  for (int i = 0; i < 4; ++i)
    wait_for_completion(&d[i].done);
}

void written_by_hand_ok(void) {
  struct dev *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return;
  d->done.wait.next = &d->done.wait;
  d->done.wait.prev = &d->done.wait;
  use(d);
}

// The record is this file's own, and no other code can initialise its members.
struct private {
  struct completion done;
  int id;
};

int given_away_bad(void) {
  struct private *p = kzalloc(sizeof(*p), 0);
  if (!p)
    return -12;
  unknown(p);
  complete(&p->done);
  init_completion(&p->done);
  return 0;
}

struct ctor {
  struct completion freed;
  int id;
};

static void tear_down(struct ctor *c) { wait_for_completion(&c->freed); }

// The error path ends in a tear-down of what is only initialised further down.
int turned_off_too_early_bad(struct ctor *c) {
  int err = unknown(c);
  if (err < 0) {
    tear_down(c);
    return err;
  }
  init_completion(&c->freed);
  return 0;
}

struct lazy {
  struct completion freed;
  int is_ready;
};

int only_when_asked_ok(struct lazy *l) {
  if (l->is_ready) {
    wait_for_completion(&l->freed);
    return -16;
  }
  init_completion(&l->freed);
  return 0;
}

struct ladder {
  struct completion freed;
};

int ladder_ok(struct ladder *l) {
  int err;
  init_completion(&l->freed);
  err = unknown(l);
  if (err < 0)
    goto fail;
  return 0;
fail:
  wait_for_completion(&l->freed);
  return err;
}

struct optional {
  struct completion done;
  int features;
};

static void announce(struct optional *o) {
  if (o->features & 2)
    complete(&o->done);
}

// Both conditions mean the same, though nobody can see that here.
int initialised_and_used_on_a_condition_ok(unsigned long size) {
  struct optional *o = kmalloc(sizeof(*o), 0);
  if (!o)
    return -12;
  if (other())
    init_completion(&o->done);
  announce(o);
  return 0;
}

// CHECK: 43:3: warning: 'd->done' is used before it is initialised [holdfast-use-before-init]
// CHECK-NEXT: 50:3: warning: 'done' is used before it is initialised [holdfast-use-before-init]
// CHECK-NEXT: 66:3: warning: 'd->lock' is destroyed before it is initialised [holdfast-use-before-init]
// CHECK-NEXT: 75:3: warning: 'd->done' is used before it is initialised [holdfast-use-before-init]
// CHECK-NEXT: 69:34: note: 'd->done' is used here
// CHECK-NEXT: 100:5: warning: 'd->done' is used before it is initialised [holdfast-use-before-init]
// CHECK-NEXT: 69:34: note: 'd->done' is used here
// CHECK-NEXT: 142:3: warning: 'p->done' is used before it is initialised [holdfast-use-before-init]
// CHECK-NEXT: 158:5: warning: 'c->freed' is used before it is initialised [holdfast-use-before-init]
// CHECK-NEXT: 152:41: note: 'c->freed' is used here
// CHECK-NOT: {{.}}
