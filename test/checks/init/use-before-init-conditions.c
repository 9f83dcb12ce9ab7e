// RUN: %check_holdfast %s holdfast-use-before-init -- -Wno-everything
// A condition of several parts that is tested again has the same outcome, although
// the ways on which one part of it was false have met in between.

struct list_head {
  struct list_head *next, *prev;
};
struct completion {
  unsigned done;
  struct list_head wait;
};
void init_completion(struct completion *c);
void complete(struct completion *c);
void elsewhere(void);
struct ops {
  int can_wait, fast;
};
extern int waits;

void both_tested_again_ok(struct ops *o) {
  struct completion c;
  if (waits && o->can_wait)
    init_completion(&c);
  elsewhere();
  if (waits && o->can_wait)
    complete(&c);
}

void tested_in_a_loop_ok(struct ops *o, int n) {
  struct completion c;
  if (waits && o->can_wait)
    init_completion(&c);
  do {
    if (waits && o->can_wait)
      complete(&c);
    if (o->fast)
      elsewhere();
  } while (n--);
}

void in_the_other_order_ok(struct ops *o) {
  struct completion c;
  if (waits && o->can_wait)
    init_completion(&c);
  if (o->can_wait && waits)
    complete(&c);
}

void nested_ok(struct ops *o) {
  struct completion c;
  if (waits && o->can_wait)
    init_completion(&c);
  if (waits)
    if (o->can_wait)
      complete(&c);
}

void remembered_ok(struct ops *o) {
  struct completion c;
  int has = 0;
  if (waits && o->can_wait) {
    init_completion(&c);
    has = 1;
  }
  if (o->fast)
    elsewhere();
  if (has)
    complete(&c);
}

void another_part_bad(struct ops *o) {
  struct completion c;
  if (waits && o->can_wait)
    init_completion(&c);
  if (waits && o->fast)
    complete(&c);
}

void one_part_is_enough_bad(struct ops *o) {
  struct completion c;
  if (waits && o->can_wait)
    init_completion(&c);
  if (waits || o->can_wait)
    complete(&c);
}

// A callee that uses a part in two of three cases is asked for the third.
void list_add(struct list_head *node, struct list_head *head);
void list_del(struct list_head *node);
void INIT_LIST_HEAD(struct list_head *list);
extern struct list_head requests;
static int request(struct list_head *node, int action) {
  switch (action) {
  case 2:
    list_del(node);
    break;
  case 1:
    list_del(node);
    __attribute__((fallthrough));
  case 0:
    INIT_LIST_HEAD(node);
    list_add(node, &requests);
    break;
  }
  elsewhere();
  return waits;
}
struct demand {
  struct list_head node;
};
void *kzalloc(unsigned long size, unsigned flags);
int demand_ok(struct demand **out) {
  struct demand *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return -12;
  request(&d->node, 0);
  *out = d;
  return 0;
}
int demand_bad(struct demand **out) {
  struct demand *d = kzalloc(sizeof(*d), 0);
  if (!d)
    return -12;
  request(&d->node, 1);
  *out = d;
  return 0;
}

// CHECK: 76:5: warning: 'c' is used before it is initialised [holdfast-use-before-init]
// CHECK-NEXT: 84:5: warning: 'c' is used before it is initialised [holdfast-use-before-init]
// CHECK-NEXT: 124:3: warning: 'd->node' is used before it is initialised [holdfast-use-before-init]
// CHECK-NEXT: 98:5: note: 'd->node' is used here
// CHECK-NOT: {{.}}
