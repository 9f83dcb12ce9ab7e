// Constructors, destructors and temporaries, in the order in which they run.
// RUN: %build/bin/holdfast-lower %s -- -std=c++20 -Wno-everything | FileCheck %s

struct D {
  D(int);
  D(const D &);
  D(D &&);
  ~D();
  D &operator=(const D &);
  int d;
};
D make();
void take(D);
void refer(const D &);
int f(int);

void locals(int c) {
  D a(1);
  if (c)
    return;
  D b(2);
}
void copies(const D &x) {
  D a = x;
  D b(a);
  a = b;
}
void elided() {
  D a = make();
  D b = D(1);
}
D returned_variable() {
  D r(1);
  r.d = 2;
  return r;
}
D returned_temporary() { return D(3); }
D returned_parameter(D x) { return x; }
void arguments(D &x) {
  take(D(1));
  take(x);
  refer(D(2));
}
void kept_alive() {
  const D &r = D(1);
  f(r.d);
}
void maybe_made(int c) {
  bool z = c && D(1).d;
  f(z);
}
void chosen(int c) { D t = c ? D(1) : make(); }
void discarded() {
  make();
  D(4);
}
struct Pair {
  D first;
  int second = 7;
  D third{3};
};
void aggregate() { Pair p{D(1)}; }
void array() { D a[2] = {D(1), D(2)}; }
struct Member {
  D a, b;
  int n = 5;
  Member() : b(1), a(2) {}
  Member(int) : Member() { n = 6; }
  ~Member() { f(n); }
};
void with_default(int, D d = D(9));
void default_arguments() { with_default(1), with_default(2); }

