//===- Spelling.h - Rebuilds how the source spells an operand - -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the way back from events to the expression that the user wrote:
// `p->lock`, `a[i].list`, `container_of(e, struct node, list)`.
//
// What is hard about it: the events keep what an expression does, not how it is
// written. A member through a pointer and one of a variable differ only in what
// the address comes from; casts, conversions to a base and unnamed members
// leave no trace in the text. What cannot be spelled is `…`.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_SPELLING_H
#define HOLDFAST_IR_SPELLING_H

#include "IR/IR.h"

#include <string>

namespace holdfast::ir {

/// Stays valid as long as the function's events are not changed.
class Spelling {
public:
  Spelling(const Module &M, const Function &F);

  /// The object at the address that an operand is or holds: `x.lock` for the
  /// address of that member, `*p` for the value of `p`.
  std::string object(Operand Address) const;
  /// The value of an operand: `p`, `&x.lock`, `f(p, 1)`, `-12`.
  std::string value(Operand O) const;

private:
  friend class Speller;
  const Module &M;
  const Function &F;
  std::vector<const Event *> Definitions; ///< of the temporaries
};

/// A function's name without parameter types: `ns::f` for `ns::f(int) const`.
llvm::StringRef withoutParameters(llvm::StringRef FunctionName);

} // namespace holdfast::ir

#endif // HOLDFAST_IR_SPELLING_H
