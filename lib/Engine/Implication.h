//===- Implication.h - What follows from a fact -----------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what a state keeps of two merged paths beyond what both agree about:
// `a was not zero, and b was` on one of them, `a was zero` on the other, is
// `if a is not zero, b is` of both. That is how a condition such as `a && b`,
// tested again, has the same outcome although its false ways were merged.
//
// What is hard about it: of each meeting there are as many as pairs of facts.
// Kept are those whose first value tells the paths apart, a few of each value.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_IMPLICATION_H
#define HOLDFAST_ENGINE_IMPLICATION_H

#include "Engine/Range.h"
#include "Engine/Value.h"

#include "llvm/ADT/SmallVector.h"

namespace holdfast::engine {

/// When the value that has it is in If, Then is in Is.
struct Implication {
  Range If;
  const Value *Then = nullptr;
  Range Is;
  friend bool operator==(const Implication &A, const Implication &B) {
    return A.If == B.If && A.Then == B.Then && A.Is == B.Is;
  }
};

using Implications = llvm::SmallVector<Implication, 2>;

/// A value of which two paths that meet know different things.
struct Disagreement {
  const Value *V = nullptr;
  Range Mine, Other;
  /// The paths can be told apart by it.
  bool decides() const { return Mine.meet(Other).isEmpty(); }
};

struct State;

/// Keeps of \p Mine what holds on the other path too, and adds what the paths
/// disagree about. True when something is lost.
bool mergeImplications(State &Mine, const State &Other,
                       llvm::ArrayRef<Disagreement> Disagreements);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_IMPLICATION_H
