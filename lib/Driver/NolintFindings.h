//===- NolintFindings.h - Findings about NOLINT comments --------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the two findings about suppressions: one that suppresses nothing, and
// one that says no reason where reasons are wanted. They are about the main
// file only: a header's comment may serve another file.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_NOLINTFINDINGS_H
#define HOLDFAST_DRIVER_NOLINTFINDINGS_H

#include "Driver/FileAnalysis.h"

#include <set>

namespace holdfast {

/// Adds them to a file that was checked, and the reasons to what is suppressed.
void addNolintFindings(const AnalysisSettings &Settings,
                       const std::set<unsigned> &SuppressedLines,
                       FileResult &Result);

} // namespace holdfast

#endif // HOLDFAST_DRIVER_NOLINTFINDINGS_H
