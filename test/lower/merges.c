// Conditions branch; as values, && and || and ?: are stored to a merge local.
// RUN: %build/bin/holdfast-lower %s -- | FileCheck %s

int f(int);
struct p { struct p *next; };

int conditions(int a, int b, int c) {
  if ((a && b) || !c)
    return 1;
  return 0;
}

int assigned_condition(void) {
  int ret;
  if ((ret = f(1)))
    return ret;
  return 0;
}

int null_condition(struct p *p) { return !p ? 1 : f(2); }

int logical_value(int a, int b) {
  int x = a && f(b);
  return x;
}

int nested_value(int a, int b, int c) {
  int x = (a && b) || c;
  return x;
}

int chosen(int c) { return c ? 1 : f(c) ? 2 : 3; }

int elvis(int a) { return f(a) ?: 4; }

struct p *lvalue(int c, struct p *a, struct p *b) { return (c ? a : b)->next; }

int expected(int a, int b) {
  if (__builtin_expect(!!(a && b), 0))
    return 1;
  return 0;
}

int decided(char *s) {
  if (sizeof(*s) == 4 || sizeof(*s) == 1)
    return f(1);
  return __builtin_constant_p(s) ? f(2) : f(3);
}

// CHECK-LABEL: func @conditions(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: br %0, b1, b2
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = load $b
// CHECK-NEXT: br %1, b4, b2
// CHECK-NEXT: b2:
// CHECK-NEXT: %2 = load $c
// CHECK-NEXT: %3 = lnot %2
// CHECK-NEXT: br %3, b4, b3
// CHECK-NEXT: b3:
// CHECK-NEXT: ret 0
// CHECK-NEXT: b4:
// CHECK-NEXT: ret 1
// CHECK-LABEL: func @assigned_condition(
// CHECK-NEXT: local ret: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $ret
// CHECK-NEXT: %0 = call @f(1) : i32
// CHECK-NEXT: store $ret, %0
// CHECK-NEXT: br %0, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: end $ret
// CHECK-NEXT: ret 0
// CHECK-NEXT: b2:
// CHECK-NEXT: %1 = load $ret
// CHECK-NEXT: end $ret
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @null_condition(
// CHECK-NEXT: local $1: i32 merge
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = lnot %0
// CHECK-NEXT: br %1, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %2 = call @f(2) : i32
// CHECK-NEXT: store $1, %2
// CHECK-NEXT: goto b3
// CHECK-NEXT: b2:
// CHECK-NEXT: store $1, 1
// CHECK-NEXT: goto b3
// CHECK-NEXT: b3:
// CHECK-NEXT: %3 = load $1
// CHECK-NEXT: ret %3
// CHECK-LABEL: func @logical_value(
// CHECK-NEXT: local $2: i32 merge
// CHECK-NEXT: local x: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: store $2, 0
// CHECK-NEXT: br %0, b1, b2
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = load $b
// CHECK-NEXT: %2 = call @f(%1) : i32
// CHECK-NEXT: %3 = ne %2, 0 : bool
// CHECK-NEXT: store $2, %3
// CHECK-NEXT: goto b2
// CHECK-NEXT: b2:
// CHECK-NEXT: %4 = load $2
// CHECK-NEXT: begin $x
// CHECK-NEXT: store $x, %4
// CHECK-NEXT: %5 = load $x
// CHECK-NEXT: end $x
// CHECK-NEXT: ret %5
// CHECK-LABEL: func @nested_value(
// CHECK-NEXT: local $3: i32 merge
// CHECK-NEXT: local x: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: br %0, b1, b2
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = load $b
// CHECK-NEXT: store $3, 1
// CHECK-NEXT: br %1, b3, b2
// CHECK-NEXT: b2:
// CHECK-NEXT: %2 = load $c
// CHECK-NEXT: %3 = ne %2, 0 : bool
// CHECK-NEXT: store $3, %3
// CHECK-NEXT: goto b3
// CHECK-NEXT: b3:
// CHECK-NEXT: %4 = load $3
// CHECK-NEXT: begin $x
// CHECK-NEXT: store $x, %4
// CHECK-NEXT: %5 = load $x
// CHECK-NEXT: end $x
// CHECK-NEXT: ret %5
// CHECK-LABEL: func @chosen(
// CHECK-NEXT: local $1: i32 merge
// CHECK-NEXT: local $2: i32 merge
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: br %0, b5, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = load $c
// CHECK-NEXT: %2 = call @f(%1) : i32
// CHECK-NEXT: br %2, b3, b2
// CHECK-NEXT: b2:
// CHECK-NEXT: store $1, 3
// CHECK-NEXT: goto b4
// CHECK-NEXT: b3:
// CHECK-NEXT: store $1, 2
// CHECK-NEXT: goto b4
// CHECK-NEXT: b4:
// CHECK-NEXT: %3 = load $1
// CHECK-NEXT: store $2, %3
// CHECK-NEXT: goto b6
// CHECK-NEXT: b5:
// CHECK-NEXT: store $2, 1
// CHECK-NEXT: goto b6
// CHECK-NEXT: b6:
// CHECK-NEXT: %4 = load $2
// CHECK-NEXT: ret %4
// CHECK-LABEL: func @elvis(
// CHECK-NEXT: local $1: i32 merge
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = call @f(%0) : i32
// CHECK-NEXT: store $1, %1
// CHECK-NEXT: br %1, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: store $1, 4
// CHECK-NEXT: goto b2
// CHECK-NEXT: b2:
// CHECK-NEXT: %2 = load $1
// CHECK-NEXT: ret %2
// CHECK-LABEL: func @lvalue(
// CHECK-NEXT: local $3: ptr struct p merge
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: br %0, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = load $b
// CHECK-NEXT: store $3, %1
// CHECK-NEXT: goto b3
// CHECK-NEXT: b2:
// CHECK-NEXT: %2 = load $a
// CHECK-NEXT: store $3, %2
// CHECK-NEXT: goto b3
// CHECK-NEXT: b3:
// CHECK-NEXT: %3 = load $3
// CHECK-NEXT: %4 = field %3, struct p.next
// CHECK-NEXT: %5 = load %4
// CHECK-NEXT: ret %5
// CHECK-LABEL: func @expected(
// CHECK-NEXT: local $2: i32 merge
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: store $2, 0
// CHECK-NEXT: br %0, b1, b2
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = load $b
// CHECK-NEXT: %2 = ne %1, 0 : bool
// CHECK-NEXT: store $2, %2
// CHECK-NEXT: goto b2
// CHECK-NEXT: b2:
// CHECK-NEXT: %3 = load $2
// CHECK-NEXT: %4 = ne %3, 0 : bool
// CHECK-NEXT: br %4, b4, b3
// CHECK-NEXT: b3:
// CHECK-NEXT: ret 0
// CHECK-NEXT: b4:
// CHECK-NEXT: ret 1
// CHECK-LABEL: func @decided(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @f(1) : i32
// CHECK-NEXT: ret %0
