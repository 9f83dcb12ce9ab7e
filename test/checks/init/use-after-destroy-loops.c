// RUN: %check_holdfast %s holdfast-use-after-destroy -- -Wno-everything
// R6: each round of a loop has a node of its own.

struct list_head {
  struct list_head *next, *prev;
};
void list_del(struct list_head *node);
struct hlist_node {
  struct hlist_node *next, **pprev;
};
struct hlist_head {
  struct hlist_node *first;
};
void hlist_del_rcu(struct hlist_node *node);
#define container_of(p, t, m) ((t *)((char *)(p) - __builtin_offsetof(t, m)))
#define entry_or_null(p, t, m)                                                 \
  ({                                                                           \
    __typeof__(p) __p = (p);                                                   \
    __p ? container_of(__p, t, m) : (void *)0;                                 \
  })
#define hlist_for_each_entry(pos, head, member)                                \
  for (pos = entry_or_null((head)->first, __typeof__(*(pos)), member); pos;    \
       pos = entry_or_null((pos)->member.next, __typeof__(*(pos)), member))
#define hlist_for_each_entry_safe(pos, n, head, member)                        \
  for (pos = entry_or_null((head)->first, __typeof__(*pos), member);           \
       pos && ({ n = pos->member.next; 1; });                                  \
       pos = entry_or_null(n, __typeof__(*pos), member))

struct client {
  int expires, is_gone;
  struct list_head detected;
  struct hlist_node by_dst, by_age;
  void *adapter;
};
void unregister(struct client *c);

void list_safe_ok(struct list_head *head, void *adapter) {
  struct client *c, *next;
  for (c = container_of(head->next, struct client, detected),
      next = container_of(c->detected.next, struct client, detected);
       &c->detected != head;
       c = next, next = container_of(next->detected.next, struct client, detected))
    if (c->adapter == adapter) {
      list_del(&c->detected);
      unregister(c);
    }
}

void list_first_ok(struct list_head *head) {
  while (head->next != head) {
    struct client *c = container_of(head->next, struct client, detected);
    list_del(&c->detected);
    unregister(c);
  }
}

struct queue {
  int count;
  struct list_head nodes;
};
void list_count_ok(struct queue *q) {
  while (q->count) {
    struct list_head *node = q->nodes.next;
    list_del(node);
    q->count--;
  }
}

void list_again_bad(struct queue *q) {
  struct list_head *node = q->nodes.next;
  while (q->count) {
    list_del(node);
    q->count--;
  }
}

void hlist_each_ok(struct hlist_head *head) {
  struct client *c;
  hlist_for_each_entry(c, head, by_dst) {
    c->is_gone = 1;
    hlist_del_rcu(&c->by_dst);
  }
}

void hlist_safe_ok(struct hlist_head *head, int now) {
  struct client *c;
  struct hlist_node *n;
  hlist_for_each_entry_safe(c, n, head, by_dst) {
    if (c->expires > now)
      hlist_del_rcu(&c->by_dst);
  }
}

void hlist_twice_ok(struct hlist_head *all, struct hlist_head *heads, int last) {
  struct client *c;
  struct hlist_node *n;
  hlist_for_each_entry_safe(c, n, all, by_age)
    hlist_del_rcu(&c->by_dst);
  for (int i = last; i >= 0; i--)
    hlist_for_each_entry_safe(c, n, heads + i, by_dst)
      hlist_del_rcu(&c->by_dst);
}

struct bin {
  struct hlist_head first[3];
  struct hlist_head *table[3];
  int mask;
};
void hlist_del_init(struct hlist_node *node);

// A loop around two others: what the inner ones name is new in each round of it.
void nested_ok(struct bin *bin) {
  struct client *c;
  struct hlist_node *n;
  int dir, i;
  for (dir = 0; dir < 3; dir++) {
    hlist_for_each_entry_safe(c, n, &bin->first[dir], by_age) {
      hlist_del_rcu(&c->by_dst);
      hlist_del_init(&c->by_age);
    }
    for (i = bin->mask; i >= 0; i--)
      hlist_for_each_entry_safe(c, n, bin->table[dir] + i, by_dst)
        hlist_del_rcu(&c->by_dst);
  }
}

// CHECK: 72:5: warning: '*node' is used after it was destroyed [holdfast-use-after-destroy]
// CHECK-NEXT: 71:10: note: assuming 'q->count - 1' is true
// CHECK-NOT: {{.}}
