// The scopes of locals end on every way out of them, innermost first.
// RUN: %build/bin/holdfast-lower %s -- | FileCheck %s

struct s { int a, b; };
int f(int);
void unlock(int *);

int loop_exits(int c) {
  for (int i = 0; i < c; i++) {
    struct s x;
    if (f(1))
      goto out;
    if (f(2))
      break;
    if (f(3))
      continue;
    if (f(4))
      return x.a;
  }
out:
  return c;
}

int cleanup_on_each_way(int c) {
  int lock __attribute__((cleanup(unlock))) = c;
  int q = f(1);
  if (q)
    return q;
  f(2);
  return 0;
}

int back_jump(void) {
again:;
  int z = f(7);
  if (z)
    goto again;
  return z;
}

int switch_exit(int c) {
  switch (c) {
  case 1: {
    int w = f(1);
    if (w)
      break;
  }
  default:
    c = 2;
  }
  return c;
}

void no_noise(int c) {
  do {
    do {
    } while (0);
    f(c);
  } while (0);
}

int object_parameter(struct s x) { return x.a; }

// CHECK-LABEL: func @loop_exits(
// CHECK-NEXT: local i: i32
// CHECK-NEXT: local x: struct s
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $i
// CHECK-NEXT: store $i, 0
// CHECK-NEXT: goto b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %0 = load $i
// CHECK-NEXT: %1 = load $c
// CHECK-NEXT: %2 = lt %0, %1
// CHECK-NEXT: br %2, b2, b11
// CHECK-NEXT: b2:
// CHECK-NEXT: begin $x
// CHECK-NEXT: %3 = call @f(1) : i32
// CHECK-NEXT: br %3, b12, b3
// CHECK-NEXT: b3:
// CHECK-NEXT: %4 = call @f(2) : i32
// CHECK-NEXT: br %4, b10, b4
// CHECK-NEXT: b4:
// CHECK-NEXT: %5 = call @f(3) : i32
// CHECK-NEXT: br %5, b8, b5
// CHECK-NEXT: b5:
// CHECK-NEXT: %6 = call @f(4) : i32
// CHECK-NEXT: br %6, b7, b6
// CHECK-NEXT: b6:
// CHECK-NEXT: end $x
// CHECK-NEXT: goto b9
// CHECK-NEXT: b7:
// CHECK-NEXT: %7 = field $x, struct s.a
// CHECK-NEXT: %8 = load %7
// CHECK-NEXT: end $x
// CHECK-NEXT: end $i
// CHECK-NEXT: ret %8
// CHECK-NEXT: b8:
// CHECK-NEXT: end $x
// CHECK-NEXT: goto b9
// CHECK-NEXT: b9:
// CHECK-NEXT: %9 = load $i
// CHECK-NEXT: %10 = add %9, 1
// CHECK-NEXT: store $i, %10
// CHECK-NEXT: goto b1
// CHECK-NEXT: b10:
// CHECK-NEXT: end $x
// CHECK-NEXT: goto b11
// CHECK-NEXT: b11:
// CHECK-NEXT: end $i
// CHECK-NEXT: goto b13
// CHECK-NEXT: b12:
// CHECK-NEXT: end $x
// CHECK-NEXT: end $i
// CHECK-NEXT: goto b13
// CHECK-NEXT: b13:
// CHECK-NEXT: %11 = load $c
// CHECK-NEXT: ret %11
// CHECK-LABEL: func @cleanup_on_each_way(
// CHECK-NEXT: local lock: i32 cleanup unlock {{.*}}"cleanup(unlock)"
// CHECK-NEXT: local q: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: begin $lock
// CHECK-NEXT: store $lock, %0
// CHECK-NEXT: %1 = call @f(1) : i32
// CHECK-NEXT: begin $q
// CHECK-NEXT: store $q, %1
// CHECK-NEXT: %2 = load $q
// CHECK-NEXT: br %2, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %3 = call @f(2) : i32
// CHECK-NEXT: call implicit @unlock($lock)
// CHECK-NEXT: end $lock
// CHECK-NEXT: end $q
// CHECK-NEXT: ret 0
// CHECK-NEXT: b2:
// CHECK-NEXT: %4 = load $q
// CHECK-NEXT: call implicit @unlock($lock)
// CHECK-NEXT: end $lock
// CHECK-NEXT: end $q
// CHECK-NEXT: ret %4
// CHECK-LABEL: func @back_jump(
// CHECK-NEXT: local z: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: goto b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %0 = call @f(7) : i32
// CHECK-NEXT: begin $z
// CHECK-NEXT: store $z, %0
// CHECK-NEXT: %1 = load $z
// CHECK-NEXT: br %1, b3, b2
// CHECK-NEXT: b2:
// CHECK-NEXT: %2 = load $z
// CHECK-NEXT: end $z
// CHECK-NEXT: ret %2
// CHECK-NEXT: b3:
// CHECK-NEXT: end $z
// CHECK-NEXT: goto b1
// CHECK-LABEL: func @switch_exit(
// CHECK-NEXT: local w: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: switch %0 { 1: b1, default: b3 }
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = call @f(1) : i32
// CHECK-NEXT: begin $w
// CHECK-NEXT: store $w, %1
// CHECK-NEXT: %2 = load $w
// CHECK-NEXT: br %2, b4, b2
// CHECK-NEXT: b2:
// CHECK-NEXT: end $w
// CHECK-NEXT: goto b3
// CHECK-NEXT: b3:
// CHECK-NEXT: store $c, 2
// CHECK-NEXT: goto b5
// CHECK-NEXT: b4:
// CHECK-NEXT: end $w
// CHECK-NEXT: goto b5
// CHECK-NEXT: b5:
// CHECK-NEXT: %3 = load $c
// CHECK-NEXT: ret %3
// CHECK-LABEL: func @no_noise(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: %1 = call @f(%0) : i32
// CHECK-NEXT: ret
// CHECK-LABEL: func @object_parameter(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = field $x, struct s.a
// CHECK-NEXT: %1 = load %0
// CHECK-NEXT: end $x
// CHECK-NEXT: ret %1
