// Events out of a macro's body are where it is expanded; its arguments are where
// they are written.
// RUN: %build/bin/holdfast-lower %s -- -Wno-everything | FileCheck %s

struct s { int a; };
int f(int);
#define CALL(x) f((x) + 1)
#define DEEP(x) CALL(x)

int plain(struct s *p) {
  return f(
      p->a);
}
int macro(struct s *p) { return DEEP(p->a); }

// CHECK-LABEL: func @plain
// CHECK: %0 = load $p !12:7-8
// CHECK-NEXT: %1 = field %0, struct s.a !12:7-11
// CHECK: call @f(%2) {{.*}}!11:10-12:12
// CHECK-LABEL: func @macro
// CHECK: field %0, struct s.a !14:38-42
// CHECK: add %2, 1 !14:33-43 in DEEP
// CHECK-NEXT: call @f(%3) {{.*}}!14:33-43 in DEEP
