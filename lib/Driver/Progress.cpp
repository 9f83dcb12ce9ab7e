//===- Progress.cpp - How far a run is ------------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/Progress.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <unistd.h>

using llvm::errs;
using llvm::format;

namespace holdfast {

/// Seconds between two lines.
static constexpr double OnTerminal = 0.1, InLog = 30;

Progress::Progress(size_t Total, bool IsWanted)
    : Total(Total), IsWanted(IsWanted), IsTerminal(isatty(2)) {}

Progress::~Progress() {
  if (IsWanted && IsTerminal && Done)
    errs() << "\r\033[K";
}

void Progress::step(size_t NewFindings, bool IsFailure) {
  ++Done;
  Findings += NewFindings;
  Failures += IsFailure;
  Clock::time_point Now = Clock::now();
  std::chrono::duration<double> Since = Now - LastShown;
  if (!IsWanted || Since.count() < (IsTerminal ? OnTerminal : InLog))
    return;
  LastShown = Now;
  double Elapsed = std::chrono::duration<double>(Now - Start).count();
  double Rate = Done / Elapsed;
  if (IsTerminal)
    errs() << "\r\033[K";
  errs() << "holdfast: " << Done << "/" << Total << " files, "
         << format("%.1f", Rate) << " a second, "
         << format("%.0f", (Total - Done) / Rate) << " s left, " << Findings
         << " findings";
  if (Failures)
    errs() << ", " << Failures << " not analysed";
  if (!IsTerminal)
    errs() << '\n';
}

} // namespace holdfast
