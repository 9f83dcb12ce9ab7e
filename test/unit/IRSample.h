//===- IRSample.h - A module with some of everything ---------- -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the text of a module that the unit tests of the IR share.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_TEST_UNIT_IRSAMPLE_H
#define HOLDFAST_TEST_UNIT_IRSAMPLE_H

namespace holdfast::ir {

constexpr const char *Sample = R"hir(
module "main.c"
record struct list_head { next: ptr struct list_head, prev: ptr struct list_head }
record struct node { list: struct list_head, v: i32, : union u, b: u32 bits [["a"]] }
record union u alias u_t nocopy usercopy [["x" !1:2]] !2:1 { a: i32, c: [4 x ptr fn] }
record ns::c class { base ns::b: struct incomplete, "odd name": const f64 }
global @queue: struct list_head static threadlocal const init macro LIST [["b" !3:4]] !7:1-20
global @queue.1: ptr unknown
table @queue { ".open" = @f, "[1]" = @"ns::g(int)" }
func @ext(p: ptr void, ...) -> i32 noreturn [["c"]]
func @f(n: ptr struct node !9:1, ok: i32, $0: bool) -> i32 static header method !9:1-10:2 {
  local tmp: struct node
  local $tmp.1: [3 x struct node] temporary cleanup free_it macro DEF [["d"]] !10:4
  local m: bool merge
  begin $tmp !11:3
  %n = load $n !11:5-9
  %l = field %n, struct node.list !11:5-9
  %e = element $tmp.1, 2 !"other.h":300:1
  zero %e !"other.h":301:1-305:2 in CLEAR
  copy implicit $tmp, %e
  call @g(%l, @queue, byval $tmp, fn @h, "text")
  %c = load volatile $ok
  %r = call @ext(null, undef)
  %m = macro M(%n) : i32
  unknown "why"(%n)
  %k = cast %m : u8
  %g = container %l, struct node.list
  store $m, %late
  br %c, yes, no !13:1
yes:
  %late = lnot %c
  switch %c { 1: no, 2...0x7fffffffffffffff: yes, -5...-1: no, default: no }
no:
  %s = add %c, -9000000000
  end $tmp
  ret %s
x:
  indirect %n { x, no }
y:
  unreachable
}
)hir";

} // namespace holdfast::ir

#endif // HOLDFAST_TEST_UNIT_IRSAMPLE_H
