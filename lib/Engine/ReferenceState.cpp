//===- ReferenceState.cpp - What a state keeps of who owns an object ------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/State.h"

using namespace holdfast;
using namespace holdfast::engine;

void State::tidyReferences() {
  if (References.empty())
    return;
  // What has its lowest bit set is a number in the place of a pointer.
  llvm::SmallVector<const Value *, 2> Numbers;
  for (const auto &[V, R] : Facts.entries())
    if (V->Kind == ValueKind::Binary && R.excludesZero() && V->B->isInt() &&
        V->B->Number == 1 && V->Number == int64_t(ir::BinaryOp::And))
      Numbers.push_back(V->A);
  References.eraseIf([&](const auto &E) {
    const Value *K = E.first;
    if (llvm::is_contained(Numbers, K))
      return true;
    Range R = range(K->Kind == ValueKind::Counter ? K->A : K);
    // No storage: the kernel's ZERO_SIZE_PTR is 16.
    bool IsNone =
        E.second.Kind == Holding::Storage && R.Low >= 0 && R.High <= 16;
    if (E.second.Size && range(E.second.Size).High <= 0) {
      IsNone = true;
      if (life(K).isRaw())
        setLife(K, {});
    }
    if (E.second.Kind == Holding::Number ? R.High < 0
                                         : R.isZero() || R.isError() || IsNone)
      return true;
    if (E.second.Now == Phase::Held || E.second.Passed ||
        (K->Kind != ValueKind::Fresh && K->Kind != ValueKind::Merged))
      return false;
    return llvm::none_of(Memory.entries(), [&](const auto &M) {
      return wholeObject(M.second) == K || M.first->root() == K;
    });
  });
}

/// No entry means that nothing was done; so what differs is said to be unsure.
bool State::mergeReferences(const State &O) {
  ValueMap<Reference> &Mine = References;
  const ValueMap<Reference> &Other = O.References;
  llvm::SmallVector<const Value *, 4> Unsure;
  for (const auto &[K, R] : Mine.entries())
    if (const Reference *Theirs = Other.find(K); !Theirs || !(*Theirs == R))
      Unsure.push_back(K);
  for (const auto &[K, R] : Other.entries())
    if (!Mine.find(K))
      Unsure.push_back(K);
  bool Changed = false;
  for (const Value *K : Unsure) {
    const Reference *Known = Mine.find(K);
    Changed |= !Known || !Known->IsUnsure;
    Reference R;
    R.IsUnsure = true;
    Mine.replace(K, R);
  }
  return Changed;
}

/// Both lists, where the paths agree on all else: who got the object on either.
void State::mergePassed(const State &Others) {
  ValueMap<Reference> &Mine = References;
  const ValueMap<Reference> &Other = Others.References;
  if (Mine.sharesWith(Other))
    return;
  llvm::SmallVector<std::pair<const Value *, Reference>, 4> More;
  for (const auto &[K, R] : Mine.entries()) {
    const Reference *O = Other.find(K);
    if (!O || O->Passed == R.Passed || !O->Passed)
      continue;
    // Of two lists the longer is kept, as one is nearly always part of the
    // other; where neither is, the object is taken to be stored.
    auto IsIn = [](const PassedTo *P, const PassedTo *List) {
      for (; List; List = List->Rest)
        if (List->Callee == P->Callee && List->Argument == P->Argument)
          return true;
      return false;
    };
    auto Contains = [&](const PassedTo *Big, const PassedTo *Small) {
      for (; Small; Small = Small->Rest)
        if (!IsIn(Small, Big))
          return false;
      return true;
    };
    if (Contains(R.Passed, O->Passed))
      continue;
    Reference New = R;
    if (Contains(O->Passed, R.Passed))
      New.Passed = O->Passed;
    else
      New.IsStored = true;
    More.push_back({K, New});
  }
  for (const auto &[K, R] : More)
    Mine.replace(K, R);
}

void State::loseHolder(const Value *Address, const State &O) {
  for (const State *S : {(const State *)this, &O}) {
    const Value *const *V = S->Memory.find(Address);
    const Value *K = V ? wholeObject(*V) : nullptr;
    // A caller must not think that its object went nowhere (`return c ? p :
    // 0`).
    if (K && K->Kind == ValueKind::Param && !References.find(K))
      Kept.set(K, true);
    const Reference *R = K ? References.find(K) : nullptr;
    // A number that was made of an address, as that of its page, is the object.
    if (V && (*V)->Kind == ValueKind::Binary && !R &&
        (*V)->Number < int64_t(ir::BinaryOp::Eq)) {
      for (const auto &[Made, Of] : References.entries())
        if (Of.isOwned() && (*V)->dependsOn(Made))
          K = Made;
      R = References.find(K);
    }
    if (!R || R->IsStored)
      continue;
    Reference New = *R;
    New.IsStored = true;
    References.replace(K, New);
  }
}
