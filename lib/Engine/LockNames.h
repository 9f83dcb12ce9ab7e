//===- LockNames.h - Locks that are held under another name -----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines when a lock of which nothing is known is one that is held: it is the
// same member of an object that is known to be the same one. And when the locks
// of two rounds of a loop that goes from object to object are one.
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

/// Whether a lock, of which nothing was known any more, was taken or asserted
/// since: rules may rely on it, and nothing is reported about it.
inline bool isHeldSinceLost(const Hold &H) {
  return H.IsLost && H.Entry == Hold::AtEntry::Held;
}
/// A lost lock is taken, or asserted to be held.
inline void findHeld(State &S, const Action &A) {
  Hold H = S.hold(A.X);
  H.Entry = Hold::AtEntry::Held;
  H.IsForWrite = A.IsForWrite;
  S.Holds.set(A.X, H);
}

/// A lock that two states hold in objects of their own, which one variable
/// leads to in both: where they meet it is the lock of the object that it leads
/// to.
struct HeldInBoth {
  const Value *Mine, *Others; ///< the two names of the lock
  const Value *MyObject;      ///< what the variable holds in the first state
  const Value *Variable;
};
llvm::SmallVector<HeldInBoth, 2> heldInBoth(const State &A, const State &B,
                                            ValueTable &Values);

/// Whether the two may merge in a loop without losing an attribute: that a lock
/// was free before is not worth a state for each round. Such locks must have
/// been taken out of both as heldInBoth() finds.
bool agreeInCycle(const State &A, const State &B);
/// The same for two states as they are.
bool mayMergeInCycle(const State &A, const State &B, ValueTable &Values);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_LOCKNAMES_H
