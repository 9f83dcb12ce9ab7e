//===- Describe.h - How values and steps are called -------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines how the engine's values are called for a person: a parameter by its
// name, a symbol by the variable that holds it, a member by the path to it.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_DESCRIBE_H
#define HOLDFAST_ENGINE_DESCRIBE_H

#include "Engine/Interpreter.h"

namespace holdfast::engine {

class Describer {
public:
  Describer(const Context &C, const Interpreter &I, const State &S)
      : C(C), F(I.F), Owner(I.Owner), S(S) {}

  /// The object at an address, as the source spells it: `x.lock`, `p->lock`.
  std::string object(const Value *Address, unsigned Depth = 0) const;
  /// A value: `p`, `&x.lock`, `12`.
  std::string value(const Value *V, unsigned Depth = 0) const;
  /// The steps that lead to a finding about an object, in order. The last one,
  /// when it is done in a callee, is done to \p Inner. What concerns the
  /// owner of the object is told \p WithOwners.
  std::vector<PathNote> path(const Value *Object, const Value *Detail,
                             const Value *Inner, const Action &Last,
                             bool WithOwners = false) const;

private:
  bool isRecord(const Value *Param) const;
  std::string step(const Note &N) const;
  std::string ownerStep(const Note &N) const;
  std::string branch(const Value *Condition, bool Taken) const;
  llvm::StringRef holder(const Value *V) const;

  const Context &C;
  const ir::Function &F;
  uint32_t Owner;
  const State &S;
};

/// A variable, or a member as that of a type, without the word that C puts
/// before it: `dev.lock`.
std::string memberName(const ir::Module &M, const Value *Address);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_DESCRIBE_H
