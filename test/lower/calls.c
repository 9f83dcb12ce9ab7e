// Calls; header functions that are called, tables, globals and annotations.
// RUN: %build/bin/holdfast-lower %s -- -I%S/Inputs -Wno-everything | FileCheck %s
// RUN: %build/bin/holdfast-lower %s --counts -- -I%S/Inputs -Wno-everything | FileCheck --check-prefix=COUNTS %s

#include "header.h"

struct mutex { int m; };
struct file { int n; };
struct ops { int (*open)(struct file *); void (*release)(struct file *); struct { int (*deep)(int); } in[2]; };
struct guarded { struct mutex mu; int data __attribute__((guarded_by(mu))); int note __attribute__((annotate("holdfast: pinned"))); };
int get(struct guarded *g) __attribute__((acquire_capability(g->mu)));
static int open_file(struct file *f) { return f->n; }
static const struct ops my_ops = {.open = open_file, .in[1].deep = helper};
int counter __attribute__((section(".data..percpu..x")));
static __thread int mine;
extern int elsewhere;
struct big { int a[10]; };
void take(struct big b, int n);

int direct(int a) { return called_helper(a); }
int through(struct ops *o, struct file *f) { return o->open(f); }
void by_value(struct big *b) { take(*b, 3); }
int known_table(struct file *f) { return my_ops.open(f); }
int globals(void) {
  static int calls = 3;
  return counter + mine + elsewhere + calls++;
}
void library(void *d, const void *s) { __builtin_memcpy(d, s, 4); }
int annotated(struct guarded *g) { return get(g) + g->data; }

// CHECK: record struct ops
// CHECK-NEXT: open: ptr fn,
// CHECK-NEXT: release: ptr fn,
// CHECK-NEXT: in: [2 x "struct ops::<unnamed struct 0>"]
// CHECK: record "struct ops::<unnamed struct 0>"
// CHECK-NEXT: deep: ptr fn
// CHECK: record struct file
// CHECK-NEXT: n: i32
// CHECK: record struct big
// CHECK-NEXT: a: [10 x i32]
// CHECK: record struct guarded
// CHECK-NEXT: mu: struct mutex,
// CHECK-NEXT: data: i32 {{.*}}"holdfast:read held(self->mu)"
// CHECK-NEXT: note: i32 {{.*}}"holdfast: pinned"
// CHECK: record struct mutex
// CHECK-NEXT: m: i32
// CHECK: global @my_ops: const struct ops static const init
// CHECK: global @calls: i32 static init
// CHECK: global @counter: i32 threadlocal
// CHECK: global @mine: i32 static threadlocal
// CHECK: global @elsewhere: i32
// CHECK: table @my_ops {
// CHECK-NEXT: ".open" = @open_file,
// CHECK-NEXT: ".in[1].deep" = @helper
// CHECK-LABEL: func @open_file(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $f
// CHECK-NEXT: %1 = field %0, struct file.n
// CHECK-NEXT: %2 = load %1
// CHECK-NEXT: ret %2
// CHECK-LABEL: func @helper(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = add %0, 1
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @direct(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = call @called_helper(%0)
// CHECK-NEXT: ret %1
// CHECK-LABEL: func @through(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $o
// CHECK-NEXT: %1 = field %0, struct ops.open
// CHECK-NEXT: %2 = load %1
// CHECK-NEXT: %3 = load $f
// CHECK-NEXT: %4 = call %2(%3) : i32
// CHECK-NEXT: ret %4
// CHECK-LABEL: func @by_value(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $b
// CHECK-NEXT: call @take(byval %0, 3)
// CHECK-NEXT: ret
// CHECK-LABEL: func @known_table(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = field @my_ops, struct ops.open
// CHECK-NEXT: %1 = load %0
// CHECK-NEXT: %2 = load $f
// CHECK-NEXT: %3 = call %1(%2) : i32
// CHECK-NEXT: ret %3
// CHECK-LABEL: func @globals(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load @counter
// CHECK-NEXT: %1 = load @mine
// CHECK-NEXT: %2 = add %0, %1
// CHECK-NEXT: %3 = load @elsewhere
// CHECK-NEXT: %4 = add %2, %3
// CHECK-NEXT: %5 = load @calls
// CHECK-NEXT: %6 = add %5, 1
// CHECK-NEXT: store @calls, %6
// CHECK-NEXT: %7 = add %4, %5
// CHECK-NEXT: ret %7
// CHECK-LABEL: func @library(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $d
// CHECK-NEXT: %1 = load $s
// CHECK-NEXT: %2 = call @memcpy(%0, %1, 4) : ptr void
// CHECK-NEXT: ret
// CHECK-LABEL: func @get(
// CHECK-LABEL: func @annotated(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $g
// CHECK-NEXT: %1 = call @get(%0)
// CHECK-NEXT: %2 = load $g
// CHECK-NEXT: %3 = field %2, struct guarded.data
// CHECK-NEXT: %4 = load %3
// CHECK-NEXT: %5 = add %1, %4
// CHECK-NEXT: ret %5
// CHECK-LABEL: func @called_helper(
// CHECK-NEXT: b0:
// CHECK-NEXT: %0 = load $a
// CHECK-NEXT: %1 = call @helper(%0)
// CHECK-NEXT: %2 = add %1, 1
// CHECK-NEXT: ret %2
// CHECK-NOT: never_called

// COUNTS: 8 functions, 2 of headers, 1 declarations, 0 without a graph
// COUNTS-NOT: unknown
