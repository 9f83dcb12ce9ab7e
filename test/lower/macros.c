// An expansion of a modelled macro is one event, whatever it expands to.
// RUN: %build/bin/holdfast-lower %s --no-builtin-models --model %S/Inputs/macros.yaml -- -Wno-everything | FileCheck %s

struct lock { int x; };
struct list { struct list *next, *prev; };
#define INIT(l) do { (l)->next = (l); (l)->prev = (l); } while (0)
#define ASSERT(l) do { (void)(l); } while (0)
#define NOOP(l) do { } while (0)
#define EMPTY(l)
#define PTR(p) ({ int *__p = (p); __p; })
#define READY(p) ((p)->next != 0 && (p)->prev != 0)
#define SAVE(l, f) do { f = get(l); } while (0)
#define TWICE(x) ((x) + (x))
#define OUTER(a, b) HELPER(b, a)
#define HELPER(x, y) do { use(x); use(y); } while (0)
#define CALLBACK(o, fn) SET(&(o)->next, (fn), sizeof(*(o)))
#define SET(p, v, size) set(p, v, size)
#define SET_UP(l) do { INIT(l); use(l); } while (0)
#define EACH(p, h) for (p = (h)->next; p != (h); p = p->next)
#define LIST(n) struct list n = { &(n), &(n) }
#define WRAP(l) INIT(&(l)->list)
struct wrapped { struct list list; };
int get(struct lock *);
void use(void *);
int *ip(int);
int f(int);
void handler(void);
void set(void *, void *, int);

void statement(struct list *a) { INIT(a); }
void vanishing(struct lock *k) { ASSERT(k); f(1); NOOP(k); f(2); EMPTY(k); f(3); }
int *value(int c) { return PTR(ip(c)); }
int condition(struct list *p) {
  if (READY(p))
    return f(1);
  if (!READY(p) && f(2))
    return READY(p->next);
  return 0;
}
unsigned long assigned(struct lock *k) {
  unsigned long flags;
  SAVE(k, flags);
  return flags;
}
int once(int a) { return TWICE(f(a)); }
void order_of_arguments(struct list *a, struct lock *k) { OUTER(a, k); }
void function_argument(struct list *a) { CALLBACK(a, handler); }
void nested_models(struct list *a) { SET_UP(a); }
int macro_in_argument(struct list *a) { return TWICE(READY(a)); }
void in_another_macro(struct wrapped *w) { WRAP(w); }
void loops_stay_loops(struct list *h) {
  struct list *p;
  EACH(p, h) f(1);
}
void declarations_stay_declarations(void) {
  LIST(l);
  use(&l);
}
void conditional(struct lock *k, int c) {
  if (c)
    ASSERT(k);
}
void chosen_argument(struct list *a, struct list *b, int c) { INIT(c ? a : b); }

