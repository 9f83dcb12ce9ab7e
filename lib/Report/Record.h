//===- Record.h - A finding as a report needs it ----------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what a run of `holdfast check` is made of: findings with places that
// no longer need a source manager, what became of each file, and the whole.
// Workers send it to the command as JSON, and every report is written from it.
//
// What is hard about it: a record must mean the same whatever worker made it
// and whenever, so it has no times, and its files are absolute and without
// dots. What a run cost is beside it, in FileCosts.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_REPORT_RECORD_H
#define HOLDFAST_REPORT_RECORD_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"

#include <string>
#include <vector>

namespace holdfast {

/// A range of a file; lines and columns (bytes) count from 1, and 0 is unknown.
struct Place {
  std::string File;
  unsigned Line = 0, Column = 0, EndLine = 0, EndColumn = 0;
};

struct Step {
  Place Where;
  std::string Text;
};

struct TextEdit {
  Place Range;
  std::string NewText;
};

/// Whether a finding is one to act on.
enum class Standing : uint8_t {
  New,
  Known,     ///< in the baseline
  Suppressed ///< by a NOLINT comment
};

struct Record {
  std::string Check; ///< with `holdfast-`
  std::string Message;
  bool IsError = false; ///< by WarningsAsErrors
  Place Where;
  std::vector<Step> Path;
  std::vector<TextEdit> Fix;
  std::string Function; ///< that the place is in
  std::string Object;   ///< that the finding is about
  std::string Reason;   ///< its name in Reasons.def
  std::string Rule;     ///< where the rule is stated
  Standing State = Standing::New;
  std::string Justification; ///< why it is suppressed, if that is said
  std::string Fingerprint;   ///< set when the run is complete
};

/// What a file cost; not part of what a run found.
struct FileCosts {
  double WallSeconds = 0, CpuSeconds = 0;
  uint64_t PeakKilobytes = 0;
  uint64_t Functions = 0, Steps = 0;
  double LowerSeconds = 0, EngineSeconds = 0;
  struct Part {
    std::string Name;
    uint64_t Steps = 0;
    double Seconds = 0;
  };
  std::vector<Part> ByFunction, ByCheck;
};

/// What became of a file.
enum class Outcome : uint8_t {
  Checked,
  NotParsed,  ///< the compiler reports an error
  Misused,    ///< a mistake in a model file or an option
  Crashed,    ///< the worker ended by a signal
  TimedOut,   ///< the worker took too long
  OutOfMemory ///< the worker needed too much
};

struct FileResult {
  std::string File;
  Outcome State = Outcome::Checked;
  std::string Problem; ///< why it is not checked
  std::vector<std::string> Remarks;
  std::vector<std::string> NotFullyAnalysed; ///< functions out of budget
  std::vector<std::string> Checks;           ///< what was on
  std::vector<Record> Records;
  FileCosts Costs;
};

/// A whole run.
struct RunReport {
  std::string Root; ///< paths in reports for machines are relative to it
  std::string Base; ///< and those for people to this folder
  std::vector<Record> Records;    ///< by place, without duplicates
  std::vector<FileResult> Files;  ///< in the order of their names
  std::vector<std::string> Stale; ///< entries of the baseline that are gone
  bool HasBaseline = false;

  bool isComplete() const;
  size_t count(Standing S) const;
};

llvm::StringRef spelling(Outcome O);
llvm::StringRef spelling(Standing S);

/// The path as it is seen from \p Folder when it is below it.
std::string relativeTo(llvm::StringRef Folder, llvm::StringRef File);

llvm::json::Value toJSON(const Place &P);
llvm::json::Value toJSON(const Record &R);
llvm::json::Value toJSON(const FileResult &R);
bool fromJSON(const llvm::json::Value &V, Place &P, llvm::json::Path Where);
bool fromJSON(const llvm::json::Value &V, Record &R, llvm::json::Path Where);
bool fromJSON(const llvm::json::Value &V, FileResult &R,
              llvm::json::Path Where);

} // namespace holdfast

#endif // HOLDFAST_REPORT_RECORD_H
