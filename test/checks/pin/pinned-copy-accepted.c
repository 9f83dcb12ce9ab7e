// RUN: %check_holdfast %s holdfast-pinned-copy -- -std=gnu11
// R1 R7: the thirteen copies that look wrong and are not, each with its close
// neighbour that is.

typedef unsigned long size_t;
#define NULL ((void *)0)
struct list_head {
  struct list_head *next, *prev;
};
#define LIST_HEAD_INIT(name) {&(name), &(name)}
void INIT_LIST_HEAD(struct list_head *list);
void list_add(struct list_head *node, struct list_head *head);
void list_add_tail(struct list_head *node, struct list_head *head);
void list_del(struct list_head *node);
void list_del_init(struct list_head *node);
struct mutex {
  long owner;
  struct list_head wait_list;
};
void mutex_lock(struct mutex *lock);
#define mutex_init(m) __mutex_init((m), #m)
void __mutex_init(struct mutex *lock, const char *name);
#define __MUTEX_INITIALIZER(name)                                              \
  {.owner = 0, .wait_list = LIST_HEAD_INIT(name.wait_list)}
struct completion {
  unsigned done;
  struct list_head wait;
};
void init_completion(struct completion *c);
struct hlist_node {
  struct hlist_node *next, **pprev;
};
struct hlist_head {
  struct hlist_node *first;
};
void hlist_add_head(struct hlist_node *n, struct hlist_head *h);
void hlist_del(struct hlist_node *n);
void *memcpy(void *to, const void *from, size_t n);
void *memset(void *p, int c, size_t n);
void *kmemdup(const void *from, size_t n, unsigned flags);
void *kmalloc(size_t n, unsigned flags);
void *kzalloc(size_t n, unsigned flags);
void *krealloc(const void *p, size_t n, unsigned flags);
int printk(const char *format, ...);

struct item {
  int id, size;
  struct list_head list;
  struct mutex lock;
};
void look_at(struct item *i);

// 1. Initialisation by assignment of a value that was built for it.
void assign_literal_ok(struct item *i) {
  *i = (struct item){.id = 1, .list = LIST_HEAD_INIT(i->list)};
}
void assign_initialiser_macro_ok(struct item *i) {
  i->lock = (struct mutex)__MUTEX_INITIALIZER(i->lock);
}
void assign_object_bad(struct item *i, struct item *other) {
  i->lock = other->lock;
}

// 2. The self-copy of an on-stack declaration.
#define COMPLETION_INITIALIZER_ONSTACK(work)                                   \
  (*({                                                                         \
    init_completion(&work);                                                    \
    &work;                                                                     \
  }))
void self_copy_ok(void) {
  struct completion done = COMPLETION_INITIALIZER_ONSTACK(done);
  printk("%u", done.done);
  init_completion(&done);
}
void self_copy_by_value_ok(void) {
  struct completion done = ({
    init_completion(&done);
    done;
  });
  init_completion(&done);
}
void other_copy_bad(struct completion *from) {
  struct completion done = ({
    init_completion(from);
    *from;
  });
  look_at((void *)&done);
}

// 3. A template that nobody ever initialises in place.
static const struct item const_template = {.id = 1};
static struct item file_template = {.size = 4};
static struct item live = {.list = LIST_HEAD_INIT(live.list)};
static struct item set_up_later = {.size = 4};
extern struct item elsewhere;
void set_up(void) { INIT_LIST_HEAD(&set_up_later.list); }
void const_template_ok(struct item *i) { *i = const_template; }
void file_template_ok(struct item *i) { *i = file_template; }
void live_object_bad(struct item *i) { *i = live; }
void set_up_template_bad(struct item *i) { *i = set_up_later; }
void extern_object_bad(struct item *i) { *i = elsewhere; }

// 4. A clone whose parts are initialised anew.
struct item *clone_ok(struct item *old) {
  struct item *new = kmemdup(old, sizeof(*old), 0);
  if (!new)
    return NULL;
  INIT_LIST_HEAD(&new->list);
  mutex_init(&new->lock);
  return new;
}
static void item_reset(struct item *i) {
  INIT_LIST_HEAD(&i->list);
  mutex_init(&i->lock);
}
struct item *clone_with_helper_ok(struct item *old) {
  struct item *new = kmalloc(sizeof(*new), 0);
  *new = *old;
  item_reset(new);
  return new;
}
struct item *clone_one_part_forgotten_bad(struct item *old) {
  struct item *new = kmemdup(old, sizeof(*old), 0);
  if (!new)
    return NULL;
  INIT_LIST_HEAD(&new->list);
  return new;
}
static void item_rename(struct item *i) { i->id++; }
struct item *clone_with_wrong_helper_bad(struct item *old) {
  struct item *new = kmalloc(sizeof(*new), 0);
  *new = *old;
  item_rename(new);
  return new;
}
void init_before_copy_bad(struct item *new, struct item *old) {
  item_reset(new);
  *new = *old;
}