// CHECK-LABEL: func @statement(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: macro INIT(%0)
// CHECK-NEXT: ret
// CHECK-LABEL: func @vanishing(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $k
// CHECK-NEXT: macro ASSERT(%0)
// CHECK-NEXT: %1 = call @f(1) : i32
// CHECK-NEXT: macro NOOP(undef)
// CHECK-NEXT: %2 = call @f(2) : i32
// CHECK-NEXT: macro EMPTY(undef)
// CHECK-NEXT: %3 = call @f(3) : i32
// CHECK-NEXT: ret
// CHECK-LABEL: func @value(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: %1 = call @ip(%0) : ptr i32
// CHECK-NEXT: %2 = macro PTR(%1) : ptr i32
// CHECK-NEXT: ret %2
// CHECK-LABEL: func @condition(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $p
// CHECK-NEXT: %1 = macro READY(%0) : i32
// CHECK-NEXT: br %1, b1, b2
// CHECK-NEXT: b1:
// CHECK-NEXT: br %1, b6, b2
// CHECK-NEXT: b2:
// CHECK-NEXT: %2 = load $p
// CHECK-NEXT: %3 = macro READY(%2) : i32
// CHECK-NEXT: %4 = lnot %3
// CHECK-NEXT: br %4, b3, b4
// CHECK-NEXT: b3:
// CHECK-NEXT: %5 = call @f(2) : i32
// CHECK-NEXT: br %5, b5, b4
// CHECK-NEXT: b4:
// CHECK-NEXT: ret 0
// CHECK-NEXT: b5:
// CHECK-NEXT: %6 = load $p
// CHECK-NEXT: %7 = field %6, struct list.next
// CHECK-NEXT: %8 = load %7
// CHECK-NEXT: %9 = macro READY(%8) : i32
// CHECK-NEXT: ret %9
// CHECK-NEXT: b6:
// CHECK-NEXT: %10 = call @f(1) : i32
// CHECK-NEXT: ret %10
// CHECK-LABEL: func @assigned(
// CHECK-NEXT: local flags: u64
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $flags
// CHECK-NEXT: %0 = load $k
// CHECK-NEXT: macro SAVE(%0, $flags)
// CHECK-NEXT: store $flags, undef
// CHECK-NEXT: %1 = load $flags
// CHECK-NEXT: end $flags
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @once(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = call @f(%0) : i32
// CHECK-NEXT: %2 = macro TWICE(%1) : i32
// CHECK-NEXT: ret %2
// CHECK-LABEL: func @order_of_arguments(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = load $k
// CHECK-NEXT: macro OUTER(%0, %1)
// CHECK-NEXT: ret
// CHECK-LABEL: func @function_argument(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: macro CALLBACK(%0, fn @handler)
// CHECK-NEXT: ret
// CHECK-LABEL: func @nested_models(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: macro SET_UP(%0)
// CHECK-NEXT: ret
// CHECK-LABEL: func @macro_in_argument(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = macro READY(%0) : i32
// CHECK-NEXT: %2 = macro TWICE(%1) : i32
// CHECK-NEXT: ret %2
// CHECK-LABEL: func @in_another_macro(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $w
// CHECK-NEXT: %1 = field %0, struct wrapped.list
// CHECK-NEXT: macro INIT(%1)
// CHECK-NEXT: ret
// CHECK-LABEL: func @loops_stay_loops(
// CHECK-NEXT: local p: ptr struct list
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $p
// CHECK-NEXT: %0 = load $h
// CHECK-NEXT: %1 = field %0, struct list.next
// CHECK-NEXT: %2 = load %1
// CHECK-NEXT: store $p, %2
// CHECK-NEXT: goto b1
// CHECK-NEXT: b1:
// CHECK-NEXT: %3 = load $p
// CHECK-NEXT: %4 = load $h
// CHECK-NEXT: %5 = ne unsigned %3, %4
// CHECK-NEXT: br %5, b3, b2
// CHECK-NEXT: b2:
// CHECK-NEXT: end $p
// CHECK-NEXT: ret
// CHECK-NEXT: b3:
// CHECK-NEXT: %6 = call @f(1) : i32
// CHECK-NEXT: %7 = load $p
// CHECK-NEXT: %8 = field %7, struct list.next
// CHECK-NEXT: %9 = load %8
// CHECK-NEXT: store $p, %9
// CHECK-NEXT: goto b1
// CHECK-LABEL: func @declarations_stay_declarations(
// CHECK-NEXT: local l: struct list macro LIST
// CHECK-NEXT: b0:
// CHECK-NEXT: begin $l
// CHECK-NEXT: %0 = field $l, struct list.next
// CHECK-NEXT: store %0, $l
// CHECK-NEXT: %1 = field $l, struct list.prev
// CHECK-NEXT: store %1, $l
// CHECK-NEXT: call @use($l)
// CHECK-NEXT: end $l
// CHECK-NEXT: ret
// CHECK-LABEL: func @conditional(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $c
// CHECK-NEXT: br %0, b1, b2
// CHECK-NEXT: b1:
// CHECK-NEXT: %1 = load $k
// CHECK-NEXT: macro ASSERT(%1)
// CHECK-NEXT: goto b2
// CHECK-NEXT: b2:
// CHECK-NEXT: ret
// CHECK-LABEL: func @chosen_argument(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = load $b
// CHECK-NEXT: %2 = unknown "condition outside the graph"(%0, %1) : ptr struct list
// CHECK-NEXT: macro INIT(%2)
// CHECK-NEXT: ret
