//===- Output.h - Where a command writes ------------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines how results get out: to standard output, or to a file that is there
// completely or not at all. What cannot be written is said, and is no success.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_TOOLS_HOLDFAST_OUTPUT_H
#define HOLDFAST_TOOLS_HOLDFAST_OUTPUT_H

#include "Report/Record.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace holdfast {

/// Writes to \p File, or to standard output when it is empty or `-`. False,
/// with a message, when that fails.
bool writeOutput(llvm::StringRef File,
                 llvm::function_ref<void(llvm::raw_ostream &)> Write);

/// Writes out what waits for standard output. False, with a message, when that
/// or anything before could not be written there or to standard error.
bool flushOutput();

/// The exit status that a run deserves.
int statusOf(const RunReport &Run);

/// What the workers had to say, on standard error.
void writeRemarks(const RunReport &Run);

} // namespace holdfast

#endif // HOLDFAST_TOOLS_HOLDFAST_OUTPUT_H