// 5. The node of the destination is kept.
struct mode {
  int width;
  struct list_head head;
};
void mode_copy_ok(struct mode *dst, const struct mode *src) {
  struct list_head head = dst->head;
  *dst = *src;
  dst->head = head;
}
void mode_copy_bad(struct mode *dst, const struct mode *src) { *dst = *src; }

// 6. A move after which the source starts anew.
struct queue {
  struct list_head items;
};
void queue_take_ok(struct queue *dst, struct queue *src) {
  memcpy(dst, src, sizeof(*src));
  INIT_LIST_HEAD(&src->items);
}
void queue_take_bad(struct queue *dst, struct queue *src) {
  memcpy(dst, src, sizeof(*src));
}

// 7. The pointer into itself is corrected.
struct header {
  int wc;
  int *wcp;
};
void header_init(struct header *h) { h->wcp = &h->wc; }
void header_copy_ok(struct header *dst, struct header *src) {
  memcpy(dst, src, sizeof(*src));
  dst->wcp = &dst->wc;
}
void header_copy_bad(struct header *dst, struct header *src) {
  memcpy(dst, src, sizeof(*src));
}

// 8. Unlink, reallocate, link.
struct node {
  int n;
  struct list_head list;
};
struct node *relink_ok(struct node *old, struct list_head *head, int n) {
  list_del_init(&old->list);
  struct node *new = krealloc(old, n, 0);
  if (!new)
    return NULL;
  list_add_tail(&new->list, head);
  return new;
}
struct node *realloc_linked_bad(struct node *old, int n) {
  struct node *new = krealloc(old, n, 0);
  return new;
}

// 9. A snapshot of which only plain members are read.
void snapshot_ok(struct item *i) {
  struct item seen = *i;
  printk("%d %d", seen.id, seen.size);
}
void snapshot_assigned_ok(struct item *i) {
  struct item seen;
  seen = *i;
  printk("%d %d", seen.id, seen.size);
}
void snapshot_used_as_object_bad(struct item *i) {
  struct item seen = *i;
  mutex_lock(&seen.lock);
}
void snapshot_passed_on_bad(struct item *i) {
  struct item seen = *i;
  look_at(&seen);
}

// 10. An object that is not initialised yet may still move.
void before_init_ok(struct item *final) {
  struct item draft = {.id = 1};
  draft.size = 2;
  *final = draft;
  item_reset(final);
}
void never_initialised_ok(struct item *final) {
  struct item draft;
  memset(&draft, 0, sizeof(draft));
  draft.id = 7;
  *final = draft;
}
void allocated_ok(struct item *final) {
  struct item *draft = kzalloc(sizeof(*draft), 0);
  draft->id = 7;
  *final = *draft;
}
void after_init_bad(struct item *final) {
  struct item draft = {.id = 1};
  mutex_init(&draft.lock);
  *final = draft;
}
void after_link_in_a_loop_bad(struct item *final, struct list_head *h, int n) {
  struct item draft = {.id = 1};
  for (int k = 0; k < n; k++) {
    final[k] = draft;
    list_add(&draft.list, h);
  }
}
void fresh_in_each_turn_ok(struct item *final, struct list_head *h, int n) {
  for (int k = 0; k < n; k++) {
    struct item draft = {.id = 1};
    final[k] = draft;
    list_add(&draft.list, h);
  }
}

// 11. A node that is pinned only while it is linked.
struct entry {
  int key;
  struct hlist_node node;
};
void unlinked_entry_ok(struct entry *dst, struct entry *src) { *dst = *src; }
void removed_entry_ok(struct entry *dst, struct entry *src,
                      struct hlist_head *h) {
  hlist_add_head(&src->node, h);
  hlist_del(&src->node);
  *dst = *src;
}
void linked_entry_bad(struct entry *dst, struct entry *src,
                      struct hlist_head *h) {
  hlist_add_head(&src->node, h);
  *dst = *src;
}

// 12. Through a pointer that is another name of the object.
void alias_ok(struct item *dst, struct item *src) {
  struct list_head *l = &dst->list;
  struct mutex *m = &dst->lock;
  *dst = *src;
  INIT_LIST_HEAD(l);
  mutex_init(m);
}

