//===- ModelEffectTest.cpp - The sentences of the effect language ---------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model/Effect.h"
#include "Model/Syntax.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace holdfast::model;

static std::string reprinted(StringRef Text) {
  Expected<Effect> E = parseEffect(Text);
  return E ? E->str() : "error: " + toString(E.takeError());
}

static std::string mistake(StringRef Text) {
  Expected<Effect> E = parseEffect(Text);
  return E ? "no mistake: " + E->str() : toString(E.takeError());
}

TEST(Effect, PrintsWhatItRead) {
  for (StringRef Text : {"init arg0",
                         "reinit self",
                         "use arg0->list.next",
                         "zero *arg1",
                         "allocate ret",
                         "allocate-zeroed *arg0 if ret == 0",
                         "free arg63",
                         "link arg0 to arg1",
                         "link &arg0->node to arg1->head if ret != 0",
                         "unlink arg0[]",
                         "poison arg0",
                         "register arg0 if ret is ok",
                         "deregister arg0",
                         "publish ns::table",
                         "callback arg1",
                         "callback arg1(arg0)",
                         "callback arg1->func(arg0, _, &arg2->x) in nmi",
                         "callback **arg0 in softirq if ret >= -1",
                         "quiesce arg0",
                         "copy arg0 from arg1",
                         "copy _ from arg0",
                         "await arg0",
                         "move ret from arg0 if ret is error",
                         "swap arg0 with arg1 if arg2 < 16",
                         "alias ret to arg0->first",
                         "acquire arg0",
                         "acquire &arg0->lock in write if ret != 0",
                         "release arg0 in read",
                         "need &table_lock",
                         "exclude self",
                         "assert arg1 in write",
                         "assert-not arg1",
                         "enter preempt_off",
                         "leave rcu_read if ret is error",
                         "set irqs_off",
                         "clear irqs_off",
                         "save irqs_off to ret",
                         "save irqs_off to *arg1",
                         "restore irqs_off from arg1",
                         "require preempt_off",
                         "forbid rcu_read",
                         "assume bh_off",
                         "assume-not irqs_off",
                         "sleep",
                         "sleep if arg1 & 1024",
                         "sleep if arg1 & 1024 == 0",
                         "get ret if ret != 0",
                         "get *arg1 as users if ret == 0",
                         "put &arg0->dev",
                         "put arg0 as users",
                         "put arg0 if arg0 is ok",
                         "give arg0 if ret == 0",
                         "give arg1 to arg0->owner if ret is ok",
                         "borrow ret from arg0",
                         "count &arg0->kobj",
                         "managed arg2 if ret == 0",
                         "reserve ret if ret >= 0",
                         "commit arg0",
                         "abort arg0",
                         "noreturn",
                         "noreturn if arg0 <= 0"})
    EXPECT_EQ(reprinted(Text), Text);
}

TEST(Effect, HasOneCanonicalForm) {
  EXPECT_EQ(reprinted("  init   arg0 "), "init arg0");
  EXPECT_EQ(reprinted("callback arg1( arg0,_ )in task"),
            "callback arg1(arg0, _) in task");
  EXPECT_EQ(reprinted("use arg0 if arg1 != null"), "use arg0 if arg1 != 0");
  EXPECT_EQ(reprinted("use arg0 if ret==0x10"), "use arg0 if ret == 16");
  EXPECT_EQ(reprinted("init *&arg0"), "init arg0");
  EXPECT_EQ(reprinted("init &*arg0"), "init arg0");
}

TEST(Effect, KeepsItsParts) {
  Expected<Effect> E = parseEffect("link &arg2->a.b[] to self if ret < -4");
  ASSERT_TRUE(bool(E));
  EXPECT_EQ(E->V, Verb::Link);
  ASSERT_EQ(E->Operands.size(), 2u);
  const Place &P = E->Operands[0];
  EXPECT_EQ(P.Root, Place::Argument);
  EXPECT_EQ(P.Index, 2u);
  EXPECT_TRUE(P.AddressOf);
  ASSERT_EQ(P.Path.size(), 4u);
  EXPECT_EQ(P.Path[0].K, PlaceStep::Deref);
  EXPECT_EQ(P.Path[1].Field, "a");
  EXPECT_EQ(P.Path[2].Field, "b");
  EXPECT_EQ(P.Path[3].K, PlaceStep::Element);
  EXPECT_EQ(E->Operands[1].Root, Place::Self);
  EXPECT_EQ(E->If.K, Condition::Compare);
  EXPECT_EQ(E->If.Op, CompareOp::Lt);
  EXPECT_EQ(E->If.Value, -4);
}

TEST(Effect, EveryVerbHasWords) {
  for (Verb V : allVerbs()) {
    EXPECT_FALSE(spelling(V).empty());
    EXPECT_FALSE(meaning(V).empty());
    std::string Sentence = spelling(V).str();
    std::string Form = form(V).str();
    Form.resize(std::min(Form.size(), Form.find(" ["))); // without options
    for (auto [Word, Sample] : {std::pair("CONTEXT", "irqs_off"),
                                std::pair("MODE", "read")})
      if (size_t At = Form.find(Word); At != std::string::npos)
        Form.replace(At, strlen(Word), Sample);
    for (char C : (" " + Form))
      Sentence += C == 'X' ? "arg0" : C == 'Y' ? "arg1" : std::string(1, C);
    if (V == Verb::Callback)
      Sentence = "callback arg0(arg1) in task";
    Expected<Effect> E = parseEffect(Sentence);
    ASSERT_TRUE(bool(E)) << Sentence << ": " << toString(E.takeError());
    EXPECT_EQ(E->V, V);
  }
}

