// Code that does not compile, and templates that are not instantiated.
// RUN: not %build/bin/holdfast-lower %s --allow-errors -- -std=c++20 2>/dev/null | FileCheck %s

struct U;
int incomplete(U *u) { return u->x + undefined(3) + (new U)->y; }
template <class T> struct X { T t; int m() { return t.nothing() + missing; } };
int dependent() { X<int> x; return x.m(); }
struct S { S(int; ~S(); int q = zzz; };
S broken_class() { S a(1); return a; }
int in_lambda() { return [](auto x) { return x + missing; }(1); }
int switched(int a) { switch (a) { case missing: return 1; default:; } for (auto x : nothing); goto nowhere; }
int good(int a) { return a; }

// CHECK: func @"good(int)"
