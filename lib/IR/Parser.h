//===- Parser.h - Reads the text form ------------------------- -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the reader of the IR's text form (docs/ir.md).
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_PARSER_H
#define HOLDFAST_IR_PARSER_H

#include "IR/IR.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

#include <memory>

namespace holdfast::ir {

/// The verified module, or `file:line:column: error: expected …, found …`.
llvm::Expected<std::unique_ptr<Module>> parse(llvm::MemoryBufferRef Buffer);

} // namespace holdfast::ir

#endif // HOLDFAST_IR_PARSER_H
