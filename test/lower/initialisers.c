// Initialisers are stores into the members; what is not given is zeroed first.
// RUN: %build/bin/holdfast-lower %s -- | FileCheck %s

struct in { int x, y; };
struct out { struct in i; int n[3]; char name[8]; unsigned bit : 3; };
union u { int i; struct in s; };
struct list { struct list *next, *prev; };
void use(void *);
int f(int);

void complete(void) { struct in i = {1, f(2)}; }
void partial(void) { struct in i = {.y = f(2)}; }
void nothing(void) { struct in i = {}; }
void nested(void) { struct out o = {.i.y = 1, .n = {[1] = 2}, .bit = 3}; }
void full_nested(void) {
  struct out o = {{1, 2}, {3, 4, 5}, "abc", 6};
}
void text(void) { char s[] = "hello"; }
void one_of(void) { union u v = {.s = {1, 2}}; }
void itself(void) { struct list l = {&l, &l}; }
void literal(void) { use(&(struct in){1, 2}); }
void assigned(struct in *p) { *p = (struct in){.x = 1}; }
void copied(struct in *p, struct in q) {
  struct in r = *p;
  *p = q;
}
struct in result(void);
void from_call(struct in *p) {
  struct in r = result();
  *p = result();
  f(result().x);
}
struct in returned(struct in *p) {
  struct in r = *p;
  return r;
}
void variable_length(int n) {
  int a[n];
  a[n - 1] = 0;
}
void scalars(void) {
  int a, b = 1, c = {2};
  const char *s = "x";
}

