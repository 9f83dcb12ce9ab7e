//===- ModelPinnedTypesTest.cpp - Which types have pinned parts -----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model/ModelFile.h"
#include "Model/PinnedTypes.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace holdfast;
using namespace holdfast::model;

namespace {

const char Facts[] = R"(library: l
types:
- {type: struct head, pinned: after-init, why: it points at itself}
- {type: struct lock, aka: lock_t, pinned: after-init, why: its waiters}
- {type: struct node, pinned: while-linked, why: its neighbours}
- {type: struct self, pinned: from-creation, why: its constructor}
- {type: struct count, pinned: never}
- {type: struct either, has-field: inner, pinned: after-init, why: x}
- {type: struct either, pinned: while-linked, why: y}
)";

struct PinnedTypesTest : testing::Test {
  ir::Module M;
  Model Known;
  std::unique_ptr<PinnedTypes> Types;

  void SetUp() override {
    ASSERT_EQ(toString(readModelFile(MemoryBufferRef(Facts, "m.yaml"), Known)),
              "");
    M.Files.push_back("a.c");
    Types = std::make_unique<PinnedTypes>(M, Known);
  }

  ir::TypeId add(ir::Type T) {
    M.Types.push_back(T);
    return ir::TypeId{uint32_t(M.Types.size() - 1)};
  }
  ir::TypeId scalar() {
    ir::Type T;
    T.Kind = ir::TypeKind::Int;
    return add(T);
  }
  ir::TypeId array(ir::TypeId Element) {
    ir::Type T;
    T.Kind = ir::TypeKind::Array;
    T.Element = Element;
    T.Count = 4;
    return add(T);
  }
  using Fields = std::vector<std::pair<StringRef, ir::TypeId>>;
  ir::TypeId record(StringRef Name, const Fields &Members = {},
                    StringRef Annotation = "") {
    ir::Record R;
    R.Name = M.intern(Name);
    R.IsComplete = true;
    for (auto [FieldName, Type] : Members) {
      ir::Field &F = R.Fields.emplace_back();
      F.IsBase = FieldName == "<base>";
      F.Name = F.IsBase ? "" : FieldName;
      F.Type = Type;
    }
    if (!Annotation.empty()) {
      ir::Loc Where;
      Where.File = ir::FileId{0};
      Where.Line = 3;
      R.Annotations.push_back({Annotation, Where});
    }
    M.Records.push_back(std::move(R));
    ir::Type T;
    T.Kind = ir::TypeKind::Record;
    T.Record = ir::RecordId{uint32_t(M.Records.size() - 1)};
    return add(T);
  }
  /// `path by origin`, or `movable`.
  std::string pinned(ir::TypeId T) {
    const PinnedPart *P = Types->pinnedPart(T);
    return P ? P->Path + " by " + P->Rule.str() : "movable";
  }
  std::string parts(ir::TypeId T) {
    std::string S;
    for (const PinnedPart &P : Types->parts(T))
      S += P.Path + " " + spelling(P.From).str() + ";";
    return S;
  }
};

} // namespace

TEST_F(PinnedTypesTest, TheRecordItself) {
  ir::TypeId Head = record("struct head");
  EXPECT_EQ(pinned(Head), " by m.yaml:3");
  EXPECT_EQ(Types->pinnedPart(Head)->Type->Name, "struct head");
  EXPECT_EQ(pinned(record("struct other", {{"x", scalar()}})), "movable");
  EXPECT_EQ(pinned(scalar()), "movable");
  EXPECT_EQ(pinned(ir::TypeId()), "movable");
}

TEST_F(PinnedTypesTest, ThroughMembersArraysAndBases) {
  ir::TypeId Head = record("struct head");
  ir::TypeId Inner = record("struct inner", {{"n", scalar()}, {"list", Head}});
  ir::TypeId Outer = record("struct outer", {{"a", array(array(Inner))}});
  EXPECT_EQ(pinned(Outer), ".a[][].list by m.yaml:3");
  EXPECT_EQ(pinned(array(Outer)), "[].a[][].list by m.yaml:3");
  ir::TypeId Anonymous = record("<anonymous>", {{"list", Head}});
  EXPECT_EQ(pinned(record("struct s", {{"", Anonymous}})), ".list by m.yaml:3");
  EXPECT_EQ(pinned(record("ns::D", {{"<base>", Inner}})),
            ".struct inner.list by m.yaml:3");
}

TEST_F(PinnedTypesTest, AModelledRecordEndsTheDescent) {
  ir::TypeId Head = record("struct head");
  ir::TypeId Lock = record("struct lock", {{"wait", Head}});
  EXPECT_EQ(pinned(record("struct a", {{"lock", Lock}})), ".lock by m.yaml:4");
  // Not when the model says 'never': the inside may still be pinned.
  ir::TypeId Count = record("struct count", {{"wait", Head}});
  EXPECT_EQ(pinned(record("struct b", {{"c", Count}})), ".c.wait by m.yaml:3");
}