// CHECK-LABEL: func @"locals(int)"(
// CHECK-NEXT: local a: D
// CHECK-NEXT: local b: D
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $a
// CHECK-NEXT: call @"D::D(int)"($a, 1)
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: %1 = ne %0, 0 : bool
// CHECK-NEXT: br %1, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: begin $b
// CHECK-NEXT: call @"D::D(int)"($b, 2)
// CHECK-NEXT: call implicit @"D::~D()"($b)
// CHECK-NEXT: end $b
// CHECK-NEXT: call implicit @"D::~D()"($a)
// CHECK-NEXT: end $a
// CHECK-NEXT: ret
// CHECK-NEXT: b2:
// CHECK-NEXT: call implicit @"D::~D()"($a)
// CHECK-NEXT: end $a
// CHECK-NEXT: ret
// CHECK-LABEL: func @"copies(const D &)"(
// CHECK-NEXT: local a: D
// CHECK-NEXT: local b: D
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $x
// CHECK-NEXT: begin $a
// CHECK-NEXT: call @"D::D(const D &)"($a, %0)
// CHECK-NEXT: begin $b
// CHECK-NEXT: call @"D::D(const D &)"($b, $a)
// CHECK-NEXT: %1 = call @"D::operator=(const D &)"($a, $b) : ptr D
// CHECK-NEXT: call implicit @"D::~D()"($b)
// CHECK-NEXT: end $b
// CHECK-NEXT: call implicit @"D::~D()"($a)
// CHECK-NEXT: end $a
// CHECK-NEXT: ret
// CHECK-LABEL: func @"elided()"(
// CHECK-NEXT: local a: D
// CHECK-NEXT: local b: D
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @"make()"() : D
// CHECK-NEXT: begin $a
// CHECK-NEXT: copy implicit $a, %0
// CHECK-NEXT: begin $b
// CHECK-NEXT: call @"D::D(int)"($b, 1)
// CHECK-NEXT: call implicit @"D::~D()"($b)
// CHECK-NEXT: end $b
// CHECK-NEXT: call implicit @"D::~D()"($a)
// CHECK-NEXT: end $a
// CHECK-NEXT: ret
// CHECK-LABEL: func @"returned_variable()"(
// CHECK-NEXT: local r: D
// CHECK-NEXT: local return: D temporary
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $r
// CHECK-NEXT: call @"D::D(int)"($r, 1)
// CHECK-NEXT: %0 = field $r, D.d
// CHECK-NEXT: store %0, 2
// CHECK-NEXT: begin $return
// CHECK-NEXT: copy implicit $return, $r
// CHECK-NEXT: end $r
// CHECK-NEXT: ret $return
// CHECK-LABEL: func @"returned_temporary()"(
// CHECK-NEXT: local return: D temporary
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $return
// CHECK-NEXT: call @"D::D(int)"($return, 3)
// CHECK-NEXT: ret $return
// CHECK-LABEL: func @"returned_parameter(D)"(
// CHECK-NEXT: local return: D temporary
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $return
// CHECK-NEXT: call @"D::D(D &&)"($return, $x)
// CHECK-NEXT: end $x
// CHECK-NEXT: ret $return
// CHECK-LABEL: func @"arguments(D &)"(
// CHECK-NEXT: local $1: D temporary
// CHECK-NEXT: local $2: D temporary
// CHECK-NEXT: local $3: const D temporary
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $1
// CHECK-NEXT: call @"D::D(int)"($1, 1)
// CHECK-NEXT: call @"take(D)"(byval $1)
// CHECK-NEXT: call implicit @"D::~D()"($1)
// CHECK-NEXT: end $1
// CHECK-NEXT: %0 = load $x
// CHECK-NEXT: begin $2
// CHECK-NEXT: call @"D::D(const D &)"($2, %0)
// CHECK-NEXT: call @"take(D)"(byval $2)
// CHECK-NEXT: call implicit @"D::~D()"($2)
// CHECK-NEXT: end $2
// CHECK-NEXT: begin $3
// CHECK-NEXT: call @"D::D(int)"($3, 2)
// CHECK-NEXT: call @"refer(const D &)"($3)
// CHECK-NEXT: call implicit @"D::~D()"($3)
// CHECK-NEXT: end $3
// CHECK-NEXT: ret
// CHECK-LABEL: func @"kept_alive()"(
// CHECK-NEXT: local $0: const D temporary
// CHECK-NEXT: local r: ptr const D
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $0
// CHECK-NEXT: call @"D::D(int)"($0, 1)
// CHECK-NEXT: begin $r
// CHECK-NEXT: store $r, $0
// CHECK-NEXT: %0 = load $r
// CHECK-NEXT: %1 = field %0, D.d
// CHECK-NEXT: %2 = load %1
// CHECK-NEXT: %3 = call @"f(int)"(%2) : i32
// CHECK-NEXT: %4 = load $r
// CHECK-NEXT: call implicit @"D::~D()"(%4)
// CHECK-NEXT: end $r
// CHECK-NEXT: ret
// CHECK-LABEL: func @"maybe_made(int)"(
// CHECK-NEXT: local $1: bool1 merge
// CHECK-NEXT: local $2: bool1 merge
// CHECK-NEXT: local $3: D temporary
// CHECK-NEXT: local z: bool1
// CHECK-NEXT: b0:
// CHECK-NEXT: store $1, 0
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: %1 = ne %0, 0 : bool
// CHECK-NEXT: store $2, 0
// CHECK-NEXT: br %1, b1, b2
// CHECK-NEXT: b1:
// CHECK-NEXT: begin $3
// CHECK-NEXT: store $1, 1
// CHECK-NEXT: call @"D::D(int)"($3, 1)
// CHECK-NEXT: %2 = field $3, D.d
// CHECK-NEXT: %3 = load %2
// CHECK-NEXT: %4 = ne %3, 0 : bool
// CHECK-NEXT: store $2, %4
// CHECK-NEXT: goto b2
// CHECK-NEXT: b2:
// CHECK-NEXT: %5 = load $2
// CHECK-NEXT: begin $z
// CHECK-NEXT: store $z, %5
// CHECK-NEXT: %6 = load $1
// CHECK-NEXT: br %6, b3, b4
// CHECK-NEXT: b3:
// CHECK-NEXT: call implicit @"D::~D()"($3)
// CHECK-NEXT: store $1, 0
// CHECK-NEXT: end $3
// CHECK-NEXT: goto b4
// CHECK-NEXT: b4:
// CHECK-NEXT: %7 = load $z
// CHECK-NEXT: %8 = call @"f(int)"(%7) : i32
// CHECK-NEXT: end $z
// CHECK-NEXT: ret
// CHECK-LABEL: func @"chosen(int)"(
// CHECK-NEXT: local $1: D temporary
// CHECK-NEXT: local $2: ptr D merge
// CHECK-NEXT: local $3: D temporary
// CHECK-NEXT: local t: D
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: %1 = ne %0, 0 : bool
// CHECK-NEXT: br %1, b2, b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %2 = call @"make()"() : D
// CHECK-NEXT: begin $1
// CHECK-NEXT: copy implicit $1, %2
// CHECK-NEXT: store $2, $1
// CHECK-NEXT: goto b3
// CHECK-NEXT: b2:
// CHECK-NEXT: begin $3
// CHECK-NEXT: call @"D::D(int)"($3, 1)
// CHECK-NEXT: store $2, $3
// CHECK-NEXT: goto b3
// CHECK-NEXT: b3:
// CHECK-NEXT: %3 = load $2
// CHECK-NEXT: begin $t
// CHECK-NEXT: copy implicit $t, %3
// CHECK-NEXT: call implicit @"D::~D()"($t)
// CHECK-NEXT: end $t
// CHECK-NEXT: ret
// CHECK-LABEL: func @"discarded()"(
// CHECK-NEXT: local $0: D temporary
// CHECK-NEXT: local $1: D temporary
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @"make()"() : D
// CHECK-NEXT: begin $0
// CHECK-NEXT: copy implicit $0, %0
// CHECK-NEXT: call implicit @"D::~D()"($0)
// CHECK-NEXT: end $0
// CHECK-NEXT: begin $1
// CHECK-NEXT: call @"D::D(int)"($1, 4)
// CHECK-NEXT: call implicit @"D::~D()"($1)
// CHECK-NEXT: end $1
// CHECK-NEXT: ret
// CHECK-LABEL: func @"aggregate()"(
// CHECK-NEXT: local p: Pair
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $p
// CHECK-NEXT: %0 = field $p, Pair.first
// CHECK-NEXT: call @"D::D(int)"(%0, 1)
// CHECK-NEXT: %1 = field $p, Pair.second
// CHECK-NEXT: store %1, 7
// CHECK-NEXT: %2 = field $p, Pair.third
// CHECK-NEXT: call @"D::D(int)"(%2, 3)
// CHECK-NEXT: call implicit @"Pair::~Pair()"($p)
// CHECK-NEXT: end $p
// CHECK-NEXT: ret
// CHECK-LABEL: func @"array()"(
// CHECK-NEXT: local a: [2 x D]
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $a
// CHECK-NEXT: %0 = element $a, 0
// CHECK-NEXT: call @"D::D(int)"(%0, 1)
// CHECK-NEXT: %1 = element $a, 1
// CHECK-NEXT: call @"D::D(int)"(%1, 2)
// CHECK-NEXT: %2 = element implicit $a, undef
// CHECK-NEXT: call implicit @"D::~D()"(%2)
// CHECK-NEXT: end $a
// CHECK-NEXT: ret
// CHECK-LABEL: func @"Member::Member()"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = field %0, Member.a
// CHECK-NEXT: call @"D::D(int)"(%1, 2)
// CHECK-NEXT: %2 = load $this
// CHECK-NEXT: %3 = field %2, Member.b
// CHECK-NEXT: call @"D::D(int)"(%3, 1)
// CHECK-NEXT: %4 = load $this
// CHECK-NEXT: %5 = field %4, Member.n
// CHECK-NEXT: store %5, 5
// CHECK-NEXT: ret
// CHECK-LABEL: func @"Member::Member(int)"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: call @"Member::Member()"(%0)
// CHECK-NEXT: %1 = load $this
// CHECK-NEXT: %2 = field %1, Member.n
// CHECK-NEXT: store %2, 6
// CHECK-NEXT: ret
// CHECK-LABEL: func @"Member::~Member()"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = field %0, Member.n
// CHECK-NEXT: %2 = load %1
// CHECK-NEXT: %3 = call @"f(int)"(%2) : i32
// CHECK-NEXT: %4 = load $this
// CHECK-NEXT: %5 = field %4, Member.b
// CHECK-NEXT: call implicit @"D::~D()"(%5)
// CHECK-NEXT: %6 = load $this
// CHECK-NEXT: %7 = field %6, Member.a
// CHECK-NEXT: call implicit @"D::~D()"(%7)
// CHECK-NEXT: ret
// CHECK-LABEL: func @"default_arguments()"(
// CHECK-NEXT: local $0: D temporary
// CHECK-NEXT: local $1: D temporary
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $0
// CHECK-NEXT: call @"D::D(int)"($0, 9)
// CHECK-NEXT: call @"with_default(int, D)"(1, byval $0)
// CHECK-NEXT: begin $1
// CHECK-NEXT: call @"D::D(int)"($1, 9)
// CHECK-NEXT: call @"with_default(int, D)"(2, byval $1)
// CHECK-NEXT: call implicit @"D::~D()"($1)
// CHECK-NEXT: end $1
// CHECK-NEXT: call implicit @"D::~D()"($0)
// CHECK-NEXT: end $0
// CHECK-NEXT: ret
// CHECK-LABEL: func @"Pair::~Pair()"(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $this
// CHECK-NEXT: %1 = field %0, Pair.third
// CHECK-NEXT: call implicit @"D::~D()"(%1)
// CHECK-NEXT: %2 = load $this
// CHECK-NEXT: %3 = field %2, Pair.first
// CHECK-NEXT: call implicit @"D::~D()"(%3)
// CHECK-NEXT: ret
