// RUN: %check_holdfast %s holdfast-pinned-copy -- -Wno-everything
// R4

struct list_head {
  struct list_head *next, *prev;
};
extern "C" void list_add(struct list_head *node, struct list_head *head);
extern struct list_head observers;

struct observer_bad {
  list_head node;
  int n = 0;
  observer_bad() { list_add(&node, &observers); }
};

struct observer_ok {
  list_head node;
  int n = 0;
  observer_ok() { list_add(&node, &observers); }
  observer_ok(const observer_ok &) = delete;
  observer_ok &operator=(const observer_ok &) = delete;
};

// CHECK: 10:8: warning: 'observer_bad' registers its own address, but its implicit copies are not registered [holdfast-pinned-copy]
// CHECK-NEXT: 13:20: note: 'list_add' keeps its address
// CHECK-NOT: {{.}}