TEST_F(PinnedTypesTest, PrefersTheStrongerKind) {
  ir::TypeId Node = record("struct node"), Head = record("struct head"),
             Self = record("struct self");
  EXPECT_EQ(pinned(record("a", {{"n", Node}, {"h", Head}, {"h2", Head}})),
            ".h by m.yaml:3");
  EXPECT_EQ(pinned(record("b", {{"n", Node}, {"h", Head}, {"s", Self}})),
            ".s by m.yaml:6");
  EXPECT_EQ(pinned(record("c", {{"n", Node}, {"m", Node}})), ".n by m.yaml:5");
}

TEST_F(PinnedTypesTest, TypedefNamesAndTags) {
  ir::TypeId Lock = record("struct __lock_impl");
  M.Records.back().Aliases.push_back("lock_t");
  EXPECT_EQ(pinned(Lock), " by m.yaml:4");
  EXPECT_EQ(pinned(record("lock")), " by m.yaml:4");
  EXPECT_EQ(pinned(record("ns::lock")), "movable");
}

TEST_F(PinnedTypesTest, AsksForMembers) {
  ir::TypeId Int = scalar();
  ir::TypeId Anonymous = record("<anonymous>", {{"inner", Int}});
  EXPECT_EQ(pinned(record("struct either", {{"", Anonymous}})), " by m.yaml:8");
  EXPECT_EQ(pinned(record("struct either", {{"outer", Int}})), " by m.yaml:9");
}

TEST_F(PinnedTypesTest, AnnotationsWinOverModels) {
  ir::TypeId Head = record("struct head");
  EXPECT_EQ(pinned(record("struct x", {}, "holdfast:pinned")), " by a.c:3");
  ir::TypeId Movable = record("struct y", {{"h", Head}}, "holdfast:movable");
  EXPECT_EQ(pinned(Movable), "movable");
  EXPECT_EQ(pinned(record("struct z", {{"y", Movable}})), "movable");
  EXPECT_EQ(parts(record("struct z2", {{"y", Movable}})), "");
  ir::TypeId Lock = record("struct lock", {}, "holdfast:pinned from-creation");
  EXPECT_EQ(pinned(Lock), " by a.c:3");
  EXPECT_EQ(Types->pinnedPart(Lock)->From, PinnedFrom::Creation);
  // A mistake says nothing; the bad-annotation check reports it.
  EXPECT_EQ(pinned(record("struct w", {}, "holdfast:pined")), "movable");
}

TEST_F(PinnedTypesTest, InferenceIsWeakest) {
  ir::TypeId Node = record("struct node"), Head = record("struct head");
  ir::TypeId Plain = record("struct p", {{"x", scalar()}});
  ir::TypeId Linked = record("struct l", {{"n", Node}});
  ir::TypeId Listed = record("struct h", {{"list", Head}});
  ir::TypeId Outer = record("struct o", {{"p", Plain}});
  EXPECT_EQ(pinned(Outer), "movable");
  for (ir::TypeId T : {Plain, Linked, Listed})
    Types->markPinned(M.type(T).Record, "it stores its own address",
                      {"a.c", 9});
  EXPECT_EQ(pinned(Plain), " by a.c:9");
  EXPECT_EQ(pinned(Outer), ".p by a.c:9");
  EXPECT_EQ(pinned(Linked), " by a.c:9");
  EXPECT_EQ(pinned(Listed), ".list by m.yaml:3");
  EXPECT_EQ(parts(Outer), ".p after-init;");
  Types->markPinned(M.type(Plain).Record, "again", {"b.c", 1});
  EXPECT_EQ(pinned(Plain), " by a.c:9");
}

TEST_F(PinnedTypesTest, ListsAllParts) {
  ir::TypeId Head = record("struct head"), Count = record("struct count"),
             Node = record("struct node");
  ir::TypeId Inner = record("struct i", {{"c", Count}, {"n", Node}});
  EXPECT_EQ(parts(record("struct o", {{"h", Head}, {"i", array(Inner)}})),
            ".h after-init;.i[].c never;.i[].n while-linked;");
  EXPECT_EQ(parts(scalar()), "");
}

TEST_F(PinnedTypesTest, HugeAndBrokenTypes) {
  ir::TypeId Int = scalar(), Head = record("struct head");
  std::vector<std::string> Names;
  for (int I = 0; I != 5000; ++I)
    Names.push_back("f" + std::to_string(I));
  Fields Many;
  for (std::string &Name : Names)
    Many.push_back({Name, Int});
  Many.push_back({"last", Head});
  EXPECT_EQ(pinned(record("struct huge", Many)), ".last by m.yaml:3");
  // 2^60 paths, with and without parts.
  for (ir::TypeId T : {Int, Head}) {
    for (int I = 0; I != 60; ++I)
      T = record("struct level", {{"a", T}, {"b", T}});
    EXPECT_EQ(Types->pinnedPart(T) == nullptr, Types->parts(T).empty());
    EXPECT_LE(Types->parts(T).size(), PinnedTypes::MaxParts);
  }
  // A record that contains itself comes only from broken text.
  ir::TypeId Loop = record("struct loop");
  M.Records.back().Fields.emplace_back().Type = Loop;
  EXPECT_EQ(pinned(Loop), "movable");
  EXPECT_EQ(parts(Loop), "");
}
