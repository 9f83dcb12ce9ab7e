// RUN: %check_holdfast %s holdfast-pinned-escape -- -std=c++17
// R2 R5: the same in C++: a node whose storage ends while it is linked.

struct list_head {
  struct list_head *next, *prev;
};
struct miscdevice {
  int minor;
  struct list_head list;
};
extern "C" {
void INIT_LIST_HEAD(struct list_head *list);
void list_add(struct list_head *node, struct list_head *head);
void list_del(struct list_head *node);
void list_del_init(struct list_head *node);
int misc_register(struct miscdevice *misc);
void misc_deregister(struct miscdevice *misc);
}
extern list_head elements;
bool is_wanted();

struct Element {
  list_head node;
  int value;
};

Element returned_by_value_bad() {
  Element e{};
  list_add(&e.node, &elements);
  return e;
}

void frame_ends_bad() {
  Element e{};
  list_add(&e.node, &elements);
}

void unlinked_ok() {
  Element e{};
  list_add(&e.node, &elements);
  list_del(&e.node);
}

int early_return_bad() {
  Element e{};
  list_add(&e.node, &elements);
  if (!is_wanted())
    return -1;
  list_del(&e.node);
  return 0;
}

int registered_bad() {
  miscdevice m{};
  return misc_register(&m);
}

static miscdevice device;
int registered_static_ok() { return misc_register(&device); }

// CHECK: 55:3: warning: 'm' is still registered when its stack frame ends [holdfast-pinned-escape]
// CHECK-NEXT: 55:10: note: 'm' is registered here
// CHECK-NEXT: 55:10: note: 'm' becomes reachable for others here
// CHECK-NOT: {{.}}
