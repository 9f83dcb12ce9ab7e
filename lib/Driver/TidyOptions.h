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
// What is hard about it: clang-tidy goes on without a `.clang-tidy` that it
// cannot read, and takes a list that names no check for one that wants none. A
// run that looked at nothing would then be called clean.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_TIDYOPTIONS_H
#define HOLDFAST_DRIVER_TIDYOPTIONS_H

#include "Driver/FileAnalysis.h"

#include "clang-tidy/ClangTidyOptions.h"

namespace holdfast {

/// Options for one file, by whatever name clang-tidy asks: from the
/// `.clang-tidy` that is nearest to \p File, an absolute path, with our checks
/// only. The first mistake in it goes to \p Mistake when they are asked for.
std::unique_ptr<clang::tidy::ClangTidyOptionsProvider>
makeOptions(const std::string &File, const AnalysisSettings &Settings,
            llvm::StringRef StatisticsFile, std::string &Mistake);

/// What is wrong with the settings from the command line, or empty.
std::string mistakeIn(const AnalysisSettings &Settings);

/// Our checks that a list turns on; by default when it says nothing about us.
std::vector<std::string> checksOf(llvm::StringRef List);

} // namespace holdfast

#endif // HOLDFAST_DRIVER_TIDYOPTIONS_H
