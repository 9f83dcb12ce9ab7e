// Code that does not compile is skipped where it makes no sense.
// RUN: not %build/bin/holdfast-lower %s --allow-errors -- 2>/dev/null | FileCheck %s
// RUN: not %build/bin/holdfast-lower %s -- 2>&1 | FileCheck --check-prefix=ERROR %s

int f(int);
int unknown_name(int a) { return f(nope) + a; }
int unknown_type(void) { struct nope n; n.a = 1; return sizeof(n) + f(1); }
int no_label(int a) { goto nowhere; }
int good(int a) { return f(a); }
int unfinished(int a) { return f(

// CHECK: func @good
// CHECK: call @f
// ERROR: error: use of undeclared identifier 'nope'
