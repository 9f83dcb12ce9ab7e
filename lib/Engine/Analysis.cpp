//===- Analysis.cpp - The one run over a translation unit -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Analysis.h"

#include "Engine/CallGraph.h"
#include "Engine/EntryContexts.h"
#include "Engine/Fixpoint.h"
#include "Engine/NeverInitialised.h"
#include "Engine/NeverStopped.h"
#include "Engine/Print.h"
#include "Engine/ThreadBound.h"

#include <chrono>
#include <tuple>

using namespace holdfast;
using namespace holdfast::engine;

static void analyseAndMeasure(Context &C, uint32_t Function) {
  using Clock = std::chrono::steady_clock;
  uint64_t StepsBefore = C.Result.Stats.Steps;
  Clock::time_point Start = Clock::now();
  analyseFunction(C, Function);
  C.Result.Stats.Costs.push_back(
      {C.M.Functions[Function].Name.str(), C.Result.Stats.Steps - StepsBefore,
       std::chrono::duration<double>(Clock::now() - Start).count()});
}

static void run(Context &C) {
  for (uint32_t Function : bottomUpOrder(C))
    analyseAndMeasure(C, Function);
  reportNeverInitialised(C);
  reportNeverStopped(C);
  noteTables(C);
  reportEntryContexts(C);
  C.Guards.report(C);
  C.Locks.report(C);
  C.Partners.report(C);
  reportThreadBound(C);
  for (Finding &F : C.Keep.confirmed(C.Give))
    C.report(std::move(F));
  C.Result.Audit = C.Judgements.finish([&](uint32_t Function) {
    return C.Sites.isReachableFromOutside(Function);
  });
  auto Key = [&](const Finding &F) {
    return std::make_tuple(C.M.file(F.Where.File), F.Where.Line, F.Where.Column,
                           F.Why, llvm::StringRef(F.Object),
                           llvm::StringRef(F.Detail));
  };
  llvm::sort(C.Result.Findings, [&](const Finding &A, const Finding &B) {
    return Key(A) < Key(B);
  });
}

AnalysisResult holdfast::analyse(const ir::Module &M, const model::Model &Facts,
                                 const AnalysisOptions &Options) {
  Context C(M, Facts, Options);
  run(C);
  return std::move(C.Result);
}

AnalysisResult holdfast::analyseAndPrint(const ir::Module &M,
                                         const model::Model &Facts,
                                         const AnalysisOptions &Options,
                                         llvm::raw_ostream &OS) {
  Context C(M, Facts, Options);
  run(C);
  for (uint32_t I = 0; I != M.Functions.size(); ++I)
    if (M.Functions[I].isDefinition()) {
      OS << "summary " << M.Functions[I].Name << '\n';
      print(C, C.summary(I), OS);
    }
  return std::move(C.Result);
}
