//===- Analyse.h - Runs the engine on a module ------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the mode of holdfast-ir that analyses a module without its source.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_TOOLS_HOLDFAST_IR_ANALYSE_H
#define HOLDFAST_TOOLS_HOLDFAST_IR_ANALYSE_H

#include "IR/IR.h"

#include "llvm/Support/raw_ostream.h"

#include <string>
#include <vector>

namespace holdfast {

struct AnalyseSettings {
  std::vector<std::string> Models; ///< files besides the built-in models
  bool Summaries = false;
  bool Stats = false;
  bool Costs = false; ///< what each function cost, to Errors
  uint32_t StepBudget = 0; ///< 0: the engine's own
};

/// Prints the findings as `line:column: check: message`, each followed by the
/// notes of its path. Returns the exit code: 0 without findings, 1 with, 2 when
/// a model has a mistake, 3 when some function was not fully analysed.
int analyseModule(const ir::Module &M, const AnalyseSettings &Settings,
                  llvm::raw_ostream &OS, llvm::raw_ostream &Errors);

} // namespace holdfast

#endif // HOLDFAST_TOOLS_HOLDFAST_IR_ANALYSE_H
