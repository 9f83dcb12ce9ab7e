//===- Binary.h - The binary form of a module ----------------- -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the compact form in which modules are stored: bytes `HFIR`, a
// version, a table of strings, and the module's tables. Numbers are LEB128;
// places are stored as the difference from the place before, temporaries as the
// distance from the next one. The form is private to one version of Holdfast.
//
// What is hard about it: the bytes may be anything. Every count is checked
// against what is left before memory is reserved, and what was read passes
// through the verifier.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_BINARY_H
#define HOLDFAST_IR_BINARY_H

#include "IR/IR.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace holdfast::ir {

void write(const Module &M, llvm::raw_ostream &OS);
/// The verified module, or `file: error: …`.
llvm::Expected<std::unique_ptr<Module>> read(llvm::MemoryBufferRef Buffer);
/// The buffer starts as the binary form does.
bool isBinary(llvm::MemoryBufferRef Buffer);

} // namespace holdfast::ir

#endif // HOLDFAST_IR_BINARY_H
