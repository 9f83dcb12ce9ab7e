//===- ModelAnnotationTest.cpp - What attributes in the source say --------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model/Annotation.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace holdfast;
using namespace holdfast::model;

static std::string mistake(StringRef Text, AnnotationTarget On) {
  Expected<AnnotationValue> V = parseAnnotation(Text, On);
  return V ? "no mistake" : toString(V.takeError());
}

static AnnotationValue value(StringRef Text) {
  return cantFail(parseAnnotation(Text));
}

TEST(Annotation, OfTypes) {
  EXPECT_EQ(value("holdfast:pinned").From, PinnedFrom::Creation);
  EXPECT_EQ(value("holdfast:pinned from-creation").From, PinnedFrom::Creation);
  EXPECT_EQ(value("holdfast:pinned after-init").From, PinnedFrom::Init);
  EXPECT_EQ(value("holdfast:pinned while-linked ").From, PinnedFrom::Link);
  EXPECT_EQ(value("holdfast:movable").K, AnnotationValue::Movable);
  EXPECT_EQ(value("moz_non_memmovable").K, AnnotationValue::Pinned);
}

TEST(Annotation, OfFunctionsAndData) {
  AnnotationValue V = value("holdfast:effect init arg0 if ret == 0");
  EXPECT_EQ(V.K, AnnotationValue::Effect);
  EXPECT_EQ(V.Does.str(), "init arg0 if ret == 0");
  V = value("holdfast:write held(self->lock)");
  EXPECT_EQ(V.K, AnnotationValue::Write);
  EXPECT_EQ(V.Access.str(), "held(self->lock)");
  EXPECT_EQ(value("holdfast:read rcu_read").K, AnnotationValue::Read);
}

TEST(Annotation, OfOthersIsForeign) {
  for (StringRef Text : {"guarded_by(lock)", "moz_stack_class", "", "a:b"})
    EXPECT_EQ(value(Text).K, AnnotationValue::Foreign) << Text.str();
}

TEST(Annotation, Mistakes) {
  auto Type = AnnotationTarget::Type;
  EXPECT_EQ(mistake("holdfast:pined", Type),
            "column 10: unknown annotation 'pined'; did you mean 'pinned'?");
  EXPECT_EQ(mistake("holdfast:pinned after_init", Type),
            "column 17: unknown word 'after_init' after 'pinned'; did you mean "
            "'after-init'?");
  EXPECT_EQ(mistake("holdfast:pinned never", Type),
            "column 17: unknown word 'never' after 'pinned'; did you mean "
            "'holdfast:movable'?");
  EXPECT_EQ(mistake("holdfast:movable now", Type),
            "column 18: expected nothing more after 'movable', found 'now'");
  EXPECT_EQ(mistake("hodlfast:pinned", Type),
            "column 1: unknown annotation 'hodlfast:pinned'; did you mean "
            "'holdfast:pinned'?");
  EXPECT_EQ(mistake("holdfast::pinned", Type),
            "column 10: unknown annotation ':pinned'; did you mean 'pinned'?");
  EXPECT_EQ(mistake("holdfast:effect inti arg0", AnnotationTarget::Function),
            "column 17: unknown verb 'inti'; did you mean 'init'?");
  EXPECT_EQ(mistake("holdfast:read hled(x)", AnnotationTarget::Field),
            "column 15: unknown word 'hled' in a rule; did you mean 'held'?");
}

TEST(Annotation, BelongsSomewhere) {
  EXPECT_EQ(mistake("holdfast:pinned", AnnotationTarget::Field),
            "column 1: 'holdfast:pinned' belongs on a type, as in 'struct "
            "HOLDFAST_PINNED node { … }'");
  EXPECT_EQ(mistake("holdfast:effect use arg0", AnnotationTarget::Variable),
            "column 1: 'holdfast:effect use arg0' belongs on a function");
  EXPECT_EQ(mistake("holdfast:read nmi", AnnotationTarget::Function),
            "column 1: 'holdfast:read nmi' belongs on a member or a variable");
  EXPECT_EQ(mistake("moz_stack_class", AnnotationTarget::Field), "no mistake");
  EXPECT_EQ(mistake("holdfast:read nmi", AnnotationTarget::Variable),
            "no mistake");
}

TEST(Annotation, MakesAFunctionModel) {
  ir::Module M;
  M.Files.push_back("a.c");
  ir::Function F;
  F.Name = "f";
  EXPECT_FALSE(declaredModel(M, F, Model()));
  ir::Loc Where;
  Where.File = ir::FileId{0};
  Where.Line = 7;
  F.Annotations = {{"holdfast:efect use arg0", Where},
                   {"holdfast:effect init arg0", Where},
                   {"cold", Where},
                   {"holdfast:effect use arg1", Where}};
  std::optional<FunctionModel> Model = declaredModel(M, F, model::Model());
  ASSERT_TRUE(Model);
  ASSERT_EQ(Model->Effects.size(), 2u);
  EXPECT_EQ(Model->Effects[1].str(), "use arg1");
  EXPECT_EQ(Model->From.str(), "a.c:7");
}
