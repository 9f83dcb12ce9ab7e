// RUN: %check_holdfast %s holdfast-use-before-init -- -Wno-everything
// R6: a node that is moved from list to list, by functions of its iterator.

struct list_head {
  struct list_head *next, *prev;
};
void list_add(struct list_head *node, struct list_head *head);
void list_del(struct list_head *node);
void *memset(void *p, int c, unsigned long n);
struct set {
  struct set *next;
  struct list_head iterators;
};
struct iterator {
  struct set *first, *now;
  struct list_head node;
};
static struct set *next_set(struct iterator *it) {
  return it->now ? it->now->next : it->first;
}

static void advance(struct iterator *it) {
  struct set *s = next_set(it);
  while (s && !s->next)
    s = s->next;
  if (!s)
    return;
  if (it->now)
    list_del(&it->node);
  it->now = s;
  list_add(&it->node, &s->iterators);
}
static void start(struct set *first, struct iterator *it) {
  memset(it, 0, sizeof(*it));
  it->first = first;
  advance(it);
}
static void end(struct iterator *it) {
  if (it->now)
    list_del(&it->node);
}
void all_ok(struct set *first) {
  struct iterator it;
  start(first, &it);
  advance(&it);
  end(&it);
}

void never_linked_bad(void) {
  struct iterator it;
  memset(&it, 0, sizeof(it));
  list_del(&it.node);
}

// CHECK: 52:3: warning: 'it.node' is used before it is initialised [holdfast-use-before-init]
// CHECK-NOT: {{.}}
