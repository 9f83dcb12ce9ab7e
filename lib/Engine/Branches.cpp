//===- Branches.cpp - Where a block leads to, and what that tells ---------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;

/// Of a switch of more cases than this, the default remembers none.
static constexpr size_t MaxSwitchFacts = 128;

/// Whether a test of a loop that has only one outcome, as far as is known, may
/// have the other one after a round in which anything ran: then it would not
/// have been written into the loop.
bool Interpreter::mayLeaveLoop(const State &S, const Value *Condition,
                               uint32_t To) {
  if (!S.IsStirred || !InCycle.test(CurrentBlock) || InCycle.test(To) ||
      !Condition->readsMemory())
    return false;
  auto [It, IsNew] = MayChange.try_emplace(CurrentBlock, false);
  if (IsNew)
    It->second = isMadeInLoop(F.Blocks[CurrentBlock].Term.Value);
  return It->second;
}

/// Whether a value may be another one in each round: it is not made of
/// variables alone that no round writes.
bool Interpreter::isMadeInLoop(ir::Operand O) const {
  if (O.Kind == ir::OperandKind::Local) {
    for (uint32_t B = 0; B != F.Blocks.size(); ++B)
      for (const ir::Event &E : InCycle.test(B) ? F.events(F.Blocks[B])
                                                : llvm::ArrayRef<ir::Event>())
        if ((E.Code != ir::Op::Load && (E.A == O || E.B == O)) ||
            llvm::is_contained(F.args(E), O))
          return true;
    return false;
  }
  const ir::Event *E = F.maker(O);
  if (!E)
    return false;
  switch (E->Code) {
  case ir::Op::Load:
    return E->A.Kind != ir::OperandKind::Local || isMadeInLoop(E->A);
  case ir::Op::Unary:
  case ir::Op::Cast:
    return isMadeInLoop(E->A);
  case ir::Op::Binary:
    return isMadeInLoop(E->A) || isMadeInLoop(E->B);
  default:
    return true;
  }
}

void Interpreter::successors(uint32_t Block, State &S,
                             llvm::function_ref<void(uint32_t, State)> Visit) {
  CurrentBlock = Block;
  const ir::Terminator &T = F.Blocks[Block].Term;
  switch (T.Kind) {
  case ir::TermKind::Goto:
  case ir::TermKind::Indirect:
    for (size_t I = 0; I != T.Targets.size(); ++I)
      Visit(T.Targets[I].Index,
            I + 1 == T.Targets.size() ? std::move(S) : State(S));
    break;
  case ir::TermKind::Branch: {
    const Value *V = operand(S, T.Value);
    bool IsAssertion = C.Facts.isAssertion(T.Where.Macro);
    if (!Walks.empty() && IsAssertion)
      noteAssertion(S, V);
    std::optional<bool> Known = S.truth(V);
    bool MayLeave =
        Known && mayLeaveLoop(S, V, T.Targets[*Known ? 1 : 0].Index);
    for (bool Taken : {true, false}) {
      if (Known && *Known != Taken)
        continue;
      // Only the last way may take the state itself.
      bool IsLast = !MayLeave && (Known || !Taken);
      State Next = IsLast ? std::move(S) : State(S);
      if (!Next.assume(V, Taken))
        continue;
      Next.HasFailedAssertion |= Taken && IsAssertion;
      if (!Walks.empty())
        noteAssertion(Next, nullptr);
      if (!Next.Holds.empty()) {
        unite(Next, V, Taken);
        loseFlagged(Next, V, Taken);
      }
      Next.judge();
      noteBranch(Next, V, Taken, T.Where, Known.has_value());
      // What is read from memory in the next round may be another object.
      if (InCycle.test(CurrentBlock))
        Next.References.eraseIf([](const auto &R) {
          return R.second.isGone() && R.first->Kind == ValueKind::Contents;
        });
      Next.tidyReferences();
      Visit(T.Targets[Taken ? 0 : 1].Index, std::move(Next));
    }
    if (MayLeave) {
      // What the test reads has changed since it was read before.
      State Next = S;
      Next.Facts.eraseIf([&](const auto &E) {
        return V->dependsOn(E.first) || E.first->dependsOn(V);
      });
      Next.Implied = {};
      noteBranch(Next, V, !*Known, T.Where, false);
      Visit(T.Targets[*Known ? 1 : 0].Index, std::move(Next));
    }
    break;
  }
  case ir::TermKind::Switch: {
    const Value *V = operand(S, T.Value);
    // What the default excludes is kept as facts about these tests.
    auto Test = [&](const ir::SwitchCase &Case) {
      if (Case.Low == Case.High)
        return Values.binary(ir::BinaryOp::Eq, false, V,
                             Values.integer(Case.Low));
      return Values.binary(
          ir::BinaryOp::Le, true,
          Values.binary(ir::BinaryOp::Sub, false, V, Values.integer(Case.Low)),
          Values.integer(Case.High - Case.Low));
    };
    Range Known = S.range(V);
    State Default = S;
    bool IsPossible = !T.Targets.empty();
    for (const ir::SwitchCase &Case : T.Cases) {
      State Next = S;
      Range R = Range::between(Case.Low, Case.High);
      if (Next.assume(Test(Case), true) && Next.restrict(V, R)) {
        noteBranch(Next, Test(Case), true, T.Where, true);
        Visit(Case.Target.Index, std::move(Next));
      }
      IsPossible &= !(Known.Low >= Case.Low && Known.High <= Case.High);
      if (IsPossible && T.Cases.size() <= MaxSwitchFacts)
        IsPossible = Default.assume(Test(Case), false);
    }
    if (IsPossible)
      Visit(T.Targets[0].Index, std::move(Default));
    break;
  }
  case ir::TermKind::Return:
  case ir::TermKind::Unreachable:
    break;
  }
}
