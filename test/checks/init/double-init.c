// RUN: %check_holdfast %s holdfast-double-init -- -Wno-everything
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

struct item {
  struct list_head node;
};
extern struct list_head todo, done;

void linked_twice_bad(struct item *i) {
  list_add(&i->node, &todo);
  list_add(&i->node, &done);
}

void moved_ok(struct item *i) {
  list_add(&i->node, &todo);
  list_del(&i->node);
  list_add(&i->node, &done);
}

void initialised_while_linked_bad(struct item *i) {
  list_add(&i->node, &todo);
  INIT_LIST_HEAD(&i->node);
}

static void enqueue(struct item *i) { list_add(&i->node, &todo); }

void wrapped_bad(struct item *i) {
  enqueue(i);
  if (other())
    enqueue(i);
}

void either_ok(struct item *i) {
  if (other())
    list_add(&i->node, &todo);
  else
    list_add(&i->node, &done);
}

void in_a_loop_ok(struct list_head *from) {
  while (other()) {
    struct item *i = (struct item *)from->next;
    list_del(&i->node);
    list_add(&i->node, &done);
  }
}

void fresh_each_time_ok(void) {
  for (int n = 0; n < 4; ++n) {
    struct item *i = kzalloc(sizeof(*i), 0);
    if (i)
      list_add(&i->node, &todo);
  }
}

struct owner {
  struct list_head items;
  int queued;
};

// Called twice with `on`, it links the node twice: the removal shows that
// nobody keeps track.
void toggled_bad(struct owner *o, struct item *i, int on) {
  if (on)
    list_add(&i->node, &o->items);
  else
    list_del_init(&i->node);
}

void toggled_in_either_state_ok(struct owner *o, struct item *i, int on) {
  list_del_init(&i->node);
  if (on)
    list_add(&i->node, &o->items);
}

struct tracked {
  struct list_head node;
  int queued;
};

void tracked_by_itself_ok(struct owner *o, struct tracked *t, int on) {
  if (on) {
    if (t->queued)
      return;
    list_add(&t->node, &o->items);
  } else {
    list_del_init(&t->node);
  }
  t->queued = on;
}

void alternating_ok(struct owner *o, struct item *i, int on) {
  if (on)
    list_add(&i->node, &o->items);
  else
    list_del(&i->node);
}

// A counter that grows has a value in one round only.
struct tab {
  int x;
  struct list_head node;
};
extern struct list_head tabs;
static struct tab the_tab;
void registered_in_first_round_ok(int from, int to) {
  int i;
  for (i = from; i < to; i++)
    if (i == 0)
      list_add_tail(&the_tab.node, &tabs);
}

// A callee takes out all that is in a list.
int list_empty(const struct list_head *head);
static void dispose(struct list_head *head) {
  while (!list_empty(head)) {
    struct item *i = (struct item *)((char *)head->next -
                                     __builtin_offsetof(struct item, node));
    list_del_init(&i->node);
    unknown(0);
  }
}
void disposed_ok(struct item *i) {
  struct list_head todo;
  INIT_LIST_HEAD(&todo);
  list_add(&i->node, &todo);
  dispose(&todo);
  list_add(&i->node, &todo);
  dispose(&todo);
}
static void look_at(struct list_head *head) {
  if (list_empty(head))
    unknown(0);
}
void not_disposed_bad(struct item *i) {
  struct list_head todo;
  INIT_LIST_HEAD(&todo);
  list_add(&i->node, &todo);
  look_at(&todo);
  list_add(&i->node, &todo);
  dispose(&todo);
}

// The head of a list is another node in each round.
struct timer {
  int key;
  struct list_head node;
};
struct queue {
  struct timer *first;
};
void dequeue(struct queue *q, int *key);
void collect_ok(struct queue *q, struct list_head *found) {
  struct timer *i;
  while ((i = q->first)) {
    dequeue(q, &i->key);
    list_add_tail(&i->node, found);
  }
}
void collect_same_bad(struct item *i, struct list_head *found, int n) {
  while (n--) {
    other();
    list_add_tail(&i->node, found);
  }
}

// Which of its nodes a tree leads to only its functions know.
struct rb_node {
  struct rb_node *left;
};
struct timerqueue_node {
  struct rb_node node;
  unsigned long expires;
};
struct timerqueue_head {
  struct rb_node *first;
};
int timerqueue_del(struct timerqueue_head *head, struct timerqueue_node *node);
struct alarm {
  struct timerqueue_node node;
  struct list_head list;
};
void collect_alarms_ok(struct timerqueue_head *head, struct list_head *found) {
  while (head->first) {
    struct alarm *a = (struct alarm *)head->first;
    timerqueue_del(head, &a->node);
    list_add_tail(&a->list, found);
  }
}

// CHECK: 40:3: warning: 'i->node' is linked again while it is linked into 'todo' [holdfast-double-init]
// CHECK-NEXT: 39:3: note: 'i->node' is linked into 'todo' here
// CHECK-NEXT: 51:3: warning: 'i->node' is initialised again while it is linked into 'todo' [holdfast-double-init]
// CHECK-NEXT: 50:3: note: 'i->node' is linked into 'todo' here
// CHECK-NEXT: 59:5: warning: 'i->node' is linked again while it is linked into 'todo' [holdfast-double-init]
// CHECK-NEXT: 57:3: note: 'i->node' is linked into 'todo' here
// CHECK-NEXT: 58:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 54:39: note: 'i->node' is linked here
// CHECK-NEXT: 94:5: warning: 'i->node' is linked into 'o->items' without asking whether it is linked already, which the other path, where it is taken out, allows for [holdfast-double-init]
// CHECK-NEXT: 169:3: warning: 'i->node' is linked again while it is linked into 'todo' [holdfast-double-init]
// CHECK-NEXT: 167:3: note: 'i->node' is linked into 'todo' here
// CHECK-NEXT: 192:5: warning: 'i->node' is linked again while it is linked into '*found' [holdfast-double-init]
// CHECK-NEXT: 190:10: note: assuming 'n - 1' is true
// CHECK-NOT: {{.}}
