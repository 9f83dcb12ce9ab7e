//===- NolintFindings.cpp - Findings about NOLINT comments ----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/NolintFindings.h"

#include "Driver/NolintComments.h"
#include "Support/CheckPages.h"

#include "clang-tidy/GlobList.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;

namespace holdfast {
namespace {

Record make(StringRef Check, std::string Message, const NolintComment &C,
            StringRef File) {
  Record R;
  R.Check = Check.str();
  R.Message = std::move(Message);
  R.Where = {File.str(), C.Line, C.Column, C.Line, C.EndColumn};
  return R;
}

bool isForAny(const NolintComment &C, ArrayRef<std::string> Checks) {
  clang::tidy::GlobList Globs(join(C.Globs, ","));
  return any_of(Checks, [&](StringRef Check) { return Globs.contains(Check); });
}

/// A name in the list that is none of our checks, or empty.
std::string wrongName(const NolintComment &C) {
  for (StringRef G : C.Globs)
    if (!G.contains('*') && !findCheckPage(G))
      return G.str();
  return {};
}

} // namespace

void addNolintFindings(const AnalysisSettings &Settings,
                       const std::set<unsigned> &SuppressedLines,
                       FileResult &Result) {
  if (Result.State != Outcome::Checked)
    return;
  std::string Text;
  if (Settings.MainFileText) {
    Text = *Settings.MainFileText;
  } else {
    auto Buffer = MemoryBuffer::getFile(Result.File);
    if (!Buffer)
      return;
    Text = (*Buffer)->getBuffer().str();
  }
  std::vector<Record> New;
  for (const NolintComment &C : nolintComments(Text)) {
    auto Used = SuppressedLines.lower_bound(C.First);
    bool IsUsed = Used != SuppressedLines.end() && *Used <= C.Last;
    if (IsUsed)
      for (Record &R : Result.Records)
        if (R.State == Standing::Suppressed && R.Where.File == Result.File &&
            R.Where.Line >= C.First && R.Where.Line <= C.Last)
          R.Justification = C.Reason;
    if (C.Globs.empty())
      continue; // a bare NOLINT may be for others
    if (std::string Wrong = wrongName(C); !Wrong.empty())
      New.push_back(make("holdfast-unused-nolint",
                         "'" + Wrong + "' in this NOLINT is no check", C,
                         Result.File));
    else if (!IsUsed && Result.NotFullyAnalysed.empty() &&
             isForAny(C, Result.Checks))
      New.push_back(make("holdfast-unused-nolint",
                         "this NOLINT suppresses nothing", C, Result.File));
    if (Settings.NeedsReasons && C.Reason.empty())
      New.push_back(make("holdfast-unexplained-nolint",
                         "this NOLINT does not say why", C, Result.File));
  }
  append_range(Result.Records, New);
}

} // namespace holdfast
