// RUN: %check_holdfast %s holdfast-@NAME@ -- -std=gnu11

void example_bad(void) {
  int Wrong = 0;
  (void)Wrong;
}

void example_ok(void) {}

// CHECK: 4:7: warning: what holdfast-@NAME@ is to say here [holdfast-@NAME@]
// CHECK-NOT: {{.}}
