//===- Givers.h - Which unknown functions return a reference ----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what a run learns of functions that it has neither a body nor a model
// of: whether what they return is the caller's to give up.
//
// What is hard about it: code that gives up what a lookup returned may drop the
// reference of the table that it takes the object out of. So it must do so in
// several places, and those that do not must be few.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_GIVERS_H
#define HOLDFAST_ENGINE_GIVERS_H

#include "IR/IR.h"
#include "Model/Model.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

#include <set>
#include <tuple>

namespace holdfast::engine {

class Givers {
public:
  /// Finds the functions whose results are given up in the module.
  Givers(const ir::Module &M, const model::Model &Facts);
  /// Whether some result of the function is given up.
  bool mayGive(llvm::StringRef Function) const {
    return Candidates.contains(Function);
  }
  /// A path gives up what the function returned.
  void gaveUp(llvm::StringRef Function, const ir::Loc &Where) {
    Seen[Function].GivenUp.insert(place(Where));
  }
  /// A path ends without.
  void kept(llvm::StringRef Function, const ir::Loc &Where) {
    Seen[Function].Kept.insert(place(Where));
  }
  /// Whether what was seen says that the caller owns the results.
  bool gives(llvm::StringRef Function) const {
    auto It = Seen.find(Function);
    return It != Seen.end() && It->second.GivenUp.size() >= 2 &&
           It->second.GivenUp.size() >= 2 * It->second.Kept.size();
  }

private:
  using Place = std::tuple<uint32_t, uint32_t, uint32_t>;
  static Place place(const ir::Loc &L) {
    return {L.File.Index, L.Line, L.Column};
  }
  struct Evidence {
    std::set<Place> GivenUp, Kept;
  };
  llvm::StringSet<> Candidates;
  llvm::StringMap<Evidence> Seen;
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_GIVERS_H
