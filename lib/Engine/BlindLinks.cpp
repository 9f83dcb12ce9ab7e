//===- BlindLinks.cpp - Linking what may be linked already ----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function that others call again and again links a node on one path, and on
// another takes the same node out in a way that allows that it is out already.
// So whether it is linked is not known here, and adding it without asking links
// it twice when the first path is taken twice. Which path is taken must not
// depend on the object itself: then its own members tell.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

void Interpreter::noteTouch(State &S, const Action &A) {
  if (!A.X || A.X->root() == A.X || isMadeAgain(A.X))
    return;
  const uint32_t *First = S.Touchers.find(A.X);
  bool IsFirst = !First || *First == CurrentEvent;
  if (!First)
    S.Touchers.set(A.X, CurrentEvent);
  bool IsLink = A.V == Verb::Link;
  if (IsLink && First)
    return; // something was asked, or done, before it is linked
  if (!IsFirst || (!IsLink && A.V != Verb::Unlink) || A.IsConditional ||
      A.Inner.isValid())
    return;
  LifeState L = S.life(A.X).S;
  if (IsLink ? L != LifeState::Unknown || S.life(A.X->root()).S != L
             : L != LifeState::Unknown)
    return;
  std::vector<BlindStep> &Steps = IsLink ? BlindLinks : BlindRemovals;
  if (llvm::none_of(Steps, [&](const BlindStep &B) {
        return B.Act.X == A.X && B.Block == CurrentBlock;
      }))
    Steps.push_back({A,
                     CurrentBlock,
                     {Reason::LinkUnasked, nullptr, A.X, S.Trail, S.Memory}});
}

/// Whether a condition reads a member of the object.
static bool reads(const Value *Condition, const Value *Object) {
  if (Condition->Kind == ValueKind::Contents && Condition->A->isWithin(Object))
    return true;
  return (Condition->Kind == ValueKind::Unary ||
          Condition->Kind == ValueKind::Binary) &&
         ((Condition->A && reads(Condition->A, Object)) ||
          (Condition->B && reads(Condition->B, Object)));
}

void Interpreter::reportBlindLinks() {
  if (BlindLinks.empty() || BlindRemovals.empty() ||
      !C.Sites.isReachableFromOutside(Owner))
    return;
  for (const BlindStep &L : BlindLinks)
    for (const BlindStep &R : BlindRemovals) {
      if (L.Act.X != R.Act.X || reaching(L.Block).test(R.Block) ||
          reaching(R.Block).test(L.Block) || L.Block == R.Block)
        continue;
      bool AsksObject = false;
      for (const Note *N = L.When.Trail; N; N = N->Before)
        AsksObject |=
            N->K == Note::Kind::Branch && reads(N->X, L.Act.X->root());
      if (AsksObject)
        continue;
      State Then;
      Then.Trail = L.When.Trail;
      Then.Memory = L.When.Memory;
      Action A = L.Act;
      A.CalledAt = {};
      report(Then, Reason::LinkUnasked, A, A.X, A.Y);
    }
}
