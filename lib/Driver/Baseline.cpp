//===- Baseline.cpp - The findings that a project knows already -----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/Baseline.h"

#include "Report/Fingerprint.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <map>
#include <set>
#include <tuple>

using namespace llvm;

namespace holdfast {

static constexpr StringLiteral Header = "# holdfast baseline 1";

bool Baseline::Line::operator<(const Line &O) const {
  return std::tie(File, Check, Function, Message, Key) <
         std::tie(O.File, O.Check, O.Function, O.Message, O.Key);
}

std::string Baseline::Line::str() const {
  return Key + "\t" + Check + "\t" + File + "\t" + Function + "\t" + Message;
}

Baseline::Line Baseline::lineOf(const Record &R, StringRef Root) {
  auto Clean = [](std::string Text) {
    for (char &C : Text)
      if (C == '\t' || C == '\n' || C == '\r')
        C = ' ';
    return Text;
  };
  return {fingerprintKey(R), R.Check, Clean(relativeTo(Root, R.Where.File)),
          Clean(R.Function), Clean(normalise(R.Message))};
}

Expected<Baseline> Baseline::read(StringRef File) {
  auto Fail = [&](const Twine &Text) {
    return createStringError(inconvertibleErrorCode(),
                             "baseline '" + File + "': " + Text);
  };
  auto Buffer = MemoryBuffer::getFile(File);
  if (!Buffer)
    return Fail(Buffer.getError().message());
  SmallVector<StringRef> Rows;
  (*Buffer)->getBuffer().split(Rows, '\n');
  if (Rows.front().rtrim() != Header)
    return Fail("the first line is not '" + Header +
                "'; 'holdfast baseline' writes such a file");
  Baseline B;
  for (size_t I = 1; I != Rows.size(); ++I) {
    StringRef Row = Rows[I].rtrim("\r");
    if (Row.empty() || Row.starts_with("#"))
      continue;
    SmallVector<StringRef> Parts;
    Row.split(Parts, '\t');
    if (Parts.size() != 5)
      return Fail(
          "line " + Twine(I + 1) + " has " + Twine(Parts.size()) +
          " fields, not 5" +
          (Row.starts_with("<<<<<<<") ? "; it is a merge conflict" : ""));
    B.Lines.push_back({Parts[0].str(), Parts[1].str(), Parts[2].str(),
                       Parts[3].str(), Parts[4].str()});
  }
  return B;
}

void Baseline::write(const RunReport &Run, raw_ostream &OS) {
  std::vector<Line> Lines;
  for (const Record &R : Run.Records)
    if (R.State != Standing::Suppressed)
      Lines.push_back(lineOf(R, Run.Root));
  llvm::sort(Lines);
  OS << Header << '\n'
     << "# Written by 'holdfast baseline': what was known when Holdfast came. "
        "Lines may be deleted.\n";
  for (const Line &L : Lines)
    OS << L.str() << '\n';
}

void Baseline::apply(RunReport &Run, bool IsWhole) const {
  std::multimap<std::string, const Line *> Left;
  for (const Line &L : Lines)
    Left.emplace(L.Key, &L);
  Run.HasBaseline = true;
  for (bool IsSameFile : {true, false})
    for (Record &R : Run.Records) {
      if (R.State != Standing::New)
        continue;
      auto [Begin, End] = Left.equal_range(fingerprintKey(R));
      std::string File = relativeTo(Run.Root, R.Where.File);
      auto Found = std::find_if(Begin, End, [&](const auto &Entry) {
        return !IsSameFile || Entry.second->File == File;
      });
      if (Found == End)
        continue;
      R.State = Standing::Known;
      Left.erase(Found);
    }
  if (!IsWhole)
    return;
  std::set<std::string> Looked;
  for (const FileResult &F : Run.Files)
    if (F.State == Outcome::Checked)
      Looked.insert(relativeTo(Run.Root, F.File));
  std::vector<Line> Stale;
  for (const auto &[Key, L] : Left) {
    SmallString<256> File(Run.Root);
    sys::path::append(File, L->File);
    if (Looked.count(L->File) || !sys::fs::exists(File))
      Stale.push_back(*L);
  }
  llvm::sort(Stale);
  for (const Line &L : Stale)
    Run.Stale.push_back(L.File + ": " + L.Message + " [" + L.Check + "]");
}

} // namespace holdfast
