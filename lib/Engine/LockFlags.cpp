//===- LockFlags.cpp - Callees that tell whether they released a lock -----===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `int locked = 1; lock(l); get(d, &locked); if (locked) unlock(l);` is how a
// callee tells that it released a lock on the way. Nothing but the flag shows
// which lock that is, and the test may come much later. So a flag that was true
// while a lock was held, and is found to be false after the call, says that
// nothing is known of the locks any more.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;

/// A callee got the address of a variable that held \p Before, and left \p
/// After there.
void Interpreter::noteFlag(const State &S, const Value *Variable,
                           const Value *Before, const Value *After) {
  bool IsHeld = llvm::any_of(S.Holds.entries(), [](const auto &E) {
    return E.first->Kind != ValueKind::Context && E.second.Delta > 0;
  });
  if (IsHeld && Variable->Kind == ValueKind::Local && Before->isInt() &&
      Before->Number == 1 && After->Kind == ValueKind::Fresh)
    Flags.insert({Variable, After});
}

/// A flag is false now.
void Interpreter::loseFlagged(State &S, const Value *Condition, bool Taken) {
  while (Condition->Kind == ValueKind::Unary &&
         Condition->Number == int64_t(ir::UnaryOp::LogicalNot)) {
    Condition = Condition->A;
    Taken = !Taken;
  }
  if (Taken || Flags.empty())
    return;
  // In a loop, what rounds left in the variable have merged.
  bool IsFlag = llvm::any_of(Flags, [&](const auto &Flag) {
    return Condition == Flag.second ||
           (Condition->Kind == ValueKind::Merged && Condition->A == Flag.first);
  });
  if (!IsFlag)
    return;
  llvm::SmallVector<const Value *, 2> Lost;
  for (const auto &[Key, H] : S.Holds.entries())
    if (Key->Kind != ValueKind::Context && H.Delta > 0 && !isDeclaredLock(Key))
      Lost.push_back(Key);
  for (const Value *Key : Lost)
    lose(S, Key);
}
