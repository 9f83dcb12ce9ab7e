//===- Log.h - The record of what a path did --------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the log of a path: a list of actions that its callers must replay,
// which shares its beginning with the logs of other paths.
//
// What is hard about it: paths meet, and a state keeps one log. What both did
// is done; what one of them did is kept as conditional, together with what is
// known on that path and not on the other, so that a caller who knows the
// opposite skips it. Where the other path knows the opposite, the facts decide.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_LOG_H
#define HOLDFAST_ENGINE_LOG_H

#include "Engine/Action.h"

namespace holdfast::engine {

/// A log with one action more.
const Logged *append(const Logged *Before, const Action &A,
                     llvm::BumpPtrAllocator &Storage);

/// The same for a record without an order, which has each action once and may be
/// cut short.
const Logged *appendOnce(const Logged *Before, const Action &A,
                         llvm::BumpPtrAllocator &Storage);

/// What is known on one of two ways that meet.
struct Side {
  Guards Facts;
  llvm::function_ref<Range(const Value *)> Known;
};

/// The log of a state in which two paths meet.
const Logged *mergeLogs(const Logged *A, const Side &Mine, const Logged *B,
                        const Side &Others, llvm::BumpPtrAllocator &Storage);

/// Adds the actions of another way through a function; what only one of both
/// ways does becomes conditional. True when that changed anything.
bool mergeActions(std::vector<Action> &Into, const Side &Mine,
                  llvm::ArrayRef<Action> Other, const Side &Others,
                  llvm::BumpPtrAllocator &Storage);

/// More facts than this are not kept of one meeting of paths.
inline constexpr size_t MaxGuards = 4;

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_LOG_H
