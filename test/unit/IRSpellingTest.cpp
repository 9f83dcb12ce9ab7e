//===- IRSpellingTest.cpp - How operands are spelled ----------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "IR/Parser.h"
#include "IR/Spelling.h"

#include "gtest/gtest.h"

using namespace holdfast::ir;

namespace {

constexpr const char *Declarations = R"hir(
record struct list_head { next: ptr struct list_head }
record struct inner { lock: i32, table: [4 x struct list_head] }
record struct node { list: struct list_head, in: struct inner, : union u, to: ptr struct node }
record union u { deep: i32 }
record ns::base class { m: i32 }
record ns::derived class { base ns::base: ns::base, d: i32 }
global @head: struct list_head
global @heads: [8 x struct list_head]
func @"ns::derived::get(int) const"(this: ptr ns::derived, i: i32) -> i32 method
func @f(p: ptr struct node, i: i32, pp: ptr ptr struct node, d: ptr ns::derived) {
  local x: struct node
  local a: [3 x struct node]
  local o: ns::derived
  local m: i32 merge
  local $0: struct node temporary
  %p = load $p
  %i = load $i
)hir";

/// The spellings of the last temporary of some events, as object and as value.
std::pair<std::string, std::string> spell(llvm::StringRef Events) {
  std::string Text = (Declarations + Events + "\n  ret\n}\n").str();
  auto M = parse(llvm::MemoryBufferRef(Text, "x.hir"));
  if (!M)
    return {llvm::toString(M.takeError()), ""};
  const Function &F = *(*M)->findFunction("f");
  Spelling S(**M, F);
  Operand Last = Operand::temp({F.NumTemps - 1});
  return {S.object(Last), S.value(Last)};
}

#define EXPECT_SPELLED(Events, Object, Value)                                  \
  EXPECT_EQ(spell(Events),                                                     \
            std::make_pair(std::string(Object), std::string(Value)))

TEST(IRSpelling, Loads) {
  EXPECT_SPELLED("%r = load $p", "*p", "p");
  EXPECT_SPELLED("%a = load $pp %r = load %a", "**pp", "*pp");
  EXPECT_SPELLED("%a = load $pp %b = load %a %r = field %b, struct node.list",
                 "(*pp)->list", "&(*pp)->list");
  EXPECT_SPELLED("%a = field %p, struct node.to %r = load %a", "*p->to",
                 "p->to");
}

TEST(IRSpelling, Members) {
  EXPECT_SPELLED("%r = field %p, struct node.list", "p->list", "&p->list");
  EXPECT_SPELLED("%r = field $x, struct node.list", "x.list", "&x.list");
  EXPECT_SPELLED("%a = field %p, struct node.in %r = field %a, struct "
                 "inner.lock",
                 "p->in.lock", "&p->in.lock");
  EXPECT_SPELLED("%r = field @head, struct list_head.next", "head.next",
                 "&head.next");
  EXPECT_SPELLED("%a = call @g() : ptr struct node %r = field %a, struct "
                 "node.list",
                 "g()->list", "&g()->list");
}

TEST(IRSpelling, UnnamedMembersAndBasesAreNotSpelled) {
  EXPECT_SPELLED("%a = field %p, struct node.#2 %r = field %a, union u.deep",
                 "p->deep", "&p->deep");
  EXPECT_SPELLED("%a = field $x, struct node.#2 %r = field %a, union u.deep",
                 "x.deep", "&x.deep");
  EXPECT_SPELLED("%o = load $d %a = field %o, ns::derived.ns::base %r = field "
                 "%a, ns::base.m",
                 "d->m", "&d->m");
  EXPECT_SPELLED("%o = load $d %a = field %o, ns::derived.ns::base", "*d", "d");
}

TEST(IRSpelling, Elements) {
  EXPECT_SPELLED("%r = element $a, 3", "a[3]", "&a[3]");
  EXPECT_SPELLED("%r = element $a, %i", "a[i]", "&a[i]");
  EXPECT_SPELLED("%r = element %p, %i", "p[i]", "&p[i]");
  EXPECT_SPELLED("%r = element $x, 0", "x", "&x");
  EXPECT_SPELLED("%a = element @heads, %i %r = field %a, struct "
                 "list_head.next",
                 "heads[i].next", "&heads[i].next");
  // The name of an array is its address.
  EXPECT_SPELLED("%a = field %p, struct node.in %r = field %a, struct "
                 "inner.table",
                 "p->in.table", "p->in.table");
}

TEST(IRSpelling, Containers) {
  EXPECT_SPELLED("%a = field %p, struct node.list %r = container %a, struct "
                 "node.list",
                 "*container_of(&p->list, struct node, list)",
                 "container_of(&p->list, struct node, list)");
  EXPECT_SPELLED("%a = container %p, struct node.list %r = field %a, struct "
                 "node.in",
                 "container_of(p, struct node, list)->in",
                 "&container_of(p, struct node, list)->in");
}

TEST(IRSpelling, Calls) {
  EXPECT_SPELLED("%r = call @g(%p, $x, 3, \"a\\\"b\") : ptr void",
                 "*g(p, &x, 3, \"a\\\"b\")", "g(p, &x, 3, \"a\\\"b\")");
  EXPECT_SPELLED("%r = call @g(byval $x, @head, fn @h) : i32",
                 "*g(x, &head, h)", "g(x, &head, h)");
  EXPECT_SPELLED("%r = macro M(%i) : i32", "*M(i)", "M(i)");
  EXPECT_SPELLED("%a = load %p : ptr fn %r = call %a(%i) : i32", "*(*p)(i)",
                 "(*p)(i)");
  EXPECT_SPELLED("%r = call @\"ns::derived::get(int) const\"($o, 2)",
                 "*o.get(2)", "o.get(2)");
  EXPECT_SPELLED("%o = load $d %r = call @\"ns::derived::get(int) const\"(%o, "
                 "2)",
                 "*d->get(2)", "d->get(2)");
  EXPECT_SPELLED("%r = call @\"ns::g(int (*)(int))\"(2) : i32", "*ns::g(2)",
                 "ns::g(2)");
  // A record that is returned has no address in the source.
  EXPECT_SPELLED("%a = call @g(%i) : struct node %r = field %a, struct "
                 "node.list",
                 "g(i).list", "&g(i).list");
  // Long arguments are left out.
  EXPECT_SPELLED("%r = call @g(\"aaaaaaaaaaaaaaaaaaaaaaaaaa\", "
                 "\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\", "
                 "\"cccccccccccccccccccccccccccc\") : i32",
                 "*g(…)", "g(…)");
}

TEST(IRSpelling, Operators) {
  EXPECT_SPELLED("%r = add %p, 1", "*(p + 1)", "p + 1");
  EXPECT_SPELLED("%a = add %i, 1 %r = mul %a, -2", "*((i + 1) * -2)",
                 "(i + 1) * -2");
  EXPECT_SPELLED("%a = eq %i, 1 %r = lnot %a", "*!(i == 1)", "!(i == 1)");
  EXPECT_SPELLED("%a = field %p, struct node.list %r = cast %a : ptr i8",
                 "p->list", "&p->list");
}

TEST(IRSpelling, WhatHasNoSpelling) {
  EXPECT_SPELLED("%r = load $m", "…", "…");
  EXPECT_SPELLED("%r = unknown \"asm\"() : i32", "…", "…");
  EXPECT_SPELLED("%r = field $0, struct node.list", "….list", "&….list");
}

/// An expression whose parts are shared must not grow without end.
TEST(IRSpelling, IsBounded) {
  std::string Events = "%x0 = add %i, %i\n";
  for (unsigned I = 1; I != 60; ++I)
    Events += "%x" + std::to_string(I) + " = add %x" + std::to_string(I - 1) +
              ", %x" + std::to_string(I - 1) + "\n";
  EXPECT_LT(spell(Events).second.size(), 1000u);
  std::string Chain;
  for (unsigned I = 0; I != 1000; ++I)
    Chain += "%y" + std::to_string(I) + " = load " +
             (I ? "%y" + std::to_string(I - 1) : std::string("$p")) +
             " : ptr void\n";
  EXPECT_LT(spell(Chain).second.size(), 100u);
}

} // namespace
