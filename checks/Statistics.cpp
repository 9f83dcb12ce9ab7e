//===- Statistics.cpp - What a run over one file did ---------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/Statistics.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace holdfast::checks {

void appendStatistics(llvm::StringRef File, const lower::LowerStats &Lowered,
                      const AnalysisStats &Analysed, double LowerSeconds) {
  std::error_code Problem;
  llvm::raw_fd_ostream OS(File, Problem, llvm::sys::fs::OF_Append);
  if (Problem) {
    llvm::errs() << "holdfast: cannot write statistics to '" << File
                 << "': " << Problem.message() << '\n';
    return;
  }
  double EngineSeconds = 0;
  llvm::json::Array Costs;
  for (const FunctionCost &C : Analysed.Costs) {
    EngineSeconds += C.Seconds;
    Costs.push_back(llvm::json::Array{C.Name, C.Steps, C.Seconds});
  }
  OS << llvm::json::Value(llvm::json::Object{
            {"functions", Analysed.Functions},
            {"withoutGraph", Lowered.NoGraph},
            {"steps", Analysed.Steps},
            {"notFullyAnalysed", llvm::json::Array(Analysed.NotFullyAnalysed)},
            {"lowerSeconds", LowerSeconds},
            {"engineSeconds", EngineSeconds},
            {"costs", std::move(Costs)}})
     << '\n';
}

} // namespace holdfast::checks