// A function that clones for its callers, all of which finish the clone.
static void item_dup_ok(struct item *dst, const struct item *src) { *dst = *src; }
void clone_for_callers_ok(struct item *a, struct item *b) {
  item_dup_ok(a, b);
  item_reset(a);
}
static void item_dup_bad(struct item *dst, const struct item *src) {
  *dst = *src;
}
void forgets_to_finish(struct item *a, struct item *b) { item_dup_bad(a, b); }
static struct item *item_clone_ok(const struct item *src) {
  struct item *new = kmalloc(sizeof(*new), 0);
  *new = *src;
  return new;
}
struct item *clone_from_result_ok(const struct item *src) {
  struct item *new = item_clone_ok(src);
  item_reset(new);
  return new;
}

// A by-value parameter of a file's own function, to which only objects go that
// are not initialised yet.
static void item_register_ok(struct item by_value) {
  struct item *new = kmalloc(sizeof(*new), 0);
  *new = by_value;
  item_reset(new);
}
void register_ok(int id) {
  struct item draft = {.id = id};
  item_register_ok(draft);
}
static void item_store_bad(struct item by_value) { look_at(&by_value); }
void store_bad(struct item *i) { item_store_bad(*i); }

// The copy goes through a variable of a statement expression.
#define data_race(expr)                                                        \
  ({                                                                           \
    __typeof__(expr) v__ = ({ expr; });                                        \
    v__;                                                                       \
  })
void carried_ok(struct item *dst, struct item *src) {
  *dst = data_race(*src);
  item_reset(dst);
}
void carried_bad(struct item *dst, struct item *src) {
  *dst = data_race(*src);
}

// A function of another file may finish a copy of which nobody knows that there
// was something to break; where that is known, it is reported.
void item_publish(struct item *i);
struct item *clone_finished_elsewhere_ok(struct item *old) {
  struct item *new = kmemdup(old, sizeof(*old), 0);
  item_publish(new);
  return new;
}
struct item *clone_of_live_object_bad(struct item *old) {
  struct item *new;
  mutex_lock(&old->lock);
  new = kmemdup(old, sizeof(*old), 0);
  item_publish(new);
  return new;
}

// An address that is only a name of the object says nothing about the type.
struct key {
  char byte;
};
struct map {
  struct key *key;
  int n;
};
void map_name(struct map *m) { m->key = (void *)m; }
void map_copy_ok(struct map *a, struct map *b) { *a = *b; }

// Known to be wrong: a part that is initialised just before each use, by whoever
// uses it, was never live in the original.
struct work {
  int state;
  struct mutex lock;
};
void run(struct mutex *m);
void work_start(struct work *w) {
  __mutex_init(&w->lock, "work");
  run(&w->lock);
}
void FP_initialised_at_each_use(struct work *dst, struct work *src) {
  *dst = *src;
}

// Known to be wrong: a scratch copy, whose list nobody looks at, is given to the
// caller as a set of plain values.
struct item *FP_scratch_for_the_caller(struct item *i) {
  return kmemdup(i, sizeof(*i), 0);
}
int compare_with_scratch(struct item *i) {
  struct item *trial = FP_scratch_for_the_caller(i);
  return trial->size - i->size;
}

// 9, continued: a snapshot may be given to a function of this file that only
// reads plain members; a working copy that is changed is an object.
static int item_total(const struct item *i) { return i->id + i->size; }
static void item_print(struct item *i) { printk("%d", i->id + item_total(i)); }
void snapshot_printed_ok(struct item *i) {
  struct item seen;
  seen = *i;
  item_print(&seen);
  printk("%d", seen.id);
}
void working_copy_bad(struct item *i) {
  struct item work = *i;
  work.size -= 4;
  item_print(&work);
}

// A function of this file hands a copy on to another file.
static void item_publish_here(struct item *i) { item_publish(i); }
static struct item second;
void finished_elsewhere_ok(struct item *i) {
  second = *i;
  item_publish_here(&second);
}

// 9, continued: a snapshot by memcpy.
void snapshot_by_memcpy_ok(struct item *i) {
  struct item seen;
  memcpy(&seen, i, sizeof(seen));
  printk("%d %d", seen.id, seen.size);
}
void copy_by_memcpy_bad(struct item *i) {
  struct item seen;
  memcpy(&seen, i, sizeof(seen));
  look_at(&seen);
}

// 11, continued: a list node that this file links and never initialises.
struct found {
  int block;
  struct list_head found_list;
};
void found_link(struct found *f, struct list_head *all) {
  list_add_tail(&f->found_list, all);
}
void found_copy_ok(struct found *dst, struct found *src) { *dst = *src; }
void found_copy_linked_bad(struct found *dst, struct found *src,
                           struct list_head *all) {
  list_add(&src->found_list, all);
  *dst = *src;
}

