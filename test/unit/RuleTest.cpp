//===- RuleTest.cpp - Rules about access ----------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model/Rule.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace holdfast::model;

static std::string reprinted(StringRef Text) {
  Expected<Rule> R = parseRule(Text);
  return R ? R->str() : "error: " + toString(R.takeError());
}

static std::string mistake(StringRef Text) {
  Expected<Rule> R = parseRule(Text);
  return R ? "no mistake: " + R->str() : toString(R.takeError());
}

TEST(Rule, PrintsWhatItRead) {
  for (StringRef Text : {"held(self->lock)",
                         "held_read(table.lock)",
                         "held_write(&lock)",
                         "held(rcu_get_root()->lock)",
                         "held(a.b[i].lock)",
                         "held(*self->p)",
                         "held(f(a, &b)->x[0].y)",
                         "irqs_off",
                         "!nmi",
                         "thread",
                         "thread(writer)",
                         "this_cpu(self)",
                         "cpu_offline(self->cpu)",
                         "this_thread(self)",
                         "before_published",
                         "config(CONFIG_SMP)",
                         "all(struct rcu_node, qsmask == 0)",
                         "all(ns::node, a.b != null)",
                         "all(node, n >= -3)",
                         "irqs_off && bh_off || rcu_read",
                         "irqs_off && (bh_off || rcu_read)",
                         "!(irqs_off || bh_off)",
                         "!irqs_off || bh_off",
                         "irqs_off -> bh_off -> rcu_read",
                         "(irqs_off -> bh_off) -> rcu_read",
                         "(irqs_off -> bh_off) || rcu_read",
                         "irqs_off || bh_off -> rcu_read && nmi",
                         "!!nmi",
                         "config(CONFIG_X) -> held(self->lock)"})
    EXPECT_EQ(reprinted(Text), Text);
}

TEST(Rule, HasOneCanonicalForm) {
  EXPECT_EQ(reprinted("((irqs_off))&&( bh_off&&nmi )"),
            "irqs_off && bh_off && nmi");
  EXPECT_EQ(reprinted("(irqs_off && bh_off) || nmi"),
            "irqs_off && bh_off || nmi");
  EXPECT_EQ(reprinted("irqs_off -> (bh_off -> nmi)"),
            "irqs_off -> bh_off -> nmi");
  EXPECT_EQ(reprinted("!(nmi)"), "!nmi");
  EXPECT_EQ(reprinted("held( this -> lock )"), "held(self->lock)");
}

// Every small rule over two facts, printed and read again, stays what it is.
TEST(Rule, RoundTripsInEveryShape) {
  std::vector<Rule> Level;
  for (StringRef Fact : {"nmi", "held(self->lock)"})
    Level.push_back(cantFail(parseRule(Fact)));
  size_t Count = 0;
  for (int Depth = 0; Depth != 2; ++Depth) {
    std::vector<Rule> Next = Level;
    for (const Rule &A : Level) {
      Rule Not;
      Not.K = Rule::Not;
      Not.Children = {A};
      Next.push_back(Not);
      for (const Rule &B : Level)
        for (Rule::Kind K : {Rule::And, Rule::Or, Rule::Implies}) {
          if (K != Rule::Implies && (A.K == K || B.K == K))
            continue;
          Rule R;
          R.K = K;
          R.Children = {A, B};
          Next.push_back(R);
        }
    }
    Level = std::move(Next);
  }
  for (const Rule &R : Level) {
    std::string Text = R.str();
    Expected<Rule> Again = parseRule(Text);
    ASSERT_TRUE(bool(Again)) << Text;
    EXPECT_EQ(Again->str(), Text);
    EXPECT_EQ(Again->K, R.K) << Text;
    ASSERT_EQ(Again->Children.size(), R.Children.size()) << Text;
    for (size_t I = 0; I != R.Children.size(); ++I)
      EXPECT_EQ(Again->Children[I].K, R.Children[I].K) << Text;
    ++Count;
  }
  EXPECT_GT(Count, 500u);
}