TEST(Effect, SaysWhatWasMeant) {
  EXPECT_EQ(mistake("inti arg0"),
            "column 1: unknown verb 'inti'; did you mean 'init'?");
  EXPECT_EQ(mistake("init agr0"),
            "column 6: unknown place 'agr0'; did you mean 'arg0'?");
  EXPECT_EQ(mistake("init argument0"),
            "column 6: unknown place 'argument0'; did you mean 'arg0'?");
  EXPECT_EQ(mistake("init this"),
            "column 6: unknown place 'this'; did you mean 'self'?");
  EXPECT_EQ(mistake("link arg0 too arg1"),
            "column 11: expected 'to', found 'too'; the form is 'link X to Y'");
  EXPECT_EQ(mistake("init arg0 fi ret == 0"),
            "column 11: unexpected 'fi'; did you mean 'if'?");
  EXPECT_EQ(mistake("callback arg0() in softrq"),
            "column 20: unknown context 'softrq'; did you mean 'softirq'?");
}

TEST(Effect, KnowsBitsOfAnArgument) {
  Expected<Effect> E = parseEffect("sleep if arg1 & 0x400");
  ASSERT_TRUE(bool(E));
  EXPECT_EQ(E->If.Mask, 0x400);
  EXPECT_EQ(E->If.Op, CompareOp::Ne);
  EXPECT_EQ(E->If.Value, 0);
  EXPECT_EQ(reprinted("sleep if arg1 & 0x400 != 0"), "sleep if arg1 & 1024");
  EXPECT_EQ(reprinted("sleep if arg1 & 6 == 4"), "sleep if arg1 & 6 == 4");
  EXPECT_EQ(mistake("sleep if arg1 & x"),
            "column 17: expected a number that is not 0 after '&', found 'x'");
}

TEST(Effect, TakesTheWordsForContextsThatItIsGiven) {
  static const StringRef Own[] = {"gui"};
  EXPECT_EQ(cantFail(parseEffect("enter gui", Own)).Word, "gui");
  EXPECT_EQ(toString(parseEffect("enter irqs_off", Own).takeError()),
            "column 7: unknown context 'irqs_off'; expected one of: gui");
  EXPECT_EQ(cantFail(parseEffect("enter anything", {})).Word, "anything");
}

TEST(Effect, SaysWhatIsMissing) {
  EXPECT_EQ(mistake(""), "column 1: expected a verb, as in 'init arg0'");
  EXPECT_EQ(mistake("init"), "column 5: expected a place after 'init', as in "
                             "'init X'");
  EXPECT_EQ(mistake("link arg0"),
            "column 10: expected 'to' at the end; the form is 'link X to Y'");
  EXPECT_EQ(mistake("init arg"),
            "column 6: expected a number after 'arg', as in 'arg0'");
  EXPECT_EQ(mistake("init arg0->"),
            "column 12: expected the name of a member at the end");
  EXPECT_EQ(mistake("init arg0 if ret"),
            "column 17: expected a comparison (== != < <= > >=), 'is error' or "
            "'is ok' at the end");
  EXPECT_EQ(mistake("init arg0 if ret == x"),
            "column 21: expected a number or 'null', found 'x'");
  EXPECT_EQ(mistake("callback arg1 in"),
            "column 17: expected a context after 'in', as in 'in softirq' at "
            "the end");
}

TEST(Effect, RefusesWhatMakesNoSense) {
  EXPECT_EQ(mistake("init arg64"),
            "column 6: arguments are numbered from 0 to 63");
  EXPECT_EQ(mistake("init _"),
            "column 6: '_' stands only for an argument of a callback");
  EXPECT_EQ(mistake("init arg0 in softirq"),
            "column 11: only 'callback' says in which context it runs, and only a "
            "lock has a mode");
  EXPECT_EQ(mistake("alias arg0 to ret"),
            "column 7: expected 'ret', as in 'alias ret to arg0'");
  EXPECT_EQ(mistake("init &&arg0"), "column 6: an address has no address");
  EXPECT_EQ(mistake("use arg0 if x == 0"),
            "column 13: a condition is about 'ret' or an argument, as in 'ret "
            "== 0'");
  EXPECT_EQ(mistake("get arg0 as"),
            "column 12: expected a name after 'as': what is counted, as in "
            "'get arg0 as users' at the end");
  EXPECT_EQ(mistake("borrow arg0 from arg1"),
            "column 8: expected 'ret', as in 'borrow ret from arg0'");
  EXPECT_EQ(mistake("give arg0 as users"), "column 11: unexpected 'as'; "
                                           "expected 'if' or the end of the "
                                           "sentence");
  EXPECT_EQ(mistake("use arg0 if ret == 0 if ret == 1"),
            "column 22: unexpected 'if' after the condition");
  EXPECT_EQ(mistake("init arg0 arg1"), "column 11: unexpected 'arg1'; expected "
                                       "'if' or the end of the sentence");
  EXPECT_EQ(mistake("use " + std::string(100000, '*') + "arg0"),
            "column 13: too many '*' and '&'");
}

TEST(NearestWord, IsNotFarFetched) {
  static const StringRef Known[] = {"held", "held_read", "all"};
  EXPECT_EQ(nearestWord("hled", Known), "held");
  EXPECT_EQ(nearestWord("heldread", Known), "held_read");
  EXPECT_EQ(nearestWord("mutex", Known), "");
  EXPECT_EQ(nearestWord("", Known), "");
}
