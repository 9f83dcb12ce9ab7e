//===- ThreadBound.h - What belongs to the calling thread -------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what is done about borrows that only the calling thread may use
// without a reference: the task that runs, and what that lends.
//
// What is hard about it: such pointers are stored all the time, to be compared
// later (`owner == current`), or by a thread for itself. So a store alone is no
// finding: some function that runs in another thread, in the same file, must
// use what it finds there, and the function that stores must not run there too.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_THREADBOUND_H
#define HOLDFAST_ENGINE_THREADBOUND_H

#include "Engine/Context.h"

namespace holdfast::engine {

/// The symbol of what a function returns whose result is the calling thread's:
/// the same in each call, so it is the contents of a place, the function.
const Value *boundResult(ValueTable &Values, const ir::Event &E);
inline bool isBoundResult(const Value *V) {
  return V->Kind == ValueKind::Contents && V->A->Kind == ValueKind::Function;
}

/// Reports the stores that were noted (Context::BoundStores), after all
/// functions were analysed.
void reportThreadBound(Context &C);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_THREADBOUND_H
