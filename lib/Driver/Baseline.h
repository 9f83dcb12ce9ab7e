//===- Baseline.h - The findings that a project knows already ---*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the baseline: a file for the repository, one finding a line, sorted,
// so that two branches merge. A finding is known when the file has its key (see
// Report/Fingerprint.h) often enough.
//
// What is hard about it: when there is one more of a kind than the file has,
// which one is new? Those in a file that the line names are taken first.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_BASELINE_H
#define HOLDFAST_DRIVER_BASELINE_H

#include "Report/Record.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace holdfast {

class Baseline {
public:
  static llvm::Expected<Baseline> read(llvm::StringRef File);
  static void write(const RunReport &Run, llvm::raw_ostream &OS);

  /// Marks what is known. With \p IsWhole, what is left over of the files that
  /// were looked at, or that are gone, is stale.
  void apply(RunReport &Run, bool IsWhole) const;

private:
  struct Line {
    std::string Key, Check, File, Function, Message;
    bool operator<(const Line &O) const;
    std::string str() const;
  };
  static Line lineOf(const Record &R, llvm::StringRef Root);

  std::vector<Line> Lines;
};

} // namespace holdfast

#endif // HOLDFAST_DRIVER_BASELINE_H
