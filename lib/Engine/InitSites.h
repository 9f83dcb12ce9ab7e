//===- InitSites.h - Who in the file may initialise a member ----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what the whole translation unit says about the initialisation of a
// record's members: which functions may do it, and whether code that nobody
// knows could do it while a given function runs.
//
// What is hard about it: a member's address travels through helpers, so the
// parameters of functions are followed like members; and code that nobody knows
// can only reach an initialiser of this file through an address that was taken
// or a name that others see.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_INITSITES_H
#define HOLDFAST_ENGINE_INITSITES_H

#include "Engine/Value.h"
#include "Model/Model.h"

#include "llvm/ADT/StringMap.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace holdfast::engine {

class InitSites {
public:
  /// A member of a record, by their indices.
  using Member = std::pair<uint32_t, uint32_t>;

  InitSites(const ir::Module &M, const model::Model &Facts);

  /// The member of a record of this file that \p Part is in, else the outermost
  /// member that it is in.
  std::optional<Member> member(const Value *Part) const;
  /// Whether the record is defined in the main file: only code of this file
  /// knows its members.
  bool isOurs(ir::RecordId R) const;
  /// Whether \p Function may initialise \p Part.
  bool initialises(uint32_t Function, const Value *Part) const {
    std::optional<Member> Of = member(Part);
    auto It = Of ? Sites.find(*Of) : Sites.end();
    return It != Sites.end() && It->second.count(Function);
  }
  /// Whether \p Part belongs to a record of this file, and all initialisers of
  /// it run only on behalf of \p Owner or its callers: nobody else can have
  /// initialised it.
  bool isClosed(const Value *Part, uint32_t Owner);
  /// Whether the file has initialisers of \p Part, and all of them run on
  /// behalf of \p Owner.
  bool isConstructor(const Value *Part, uint32_t Owner);
  /// Whether a function that others call through its address works with
  /// \p Part. Not counted are functions that share a table with \p Owner or
  /// a caller of it, which run before or after it, and what only the initialiser
  /// of a part is given.
  bool isUsedByOthers(const Value *Part, uint32_t Owner);
  /// Whether code outside of this file can call a function of it.
  bool isReachableFromOutside(uint32_t Function) const {
    return IsOutward[Function];
  }
  /// The functions with a direct call of it.
  const std::set<uint32_t> &callers(uint32_t Function) const {
    return Callers[Function];
  }
  /// Whether only code outside of this file calls it, by its address.
  bool isCalledByOthersAlone(uint32_t Function) const {
    return M.Functions[Function].IsStatic && Callers[Function].empty() &&
           (IsGivenAway[Function] || IsOutward[Function]);
  }
  /// The functions that a call through this member may reach, when all tables
  /// of them are in this file; empty when that is not known.
  std::vector<uint32_t> targets(ir::RecordId R, uint32_t Field) const;
  /// Whether \p Function gives its parameter away or initialises it as a whole.
  bool isGiven(uint32_t Function, unsigned Param) const {
    return Prepared.count({Function, ParamTag + Param}) != 0;
  }
  /// The members of \p R that \p Function, or what it calls, may initialise.
  std::vector<uint32_t> preparedIn(uint32_t Function, ir::RecordId R) const;

private:
  static constexpr uint32_t ParamTag = 1u << 30;
  using Key = std::pair<uint32_t, uint32_t>; ///< a member, or a parameter
  using Keys = llvm::SmallVector<Key, 2>;
  struct Passed {
    uint32_t Callee, Argument, Caller;
    Keys Of;
  };

  void scan(uint32_t Function);
  void argument(uint32_t Function, const ir::Event &E, unsigned I,
                const Keys &Of);
  void prepare(uint32_t Function, const Keys &Of);
  void noteCalls(uint32_t Function);
  bool runsFor(uint32_t Function, uint32_t Owner,
               const std::set<uint32_t> &Above, std::set<uint32_t> &Seen) const;
  bool allRunFor(const std::set<uint32_t> &Sites, uint32_t Owner) const;
  std::set<uint32_t> above(uint32_t Owner) const;

  const ir::Module &M;
  const model::Model &Facts;
  llvm::StringMap<uint32_t> Definitions;
  std::set<Key> Prepared; ///< parameters: a function and its parameter
  std::map<Member, std::set<uint32_t>> Sites;
  std::vector<Passed> Edges;
  std::vector<std::set<uint32_t>> Callers, Callees; ///< direct calls only
  std::vector<char> IsOutward;
  std::vector<char> IsGivenAway; ///< the address, but not in a table
  std::map<Member, std::set<uint32_t>> Users; ///< who names the member
  std::map<uint32_t, std::set<uint32_t>> TablesOf; ///< globals, by function
  std::map<std::pair<const Value *, uint32_t>, bool> Known, Constructors,
      UsedByOthers;
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_INITSITES_H
