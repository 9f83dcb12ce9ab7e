// Lambdas, range-for, structured bindings, exceptions, templates, coroutines.
// RUN: %build/bin/holdfast-lower %s -- -std=c++20 -Wno-everything -fcxx-exceptions | FileCheck %s

int f(int);
struct D { D(int); ~D(); int d; };
struct P { int x, y; };
P pair();
int numbers[3];
template <class X> X larger(X a, X b) { return a < b ? b : a; }
template <int N> int constant() { return N; }
template <class... X> int all(X... x) { return (x + ...); }

int lambda(int a, P &p) {
  auto l = [&a, b = a + 1, &p](int k) { return a + b + k + p.x; };
  return l(3);
}
struct Holder { int n; int get() { return [this] { return n; }(); } };
int range() {
  int s = 0;
  for (int x : numbers)
    s += x;
  return s;
}
int bindings(P &q) {
  auto [x, y] = pair();
  auto &[u, v] = q;
  return x + y + u + v;
}
int thrown(int k) {
  D d(1);
  if (k)
    throw 3;
  return 0;
}
int caught(int k) {
  try {
    if (k)
      throw k;
    f(1);
  } catch (int e) {
    return e;
  } catch (...) {
    return 2;
  }
  return 0;
}
int instantiated() { return larger(1, 2) + constant<4>() + all(1, 2, 3); }
constexpr int limit = 8;
enum class Colour { Red, Blue };
int constants(Colour c) { return limit + (c == Colour::Blue) + (nullptr == nullptr); }
int if_constexpr() { if constexpr (sizeof(int) == 4) return f(1); else return f(2); }
int if_initialised() { if (int x = f(1); x > 2) return x; return 0; }

