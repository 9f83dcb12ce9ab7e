//===- Check.cpp - What all checks are made of ----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/Check.h"

#include "Report/Message.h"

#include "clang/Basic/FileManager.h"

using namespace clang;

namespace holdfast::checks {

void Check::registerMatchers(ast_matchers::MatchFinder *Finder) {
  Finder->addMatcher(ast_matchers::translationUnitDecl(), this);
  Shared->walk().expect();
}

void Check::check(const ast_matchers::MatchFinder::MatchResult &Result) {
  Shared->start(*Result.Context);
  if (!Shared->problems().empty()) {
    const SourceManager &SM = *Result.SourceManager;
    if (Shared->claimProblems())
      for (const std::string &Problem : Shared->problems())
        diag(SM.getLocForStartOfFile(SM.getMainFileID()), "%0",
             DiagnosticIDs::Error)
            << Problem;
    return;
  }
  checkUnit(*Shared);
  Shared->walk().done(*Result.Context);
}

namespace {

SourceLocation locate(const ir::Loc &L, unsigned Line, unsigned Column,
                      SourceManager &SM, const ir::Module &M) {
  if (!L.isValid() || !L.File)
    return {};
  auto File = SM.getFileManager().getOptionalFileRef(M.file(L.File));
  return File ? SM.translateFileLineCol(*File, Line, Column) : SourceLocation();
}

} // namespace

void Check::report(const Finding &F) { report(F, Shared->module()); }

void Check::report(const Finding &F, const ir::Module &M) {
  SourceManager &SM = Shared->context().getSourceManager();
  SourceLocation Begin = locate(F.Where, F.Where.Line, F.Where.Column, SM, M);
  {
    // What the text does not use is for the consumer that records findings.
    auto D = diag(Begin, "%0") << message(F) << F.Function << F.Object
                               << nameOf(F.Why) << F.Rule.str();
    if (F.Where.EndLine)
      D << CharSourceRange::getCharRange(
          Begin, locate(F.Where, F.Where.EndLine, F.Where.EndColumn, SM, M));
    for (const Edit &E : F.Fix)
      D << FixItHint::CreateReplacement(
          CharSourceRange::getCharRange(
              locate(E.Range, E.Range.Line, E.Range.Column, SM, M),
              locate(E.Range, E.Range.EndLine, E.Range.EndColumn, SM, M)),
          E.Text);
  }
  for (const PathNote &N : F.Path)
    diag(locate(N.Where, N.Where.Line, N.Where.Column, SM, M), "%0",
         DiagnosticIDs::Note)
        << N.Text;
}

} // namespace holdfast::checks
