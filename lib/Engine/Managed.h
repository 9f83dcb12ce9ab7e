//===- Managed.h - What somebody else gives up in time ----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what becomes of an object that is `managed`: it is nobody's duty any
// more. What is hard about it: what the object leads to. An action that is
// given it may give up all of that, while storage that goes with a device gives
// up nothing of what it holds.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_MANAGED_H
#define HOLDFAST_ENGINE_MANAGED_H

#include "Engine/Action.h"
#include "Engine/State.h"

namespace holdfast::engine {

/// \p K was left to somebody else, with what is found through it.
void leaveToOthers(State &S, const Action &A, const Value *K);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_MANAGED_H