TEST(Rule, KeepsItsParts) {
  Rule R = cantFail(parseRule("all(struct node, a.b <= -7)"));
  EXPECT_EQ(R.K, Rule::All);
  EXPECT_EQ(R.Name, "struct node");
  EXPECT_EQ(R.Field, "a.b");
  EXPECT_EQ(R.Op, CompareOp::Le);
  EXPECT_EQ(R.Value, -7);
  R = cantFail(parseRule("held(root(x)->locks[2])"));
  EXPECT_EQ(R.K, Rule::Held);
  EXPECT_EQ(R.Path.Root, "root");
  ASSERT_EQ(R.Path.Steps.size(), 3u);
  EXPECT_EQ(R.Path.Steps[0].K, RuleStep::Call);
  EXPECT_EQ(R.Path.Steps[1].K, RuleStep::Arrow);
  EXPECT_EQ(R.Path.Steps[1].Name, "locks");
  EXPECT_EQ(R.Path.Steps[2].Args[0].Root, "2");
}

TEST(Rule, TakesTheCallersContexts) {
  static const StringRef Own[] = {"gui", "worker"};
  EXPECT_EQ(cantFail(parseRule("gui || worker", Own)).str(), "gui || worker");
  Expected<Rule> R = parseRule("irqs_off", Own);
  ASSERT_FALSE(bool(R));
  EXPECT_TRUE(StringRef(toString(R.takeError()))
                  .starts_with("column 1: unknown word 'irqs_off' in a rule"));
}

TEST(Rule, SaysWhatIsWrong) {
  EXPECT_EQ(mistake(""), "column 1: expected a rule, as in 'held(self->lock)'");
  EXPECT_EQ(mistake("irq_off"), "column 1: unknown word 'irq_off' in a rule; "
                                "did you mean 'irqs_off'?");
  EXPECT_EQ(mistake("nmi && hled(x)"), "column 8: unknown word 'hled' in a "
                                       "rule; did you mean 'held'?");
  EXPECT_EQ(mistake("held self->lock"),
            "column 6: expected '(' after 'held', found 'self'");
  EXPECT_EQ(mistake("held()"), "column 6: expected a path, as in 'self->lock' "
                               "or 'table.lock', found ')'");
  EXPECT_EQ(mistake("held(self->)"),
            "column 12: expected the name of a member, found ')'");
  EXPECT_EQ(mistake("held(self->.x)"),
            "column 12: expected the name of a member, found '.'");
  EXPECT_EQ(mistake("nmi & bh_off"),
            "column 5: expected '&&', '||' or '->'; did you mean '&&'?");
  EXPECT_EQ(mistake("nmi or bh_off"),
            "column 5: expected '&&', '||' or '->'; did you mean '||'?");
  EXPECT_EQ(mistake("nmi => bh_off"),
            "column 5: expected '&&', '||' or '->'; did you mean '->'?");
  EXPECT_EQ(mistake("(nmi"), "column 5: expected ')' at the end");
  EXPECT_EQ(mistake("nmi)"), "column 4: ')' without '('");
  EXPECT_EQ(mistake("nmi &&"), "column 7: expected a condition, as in "
                               "'held(self->lock)' or 'irqs_off' at the end");
  EXPECT_EQ(mistake("all(struct node)"),
            "column 16: expected ',' and a fact, as in 'all(struct node, count "
            "== 0)', found ')'");
  EXPECT_EQ(mistake("all(struct node, x < null)"),
            "column 22: 'null' goes with '==' and '!=' only");
}

TEST(Rule, BoundsItsRecursion) {
  for (StringRef Open : {"(", "!", "held(f(", "nmi -> ", "held(*", "held(a["}) {
    std::string Text;
    for (int I = 0; I != 20000; ++I)
      Text += Open.str();
    EXPECT_TRUE(StringRef(mistake(Text)).starts_with("column "));
  }
}