// CHECK-LABEL: func @"larger<int>(int, int)"(
// CHECK-NEXT: local $2: ptr i32 merge
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = load $b
// CHECK-NEXT: %2 = lt %0, %1 : bool1
// CHECK-NEXT: br %2, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: store $2, $a
// CHECK-NEXT: goto b3
// CHECK-NEXT: b2:
// CHECK-NEXT: store $2, $b
// CHECK-NEXT: goto b3
// CHECK-NEXT: b3:
// CHECK-NEXT: %3 = load $2
// CHECK-NEXT: %4 = load %3
// CHECK-NEXT: ret %4
// CHECK-LABEL: func @"constant<4>()"(
// CHECK-NEXT: b0:
// CHECK-NEXT: ret 4
// CHECK-LABEL: func @"all<int, int, int>(int, int, int)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $x
// CHECK-NEXT: %1 = load $x.1
// CHECK-NEXT: %2 = load $x.2
// CHECK-NEXT: %3 = add %1, %2
// CHECK-NEXT: %4 = add %0, %3
// CHECK-NEXT: ret %4
// CHECK-LABEL: func @"lambda(int, P &)"(
// CHECK-NEXT: local l: "lambda at expressions.cpp:14:12"
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = load $a
// CHECK-NEXT: %2 = add %1, 1
// CHECK-NEXT: begin $l
// CHECK-NEXT: %3 = field $l, "lambda at expressions.cpp:14:12".a
// CHECK-NEXT: store %3, $a
// CHECK-NEXT: %4 = field $l, "lambda at expressions.cpp:14:12".b
// CHECK-NEXT: store %4, %2
// CHECK-NEXT: %5 = field $l, "lambda at expressions.cpp:14:12".p
// CHECK-NEXT: store %5, %0
// CHECK-NEXT: %6 = call @"lambda at expressions.cpp:14:12::operator()(int) const"($l, 3)
// CHECK-NEXT: end $l
// CHECK-NEXT: ret %6
// CHECK-LABEL: func @"Holder::get()"(
// CHECK-NEXT: local $1: "lambda at expressions.cpp:17:43" temporary
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: begin $1
// CHECK-NEXT: %1 = field $1, "lambda at expressions.cpp:17:43".this
// CHECK-NEXT: store %1, %0
// CHECK-NEXT: %2 = call @"lambda at expressions.cpp:17:43::operator()() const"($1)
// CHECK-NEXT: ret %2
// CHECK-LABEL: func @"range()"(
// CHECK-NEXT: local s: i32
// CHECK-NEXT: local __range1: ptr [3 x i32]
// CHECK-NEXT: local __end1: ptr i32
// CHECK-NEXT: local __begin1: ptr i32
// CHECK-NEXT: local x: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $s
// CHECK-NEXT: store $s, 0
// CHECK-NEXT: begin $__range1
// CHECK-NEXT: store $__range1, @numbers
// CHECK-NEXT: %0 = load $__range1
// CHECK-NEXT: %1 = element %0, 3 : i32
// CHECK-NEXT: begin $__end1
// CHECK-NEXT: store $__end1, %1
// CHECK-NEXT: %2 = load $__range1
// CHECK-NEXT: begin $__begin1
// CHECK-NEXT: store $__begin1, %2
// CHECK-NEXT: goto b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %3 = load $__begin1
// CHECK-NEXT: %4 = load $__end1
// CHECK-NEXT: %5 = ne unsigned %3, %4 : bool1
// CHECK-NEXT: br %5, b3, b2
// CHECK-NEXT: b2:
// CHECK-NEXT: end $__end1
// CHECK-NEXT: end $__begin1
// CHECK-NEXT: end $__range1
// CHECK-NEXT: %6 = load $s
// CHECK-NEXT: end $s
// CHECK-NEXT: ret %6
// CHECK-NEXT: b3:
// CHECK-NEXT: %7 = load $__begin1
// CHECK-NEXT: %8 = load %7
// CHECK-NEXT: begin $x
// CHECK-NEXT: store $x, %8
// CHECK-NEXT: %9 = load $x
// CHECK-NEXT: %10 = load $s
// CHECK-NEXT: %11 = add %10, %9
// CHECK-NEXT: store $s, %11
// CHECK-NEXT: end $x
// CHECK-NEXT: %12 = load $__begin1
// CHECK-NEXT: %13 = element %12, 1
// CHECK-NEXT: store $__begin1, %13
// CHECK-NEXT: goto b1
// CHECK-LABEL: func @"bindings(P &)"(
// CHECK-NEXT: local $1: P
// CHECK-NEXT: local $2: ptr P
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @"pair()"() : P
// CHECK-NEXT: begin $1
// CHECK-NEXT: copy implicit $1, %0
// CHECK-NEXT: %1 = load $q
// CHECK-NEXT: begin $2
// CHECK-NEXT: store $2, %1
// CHECK-NEXT: %2 = field $1, P.x
// CHECK-NEXT: %3 = load %2
// CHECK-NEXT: %4 = field $1, P.y
// CHECK-NEXT: %5 = load %4
// CHECK-NEXT: %6 = add %3, %5
// CHECK-NEXT: %7 = load $2
// CHECK-NEXT: %8 = field %7, P.x
// CHECK-NEXT: %9 = load %8
// CHECK-NEXT: %10 = add %6, %9
// CHECK-NEXT: %11 = load $2
// CHECK-NEXT: %12 = field %11, P.y
// CHECK-NEXT: %13 = load %12
// CHECK-NEXT: %14 = add %10, %13
// CHECK-NEXT: end $2
// CHECK-NEXT: end $1
// CHECK-NEXT: ret %14
// CHECK-LABEL: func @"thrown(int)"(
// CHECK-NEXT: local d: D
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $d
// CHECK-NEXT: call @"D::D(int)"($d, 1)
// CHECK-NEXT: %0 = load $k
// CHECK-NEXT: %1 = ne %0, 0 : bool
// CHECK-NEXT: br %1, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: call implicit @"D::~D()"($d)
// CHECK-NEXT: end $d
// CHECK-NEXT: ret 0
// CHECK-NEXT: b2:
// CHECK-NEXT: unreachable
// CHECK-LABEL: func @"caught(int)"(
// CHECK-NEXT: local e: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $k
// CHECK-NEXT: %1 = ne %0, 0 : bool
// CHECK-NEXT: br %1, b3, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %2 = call @"f(int)"(1) : i32
// CHECK-NEXT: br undef, b2, b4
// CHECK-NEXT: b2:
// CHECK-NEXT: ret 0
// CHECK-NEXT: b3:
// CHECK-NEXT: %3 = load $k
// CHECK-NEXT: goto b4
// CHECK-NEXT: b4:
// CHECK-NEXT: indirect undef { b6, b5 }
// CHECK-NEXT: b5:
// CHECK-NEXT: ret 2
// CHECK-NEXT: b6:
// CHECK-NEXT: begin $e
// CHECK-NEXT: store $e, undef
// CHECK-NEXT: %4 = load $e
// CHECK-NEXT: end $e
// CHECK-NEXT: ret %4
// CHECK-LABEL: func @"instantiated()"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @"larger<int>(int, int)"(1, 2)
// CHECK-NEXT: %1 = call @"constant<4>()"()
// CHECK-NEXT: %2 = add %0, %1
// CHECK-NEXT: %3 = call @"all<int, int, int>(int, int, int)"(1, 2, 3)
// CHECK-NEXT: %4 = add %2, %3
// CHECK-NEXT: ret %4
// CHECK-LABEL: func @"constants(Colour)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: %1 = eq %0, 1 : bool1
// CHECK-NEXT: %2 = add 8, %1 : i32
// CHECK-NEXT: %3 = add %2, 1
// CHECK-NEXT: ret %3
// CHECK-LABEL: func @"if_constexpr()"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @"f(int)"(1) : i32
// CHECK-NEXT: ret %0
// CHECK-LABEL: func @"if_initialised()"(
// CHECK-NEXT: local x: i32
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @"f(int)"(1) : i32
// CHECK-NEXT: begin $x
// CHECK-NEXT: store $x, %0
// CHECK-NEXT: %1 = load $x
// CHECK-NEXT: %2 = gt %1, 2 : bool1
// CHECK-NEXT: br %2, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: end $x
// CHECK-NEXT: ret 0
// CHECK-NEXT: b2:
// CHECK-NEXT: %3 = load $x
// CHECK-NEXT: end $x
// CHECK-NEXT: ret %3
// CHECK-LABEL: func @"lambda at expressions.cpp:14:12::operator()(int) const"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = field %0, "lambda at expressions.cpp:14:12".a
// CHECK-NEXT: %2 = load %1
// CHECK-NEXT: %3 = load %2
// CHECK-NEXT: %4 = load $this
// CHECK-NEXT: %5 = field %4, "lambda at expressions.cpp:14:12".b
// CHECK-NEXT: %6 = load %5
// CHECK-NEXT: %7 = add %3, %6
// CHECK-NEXT: %8 = load $k
// CHECK-NEXT: %9 = add %7, %8
// CHECK-NEXT: %10 = load $this
// CHECK-NEXT: %11 = field %10, "lambda at expressions.cpp:14:12".p
// CHECK-NEXT: %12 = load %11
// CHECK-NEXT: %13 = field %12, P.x
// CHECK-NEXT: %14 = load %13
// CHECK-NEXT: %15 = add %9, %14
// CHECK-NEXT: ret %15
// CHECK-LABEL: func @"lambda at expressions.cpp:17:43::operator()() const"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = field %0, "lambda at expressions.cpp:17:43".this
// CHECK-NEXT: %2 = load %1
// CHECK-NEXT: %3 = field %2, Holder.n
// CHECK-NEXT: %4 = load %3
// CHECK-NEXT: ret %4
