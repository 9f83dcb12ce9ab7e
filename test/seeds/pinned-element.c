// RUN: %check_holdfast %s holdfast-pinned-copy,holdfast-pinned-escape -- -std=gnu11
// R5: a function builds a list element, links it and returns it: by then the list
// holds the address of a dead stack frame, and the caller has a copy.

struct list_head {
  struct list_head *next, *prev;
};
void INIT_LIST_HEAD(struct list_head *list);
void list_add(struct list_head *node, struct list_head *head);
void list_del(struct list_head *node);
struct element {
  struct list_head node;
  int value;
};
void look_at(struct element *e);

struct element add_element_bad(struct list_head *list, int value) {
  struct element e = {.value = value};
  list_add(&e.node, list);
  return e;
}

void add_and_leave_bad(struct list_head *list, int value) {
  struct element e = {.value = value};
  list_add(&e.node, list);
  look_at(0);
}

// The caller makes the place, so that the node stays there.
void add_element_ok(struct element *place, struct list_head *list, int value) {
  place->value = value;
  list_add(&place->node, list);
}

// A waiter on the stack is fine while its frame is there.
void wait_ok(struct list_head *list) {
  struct element e = {.value = 0};
  list_add(&e.node, list);
  look_at(0);
  list_del(&e.node);
}

// CHECK: 20:3: warning: 'e' is returned by value, but its type 'struct element' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 12:20: note: member 'node' is pinned once it is initialised: an empty list points at itself, and its neighbours point back (models/linux/list.yaml:N)
// CHECK-NEXT: 20:3: warning: 'e.node' is returned by value while it is linked into '*list' [holdfast-pinned-escape]
// CHECK-NEXT: 19:3: note: 'e.node' is linked into '*list' here
// CHECK-NEXT: 27:1: warning: 'e.node' is still linked into '*list' when its stack frame ends [holdfast-pinned-escape]
// CHECK-NEXT: 25:3: note: 'e.node' is linked into '*list' here
// CHECK-NOT: {{.}}
