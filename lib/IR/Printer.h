//===- Printer.h - Writes the text form ----------------------- -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the writer of the IR's text form (docs/ir.md). What it writes can be
// parsed, and comes back the same.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_PRINTER_H
#define HOLDFAST_IR_PRINTER_H

#include "IR/IR.h"

#include "llvm/Support/raw_ostream.h"

namespace holdfast::ir {

void print(const Module &M, llvm::raw_ostream &OS);
/// One function, without the declarations that it uses.
void print(const Module &M, const Function &F, llvm::raw_ostream &OS);

} // namespace holdfast::ir

#endif // HOLDFAST_IR_PRINTER_H
