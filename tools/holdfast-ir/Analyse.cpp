//===- Analyse.cpp - Runs the engine on a module --------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Analyse.h"

#include "Engine/Analysis.h"
#include "Model/LoadModel.h"
#include "Report/Message.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"

using namespace holdfast;

static void printPlace(const ir::Module &M, const ir::Loc &L,
                       llvm::raw_ostream &OS) {
  if (!L.isValid()) {
    OS << "?: ";
    return;
  }
  if (M.file(L.File) != M.MainFile)
    OS << llvm::sys::path::filename(M.file(L.File)) << ':';
  OS << L.Line << ':' << L.Column << ": ";
}

int holdfast::analyseModule(const ir::Module &M,
                            const AnalyseSettings &Settings,
                            llvm::raw_ostream &OS, llvm::raw_ostream &Errors) {
  llvm::Expected<std::unique_ptr<model::Model>> Facts =
      model::loadModel(Settings.Models, "");
  if (!Facts) {
    llvm::logAllUnhandledErrors(Facts.takeError(), Errors);
    return 2;
  }
  AnalysisOptions Options;
  if (Settings.StepBudget)
    Options.StepBudget = Settings.StepBudget;
  AnalysisResult R = Settings.Summaries
                         ? analyseAndPrint(M, **Facts, Options, OS)
                         : analyse(M, **Facts, Options);
  for (const Finding &F : R.Findings) {
    printPlace(M, F.Where, OS);
    OS << checkOf(F.Why) << ": " << message(F) << '\n';
    for (const PathNote &N : F.Path) {
      OS << "  ";
      printPlace(M, N.Where, OS);
      OS << N.Text << '\n';
    }
  }
  for (const std::string &Name : R.Stats.NotFullyAnalysed)
    OS << "not fully analysed: " << Name << '\n';
  if (Settings.Stats)
    OS << R.Stats.Functions << " functions, " << R.Stats.Steps << " steps\n";
  if (Settings.Costs) {
    llvm::sort(R.Stats.Costs,
                      [](const FunctionCost &A, const FunctionCost &B) {
                        return A.Seconds > B.Seconds;
                      });
    for (const FunctionCost &F : R.Stats.Costs)
      Errors << llvm::format("%10.3f ms %8llu steps  ", F.Seconds * 1e3,
                             (unsigned long long)F.Steps)
             << F.Name << '\n';
  }
  if (!R.Stats.NotFullyAnalysed.empty())
    return 3;
  return R.Findings.empty() ? 0 : 1;
}
