//===- EvidentType.h - The type that an event need not state -- -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines which type an event has when the text form leaves it out: what an
// operand's declaration, a member, or a function's result says.
//
// What is hard about it: printer and parser must agree, or a module would come
// back changed. Both walk the events in the order of the text and ask this
// class, which knows only the temporaries that were defined before.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_EVIDENTTYPE_H
#define HOLDFAST_IR_EVIDENTTYPE_H

#include "IR/IR.h"

#include <optional>

namespace holdfast::ir {

bool operator==(const Type &A, const Type &B);

class EvidentType {
public:
  EvidentType(const Module &M, const Function &F) : M(M), F(F) {}

  /// The type of an event whose other members are set.
  std::optional<Type> of(const Event &E) const;
  /// To be called after each event in the order of the text.
  void define(const Event &E);

private:
  /// What a temporary is known to be.
  struct Temp {
    bool IsKnown = false;
    bool IsAddress = false; ///< of an object of type Ty, else a value of it
    Type Ty;
  };
  const Temp *temp(Operand O) const;
  std::optional<Type> object(Operand Address) const;
  std::optional<Type> value(Operand O) const;
  std::optional<Type> element(Operand Base) const;

  const Module &M;
  const Function &F;
  std::vector<Temp> Temps;
};

} // namespace holdfast::ir

#endif // HOLDFAST_IR_EVIDENTTYPE_H