// 10, continued: a function of this file that fills in plain members only.
static void item_fill(struct item *i) { i->id = i->size; }
void filled_in_ok(struct item *final) {
  struct item draft = {.id = 1};
  item_fill(&draft);
  *final = draft;
}
void set_up_in_bad(struct item *final) {
  struct item draft = {.id = 1};
  item_reset(&draft);
  *final = draft;
}

// What lies behind an object is not of its type.
void tail_ok(struct item *a, struct item *b, int n) { memcpy(a + 1, b + 1, n); }
void next_element_bad(struct item *a, struct item *b) {
  memcpy(a + 1, b + 1, sizeof(*a));
}

// 4, continued: the part is reached through an accessor.
static struct mutex *item_lock(struct item *i) { return &i->lock; }
void clone_by_accessor_ok(struct item *new, struct item *old) {
  *new = *old;
  INIT_LIST_HEAD(&new->list);
  __mutex_init(item_lock(new), "item");
}
void clone_then_use_by_accessor_bad(struct item *new, struct item *old) {
  *new = *old;
  INIT_LIST_HEAD(&new->list);
  mutex_lock(item_lock(new));
}

// 13. Of a union another member may be in use.
struct page {
  unsigned long flags;
  union {
    struct list_head lru;
    void *private;
  };
};
struct node_or_lock {
  union {
    struct list_head list;
    struct mutex lock;
  };
};
void page_ok(struct page *to, const struct page *from) { *to = *from; }
void each_is_pinned_bad(struct node_or_lock *to, const struct node_or_lock *from) {
  *to = *from;
}

// CHECK: 61:3: warning: 'i->lock' is overwritten with a copy of 'other->lock', whose type 'struct mutex' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 16:8: note: 'struct mutex' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 83:3: warning: 'done' is initialised with a copy of '*from', whose type 'struct completion' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 25:8: note: 'struct completion' is pinned once it is initialised: its list of waiters points at itself (models/linux/wait.yaml:N)
// CHECK-NEXT: 99:40: warning: '*i' is overwritten with a copy of 'live', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 100:44: warning: '*i' is overwritten with a copy of 'set_up_later', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 101:42: warning: '*i' is overwritten with a copy of 'elsewhere', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 123:22: warning: 'kmemdup' copies the bytes of 'old', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 49:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 132:3: warning: '*new' is overwritten with a copy of '*old', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 138:3: warning: '*new' is overwritten with a copy of '*old', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 151:64: warning: '*dst' is overwritten with a copy of '*src', whose type 'struct mode' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 144:20: note: member 'head' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 162:3: warning: 'memcpy' copies the bytes of 'src', whose type 'struct queue' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 155:20: note: member 'items' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 176:3: warning: 'memcpy' copies the bytes of 'src', whose type 'struct header' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 168:8: note: member 'wcp' is pinned once it is initialised: 'wcp' holds the address of 'wc'
// CHECK-NEXT: 170:45: note: the address is stored here
// CHECK-NEXT: 193:22: warning: 'krealloc' may move 'old', whose type 'struct node' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 182:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 208:3: warning: 'seen' is initialised with a copy of '*i', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 212:3: warning: 'seen' is initialised with a copy of '*i', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 237:3: warning: '*final' is overwritten with a copy of 'draft', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 49:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 242:5: warning: 'final[k]' is overwritten with a copy of 'draft', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 269:3: warning: '*dst' is overwritten with a copy of '*src', whose type 'struct entry' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 257:21: note: member 'node' is pinned while it is linked: its successor's pprev points at its next pointer (models/linux/list.yaml:N)
// CHECK-NEXT: 288:3: warning: '*dst' is overwritten with a copy of '*src', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 313:28: warning: parameter 'by_value' is passed by value, but its type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 314:49: warning: '*i' is passed by value, but its type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 327:3: warning: '*dst' is overwritten with a copy of '*src', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 341:9: warning: 'kmemdup' copies the bytes of 'old', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 49:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 369:3: warning: '*dst' is overwritten with a copy of '*src', whose type 'struct work' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 361:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 375:10: warning: 'kmemdup' copies the bytes of 'i', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 393:3: warning: 'work' is initialised with a copy of '*i', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 414:3: warning: 'memcpy' copies the bytes of 'i', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 430:3: warning: '*dst' is overwritten with a copy of '*src', whose type 'struct found' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 421:20: note: member 'found_list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 443:3: warning: '*final' is overwritten with a copy of 'draft', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 449:3: warning: 'memcpy' copies the bytes of 'b + 1', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 48:20: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 460:3: warning: '*new' is overwritten with a copy of '*old', whose type 'struct item' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 49:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 481:3: warning: '*to' is overwritten with a copy of '*from', whose type 'struct node_or_lock' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 475:22: note: member 'list' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NOT: {{.}}
