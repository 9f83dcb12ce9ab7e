//===- Recorder.h - Diagnostics to records ----------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the diagnostic consumer of a worker. It lets clang-tidy decide what
// counts (header filter, NOLINT, duplicates, WarningsAsErrors), and records
// what clang-tidy drops: the places as lines and columns, the data that a check
// gives beside its text, and the findings that a NOLINT suppresses.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_RECORDER_H
#define HOLDFAST_DRIVER_RECORDER_H

#include "Report/Record.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"

#include <map>
#include <set>

namespace holdfast {

class Recorder : public clang::tidy::ClangTidyDiagnosticConsumer {
public:
  explicit Recorder(clang::tidy::ClangTidyContext &Context)
      : ClangTidyDiagnosticConsumer(Context), Context(Context) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  /// Puts all that was found into \p Result: the records, and the problem when
  /// the file did not parse or the configuration is wrong.
  void giveTo(FileResult &Result);

  /// The lines of the main file that a suppressed finding is on, also by way of
  /// macros.
  const std::set<unsigned> &suppressedLines() const { return Suppressed; }

private:
  /// What clang-tidy keeps of a finding too: check, file, offset and message.
  using Key = std::tuple<std::string, std::string, unsigned, std::string>;

  void begin(const clang::Diagnostic &Info, const std::string &Check);

  clang::tidy::ClangTidyContext &Context;
  std::vector<Record> All;
  std::map<Key, size_t> ByKey;
  std::set<unsigned> Suppressed;
  std::string FirstError, FirstMistake;
  bool IsOurs = false; ///< the last diagnostic that is not a note
};

} // namespace holdfast

#endif // HOLDFAST_DRIVER_RECORDER_H
