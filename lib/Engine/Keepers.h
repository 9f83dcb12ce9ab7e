//===- Keepers.h - Which unknown functions keep what they get -----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what a run learns of functions that it has neither a body nor a model
// of: whether they keep an object that is passed to them, and with it the duty
// to give up its reference.
//
// What is hard about it: nothing may be assumed. But code that passes an object
// to a function and gives up its reference afterwards says that the function
// did not take it over. On a path that fails, it says so only of paths that
// fail: what was registered first is often taken back there. And where the
// function itself failed, it says nothing of calls that succeed. So findings
// that depend on such a function wait until the whole file was seen.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_KEEPERS_H
#define HOLDFAST_ENGINE_KEEPERS_H

#include "Engine/Finding.h"
#include "Engine/Givers.h"
#include "Engine/Reference.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <set>
#include <tuple>

namespace holdfast::engine {

class Keepers {
public:
  /// Whether a call is known to have failed.
  using Failed = llvm::function_ref<bool(const PassedTo &)>;
  /// A path that returns gave up its reference after it passed the object to
  /// these functions.
  void gaveUpAfter(const PassedTo *Functions, bool IsError, Failed HasFailed);
  /// A finding that holds if none of these functions keeps the object, and the
  /// one that returned it, if that is unknown, gives a reference.
  void suspect(Finding F, const PassedTo *Functions, bool IsError,
               Failed HasFailed, llvm::StringRef Giver);
  /// The findings that hold after all.
  std::vector<Finding> confirmed(const Givers &Give);

private:
  /// With whether the call failed.
  using Parameter = std::tuple<llvm::StringRef, unsigned, bool>;
  struct Suspect {
    Finding F;
    std::vector<Parameter> Functions;
    bool IsError;
    llvm::StringRef Giver;
  };
  std::set<Parameter> ReturnsOnError, ReturnsAlways;
  std::vector<Suspect> Suspects;
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_KEEPERS_H
