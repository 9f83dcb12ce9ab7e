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
// In loops paths meet hundreds of times, so actions and lists of them are made
// once: logs with the same actions are the same pointer.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_LOG_H
#define HOLDFAST_ENGINE_LOG_H

#include "Engine/Action.h"

#include "llvm/ADT/DenseMap.h"

namespace holdfast::engine {

/// An action of a log; equal ones are the same pointer.
struct LoggedAction {
  Action Act;
  /// The same for those that do the same to the same objects, wherever that is.
  uint32_t Class = 0;
  LoggedAction *NextOfHash = nullptr;
};

/// A log, by its last action.
struct Logged {
  const Logged *Before = nullptr;
  const LoggedAction *Last = nullptr;
  /// Of the classes of all its actions, and of which are conditional.
  uint64_t Hash = 0;
  uint32_t Length = 1;
  const Action &act() const { return Last->Act; }
};

using Actions = std::vector<const LoggedAction *>;

/// The actions of a log, in order.
Actions actionsOf(const Logged *Log);

/// What is known on one of two ways that meet.
struct Side {
  using Visitor = llvm::function_ref<void(const Value *, const Range &)>;
  llvm::function_ref<void(Visitor)> EachFact;
  llvm::function_ref<Range(const Value *)> Known;
};

/// The actions and logs of a translation unit.
class LogTable {
public:
  const LoggedAction *intern(const Action &A);

  /// A log with one action more.
  const Logged *append(const Logged *Before, const LoggedAction *A);
  const Logged *append(const Logged *Before, const Action &A) {
    return append(Before, intern(A));
  }
  /// The same for a record without an order, which has each action once and may
  /// be cut short.
  const Logged *appendOnce(const Logged *Before, const Action &A);

  /// The log of a state in which two paths meet.
  const Logged *merge(const Logged *A, const Side &Mine, const Logged *B,
                      const Side &Others);
  /// Adds the actions of another way through a function; what only one of both
  /// ways does becomes conditional. True when that changed anything.
  bool merge(Actions &Into, const Side &Mine, const Actions &Other,
             const Side &Others);

  /// More facts than this are not kept of one meeting of paths.
  static constexpr size_t MaxGuards = 4;

private:
  struct Difference;
  static Difference difference(const Side &Mine, const Side &Other);
  bool narrow(const LoggedAction *&A, const Difference &D);
  bool widen(const LoggedAction *&A, const Side &Mine, const LoggedAction *B,
             const Side &Other);

  llvm::BumpPtrAllocator Storage;
  llvm::SpecificBumpPtrAllocator<LoggedAction> ActionStorage;
  llvm::DenseMap<uint64_t, LoggedAction *> ByHash;  ///< of all that is in it
  llvm::DenseMap<uint64_t, LoggedAction *> ByClass; ///< one of each class
  llvm::DenseMap<std::pair<const Logged *, const LoggedAction *>,
                 const Logged *>
      Lists;
  uint32_t NumClasses = 0;
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_LOG_H
