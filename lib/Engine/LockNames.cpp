//===- LockNames.cpp - Locks that are held under another name -------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/LockNames.h"

using namespace holdfast;
using namespace holdfast::engine;

/// Whether a test found two objects to be one.
static bool isSameObject(Context &C, const State &S, const Value *A,
                         const Value *B) {
  auto AreEqual = [&](const Value *X, const Value *Y) {
    return S.truth(C.Values.binary(ir::BinaryOp::Eq, false, X, Y))
        .value_or(false);
  };
  return A == B || AreEqual(A, B) || AreEqual(B, A);
}

bool engine::isHeldAsOther(Context &C, const State &S, const Value *Lock,
                           bool ForWrite) {
  if (Lock->Kind != ValueKind::Field)
    return false;
  return llvm::any_of(S.Holds.entries(), [&](const auto &E) {
    const Value *Key = E.first;
    return Key != Lock && Key->Kind == ValueKind::Field && E.second.isHeld() &&
           (!ForWrite || E.second.IsForWrite) && mayBeSameLock(Key, Lock) &&
           isSameObject(C, S, Key->A, Lock->A);
  });
}

bool engine::differInEntryAlone(const ValueMap<Hold> &A,
                                const ValueMap<Hold> &B) {
  bool IsAlone = true;
  eachDifference(A, B, [&](const Value *, const Hold *X, const Hold *Y) {
    Hold Mine = X ? *X : Hold(), Other = Y ? *Y : Hold();
    IsAlone &= !Mine.Delta && !Other.Delta && !Mine.IsLost && !Other.IsLost &&
               !Mine.IsFlag && !Other.IsFlag && !Mine.isHeld() &&
               !Other.isHeld();
  });
  return IsAlone;
}
