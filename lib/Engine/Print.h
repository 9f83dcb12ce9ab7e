//===- Print.h - Values and summaries as text -------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the text form of values and summaries, for tests and for people who
// want to know why the engine believes something. A value is printed as what it
// is (`arg0->lock`), not as some function calls it.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_PRINT_H
#define HOLDFAST_ENGINE_PRINT_H

#include "Engine/Context.h"

#include "llvm/Support/raw_ostream.h"

namespace holdfast::engine {

void print(const ir::Module &M, const Value *V, llvm::raw_ostream &OS);
void print(const Context &C, const Summary &S, llvm::raw_ostream &OS);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_PRINT_H
