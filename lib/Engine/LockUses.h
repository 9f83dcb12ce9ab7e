//===- LockUses.h - How the locks of a file are acquired --------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what only all acquisitions of a file together tell: that two locks
// are acquired in both orders, and that a lock is acquired where an interrupt
// can come in whose handler acquires it too.
//
// What is hard about it: both are about locks of a kind (the member `lock` of
// any object of a record), since code that deadlocks names two objects. And
// whether interrupts are off where a helper acquires a lock, its callers tell:
// they are followed up to a function of which somebody says where it is called.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_LOCKUSES_H
#define HOLDFAST_ENGINE_LOCKUSES_H

#include "Engine/Value.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace holdfast::engine {

class Context;
struct EntryContext;

/// A variable (0, and its number), or that member of any object of a record.
using LockClass = std::pair<uint32_t, int64_t>;
std::optional<LockClass> lockClass(const Value *Lock);

/// What is known at a place of the contexts that interrupt others and of those
/// that keep them from coming; sets of contexts are bits.
struct Interruption {
  uint64_t In = 0, Out = 0;
  uint64_t Asked = 0; ///< as it is where the function is called
  friend bool operator<(const Interruption &A, const Interruption &B) {
    return std::tie(A.In, A.Out, A.Asked) < std::tie(B.In, B.Out, B.Asked);
  }
};

class LockUses {
public:
  /// A lock is acquired, by this function itself.
  struct Use {
    const Value *Lock = nullptr;
    uint32_t Function = 0;
    ir::Loc Where;
    bool IsForWrite = false;
    Interruption There;
  };
  /// A lock is acquired, here or in a callee, while another one is held.
  struct Order {
    const Value *Held = nullptr, *Acquired = nullptr;
    uint32_t Function = 0;
    ir::Loc HeldSince, Where;
    ir::Loc Inner; ///< in the callee
  };

  void add(Use U);
  void add(Order O);
  void addSite(uint32_t Callee, uint32_t Caller, const Interruption &There) {
    Sites[Callee].insert({Caller, There});
  }
  void report(Context &C) const;

private:
  friend class InterruptionFinder;
  using Pair = std::pair<LockClass, LockClass>; ///< held, acquired
  void reportCycles(Context &C) const;

  std::vector<Use> Uses;
  std::set<std::tuple<LockClass, uint32_t, uint32_t, uint32_t, Interruption>>
      Known;
  std::map<Pair, std::vector<Order>> Orders; ///< one of each function
  std::map<uint32_t, std::set<std::pair<uint32_t, Interruption>>> Sites;
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_LOCKUSES_H
