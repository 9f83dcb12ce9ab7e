//===- Audit.h - How each ruled access was judged ---------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the list of accesses that a rule speaks of, and of calls of functions
// that need something, each with how it was judged. Silence may mean 'proved'
// or 'not decided': this list tells which.
//
// What is hard about it: a place is seen on many paths, and counts as its worst
// one. What is left to the callers is proved only if each of them was seen, and
// proved it or left it to its own.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_AUDIT_H
#define HOLDFAST_ENGINE_AUDIT_H

#include "IR/IR.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace holdfast {

/// From the best to the worst.
enum class Verdict : uint8_t {
  Proved,
  Exempt, ///< its rule need not hold here: By says why not
  Asked,  ///< the callers must bring it about
  Unknown,
  Violated
};

llvm::StringRef text(Verdict V);

/// A read or write of a member that has a rule, or a call of a function that
/// needs something.
struct Judged {
  enum Kind : uint8_t { Read, Write, Call } K = Read;
  ir::Loc Where;
  std::string Function; ///< the one that the place is in
  std::string What;     ///< `rcu_node.qsmask`, or the function that is called
  std::string Rule;     ///< what must hold
  Verdict V = Verdict::Unknown;
  std::string By; ///< Exempt: the mode; Asked that became Proved: `callers`
};

namespace engine {

class Audit {
public:
  explicit Audit(bool IsOn) : IsOn(IsOn) {}
  const bool IsOn;

  /// The place was judged so on some path of \p Function.
  void note(Judged J, uint32_t Function);
  /// A caller judged what a place in a callee left to it.
  void answer(const ir::Loc &Place, uint32_t Callee, uint32_t Caller,
              Verdict V);
  /// The list by place. \p MayHaveOtherCallers tells of functions of which not
  /// every call is seen.
  std::vector<Judged>
  finish(llvm::function_ref<bool(uint32_t)> MayHaveOtherCallers);

private:
  using Place = std::tuple<uint32_t, uint32_t, uint32_t>;
  static Place place(const ir::Loc &L) {
    return {L.File.Index, L.Line, L.Column};
  }
  using Key = std::tuple<Place, Judged::Kind, std::string, std::string>;
  std::map<Key, std::pair<Judged, uint32_t>> All;
  /// By place and callee: the worst answer of each caller.
  std::map<std::pair<Place, uint32_t>, std::map<uint32_t, Verdict>> Answers;

  Verdict resolve(const Place &P, uint32_t Function,
                  llvm::function_ref<bool(uint32_t)> MayHaveOtherCallers,
                  unsigned Depth) const;
};

} // namespace engine
} // namespace holdfast

#endif // HOLDFAST_ENGINE_AUDIT_H
