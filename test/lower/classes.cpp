// Methods, base classes, operators, virtual calls and trivial copies.
// RUN: %build/bin/holdfast-lower %s -- -std=c++20 -Wno-everything | FileCheck %s

void *operator new(unsigned long, void *) noexcept;
struct A { int a; };
struct B { virtual ~B(); virtual int v(); int b; int plain(int) const; };
struct C final : A, B { int v() override; int c; static int count; static void s(); };
struct T { int x[2]; };
struct O { O &operator+=(int); int operator()(int) const; O &operator++(); explicit operator bool() const; int *operator->(); };
int f(int);
namespace ns { namespace { int hidden; } int g(int); struct S { int m(); }; extern int shared; }

int methods(C &c, const B *b) { return c.plain(1) + b->plain(2); }
int virtuals(B *b, C *c) { return b->v() + b->B::v() + c->v(); }
A *to_base(C *c) { return c; }
B &to_second_base(C &c) { return c; }
C *to_derived(B *b) { return static_cast<C *>(b); }
int members(C &c) { C::s(); return c.a + c.b + c.c + C::count; }
void trivial_copies(T &x, const T &y) {
  T z = y;
  x = z;
  x = T{};
  T w{1, 2};
}
int operators(O o) {
  o += 1;
  ++o;
  if (o)
    return o(3);
  return 0;
}
int qualified(ns::S s) { return ns::g(ns::hidden) + ns::shared + s.m(); }
struct Init : A { int i; int &r; Init(int &x) : A{1}, i(2), r(x) {} int get() { return r + this->i; } };
void allocate(int n) {
  int *p = new int(3);
  C *c = new C;
  int *a = new int[n];
  delete[] a;
  delete p;
  delete c;
  alignas(O) char buffer[sizeof(O)];
  O *o = new (static_cast<void *>(buffer)) O();
}
void place(void *where) { C *c = new (where) C(); c->~C(); }

