//===- LockNames.h - Locks that are held under another name -----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines when a lock of which nothing is known is one that is held: it is the
// same member of an object that is known to be the same one.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_LOCKNAMES_H
#define HOLDFAST_ENGINE_LOCKNAMES_H

#include "Engine/Context.h"

namespace holdfast::engine {

/// Whether a lock is held under the name of another object that a test found to
/// be the same one.
bool isHeldAsOther(Context &C, const State &S, const Value *Lock,
                   bool ForWrite);

/// Whether two states differ only in what they know of the function's entry: one
/// has taken and released a lock that the other one has not touched.
bool differInEntryAlone(const ValueMap<Hold> &A, const ValueMap<Hold> &B);

/// Whether the two may merge in a loop without losing an attribute: that a lock
/// was free before is not worth a state for each round.
bool mayMergeInCycle(const State &A, const State &B);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_LOCKNAMES_H
