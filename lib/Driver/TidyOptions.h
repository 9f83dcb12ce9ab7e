//===- TidyOptions.h - Which of our checks are on for a file ----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the provider of clang-tidy's options that leaves our checks alone on.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_TIDYOPTIONS_H
#define HOLDFAST_DRIVER_TIDYOPTIONS_H

#include "Driver/FileAnalysis.h"

#include "clang-tidy/ClangTidyOptions.h"

namespace holdfast {

/// Options from the nearest `.clang-tidy`, with our checks only. Mistakes in
/// that file go to stderr, as with clang-tidy.
std::unique_ptr<clang::tidy::ClangTidyOptionsProvider>
makeOptions(const AnalysisSettings &Settings, llvm::StringRef StatisticsFile);

/// Our checks that a list turns on; by default when it says nothing about us.
std::vector<std::string> checksOf(llvm::StringRef List);

} // namespace holdfast

#endif // HOLDFAST_DRIVER_TIDYOPTIONS_H
