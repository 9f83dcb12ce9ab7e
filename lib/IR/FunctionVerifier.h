//===- FunctionVerifier.h - What must hold in every function -- -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the part of the verifier that looks at functions, and what it shares
// with the part that looks at tables. Each check returns true on a mistake.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_FUNCTIONVERIFIER_H
#define HOLDFAST_IR_FUNCTIONVERIFIER_H

#include "IR/IR.h"

#include "llvm/ADT/Twine.h"

#include <string>

namespace holdfast::ir {

class VerifierBase {
public:
  explicit VerifierBase(const Module &M) : M(M) {}
  const std::string &message() const { return Message; }

protected:
  bool fail(const llvm::Twine &What);
  bool type(TypeId T);
  bool place(const Loc &L);
  bool annotations(llvm::ArrayRef<Annotation> As);

  const Module &M;
  std::string Context; ///< what is looked at
  std::string Message;
};

class FunctionVerifier : public VerifierBase {
public:
  using VerifierBase::VerifierBase;
  bool run(const Function &Function);

private:
  bool locals();
  bool definitions();
  bool uses();
  bool event(const Event &E);
  bool shape(const Event &E);
  bool arguments(const Event &E);
  bool operand(Operand O);
  bool terminator(const Terminator &T);
  bool targets(const Terminator &T);
  /// Sets the context to an event, or to the terminator.
  bool failAt(const llvm::Twine &What);

  struct Position {
    uint32_t Block = ~0u, Event = 0;
  };
  const Function *F = nullptr;
  std::vector<Position> Definitions; ///< of the temporaries
  Position Now;
};

} // namespace holdfast::ir

#endif // HOLDFAST_IR_FUNCTIONVERIFIER_H
