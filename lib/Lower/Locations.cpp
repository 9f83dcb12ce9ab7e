//===- Locations.cpp - clang's source ranges as places of the IR ----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements Locations.
//
//===----------------------------------------------------------------------===//

#include "Lower/Locations.h"

#include "clang/Basic/CharInfo.h"
#include "clang/Basic/FileManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace holdfast::lower {

ir::FileId Locations::file(FileID FID) {
  auto [It, IsNew] = Files.try_emplace(FID);
  if (IsNew)
    if (OptionalFileEntryRef Entry = SM.getFileEntryRefForID(FID))
      It->second = M.fileId(Entry->getName());
  return It->second;
}

llvm::StringRef Locations::identifierAt(SourceLocation FileLoc) {
  bool Invalid = false;
  const char *Text = SM.getCharacterData(FileLoc, &Invalid);
  if (Invalid)
    return {};
  const char *End = Text;
  while (isAsciiIdentifierContinue(*End))
    ++End;
  return M.intern(llvm::StringRef(Text, End - Text));
}

Locations::Place Locations::resolve(SourceLocation L) {
  if (L.isFileID())
    return {L, L, {}};
  FileID FID = Ids.of(L);
  auto Known = Expansions.find(FID);
  if (Known == Expansions.end()) {
    Expanded E;
    E.IsArgument = SM.isMacroArgExpansion(L);
    if (E.IsArgument) {
      E.Spelling = SM.getImmediateSpellingLoc(SM.getComposedLoc(FID, 0));
    } else {
      CharSourceRange Expansion = SM.getImmediateExpansionRange(L);
      E.Where = resolve(Expansion.getBegin());
      // An outer body's expansion is the place; in a file, this one's own is.
      if (E.Where.Macro.empty()) {
        E.Where.Macro = identifierAt(E.Where.Begin);
        E.Where.End = resolve(Expansion.getEnd()).End;
      }
    }
    Known = Expansions.try_emplace(FID, E).first;
  }
  if (!Known->second.IsArgument)
    return Known->second.Where;
  return resolve(Known->second.Spelling.getLocWithOffset(Ids.offsetIn(L, FID)));
}

Locations::Position Locations::position(SourceLocation FileLoc) {
  FileID FID = Ids.of(FileLoc);
  unsigned Offset = Ids.offsetIn(FileLoc, FID);
  if (FID != Last.File || Offset < Last.Begin || Offset > Last.End) {
    bool Invalid = false;
    if (FID != Last.File)
      Last.Text = SM.getBufferData(FID, &Invalid);
    Last.File = FID;
    Last.Number = Invalid ? 0 : SM.getLineNumber(FID, Offset, &Invalid);
    unsigned Column = Invalid ? 0 : SM.getColumnNumber(FID, Offset, &Invalid);
    if (Invalid) {
      Last = {};
      return {};
    }
    Last.Begin = Offset - (Column - 1);
    Last.End = std::min(Last.Text.find('\n', Offset), Last.Text.size());
  }
  return {FID, Last.Number, Offset - Last.Begin + 1};
}

unsigned Locations::tokenLength(SourceLocation FileLoc) {
  FileID FID = Ids.of(FileLoc);
  if (FID == Last.File) {
    // Most ranges end in a name, a number or a bracket.
    llvm::StringRef Rest = Last.Text.substr(Ids.offsetIn(FileLoc, FID));
    size_t Length = 0;
    while (Length < Rest.size() && isAsciiIdentifierContinue(Rest[Length]))
      ++Length;
    char Next = Length < Rest.size() ? Rest[Length] : 0;
    if (Length && (isHorizontalWhitespace(Next) || Next == ';' || Next == ')' ||
                   Next == ',' || Next == '-' || Next == '['))
      return Length;
    if (!Length && (Next == ')' || Next == ']' || Next == ';'))
      return 1;
  }
  return Lexer::MeasureTokenLength(FileLoc, SM, LangOpts);
}

ir::Loc Locations::loc(SourceRange R) {
  if (R.isInvalid())
    return {};
  if (R == LastRange)
    return LastLoc;
  Place Begin = resolve(R.getBegin());
  Place End = R.getEnd() == R.getBegin() ? Begin : resolve(R.getEnd());
  Position From = position(Begin.Begin);
  if (!From.Line)
    return {};
  Position To = position(End.End);
  // A range that begins and ends in different files, or runs backwards, keeps
  // its first token alone.
  if (To.File != From.File || std::make_pair(To.Line, To.Column) <
                                  std::make_pair(From.Line, From.Column)) {
    End.End = Begin.Begin;
    To = From;
  }
  ir::Loc Result;
  Result.File = file(From.File);
  Result.Line = From.Line;
  Result.Column = From.Column;
  Result.EndLine = To.Line;
  Result.EndColumn = To.Column + tokenLength(End.End);
  Result.Macro = Begin.Macro;
  LastRange = R;
  LastLoc = Result;
  return Result;
}

} // namespace holdfast::lower
