//===- Fixpoint.h - The states at each block of a function ------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the fixpoint over one function: which block runs on which states,
// until nothing new comes.
//
// What is hard about it: states stay apart as long as their attributes differ,
// which is what makes `if (c) lock(); …; if (c) unlock();` need no annotation;
// and yet the cost must stay linear. So equal attributes merge, at most
// MaxStates are kept at a block, ranges that grow around a loop are given up,
// and a function has a budget of steps.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_FIXPOINT_H
#define HOLDFAST_ENGINE_FIXPOINT_H

#include "Engine/Context.h"

namespace holdfast::engine {

/// Analyses a function, sets its summary, and reports what it finds.
void analyseFunction(Context &C, uint32_t Function);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_FIXPOINT_H
