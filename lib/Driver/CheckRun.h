//===- CheckRun.h - A run over many files -----------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the run that `holdfast check` and its kin are made of: choose files,
// let workers analyse them, unite what they found, and keep what counts.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_CHECKRUN_H
#define HOLDFAST_DRIVER_CHECKRUN_H

#include "Driver/FileAnalysis.h"
#include "Driver/WorkerPool.h"
#include "Report/Record.h"

#include "llvm/Support/Error.h"

namespace holdfast {

struct CheckRequest {
  std::string Database;           ///< file or folder; empty to look for it
  std::vector<std::string> Paths; ///< files and folders; empty is all
  std::vector<std::string> Flags; ///< after `--`: instead of a database
  bool HasFlags = false;
  std::string Since; ///< revision; empty is everything
  std::string BaselineFile;
  AnalysisSettings Settings;
  WorkerLimits Limits;
  bool IsQuiet = false; ///< no progress
};

/// An error is about the request; what happens to a file is in the report.
llvm::Expected<RunReport> runCheck(const CheckRequest &Request);

/// The sentence for a project without compile_commands.json.
std::string howToGetDatabase(llvm::StringRef Folder);

} // namespace holdfast

#endif // HOLDFAST_DRIVER_CHECKRUN_H
