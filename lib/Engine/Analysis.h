//===- Analysis.h - The one run over a translation unit ---------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the engine's entry: a module and a model in, findings and statistics
// out. It analyses each function once, callees before callers, whatever checks
// are on.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_ANALYSIS_H
#define HOLDFAST_ENGINE_ANALYSIS_H

#include "Engine/Audit.h"
#include "Engine/Finding.h"

#include "llvm/Support/raw_ostream.h"

#include <cstdint>
#include <vector>

namespace holdfast {

struct AnalysisOptions {
  /// Events that one function may execute before it counts as not fully
  /// analysed.
  uint32_t StepBudget = 200000;
  /// States kept apart at one block, and at one that is run again and again.
  uint32_t MaxStates = 12, MaxLoopStates = 3;
  /// Whether to list how each ruled access was judged.
  bool Audit = false;
};

/// What one function cost.
struct FunctionCost {
  std::string Name;
  uint64_t Steps = 0;
  double Seconds = 0;
};

struct AnalysisStats {
  uint32_t Functions = 0;
  uint64_t Steps = 0;
  std::vector<FunctionCost> Costs; ///< in the order of analysis
  /// Functions whose budget was spent: what was found so far stands, but their
  /// silence means nothing.
  std::vector<std::string> NotFullyAnalysed;
};

struct AnalysisResult {
  std::vector<Finding> Findings; ///< by place, then reason
  std::vector<Judged> Audit;
  AnalysisStats Stats;
};

AnalysisResult analyse(const ir::Module &M, const model::Model &Facts,
                       const AnalysisOptions &Options = {});

/// The same, and prints the summary of each function, in the order of the
/// source.
AnalysisResult analyseAndPrint(const ir::Module &M, const model::Model &Facts,
                               const AnalysisOptions &Options,
                               llvm::raw_ostream &OS);

} // namespace holdfast

#endif // HOLDFAST_ENGINE_ANALYSIS_H
