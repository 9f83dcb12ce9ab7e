//===- Progress.h - How far a run is ----------------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the line that a run shows: renewed in place on a terminal, and now
// and then a new one in a log.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_PROGRESS_H
#define HOLDFAST_DRIVER_PROGRESS_H

#include <chrono>
#include <cstddef>

namespace holdfast {

class Progress {
public:
  Progress(size_t Total, bool IsWanted);
  ~Progress();
  void step(size_t NewFindings, bool IsFailure);

private:
  void show(bool IsLast);

  using Clock = std::chrono::steady_clock;
  size_t Total, Done = 0, Findings = 0, Failures = 0;
  bool IsWanted, IsTerminal;
  Clock::time_point Start = Clock::now(), LastShown = Start;
};

} // namespace holdfast

#endif // HOLDFAST_DRIVER_PROGRESS_H
