// Switches, computed jumps, and blocks that end in a call that never returns.
// RUN: %build/bin/holdfast-lower %s -- | FileCheck %s

int f(int);
void die(void) __attribute__((noreturn));
enum e { A, B };

int ranges(int c) {
  switch (c) {
  case 1 ... 3:
  case 7:
    return f(1);
  case -1:
    return f(2);
  }
  return f(3);
}

int covered(enum e v) {
  switch (v) {
  case A:
    return 1;
  case B:
    return 2;
  }
  return 3;
}

int known(void) {
  switch (2) {
  case 1:
    return f(1);
  case 2:
    return f(2);
  }
  return 0;
}

int computed(int i) {
  static void *labels[] = {&&a, &&b};
  goto *labels[i];
a:
  return f(1);
b:
  return f(2);
}

int asm_goto(int a) {
  int o;
  asm goto("x %1, %0" : "=r"(o) : "r"(a) : : fail);
  return o;
fail:
  return -1;
}

int never_returns(int c) {
  if (c)
    die();
  return f(c);
}

int bug(int c) {
  if (c) {
    asm volatile("ud2");
    __builtin_unreachable();
  }
  return c;
}

void asm_operands(int *p, int v) {
  int out;
  asm("op %0, %1" : "=r"(out), "+m"(*p) : "r"(v));
  asm volatile("" : : : "memory");
  asm volatile("op %0" : : "r"(p) : "memory");
  f(out);
}

void endless(void) {
  for (;;)
    f(1);
}

void else_ends(int c) {
  if (c)
    f(1);
}

// CHECK-LABEL: func @ranges(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: switch %0 { 7: b2, 1...3: b2, -1: b3, default: b1 }
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = call @f(3) : i32
// CHECK-NEXT: ret %1
// CHECK-NEXT: b2:
// CHECK-NEXT: %2 = call @f(1) : i32
// CHECK-NEXT: ret %2
// CHECK-NEXT: b3:
// CHECK-NEXT: %3 = call @f(2) : i32
// CHECK-NEXT: ret %3
// CHECK-LABEL: func @covered(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $v
// CHECK-NEXT: switch %0 { 0: b1, 1: b2, default: b3 }
// CHECK-NEXT: b1:
// CHECK-NEXT: ret 1
// CHECK-NEXT: b2:
// CHECK-NEXT: ret 2
// CHECK-NEXT: b3:
// CHECK-NEXT: unreachable
// CHECK-LABEL: func @known(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @f(2) : i32
// CHECK-NEXT: ret %0
// CHECK-LABEL: func @computed(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $i
// CHECK-NEXT: %1 = element @labels, %0
// CHECK-NEXT: %2 = load %1
// CHECK-NEXT: indirect undef { b2, b1 }
// CHECK-NEXT: b1:
// CHECK-NEXT: %3 = call @f(1) : i32
// CHECK-NEXT: ret %3
// CHECK-NEXT: b2:
// CHECK-NEXT: %4 = call @f(2) : i32
// CHECK-NEXT: ret %4
// CHECK-LABEL: func @asm_goto(
// CHECK-NEXT: local o: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $o
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: store $o, undef
// CHECK-NEXT: indirect undef { b2, b1 }
// CHECK-NEXT: b1:
// CHECK-NEXT: end $o
// CHECK-NEXT: ret -1
// CHECK-NEXT: b2:
// CHECK-NEXT: %1 = load $o
// CHECK-NEXT: end $o
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @never_returns(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: br %0, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = load $c
// CHECK-NEXT: %2 = call @f(%1) : i32
// CHECK-NEXT: ret %2
// CHECK-NEXT: b2:
// CHECK-NEXT: call @die()
// CHECK-NEXT: unreachable
// CHECK-LABEL: func @bug(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: br %0, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = load $c
// CHECK-NEXT: ret %1
// CHECK-NEXT: b2:
// CHECK-NEXT: unreachable
// CHECK-LABEL: func @asm_operands(
// CHECK-NEXT: local out: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $out
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = load $v
// CHECK-NEXT: store $out, undef
// CHECK-NEXT: unknown "asm"(%0)
// CHECK-NEXT: %2 = load $p
// CHECK-NEXT: unknown "asm"(%2)
// CHECK-NEXT: %3 = load $out
// CHECK-NEXT: %4 = call @f(%3) : i32
// CHECK-NEXT: end $out
// CHECK-NEXT: ret
// CHECK-LABEL: func @endless(
// CHECK-NEXT: b0:
// CHECK-NEXT: goto b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %0 = call @f(1) : i32
// CHECK-NEXT: goto b1
// CHECK-LABEL: func @else_ends(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: br %0, b1, b2
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = call @f(1) : i32
// CHECK-NEXT: ret
// CHECK-NEXT: b2:
// CHECK-NEXT: ret
