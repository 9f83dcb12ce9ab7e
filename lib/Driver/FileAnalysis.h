//===- FileAnalysis.h - The checks over one file ----------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what a worker does: parse one file as its compile command says, run
// our checks on it as clang-tidy would, and return what came of it.
//
// What is hard about it: other checks of the user's `.clang-tidy` must not run,
// but what it says about ours must hold. So its list is asked about each of our
// checks, and a list of these alone is what runs. A list that does not mention
// us turns on what is quiet enough to be on by default.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_FILEANALYSIS_H
#define HOLDFAST_DRIVER_FILEANALYSIS_H

#include "Driver/CompileCommands.h"
#include "Report/Record.h"

#include <optional>

namespace holdfast {

struct AnalysisSettings {
  std::string Checks;       ///< globs after those of `.clang-tidy`
  std::string HeaderFilter; ///< instead of that of `.clang-tidy`
  std::vector<std::string> ExtraArgs;
  bool WithProfile = false;
  bool NeedsReasons = false; ///< a NOLINT without a reason is a finding
  std::optional<std::string> MainFileText; ///< instead of what is on disk
};

FileResult analyseFile(const CompileEntry &Entry,
                       const AnalysisSettings &Settings);

} // namespace holdfast

#endif // HOLDFAST_DRIVER_FILEANALYSIS_H
