// Loads, stores, members, casts and operators; what is constant is folded.
// RUN: %build/bin/holdfast-lower %s -- -Wno-everything | FileCheck %s

struct in { int v; };
struct s { struct in in; struct s *next; int arr[4]; unsigned bits : 3; union { int a; long b; }; };
int f(int);

int members(struct s *p, int i) {
  p->next->in.v = p->arr[i];
  p->bits = 2;
  p->b = p->a;
  return (*p).in.v + p->next->arr[0];
}
int *decay(struct s *p) { return p->arr; }
int *address(struct s *p) { return &p->in.v; }
struct in *address_of_deref(struct in *p) { return &*p; }
int pointer_arithmetic(int *p, int n) { return *(p + n) + p[-1] + *(p - n) + (int)(p - &n); }
void increments(int i, int *p) {
  f(i++);
  f(++i);
  f(*p++);
  i -= 2;
  p += i;
  *p |= 4;
}
int casts(long l, unsigned u, void *v) {
  int same = u;
  int narrow = l;
  long wide = u;
  struct s *p = v;
  char *c = v;
  unsigned long n = (unsigned long)v;
  _Bool b = l;
  float x = l;
  return !!b + !!l + (l > 0);
}
int folded(void) {
  return sizeof(int) * 3 + (7 & 3) + !0 + -(-1) + (1 << 4) + __builtin_offsetof(struct s, next) +
         __builtin_types_compatible_p(int, int) + __builtin_choose_expr(1, 5, f(1)) +
         _Generic(1, int: 6, default: f(2)) + __builtin_constant_p(f(3));
}
int unevaluated(int n) { return sizeof(f(n++)) + (unsigned char)300 + (signed char)200; }
int volatiles(volatile int *p, _Atomic int *q) { *p = 1; *q = 2; return *p + *q; }
int statement_expression(int a) { return ({ int t = f(a); t + 1; }); }
struct in record_expression(struct s *p) { return ({ struct in t = p->in; t; }); }
int comma(int a) { return f(a), f(2); }
int va(int n, ...) {
  __builtin_va_list ap;
  __builtin_va_start(ap, n);
  int r = __builtin_va_arg(ap, int);
  __builtin_va_end(ap);
  return r;
}
int atomics(int *p) {
  __atomic_store_n(p, 1, __ATOMIC_RELEASE);
  int old = __atomic_fetch_add(p, 1, __ATOMIC_RELAXED);
  __atomic_exchange_n(p, 3, __ATOMIC_RELAXED);
  if (__atomic_compare_exchange_n(p, &old, 2, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
    return 1;
  return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}

// CHECK-LABEL: func @members(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = field %0, struct s.arr
// CHECK-NEXT: %2 = load $i
// CHECK-NEXT: %3 = element %1, %2
// CHECK-NEXT: %4 = load %3
// CHECK-NEXT: %5 = load $p
// CHECK-NEXT: %6 = field %5, struct s.next
// CHECK-NEXT: %7 = load %6
// CHECK-NEXT: %8 = field %7, struct s.in
// CHECK-NEXT: %9 = field %8, struct in.v
// CHECK-NEXT: store %9, %4
// CHECK-NEXT: %10 = load $p
// CHECK-NEXT: %11 = field %10, struct s.bits
// CHECK-NEXT: store %11, 2
// CHECK-NEXT: %12 = load $p
// CHECK-NEXT: %13 = field %12, struct s.#4
// CHECK-NEXT: %14 = field %13, "struct s::<unnamed union 0>".a
// CHECK-NEXT: %15 = load %14
// CHECK-NEXT: %16 = cast %15 : i64
// CHECK-NEXT: %17 = load $p
// CHECK-NEXT: %18 = field %17, struct s.#4
// CHECK-NEXT: %19 = field %18, "struct s::<unnamed union 0>".b
// CHECK-NEXT: store %19, %16
// CHECK-NEXT: %20 = load $p
// CHECK-NEXT: %21 = field %20, struct s.in
// CHECK-NEXT: %22 = field %21, struct in.v
// CHECK-NEXT: %23 = load %22
// CHECK-NEXT: %24 = load $p
// CHECK-NEXT: %25 = field %24, struct s.next
// CHECK-NEXT: %26 = load %25
// CHECK-NEXT: %27 = field %26, struct s.arr
// CHECK-NEXT: %28 = element %27, 0
// CHECK-NEXT: %29 = load %28
// CHECK-NEXT: %30 = add %23, %29
// CHECK-NEXT: ret %30
// CHECK-LABEL: func @decay(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = field %0, struct s.arr
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @address(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = field %0, struct s.in
// CHECK-NEXT: %2 = field %1, struct in.v
// CHECK-NEXT: ret %2
// CHECK-LABEL: func @address_of_deref(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: ret %0
// CHECK-LABEL: func @pointer_arithmetic(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = load $n
// CHECK-NEXT: %2 = element %0, %1
// CHECK-NEXT: %3 = load %2
// CHECK-NEXT: %4 = load $p
// CHECK-NEXT: %5 = element %4, -1
// CHECK-NEXT: %6 = load %5
// CHECK-NEXT: %7 = add %3, %6
// CHECK-NEXT: %8 = load $p
// CHECK-NEXT: %9 = load $n
// CHECK-NEXT: %10 = neg %9 : i64
// CHECK-NEXT: %11 = element %8, %10
// CHECK-NEXT: %12 = load %11
// CHECK-NEXT: %13 = add %7, %12
// CHECK-NEXT: %14 = load $p
// CHECK-NEXT: %15 = sub unsigned %14, $n : i64
// CHECK-NEXT: %16 = cast %15 : i32
// CHECK-NEXT: %17 = add %13, %16
// CHECK-NEXT: ret %17
// CHECK-LABEL: func @increments(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $i
// CHECK-NEXT: %1 = add %0, 1
// CHECK-NEXT: store $i, %1
// CHECK-NEXT: %2 = call @f(%0) : i32
// CHECK-NEXT: %3 = load $i
// CHECK-NEXT: %4 = add %3, 1
// CHECK-NEXT: store $i, %4
// CHECK-NEXT: %5 = call @f(%4) : i32
// CHECK-NEXT: %6 = load $p
// CHECK-NEXT: %7 = element %6, 1
// CHECK-NEXT: store $p, %7
// CHECK-NEXT: %8 = load %6
// CHECK-NEXT: %9 = call @f(%8) : i32
// CHECK-NEXT: %10 = load $i
// CHECK-NEXT: %11 = sub %10, 2
// CHECK-NEXT: store $i, %11
// CHECK-NEXT: %12 = load $i
// CHECK-NEXT: %13 = load $p
// CHECK-NEXT: %14 = element %13, %12
// CHECK-NEXT: store $p, %14
// CHECK-NEXT: %15 = load $p
// CHECK-NEXT: %16 = load %15
// CHECK-NEXT: %17 = or %16, 4
// CHECK-NEXT: store %15, %17
// CHECK-NEXT: ret
// CHECK-LABEL: func @casts(
// CHECK-NEXT: local same: i32
// CHECK-NEXT: local narrow: i32
// CHECK-NEXT: local wide: i64
// CHECK-NEXT: local p: ptr struct s
// CHECK-NEXT: local c: ptr i8
// CHECK-NEXT: local n: u64
// CHECK-NEXT: local b: bool1
// CHECK-NEXT: local x: f32
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $u
// CHECK-NEXT: begin $same
// CHECK-NEXT: store $same, %0
// CHECK-NEXT: %1 = load $l
// CHECK-NEXT: %2 = cast %1 : i32
// CHECK-NEXT: begin $narrow
// CHECK-NEXT: store $narrow, %2
// CHECK-NEXT: %3 = load $u
// CHECK-NEXT: %4 = cast %3 : i64
// CHECK-NEXT: begin $wide
// CHECK-NEXT: store $wide, %4
// CHECK-NEXT: %5 = load $v
// CHECK-NEXT: %6 = cast %5 : ptr struct s
// CHECK-NEXT: begin $p
// CHECK-NEXT: store $p, %6
// CHECK-NEXT: %7 = load $v
// CHECK-NEXT: begin $c
// CHECK-NEXT: store $c, %7
// CHECK-NEXT: %8 = load $v
// CHECK-NEXT: begin $n
// CHECK-NEXT: store $n, %8
// CHECK-NEXT: %9 = load $l
// CHECK-NEXT: %10 = ne %9, 0 : bool
// CHECK-NEXT: begin $b
// CHECK-NEXT: store $b, %10
// CHECK-NEXT: %11 = load $l
// CHECK-NEXT: %12 = cast %11 : f32
// CHECK-NEXT: begin $x
// CHECK-NEXT: store $x, %12
// CHECK-NEXT: %13 = load $b
// CHECK-NEXT: %14 = load $l
// CHECK-NEXT: %15 = ne %14, 0 : bool
// CHECK-NEXT: %16 = add %13, %15 : i32
// CHECK-NEXT: %17 = load $l
// CHECK-NEXT: %18 = gt %17, 0
// CHECK-NEXT: %19 = add %16, %18
// CHECK-NEXT: end $x
// CHECK-NEXT: end $b
// CHECK-NEXT: end $n
// CHECK-NEXT: end $c
// CHECK-NEXT: end $p
// CHECK-NEXT: end $wide
// CHECK-NEXT: end $narrow
// CHECK-NEXT: end $same
// CHECK-NEXT: ret %19
// CHECK-LABEL: func @folded(
// CHECK-NEXT: b0:
// CHECK-NEXT: ret 53
// CHECK-LABEL: func @unevaluated(
// CHECK-NEXT: b0:
// CHECK-NEXT: ret -8
// CHECK-LABEL: func @volatiles(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: store volatile %0, 1
// CHECK-NEXT: %1 = load $q
// CHECK-NEXT: store volatile %1, 2
// CHECK-NEXT: %2 = load $p
// CHECK-NEXT: %3 = load volatile %2
// CHECK-NEXT: %4 = load $q
// CHECK-NEXT: %5 = load volatile %4
// CHECK-NEXT: %6 = add %3, %5
// CHECK-NEXT: ret %6
// CHECK-LABEL: func @statement_expression(
// CHECK-NEXT: local t: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = call @f(%0) : i32
// CHECK-NEXT: begin $t
// CHECK-NEXT: store $t, %1
// CHECK-NEXT: %2 = load $t
// CHECK-NEXT: %3 = add %2, 1
// CHECK-NEXT: end $t
// CHECK-NEXT: ret %3
// CHECK-LABEL: func @record_expression(
// CHECK-NEXT: local t: struct in
// CHECK-NEXT: local $2: struct
// CHECK-NEXT: local return: struct
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = field %0, struct s.in
// CHECK-NEXT: begin $t
// CHECK-NEXT: copy $t, %1
// CHECK-NEXT: begin $2
// CHECK-NEXT: copy $2, $t
// CHECK-NEXT: end $t
// CHECK-NEXT: begin $return
// CHECK-NEXT: copy $return, $2
// CHECK-NEXT: ret $return
// CHECK-LABEL: func @comma(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = call @f(%0) : i32
// CHECK-NEXT: %2 = call @f(2) : i32
// CHECK-NEXT: ret %2
// CHECK-LABEL: func @va(
// CHECK-NEXT: local ap: [1 x struct __va_list_tag]
// CHECK-NEXT: local r: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $ap
// CHECK-NEXT: call @__builtin_va_start($ap, $n)
// CHECK-NEXT: %0 = unknown "variable argument"() : i32
// CHECK-NEXT: begin $r
// CHECK-NEXT: store $r, %0
// CHECK-NEXT: call @va_end($ap)
// CHECK-NEXT: %1 = load $r
// CHECK-NEXT: end $r
// CHECK-NEXT: end $ap
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @atomics(
// CHECK-NEXT: local old: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: store volatile %0, 1
// CHECK-NEXT: %1 = load $p
// CHECK-NEXT: %2 = load volatile %1
// CHECK-NEXT: store volatile %1, undef
// CHECK-NEXT: begin $old
// CHECK-NEXT: store $old, %2
// CHECK-NEXT: %3 = load $p
// CHECK-NEXT: %4 = load volatile %3
// CHECK-NEXT: store volatile %3, 3
// CHECK-NEXT: %5 = load $p
// CHECK-NEXT: store $old, undef
// CHECK-NEXT: store volatile %5, undef
// CHECK-NEXT: %6 = unknown "compare and exchange"() : bool1
// CHECK-NEXT: br %6, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %7 = load $p
// CHECK-NEXT: %8 = load volatile %7
// CHECK-NEXT: end $old
// CHECK-NEXT: ret %8
// CHECK-NEXT: b2:
// CHECK-NEXT: end $old
// CHECK-NEXT: ret 1
