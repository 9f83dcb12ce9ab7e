// Code that does not compile is skipped where it makes no sense.
// RUN: not %build/bin/holdfast-lower %s --allow-errors -- 2>/dev/null | FileCheck %s
// RUN: not %build/bin/holdfast-lower %s -- 2>&1 | FileCheck --check-prefix=ERROR %s

int f(int);
int unknown_name(int a) { return f(nope) + a; }
int unknown_type(void) { struct nope n; n.a = 1; return sizeof(n) + f(1); }
int no_label(int a) { goto nowhere; }
struct lost { int a; struct nope n; int b; };
void lost_member(struct lost *l) { l->b = 1; }
int good(int a) { return f(a); }
int unfinished(int a) { return f(

// A record with a broken member has none, and nothing is said of its members.
// CHECK: func @lost_member
// CHECK-NOT: struct lost.
// CHECK: store undef, 1
// CHECK: func @good
// CHECK: call @f
// ERROR: error: use of undeclared identifier 'nope'
