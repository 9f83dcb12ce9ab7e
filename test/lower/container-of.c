// The record that a member is in is one event, however the macro is written.
// RUN: %build/bin/holdfast-lower %s -- -Wno-everything | FileCheck %s

struct in { int pad; int node; };
struct s { int first; int node; struct in in; };
#define offsetof(t, m) __builtin_offsetof(t, m)
#define classic(p, t, m) ((t *)((char *)(p) - (unsigned long)&((t *)0)->m))
#define builtin(p, t, m) ((t *)((char *)(p) - offsetof(t, m)))
#define kernel(p, t, m)                                                        \
  ({                                                                           \
    void *__mptr = (void *)(p);                                                \
    _Static_assert(sizeof(*(p)), "type");                                      \
    ((t *)(__mptr - offsetof(t, m)));                                          \
  })
#define constant(p, t, m)                                                      \
  _Generic(p, const __typeof(*(p)) *: ((const t *)builtin(p, t, m)),           \
           default: ((t *)builtin(p, t, m)))

struct s *classic_ok(int *p) { return classic(p, struct s, node); }
struct s *builtin_ok(int *p) { return builtin(p, struct s, node); }
struct s *kernel_ok(int *p) { return kernel(p, struct s, node); }
const struct s *constant_ok(const int *p) { return constant(p, struct s, node); }
struct s *nested_ok(int *p) { return builtin(p, struct s, in.node); }
struct s *first_member_is_a_cast(int *p) { return (struct s *)p; }
char *arithmetic(char *p) { return p - 4; }

// CHECK-LABEL: func @classic_ok(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = container %0, struct s.node
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @builtin_ok(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = container %0, struct s.node
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @kernel_ok(
// CHECK-NEXT: local __mptr: ptr void macro kernel
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: begin $__mptr
// CHECK-NEXT: store $__mptr, %0
// CHECK-NEXT: %1 = load $__mptr
// CHECK-NEXT: %2 = container %1, struct s.node
// CHECK-NEXT: end $__mptr
// CHECK-NEXT: ret %2
// CHECK-LABEL: func @constant_ok(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = container %0, struct s.node
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @nested_ok(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = container %0, struct in.node
// CHECK-NEXT: %2 = container %1, struct s.in
// CHECK-NEXT: ret %2
// CHECK-LABEL: func @first_member_is_a_cast(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = cast %0 : ptr struct s
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @arithmetic(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = element %0, -4
// CHECK-NEXT: ret %1