// CHECK-LABEL: func @"methods(C &, const B *)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: %1 = field %0, C.B
// CHECK-NEXT: %2 = call @"B::plain(int) const"(%1, 1) : i32
// CHECK-NEXT: %3 = load $b
// CHECK-NEXT: %4 = call @"B::plain(int) const"(%3, 2) : i32
// CHECK-NEXT: %5 = add %2, %4
// CHECK-NEXT: ret %5
// CHECK-LABEL: func @"virtuals(B *, C *)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $b
// CHECK-NEXT: %1 = call undef(%0) : i32
// CHECK-NEXT: %2 = load $b
// CHECK-NEXT: %3 = call @"B::v()"(%2) : i32
// CHECK-NEXT: %4 = add %1, %3
// CHECK-NEXT: %5 = load $c
// CHECK-NEXT: %6 = call @"C::v()"(%5) : i32
// CHECK-NEXT: %7 = add %4, %6
// CHECK-NEXT: ret %7
// CHECK-LABEL: func @"to_base(C *)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: %1 = field %0, C.A
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @"to_second_base(C &)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: %1 = field %0, C.B
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @"to_derived(B *)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $b
// CHECK-NEXT: %1 = container %0, C.B
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @"members(C &)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: call @"C::s()"()
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: %1 = field %0, C.A
// CHECK-NEXT: %2 = field %1, A.a
// CHECK-NEXT: %3 = load %2
// CHECK-NEXT: %4 = load $c
// CHECK-NEXT: %5 = field %4, C.B
// CHECK-NEXT: %6 = field %5, B.b
// CHECK-NEXT: %7 = load %6
// CHECK-NEXT: %8 = add %3, %7
// CHECK-NEXT: %9 = load $c
// CHECK-NEXT: %10 = field %9, C.c
// CHECK-NEXT: %11 = load %10
// CHECK-NEXT: %12 = add %8, %11
// CHECK-NEXT: %13 = load @C::count
// CHECK-NEXT: %14 = add %12, %13
// CHECK-NEXT: ret %14
// CHECK-LABEL: func @"trivial_copies(T &, const T &)"(
// CHECK-NEXT: local z: T
// CHECK-NEXT: local $3: T temporary
// CHECK-NEXT: local w: T
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $y
// CHECK-NEXT: begin $z
// CHECK-NEXT: copy $z, %0
// CHECK-NEXT: %1 = load $x
// CHECK-NEXT: copy %1, $z
// CHECK-NEXT: %2 = load $x
// CHECK-NEXT: begin $3
// CHECK-NEXT: zero $3
// CHECK-NEXT: copy %2, $3
// CHECK-NEXT: begin $w
// CHECK-NEXT: %3 = field $w, T.x
// CHECK-NEXT: %4 = element %3, 0
// CHECK-NEXT: store %4, 1
// CHECK-NEXT: %5 = element %3, 1
// CHECK-NEXT: store %5, 2
// CHECK-NEXT: end $w
// CHECK-NEXT: end $z
// CHECK-NEXT: ret
// CHECK-LABEL: func @"operators(O)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @"O::operator+=(int)"($o, 1) : ptr O
// CHECK-NEXT: %1 = call @"O::operator++()"($o) : ptr O
// CHECK-NEXT: %2 = call @"O::operator bool() const"($o) : bool1
// CHECK-NEXT: br %2, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: end $o
// CHECK-NEXT: ret 0
// CHECK-NEXT: b2:
// CHECK-NEXT: %3 = call @"O::operator()(int) const"($o, 3) : i32
// CHECK-NEXT: end $o
// CHECK-NEXT: ret %3
// CHECK-LABEL: func @"qualified(ns::S)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load @"ns::(anonymous namespace)::hidden"
// CHECK-NEXT: %1 = call @"ns::g(int)"(%0) : i32
// CHECK-NEXT: %2 = load @ns::shared
// CHECK-NEXT: %3 = add %1, %2
// CHECK-NEXT: %4 = call @"ns::S::m()"($s) : i32
// CHECK-NEXT: %5 = add %3, %4
// CHECK-NEXT: end $s
// CHECK-NEXT: ret %5
// CHECK-LABEL: func @"Init::Init(int &)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = field %0, Init.A
// CHECK-NEXT: %2 = field %1, A.a
// CHECK-NEXT: store %2, 1
// CHECK-NEXT: %3 = load $this
// CHECK-NEXT: %4 = field %3, Init.i
// CHECK-NEXT: store %4, 2
// CHECK-NEXT: %5 = load $x
// CHECK-NEXT: %6 = load $this
// CHECK-NEXT: %7 = field %6, Init.r
// CHECK-NEXT: store %7, %5
// CHECK-NEXT: ret
// CHECK-LABEL: func @"Init::get()"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = field %0, Init.r
// CHECK-NEXT: %2 = load %1
// CHECK-NEXT: %3 = load %2
// CHECK-NEXT: %4 = load $this
// CHECK-NEXT: %5 = field %4, Init.i
// CHECK-NEXT: %6 = load %5
// CHECK-NEXT: %7 = add %3, %6
// CHECK-NEXT: ret %7
// CHECK-LABEL: func @"allocate(int)"(
// CHECK-NEXT: local p: ptr i32
// CHECK-NEXT: local c: ptr C
// CHECK-NEXT: local a: ptr i32
// CHECK-NEXT: local buffer: [1 x i8]
// CHECK-NEXT: local o: ptr O
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @"operator new(unsigned long)"(4) : ptr void
// CHECK-NEXT: %1 = cast %0 : ptr i32
// CHECK-NEXT: store %1, 3
// CHECK-NEXT: begin $p
// CHECK-NEXT: store $p, %1
// CHECK-NEXT: %2 = call @"operator new(unsigned long)"(24) : ptr void
// CHECK-NEXT: %3 = cast %2 : ptr C
// CHECK-NEXT: call @"C::C()"(%3)
// CHECK-NEXT: begin $c
// CHECK-NEXT: store $c, %3
// CHECK-NEXT: %4 = load $n
// CHECK-NEXT: %5 = call @"operator new[](unsigned long)"(undef) : ptr void
// CHECK-NEXT: %6 = cast %5 : ptr i32
// CHECK-NEXT: begin $a
// CHECK-NEXT: store $a, %6
// CHECK-NEXT: %7 = load $a
// CHECK-NEXT: call @"operator delete[](void *)"(%7)
// CHECK-NEXT: %8 = load $p
// CHECK-NEXT: call @"operator delete(void *, unsigned long)"(%8)
// CHECK-NEXT: %9 = load $c
// CHECK-NEXT: call implicit @"C::~C()"(%9)
// CHECK-NEXT: call @"operator delete(void *, unsigned long)"(%9)
// CHECK-NEXT: begin $buffer
// CHECK-NEXT: %10 = cast $buffer : ptr O
// CHECK-NEXT: zero %10
// CHECK-NEXT: begin $o
// CHECK-NEXT: store $o, %10
// CHECK-NEXT: end $o
// CHECK-NEXT: end $buffer
// CHECK-NEXT: end $a
// CHECK-NEXT: end $c
// CHECK-NEXT: end $p
// CHECK-NEXT: ret
// CHECK-LABEL: func @"place(void *)"(
// CHECK-NEXT: local c: ptr C
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $where
// CHECK-NEXT: %1 = cast %0 : ptr C
// CHECK-NEXT: zero %1
// CHECK-NEXT: call @"C::C()"(%1)
// CHECK-NEXT: begin $c
// CHECK-NEXT: store $c, %1
// CHECK-NEXT: %2 = load $c
// CHECK-NEXT: call @"C::~C()"(%2)
// CHECK-NEXT: end $c
// CHECK-NEXT: ret
// CHECK-LABEL: func @"T::operator=(const T &)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = field %0, T.x
// CHECK-NEXT: %2 = load $1
// CHECK-NEXT: %3 = field %2, T.x
// CHECK-NEXT: %4 = call @memcpy(%1, %3, 8) : ptr void
// CHECK-NEXT: %5 = load $this
// CHECK-NEXT: ret %5
// CHECK-LABEL: func @"T::operator=(T &&)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = field %0, T.x
// CHECK-NEXT: %2 = load $1
// CHECK-NEXT: %3 = field %2, T.x
// CHECK-NEXT: %4 = call @memcpy(%1, %3, 8) : ptr void
// CHECK-NEXT: %5 = load $this
// CHECK-NEXT: ret %5
// CHECK-LABEL: func @"C::C()"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = load $this
// CHECK-NEXT: %2 = field %1, C.B
// CHECK-NEXT: call @"B::B()"(%2)
// CHECK-NEXT: ret
// CHECK-LABEL: func @"C::~C()"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = field %0, C.B
// CHECK-NEXT: call implicit @"B::~B()"(%1)
// CHECK-NEXT: ret
// CHECK-LABEL: func @"B::B()"(
// CHECK-NEXT: b0:
// CHECK-NEXT: ret
