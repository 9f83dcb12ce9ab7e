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

/// Null, after a message, when the file cannot be written.
static std::unique_ptr<llvm::raw_fd_ostream> append(llvm::StringRef File,
                                                    llvm::StringRef What) {
  std::error_code Problem;
  auto OS = std::make_unique<llvm::raw_fd_ostream>(File, Problem,
                                                   llvm::sys::fs::OF_Append);
  if (!Problem)
    return OS;
  llvm::errs() << "holdfast: cannot write " << What << " to '" << File
               << "': " << Problem.message() << '\n';
  return nullptr;
}

void appendAudit(llvm::StringRef File, const ir::Module &M,
                 llvm::ArrayRef<Judged> Audit) {
  static constexpr llvm::StringLiteral Kinds[] = {"read", "write", "call"};
  auto OS = append(File, "the audit");
  if (!OS)
    return;
  for (const Judged &J : Audit) {
    llvm::json::Object Line{{"file", M.file(J.Where.File)},
                            {"line", J.Where.Line},
                            {"column", J.Where.Column},
                            {"function", J.Function},
                            {"kind", Kinds[J.K]},
                            {"what", J.What},
                            {"rule", J.Rule},
                            {"verdict", text(J.V)}};
    if (!J.By.empty())
      Line["by"] = J.By;
    *OS << llvm::json::Value(std::move(Line)) << '\n';
  }
}

void appendStatistics(llvm::StringRef File, const lower::LowerStats &Lowered,
                      const AnalysisStats &Analysed, double LowerSeconds) {
  auto OS = append(File, "statistics");
  if (!OS)
    return;
  double EngineSeconds = 0;
  llvm::json::Array Costs;
  for (const FunctionCost &C : Analysed.Costs) {
    EngineSeconds += C.Seconds;
    Costs.push_back(llvm::json::Array{C.Name, C.Steps, C.Seconds});
  }
  *OS << llvm::json::Value(llvm::json::Object{
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