// CHECK-LABEL: func @complete(
// CHECK-NEXT: local i: struct in
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @f(2) : i32
// CHECK-NEXT: begin $i
// CHECK-NEXT: %1 = field $i, struct in.x
// CHECK-NEXT: store %1, 1
// CHECK-NEXT: %2 = field $i, struct in.y
// CHECK-NEXT: store %2, %0
// CHECK-NEXT: end $i
// CHECK-NEXT: ret
// CHECK-LABEL: func @partial(
// CHECK-NEXT: local i: struct in
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @f(2) : i32
// CHECK-NEXT: begin $i
// CHECK-NEXT: zero $i
// CHECK-NEXT: %1 = field $i, struct in.y
// CHECK-NEXT: store %1, %0
// CHECK-NEXT: end $i
// CHECK-NEXT: ret
// CHECK-LABEL: func @nothing(
// CHECK-NEXT: local i: struct in
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $i
// CHECK-NEXT: zero $i
// CHECK-NEXT: end $i
// CHECK-NEXT: ret
// CHECK-LABEL: func @nested(
// CHECK-NEXT: local o: struct out
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $o
// CHECK-NEXT: zero $o
// CHECK-NEXT: %0 = field $o, struct out.i
// CHECK-NEXT: %1 = field %0, struct in.y
// CHECK-NEXT: store %1, 1
// CHECK-NEXT: %2 = field $o, struct out.n
// CHECK-NEXT: %3 = element %2, 1
// CHECK-NEXT: store %3, 2
// CHECK-NEXT: %4 = field $o, struct out.bit
// CHECK-NEXT: store %4, 3
// CHECK-NEXT: end $o
// CHECK-NEXT: ret
// CHECK-LABEL: func @full_nested(
// CHECK-NEXT: local o: struct out
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $o
// CHECK-NEXT: %0 = field $o, struct out.i
// CHECK-NEXT: %1 = field %0, struct in.x
// CHECK-NEXT: store %1, 1
// CHECK-NEXT: %2 = field %0, struct in.y
// CHECK-NEXT: store %2, 2
// CHECK-NEXT: %3 = field $o, struct out.n
// CHECK-NEXT: %4 = element %3, 0
// CHECK-NEXT: store %4, 3
// CHECK-NEXT: %5 = element %3, 1
// CHECK-NEXT: store %5, 4
// CHECK-NEXT: %6 = element %3, 2
// CHECK-NEXT: store %6, 5
// CHECK-NEXT: %7 = field $o, struct out.name
// CHECK-NEXT: copy %7, "abc"
// CHECK-NEXT: %8 = field $o, struct out.bit
// CHECK-NEXT: store %8, 6
// CHECK-NEXT: end $o
// CHECK-NEXT: ret
// CHECK-LABEL: func @text(
// CHECK-NEXT: local s: [6 x i8]
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $s
// CHECK-NEXT: copy $s, "hello"
// CHECK-NEXT: end $s
// CHECK-NEXT: ret
// CHECK-LABEL: func @one_of(
// CHECK-NEXT: local v: union u
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $v
// CHECK-NEXT: %0 = field $v, union u.s
// CHECK-NEXT: %1 = field %0, struct in.x
// CHECK-NEXT: store %1, 1
// CHECK-NEXT: %2 = field %0, struct in.y
// CHECK-NEXT: store %2, 2
// CHECK-NEXT: end $v
// CHECK-NEXT: ret
// CHECK-LABEL: func @itself(
// CHECK-NEXT: local l: struct list
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $l
// CHECK-NEXT: %0 = field $l, struct list.next
// CHECK-NEXT: store %0, $l
// CHECK-NEXT: %1 = field $l, struct list.prev
// CHECK-NEXT: store %1, $l
// CHECK-NEXT: end $l
// CHECK-NEXT: ret
// CHECK-LABEL: func @literal(
// CHECK-NEXT: local $0: struct
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $0
// CHECK-NEXT: %0 = field $0, struct in.x
// CHECK-NEXT: store %0, 1
// CHECK-NEXT: %1 = field $0, struct in.y
// CHECK-NEXT: store %1, 2
// CHECK-NEXT: call @use($0)
// CHECK-NEXT: ret
// CHECK-LABEL: func @assigned(
// CHECK-NEXT: local $1: struct
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $1
// CHECK-NEXT: zero $1
// CHECK-NEXT: %0 = field $1, struct in.x
// CHECK-NEXT: store %0, 1
// CHECK-NEXT: %1 = load $p
// CHECK-NEXT: copy %1, $1
// CHECK-NEXT: ret
// CHECK-LABEL: func @copied(
// CHECK-NEXT: local r: struct in
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: begin $r
// CHECK-NEXT: copy $r, %0
// CHECK-NEXT: %1 = load $p
// CHECK-NEXT: copy %1, $q
// CHECK-NEXT: end $r
// CHECK-NEXT: end $q
// CHECK-NEXT: ret
// CHECK-LABEL: func @from_call(
// CHECK-NEXT: local r: struct in
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = call @result() : struct in
// CHECK-NEXT: begin $r
// CHECK-NEXT: copy implicit $r, %0
// CHECK-NEXT: %1 = call @result() : struct in
// CHECK-NEXT: %2 = load $p
// CHECK-NEXT: copy %2, %1
// CHECK-NEXT: %3 = call @result() : struct in
// CHECK-NEXT: %4 = field %3, struct in.x
// CHECK-NEXT: %5 = load %4
// CHECK-NEXT: %6 = call @f(%5) : i32
// CHECK-NEXT: end $r
// CHECK-NEXT: ret
// CHECK-LABEL: func @returned(
// CHECK-NEXT: local r: struct in
// CHECK-NEXT: local return: struct
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: begin $r
// CHECK-NEXT: copy $r, %0
// CHECK-NEXT: begin $return
// CHECK-NEXT: copy $return, $r
// CHECK-NEXT: end $r
// CHECK-NEXT: ret $return
// CHECK-LABEL: func @variable_length(
// CHECK-NEXT: local a: [i32]
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $n
// CHECK-NEXT: begin $a
// CHECK-NEXT: %1 = load $n
// CHECK-NEXT: %2 = sub %1, 1
// CHECK-NEXT: %3 = element $a, %2
// CHECK-NEXT: store %3, 0
// CHECK-NEXT: end $a
// CHECK-NEXT: ret
// CHECK-LABEL: func @scalars(
// CHECK-NEXT: local a: i32
// CHECK-NEXT: local b: i32
// CHECK-NEXT: local c: i32
// CHECK-NEXT: local s: ptr const i8
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $a
// CHECK-NEXT: begin $b
// CHECK-NEXT: store $b, 1
// CHECK-NEXT: begin $c
// CHECK-NEXT: store $c, 2
// CHECK-NEXT: begin $s
// CHECK-NEXT: store $s, "x"
// CHECK-NEXT: end $s
// CHECK-NEXT: end $c
// CHECK-NEXT: end $b
// CHECK-NEXT: end $a
// CHECK-NEXT: ret
