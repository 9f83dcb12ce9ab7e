//===- Context.h - The words for execution contexts -------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the execution contexts that effects (`callback … in softirq`) and
// rules (`preempt_off && irqs_off`) may name. What a context means, and further
// ones, are in model files (`contexts:`, docs/models.md): here are only the
// words that every file may use.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_CONTEXT_H
#define HOLDFAST_MODEL_CONTEXT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace holdfast::model {

/// Of what is only good on the processor that runs now: findings about it have
/// reasons of their own.
inline constexpr llvm::StringLiteral CpuStable = "cpu_stable";
/// Of an object: it is this processor's, as long as the code stays on it.
inline constexpr llvm::StringLiteral ThisCpu = "this_cpu";
/// Of an object: the processor that it belongs to is offline.
inline constexpr llvm::StringLiteral CpuOffline = "cpu_offline";

/// Where code runs (`softirq`) and the states that code brings about
/// (`irqs_off`): the words that may be used without a declaration.
llvm::ArrayRef<llvm::StringRef> knownContexts();

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_CONTEXT_H
