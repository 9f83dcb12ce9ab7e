//===- Verifier.h - What must hold in every module ------------ -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the check that a module can be used without further care: all ids are
// in range, types and records contain themselves nowhere, and each temporary
// has one definition. What was read from a file passes through it.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_VERIFIER_H
#define HOLDFAST_IR_VERIFIER_H

#include "IR/IR.h"

#include "llvm/Support/Error.h"

namespace holdfast::ir {

/// Deeper than any source is; recursion over types and records ends there.
constexpr unsigned MaxTypeDepth = 200, MaxRecordDepth = 2048;

/// The first mistake, as `function 'f', block 2, event 3 (load): …`.
llvm::Error verify(const Module &M);

} // namespace holdfast::ir

#endif // HOLDFAST_IR_VERIFIER_H
