//===- Action.h - What happens to objects, as it is recorded ----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the actions that change the attributes of objects, and the trail of
// them that a path keeps: it explains a finding to a person. The other record of
// them, for callers, is the log (Log.h).
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_ACTION_H
#define HOLDFAST_ENGINE_ACTION_H

#include "Engine/Range.h"
#include "Engine/Value.h"
#include "Model/Model.h"
#include "Model/Rule.h"

#include <optional>

namespace holdfast::engine {

/// Facts on values; the storage is that of the value table.
using Guards = llvm::ArrayRef<std::pair<const Value *, Range>>;

/// One effect on given objects, at a place.
struct Action {
  model::Verb V = model::Verb::Use;
  /// Not an effect that a model states: code that nobody knows got hold of X,
  /// or (without X) ran. It may have done anything to what it can reach.
  bool IsEscape = false;
  /// Of a verb about contexts, X is the context, and Y the value that remembers
  /// it.
  const Value *X = nullptr, *Y = nullptr;
  bool IsForWrite = true; ///< a lock: its mode; needed or released: any if false
  bool IsTry = false;     ///< acquire: only when that was possible
  bool WasReported = false; ///< what is wrong about it was said in the callee
  bool IsAssumed = false; ///< a callee does it in a case that may not happen here
  llvm::StringRef Word;   ///< Callback: the context
  llvm::SmallVector<const Value *, 2> Args; ///< Callback: of the function X
  ir::Loc Where;
  ir::Loc Inner;          ///< where a callee does it, if it is not done here
  ir::Loc CalledAt;       ///< from where, when Where is in a callee
  /// Not an effect: what the rule R says of the member X must hold. When IsTry,
  /// R is weaker than it reads here: it may hold, but is not violated.
  const model::Rule *R = nullptr;
  llvm::StringRef Callee; ///< the function or macro that does it
  const model::FunctionModel *From = nullptr;
  /// Paths that do it and paths that do not were merged: it happens only when
  /// what Guard says holds.
  bool IsConditional = false;
  bool IsExact = false; ///< and always then
  Guards Guard;         ///< what was known of values that callers see
};

/// One step of a path. Steps share their tails.
struct Note {
  enum class Kind : uint8_t { Acted, Branch } K = Kind::Acted;
  const Note *Before = nullptr;
  ir::Loc Where;
  model::Verb V = model::Verb::Use; ///< Acted
  const Value *X = nullptr, *Y = nullptr;
  llvm::StringRef Text;  ///< Acted: the callee; Branch: the condition
  bool Taken = false;    ///< Branch
  bool WasKnown = false; ///< Branch: the state allowed no other way
  /// Where it is, in this function; a branch ends it.
  uint32_t Block = ~0u;
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_ACTION_H
