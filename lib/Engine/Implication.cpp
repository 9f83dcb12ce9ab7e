//===- Implication.cpp - What follows from a fact -------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Implication.h"

#include "Engine/State.h"

using namespace holdfast;
using namespace holdfast::engine;

static constexpr size_t MaxOfValue = 3, MaxOfState = 24, MaxOfMeeting = 4;

static bool isWithin(const Range &Inner, const Range &Outer) {
  return Inner.join(Outer) == Outer;
}

static bool holds(const State &S, const Value *V, const Implication &I) {
  return S.known(V).meet(I.If).isEmpty() || isWithin(S.known(I.Then), I.Is);
}

static void add(State &S, const Value *V, const Implication &New) {
  const Implications *Known = S.Implied.find(V);
  if (!Known && S.Implied.size() >= MaxOfState)
    return;
  Implications All = Known ? *Known : Implications();
  if (All.size() >= MaxOfValue || llvm::is_contained(All, New))
    return;
  All.push_back(New);
  S.Implied.set(V, std::move(All));
}

bool engine::mergeImplications(State &Mine, const State &Other,
                               llvm::ArrayRef<Disagreement> Disagreements) {
  llvm::SmallVector<std::pair<const Value *, Implications>, 4> New;
  bool IsLess = false;
  eachDifference(
      Mine.Implied, Other.Implied,
      [&](const Value *V, const Implications *M, const Implications *O) {
        Implications Both;
        for (const Implication &I : M ? *M : Implications())
          if ((O && llvm::is_contained(*O, I)) || holds(Other, V, I))
            Both.push_back(I);
          else
            IsLess = true;
        for (const Implication &I : O ? *O : Implications())
          if (Both.size() < MaxOfValue && !llvm::is_contained(Both, I) &&
              holds(Mine, V, I))
            Both.push_back(I);
        if (!M || !(Both == *M))
          New.push_back({V, std::move(Both)});
      });
  for (auto &[V, Both] : New)
    if (Both.empty())
      Mine.Implied.erase(V);
    else
      Mine.Implied.set(V, std::move(Both));
  size_t NumNew = 0;
  // What was asked last is most likely to be asked again.
  for (const Disagreement &First : llvm::reverse(Disagreements)) {
    if (!First.decides())
      continue;
    for (const Disagreement &Second : llvm::reverse(Disagreements)) {
      if (NumNew >= MaxOfMeeting)
        return IsLess;
      if (First.V == Second.V)
        continue;
      if (!isWithin(Second.Other, Second.Mine)) {
        add(Mine, First.V, {First.Mine, Second.V, Second.Mine});
        ++NumNew;
      }
      if (!isWithin(Second.Mine, Second.Other)) {
        add(Mine, First.V, {First.Other, Second.V, Second.Other});
        ++NumNew;
      }
    }
  }
  return IsLess;
}
