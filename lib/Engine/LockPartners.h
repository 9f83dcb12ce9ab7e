//===- LockPartners.h - Who releases what is left held ----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what each function of a file does to a lock on all of its
// paths, and which of them have no partner: they leave it held, and no function
// releases what it found held; or the other way round.
//
// What is hard about it: a function that only acquires may be there for that.
// Then somebody is there to release, and as a rule in the same file, where both
// know the lock. Whoever is called by one that makes up for what it did needs
// no partner, and is none; and one whose name speaks of a lock needs none.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_LOCKPARTNERS_H
#define HOLDFAST_ENGINE_LOCKPARTNERS_H

#include "Engine/Finding.h"
#include "Engine/LockUses.h"
#include "Engine/Value.h"

#include <map>
#include <optional>

namespace holdfast::engine {

class Context;

class LockPartners {
public:
  enum class Ending : uint8_t {
    Kept,     ///< left held on all paths that touch it
    Given,    ///< released for the caller on all of them
    Balanced, ///< left as it was found
    Mixed,    ///< what it does depends on something
    Unknown,
  };
  /// Whether \p Lock is one that other functions would know again.
  static bool isKnownAgain(const Value *Lock);
  /// \p About is the finding if there is no partner.
  void add(uint32_t Function, const Value *Lock, Ending E,
           std::optional<Finding> About = std::nullopt);
  void report(Context &C);

private:
  struct Use {
    Ending How;
    std::optional<Finding> About;
  };
  using Uses = std::map<uint32_t, Use>; ///< by function
  std::map<LockClass, Uses> Locks;
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_LOCKPARTNERS_H
