//===- Collections.h - Members of which all objects are asked ---*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines which collections of objects a model declares (`walked-by`), which
// members of theirs the facts `all(T, P)` of rules are about, and which
// functions store to those. Engine/Walks.cpp follows the facts along a path.
//
// What is hard about it: whoever stores to such a member ends what was known of
// all of them, through any depth of calls.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_COLLECTIONS_H
#define HOLDFAST_ENGINE_COLLECTIONS_H

#include "Engine/InitSites.h"
#include "Engine/Value.h"
#include "Model/Model.h"
#include "Model/Rule.h"

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/StringMap.h"

#include <optional>

namespace holdfast::engine {

class Collections {
public:
  Collections(const ir::Module &M, const model::Model &Facts,
              const InitSites &Sites);

  /// Whether no rule of this file speaks of all objects of a type.
  bool empty() const { return Members.empty(); }
  size_t size() const { return Members.size(); }
  /// The number of the member that a fact `all` is about, if it has one.
  std::optional<unsigned> memberOf(const model::Rule &R) const;
  /// The number of the member at that address, and the object that it is in.
  std::optional<unsigned> memberAt(const Value *Address,
                                   const Value *&Object) const;
  /// The address of a member of an object.
  const Value *address(ValueTable &Values, unsigned Member,
                       const Value *Object) const;
  ir::RecordId record(unsigned Member) const {
    return Members[Member].Steps.front().Record;
  }
  /// The type that a loop of this macro visits every object of.
  std::optional<ir::RecordId> walkedBy(llvm::StringRef Macro) const;
  /// Whether a call of the function may store to that member.
  bool mayStore(uint32_t Function, unsigned Member) const {
    return Stores[Function].test(Member);
  }

private:
  struct Step {
    ir::RecordId Record;
    uint32_t Field;
  };
  struct Member {
    std::string Type, Path; ///< as rules spell them
    llvm::SmallVector<Step, 2> Steps;
  };
  void add(const model::Rule &R, const ir::Module &M);
  void noteStores(const ir::Module &M, const InitSites &Sites);

  std::vector<Member> Members;
  llvm::StringMap<ir::RecordId> Walks; ///< by macro
  std::vector<llvm::BitVector> Stores; ///< by function, then member
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_COLLECTIONS_H
