//===- TextWriter.cpp - The report for people -----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Writers.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/LineIterator.h"
#include "llvm/Support/MemoryBuffer.h"

#include <map>

using namespace llvm;

namespace holdfast {

std::string sourceLine(StringRef File, unsigned Line) {
  auto Buffer = MemoryBuffer::getFile(File);
  if (!Buffer || !Line)
    return {};
  line_iterator It(**Buffer, /*SkipBlanks=*/false);
  for (; !It.is_at_eof(); ++It)
    if (It.line_number() == Line)
      return It->rtrim("\r").str();
  return {};
}

static void writePlace(const Place &P, StringRef Kind, StringRef Text,
                       const RunReport &Run, raw_ostream &OS) {
  if (P.Line)
    OS << relativeTo(Run.Base, P.File) << ':' << P.Line << ':' << P.Column
       << ": ";
  OS << Kind << ": " << Text << '\n';
  std::string Source = sourceLine(P.File, P.Line);
  if (Source.empty())
    return;
  OS << format("%5u | ", P.Line) << Source << "\n      | ";
  unsigned Column = P.Column ? P.Column : 1;
  for (unsigned I = 0; I + 1 < Column && I < Source.size(); ++I)
    // A tab stays one; the continuation bytes of UTF-8 take no room.
    if ((Source[I] & 0xC0) != 0x80)
      OS << (Source[I] == '\t' ? '\t' : ' ');
  OS << '^';
  if (P.EndLine == P.Line)
    for (unsigned I = Column; I + 1 < P.EndColumn && I < Source.size(); ++I)
      if ((Source[I] & 0xC0) != 0x80)
        OS << '~';
  OS << '\n';
}

void writeFinding(const Record &R, const RunReport &Run, raw_ostream &OS) {
  writePlace(R.Where, R.IsError ? "error" : "warning",
             R.Message + " [" + R.Check + "]", Run, OS);
  for (const Step &S : R.Path)
    writePlace(S.Where, "note", S.Text, Run, OS);
}

std::string counted(size_t N, StringRef What) {
  return (Twine(N) + " " + What + (N == 1 ? "" : "s")).str();
}

void writeSummary(const RunReport &R, raw_ostream &OS) {
  std::map<std::string, size_t> ByCheck;
  for (const Record &Finding : R.Records)
    if (Finding.State == Standing::New)
      ++ByCheck[Finding.Check];
  size_t New = R.count(Standing::New), Unfinished = 0, Failed = 0;
  for (const FileResult &F : R.Files) {
    Unfinished += F.NotFullyAnalysed.size();
    Failed += F.State != Outcome::Checked;
  }
  OS << counted(New, "finding") << " in " << counted(R.Files.size(), "file");
  if (size_t N = R.count(Standing::Known))
    OS << ", " << N << " known from the baseline";
  if (size_t N = R.count(Standing::Suppressed))
    OS << ", " << N << " suppressed";
  OS << '\n';
  for (const auto &[Check, Count] : ByCheck)
    OS << format("%6zu  ", Count) << Check << '\n';
  if (Unfinished)
    OS << counted(Unfinished, "function")
       << " not fully analysed (--stats names them)\n";
  for (const std::string &Entry : R.Stale)
    OS << "stale in the baseline: " << Entry << '\n';
  if (Failed)
    OS << counted(Failed, "file") << " could not be analysed:\n";
  for (const FileResult &F : R.Files)
    if (F.State != Outcome::Checked)
      OS << "  " << relativeTo(R.Base, F.File) << ": " << F.Problem << '\n';
}

void writeText(const RunReport &R, raw_ostream &OS) {
  for (const Record &Finding : R.Records)
    if (Finding.State == Standing::New)
      writeFinding(Finding, R, OS);
  writeSummary(R, OS);
}

void write(Format F, const RunReport &R, raw_ostream &OS) {
  switch (F) {
  case Format::Text:
    return writeText(R, OS);
  case Format::Json:
    return writeJson(R, OS);
  case Format::Sarif:
    return writeSarif(R, OS);
  case Format::GitHub:
    return writeGitHub(R, OS);
  case Format::GitLab:
    return writeGitLab(R, OS);
  case Format::JUnit:
    return writeJUnit(R, OS);
  }
}

} // namespace holdfast
