//===- Suspicions.cpp - What later events prove wrong ---------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Between the allocation of an object and the initialisation of one of its
// parts runs code that nobody knows, and it is never sure that this code did
// not initialise the part. But the function itself tells: who initialises a
// part further down takes it to be uninitialised until then. So what was done
// to the part before is kept as a suspicion, and two things confirm it:
//
//  - the same path initialises the part later;
//  - the path fails, and the function's other paths go on to initialise it: the
//    error path turned off too early for the tear-down that it ends in.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

#include "llvm/ADT/DenseSet.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

Interpreter::Raw Interpreter::rawness(const State &S, const Value *Part) {
  Life L = S.life(Part);
  if (!L.isRaw() || (L.S == LifeState::Zeroed && isInitialisedWhenZero(Part)))
    return Raw::No;
  return !L.InDoubt || C.Sites.isClosed(Part, Owner) ? Raw::Yes : Raw::Perhaps;
}

/// Whether nothing was said of a part, what it is in, and what is in it.
bool Interpreter::isAsCallerLeftIt(const State &S, const Value *Part) const {
  for (const Value *V = Part; V; V = V->parent())
    if (S.Lives.find(V))
      return false;
  return llvm::none_of(S.Lives.entries(),
                       [&](const auto &E) { return E.first->isWithin(Part); });
}

void Interpreter::suspect(State &S, Reason Why, const Action &A,
                          const Value *Object, const Value *Part) {
  if (S.Suspected.find(Part))
    return;
  Action *Copy = new (Values.storage().Allocate<Action>()) Action(A);
  S.Suspected.set(Part, {Why, Copy, Object, S.Trail, S.Memory});
}

void Interpreter::suspectEarly(State &S, Reason Why, const Action &A) {
  if (S.Early.find(A.X) || isMadeAgain(A.X) ||
      !C.Sites.isConstructor(A.X, Owner))
    return;
  Action *Copy = new (Values.storage().Allocate<Action>()) Action(A);
  S.Early.set(A.X, {Why, Copy, A.X, S.Trail, S.Memory});
}

void Interpreter::reportSuspicion(const State &S, const Suspicion &Of,
                                  const Value *Part) {
  State Then = S;
  Then.Trail = Of.Trail;
  Then.Memory = Of.Memory;
  report(Then, Of.Why, *Of.Act, Of.Object, Of.Object == Part ? nullptr : Part);
}

/// A part is initialised: what was done to it before was too early.
void Interpreter::confirm(State &S, const Action &Init) {
  if (isMadeAgain(Init.X))
    return;
  if (std::pair<const Value *, uint32_t> Here(Init.X, CurrentBlock);
      !llvm::is_contained(Inits, Here))
    Inits.push_back(Here);
  auto Concerns = [&](const auto &E) {
    return E.first->isWithin(Init.X) || Init.X->isWithin(E.first);
  };
  for (const auto &E : S.Suspected.entries())
    if (Concerns(E))
      reportSuspicion(S, E.second, E.first);
  S.Suspected.eraseIf(Concerns);
  S.Early.eraseIf(Concerns);
}

void Interpreter::dismiss(State &S, const Value *Object) {
  auto Inside = [&](const auto &E) { return E.first->isWithin(Object); };
  S.Suspected.eraseIf(Inside);
  S.Early.eraseIf(Inside);
}

/// Whether a condition depends on what this function got from a call.
static bool isOwnResult(const Value *V, uint32_t Owner) {
  if ((V->Kind == ValueKind::Fresh || V->Kind == ValueKind::Merged) &&
      V->Owner == Owner)
    return true;
  return (V->A && isOwnResult(V->A, Owner)) ||
         (V->B && isOwnResult(V->B, Owner));
}

void Interpreter::collectEarly(const State &S, const Value *Returned) {
  if (S.Early.empty() || !Returned)
    return;
  Range R = S.range(Returned);
  bool IsPointer =
      F.ReturnType && C.M.type(F.ReturnType).Kind == ir::TypeKind::Pointer;
  bool Failed = R.isError() || R.High < 0 || (IsPointer && R.isZero());
  if (!Failed)
    return;
  for (const auto &[Part, Of] : S.Early.entries())
    EarlyUses.push_back({Part, Of});
}

llvm::BitVector Interpreter::reaching(uint32_t Block) const {
  std::vector<std::vector<uint32_t>> Before(F.Blocks.size());
  for (uint32_t B = 0; B != F.Blocks.size(); ++B) {
    for (ir::BlockId To : F.Blocks[B].Term.Targets)
      Before[To.Index].push_back(B);
    for (const ir::SwitchCase &Case : F.Blocks[B].Term.Cases)
      Before[Case.Target.Index].push_back(B);
  }
  llvm::BitVector Seen(F.Blocks.size());
  std::vector<uint32_t> Work{Block};
  while (!Work.empty()) {
    uint32_t B = Work.back();
    Work.pop_back();
    for (uint32_t P : Before[B])
      if (!Seen.test(P)) {
        Seen.set(P);
        Work.push_back(P);
      }
  }
  return Seen;
}

void Interpreter::finishFunction() {
  reportBlindLinks();
  if (EarlyUses.empty() || Inits.empty())
    return;
  State Nothing;
  llvm::DenseSet<std::pair<const Value *, const Action *>> Done;
  for (const auto &[Part, Of] : EarlyUses)
    for (const auto &[Init, Block] : Inits) {
      if (!Part->isWithin(Init) || !Done.insert({Part, Of.Act}).second)
        continue;
      // Where the failing path turned off, and why.
      llvm::BitVector Reaches = reaching(Block);
      const Note *Turn = Of.Trail;
      while (Turn && !(Turn->K == Note::Kind::Branch && Turn->Block != ~0u &&
                       Reaches.test(Turn->Block)))
        Turn = Turn->Before;
      if (!Turn || !(Turn->X->isInt() || isOwnResult(Turn->X, Owner)))
        continue;
      reportSuspicion(Nothing, Of, Part);
    }
}
