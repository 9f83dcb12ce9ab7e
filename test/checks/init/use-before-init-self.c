// RUN: %check_holdfast %s holdfast-use-before-init -- -Wno-everything
// R6: an initialiser that initialises the variable through its address.

struct list_head {
  struct list_head *next, *prev;
};
struct completion {
  int done;
  struct list_head wait;
};
void init_completion(struct completion *c);
void wait_for_completion(struct completion *c);
void start(struct completion *c);
#define COMPLETION_ON_STACK(c)                                                 \
  (*({                                                                         \
    init_completion(&c);                                                       \
    &c;                                                                        \
  }))

void self_ok(void) {
  struct completion done = COMPLETION_ON_STACK(done);
  start(&done);
  wait_for_completion(&done);
}

void self_in_loop_ok(int n) {
  while (n--) {
    struct completion done = COMPLETION_ON_STACK(done);
    wait_for_completion(&done);
  }
}

void without_bad(void) {
  struct completion done;
  wait_for_completion(&done);
}

// CHECK: 35:3: warning: 'done' is used before it is initialised [holdfast-use-before-init]
// CHECK-NOT: {{.}}
