//===- Statistics.h - What a run over one file did -------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the line of JSON that the option `holdfast.Statistics` asks for: how
// many functions were analysed, which of them not fully, and what each cost.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_STATISTICS_H
#define HOLDFAST_CHECKS_STATISTICS_H

#include "Engine/Analysis.h"
#include "Lower/Lower.h"

namespace holdfast::checks {

// Both add lines to \p File. A file that cannot be written is an error message
// on stderr: what a run did is not worth its result.

/// Adds a line for each access that a rule speaks of, and each call of a
/// function that needs something: where, what, and how it was judged.
void appendAudit(llvm::StringRef File, const ir::Module &M,
                 llvm::ArrayRef<Judged> Audit);

/// Adds a line on what the run cost.
void appendStatistics(llvm::StringRef File, const lower::LowerStats &Lowered,
                      const AnalysisStats &Analysed, double LowerSeconds);

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_STATISTICS_H
