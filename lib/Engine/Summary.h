//===- Summary.h - What a call of a function does ---------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines a function's summary: the few ways in which it may end, each with
// what must hold at entry, what it did to objects, what it wrote, and what it
// returned. "Initialises the lock if it returns zero" is two cases.
//
// What is hard about it: a summary speaks of the callee's parameters and of
// what they point at; Substitution turns that into the caller's values. What a
// parameter pointed at is read in the caller's memory, so a callback's argument
// that hides behind a member (`bio->bi_private`) is found.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_SUMMARY_H
#define HOLDFAST_ENGINE_SUMMARY_H

#include "Engine/State.h"

#include "llvm/ADT/DenseMap.h"

#include <functional>
#include <vector>

namespace holdfast::engine {

struct SummaryCase {
  std::vector<std::pair<const Value *, Range>> Facts; ///< must hold at entry
  engine::Actions Actions;                            ///< in order
  std::vector<ReferenceChange> References;
  /// Written: address → value; null when paths disagree about the value.
  std::vector<std::pair<const Value *, const Value *>> Writes;
  /// What is known of the symbols among the values that were written.
  std::vector<std::pair<const Value *, Range>> Found;
  const Value *Returned = nullptr; ///< null: nothing
  Range ReturnedRange;
  /// Locks and contexts that are not as they were at entry.
  std::vector<std::pair<const Value *, Hold>> Holds;
  /// It leaves locks otherwise for which the callers have no name.
  bool HasUnknownLocks = false;
  bool HasFailedAssertion = false;
  /// What it leaves known of every object of a collection.
  std::vector<std::pair<const Value *, OfEach>> Each;
  uint64_t LogHash = 0;
};

struct Summary {
  bool IsKnown = false; ///< false: treat calls as calls of the unknown
  /// What must hold where it is called, whatever case it will be.
  std::vector<Requirement> Requirements;
  /// Locks and contexts that some path changes; known even when no more is.
  std::vector<const Value *> Changes;
  std::vector<SummaryCase> Cases; ///< none and known: it never returns

  /// Adds the state at one return. Cases that differ too little to matter are
  /// merged, and when there are too many of them, those that lose least.
  void add(const State &S, const Value *Returned, ValueTable &Values,
           LogTable &Logs, std::vector<ReferenceChange> References = {});

  /// After the last one was added: where cases leave a lock differently, and
  /// one of them returns zero, the others are taken to return something else.
  /// The callers must be able to tell. What they cannot tell is whether an
  /// object was destroyed when another case, with the same result, does not do
  /// it.
  void tellApart(LogTable &Logs);

  static constexpr size_t MaxCases = 8, CrowdedCases = 2, MaxFacts = 8,
                          MaxWrites = 24, MaxActions = 48;

private:
  bool IsCrowded = false; ///< there were too many cases
  void mergeTwo(ValueTable &Values, LogTable &Logs);
};

/// Translates a callee's values into the caller's.
class Substitution {
public:
  using Reader = std::function<const Value *(const Value *Address, ir::TypeId)>;
  using Maker = std::function<const Value *(const Value *Symbol)>;

  /// \p Read reads the caller's memory; \p Fresh makes a symbol of the caller
  /// for one of the callee.
  Substitution(ValueTable &Values, llvm::ArrayRef<const Value *> Args,
               Reader Read, Maker Fresh)
      : Values(Values), Args(Args), Read(std::move(Read)),
        Fresh(std::move(Fresh)) {}

  const Value *operator()(const Value *V);
  /// Another case: its symbols are others, the rest means the same.
  void startCase() { OfCase.clear(); }

private:
  ValueTable &Values;
  llvm::ArrayRef<const Value *> Args;
  Reader Read;
  Maker Fresh;
  const Value *translate(const Value *V, bool &IsOfCase);
  /// By value of the callee: what is the same in all cases, and the rest.
  llvm::DenseMap<const Value *, const Value *> Known, OfCase;
};

/// Whether a value means something to the callers of the function.
inline bool isVisibleToCallers(const Value *V) { return !V->IsInternal; }

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_SUMMARY_H
