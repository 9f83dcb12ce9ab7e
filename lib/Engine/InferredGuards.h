//===- InferredGuards.h - The lock that a file's accesses share -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Most code states no rule about its data, and keeps one: a member is written
// under one lock in every place. This collects where the functions of a file
// touch members and globals and what they hold there, and reports the one place
// that differs.
//
// What is hard about it: a helper touches data under the lock of its callers,
// an object that nobody else can reach needs none, and a lock is the object's
// own (`d->lock` for `d->count`) or a global one. So locks are compared as seen
// from the object, what the callers hold is asked at every call, and a place
// counts against the others only when it is known that nobody up to the file's
// edge holds the lock.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_INFERREDGUARDS_H
#define HOLDFAST_ENGINE_INFERREDGUARDS_H

#include "Engine/Finding.h"
#include "Engine/LockUses.h"
#include "Engine/Value.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <map>
#include <tuple>

namespace holdfast::engine {

class Context;

using HeldLocks = llvm::SmallVector<const Value *, 2>;

class InferredGuards {
public:
  /// A place where a member or a global is touched, on all paths to it.
  struct Access {
    const Value *Address = nullptr; ///< of it, in the function
    uint32_t Function = 0;
    uint32_t Event = 0;
    ir::Operand Spelled; ///< what the source writes there
    bool IsWrite = false;
    bool IsUnclear = false; ///< who knows what is held
    HeldLocks Held;
  };
  /// A call of a function of this file.
  struct Site {
    uint32_t Caller = 0;
    bool IsUnclear = false;
    llvm::SmallVector<const Value *, 4> Args;
    HeldLocks Held;
  };

  /// The member or global that \p Address is within, whose guard could be asked
  /// for; null when there is none.
  const Value *place(const Context &C, const Value *Address);
  /// Of several paths to one event, what they agree on is kept.
  void add(Access A);
  void add(uint32_t Callee, Site S) { Sites[Callee].push_back(std::move(S)); }
  /// A function frees an object: when it touches it before, nobody else does.
  void frees(uint32_t Function, const Value *Object) {
    Freed.insert({Function, Object});
  }
  /// Code outside of the file runs with the lock held.
  void leaveWith(const Value *Lock) {
    if (std::optional<LockClass> L = lockClass(Lock))
      HeldOutside.insert(*L);
  }
  void report(Context &C);

private:
  friend class GuardVote;
  std::map<std::tuple<uint32_t, uint32_t, int64_t>, size_t> ByEvent;
  std::vector<Access> Accesses;
  std::map<uint32_t, std::vector<Site>> Sites; ///< by callee
  llvm::DenseSet<std::pair<uint32_t, const Value *>> Freed;
  llvm::DenseSet<LockClass> HeldOutside;
  llvm::DenseMap<uint32_t, bool> IsModelled; ///< by record
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_INFERREDGUARDS_H
