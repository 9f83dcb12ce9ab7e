//===- Managed.cpp - What somebody else gives up in time ------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Managed.h"

#include "Engine/TypeFacts.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace holdfast;
using namespace holdfast::engine;

/// So many objects are looked at for what they lead to.
static constexpr size_t MaxReached = 16;

void engine::leaveToOthers(State &S, const Action &A, const Value *K) {
  // Whoever finds it has no duty either, nor who counts it up later on; and
  // what was counted of it, or of what it leads to, may be counted down.
  llvm::SmallVector<const Value *, 2> Theirs;
  if (S.References.find(K) || K->Kind == ValueKind::Counter || !A.IsTry)
    Theirs.push_back(K);
  llvm::SmallVector<const Value *, 8> Reached{K};
  for (size_t I = 0; I != Reached.size() && I != MaxReached; ++I)
    for (const auto &[Address, V] : S.Memory.entries())
      if (Address->isWithin(Reached[I]) &&
          !llvm::is_contained(Reached, wholeObject(V)))
        Reached.push_back(wholeObject(V));
  auto IsReached = [&](const Value *X) {
    return X && (X->dependsOn(K) || llvm::is_contained(Reached, X));
  };
  for (const auto &[X, R] : S.References.entries())
    if (X != K && (IsReached(R.Inside) ||
                   (X->Kind == ValueKind::Counter && IsReached(X->A))))
      Theirs.push_back(X);
  bool IsMade = A.From && allocates(*A.From);
  for (const Value *X : Theirs) {
    Reference Unsure;
    Unsure.IsUnsure = true;
    Unsure.IsManaged = IsMade && X == K;
    S.References.replace(X, Unsure);
  }
}
