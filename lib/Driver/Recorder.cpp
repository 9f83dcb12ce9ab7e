//===- Recorder.cpp - Diagnostics to records ------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/Recorder.h"

#include "Driver/CompileCommands.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace holdfast {
namespace {

std::string fileOf(const SourceManager &SM, FileID Id) {
  if (OptionalFileEntryRef Entry = SM.getFileEntryRefForID(Id)) {
    llvm::StringRef Real = Entry->getFileEntry().tryGetRealPathName();
    return absolutePath(Real.empty() ? Entry->getName() : Real);
  }
  return {};
}

Place placeOf(const SourceManager &SM, SourceLocation Loc) {
  if (Loc.isInvalid())
    return {};
  Loc = SM.getFileLoc(Loc);
  auto [Id, Offset] = SM.getDecomposedLoc(Loc);
  return {fileOf(SM, Id), SM.getLineNumber(Id, Offset),
          SM.getColumnNumber(Id, Offset)};
}

Place rangeOf(const SourceManager &SM, CharSourceRange Range) {
  Place P = placeOf(SM, Range.getBegin());
  Place End = placeOf(SM, Range.getEnd());
  if (End.File == P.File) {
    P.EndLine = End.Line;
    P.EndColumn = End.Column;
  }
  return P;
}

/// The message without the check's name at its end.
std::string textOf(const Diagnostic &Info, llvm::StringRef Check) {
  llvm::SmallString<256> Buffer;
  Info.FormatDiagnostic(Buffer);
  llvm::StringRef Text = Buffer;
  Text.consume_back((" [" + Check + "]").str());
  return llvm::json::fixUTF8(Text);
}

std::string argument(const Diagnostic &Info, unsigned I) {
  if (I >= Info.getNumArgs() ||
      Info.getArgKind(I) != DiagnosticsEngine::ak_std_string)
    return {};
  return llvm::json::fixUTF8(Info.getArgStdStr(I));
}

} // namespace

void Recorder::begin(const Diagnostic &Info, const std::string &Check) {
  const SourceManager &SM = Info.getSourceManager();
  Record R;
  R.Check = Check;
  R.Message = textOf(Info, Check);
  R.Where = placeOf(SM, Info.getLocation());
  R.Function = argument(Info, 1);
  R.Object = argument(Info, 2);
  R.Reason = argument(Info, 3);
  R.Rule = argument(Info, 4);
  for (const CharSourceRange &Range : Info.getRanges())
    if (Place P = rangeOf(SM, Range);
        P.Line == R.Where.Line && P.Column == R.Where.Column)
      R.Where = P;
  for (const FixItHint &Hint : Info.getFixItHints())
    R.Fix.push_back({rangeOf(SM, Hint.RemoveRange), Hint.CodeToInsert});
  llvm::SmallVector<tooling::Diagnostic, 1> Mistakes;
  if (Context.shouldSuppressDiagnostic(DiagnosticsEngine::Warning, Info,
                                       Mistakes)) {
    R.State = Standing::Suppressed;
    for (SourceLocation L = Info.getLocation();;
         L = SM.getImmediateMacroCallerLoc(L)) {
      Suppressed.insert(SM.getSpellingLineNumber(L));
      if (!L.isMacroID())
        break;
    }
  }
  SourceLocation Loc = SM.getFileLoc(Info.getLocation());
  ByKey.try_emplace(
      Key(Check, SM.getFilename(Loc).str(), SM.getFileOffset(Loc), R.Message),
      All.size());
  All.push_back(std::move(R));
}

void Recorder::HandleDiagnostic(DiagnosticsEngine::Level Level,
                                const Diagnostic &Info) {
  std::string Check = Context.getCheckName(Info.getID());
  bool IsNote = Level == DiagnosticsEngine::Note;
  if (!IsNote)
    IsOurs = llvm::StringRef(Check).starts_with("holdfast-") &&
             Info.hasSourceManager();
  if (IsOurs) {
    if (Level >= DiagnosticsEngine::Error) {
      if (FirstMistake.empty())
        FirstMistake = textOf(Info, Check);
    } else if (IsNote && !All.empty()) {
      All.back().Path.push_back(
          {placeOf(Info.getSourceManager(), Info.getLocation()),
           textOf(Info, Check)});
    } else if (!IsNote && Info.getLocation().isValid()) {
      begin(Info, Check);
    }
  } else if (Level >= DiagnosticsEngine::Error && FirstError.empty()) {
    FirstError = textOf(Info, Check);
    if (Info.hasSourceManager() && Info.getLocation().isValid()) {
      Place P = placeOf(Info.getSourceManager(), Info.getLocation());
      FirstError = P.File + ":" + std::to_string(P.Line) + ":" +
                   std::to_string(P.Column) + ": " + FirstError;
    }
  }
  ClangTidyDiagnosticConsumer::HandleDiagnostic(Level, Info);
}

void Recorder::giveTo(FileResult &Result) {
  for (const tidy::ClangTidyError &E : take()) {
    auto It = ByKey.find(Key(E.DiagnosticName, E.Message.FilePath,
                             E.Message.FileOffset,
                             llvm::json::fixUTF8(E.Message.Message)));
    if (It == ByKey.end())
      continue;
    Record &R = All[It->second];
    R.IsError = E.IsWarningAsError;
    Result.Records.push_back(R);
  }
  for (Record &R : All)
    if (R.State == Standing::Suppressed)
      Result.Records.push_back(std::move(R));
  if (!FirstMistake.empty()) {
    Result.State = Outcome::Misused;
    Result.Problem = FirstMistake;
  } else if (!FirstError.empty()) {
    Result.State = Outcome::NotParsed;
    Result.Problem = "does not parse: " + FirstError;
  }
}

} // namespace holdfast
