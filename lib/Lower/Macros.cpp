//===- Macros.cpp - Expansions of modelled macros -------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements MacroExpansions.
//
//===----------------------------------------------------------------------===//

#include "Lower/Macros.h"

#include "clang/Basic/CharInfo.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace holdfast::lower {

llvm::StringRef MacroExpansions::spelledName(SourceLocation L) {
  bool Invalid = false;
  const char *Text = SM.getCharacterData(SM.getSpellingLoc(L), &Invalid);
  if (Invalid)
    return {};
  const char *End = Text;
  while (isAsciiIdentifierContinue(*End))
    ++End;
  return {Text, size_t(End - Text)};
}

llvm::StringRef MacroExpansions::name(FileID Expansion) {
  return M.intern(spelledName(range(Expansion).getBegin()));
}

SourceRange MacroExpansions::range(FileID Expansion) const {
  return SM.getSLocEntry(Expansion)
      .getExpansion()
      .getExpansionLocRange()
      .getAsRange();
}

/// The outermost modelled expansion whose body \p L is spelled in.
FileID MacroExpansions::enclosing(SourceLocation L) {
  while (L.isMacroID() && SM.isMacroArgExpansion(L))
    L = SM.getImmediateSpellingLoc(L);
  if (L.isFileID())
    return {};
  FileID Body = Ids.of(L);
  auto Known = Outermost.find(Body);
  if (Known != Outermost.end())
    return Known->second;
  SourceLocation Start = range(Body).getBegin();
  FileID Result = enclosing(Start);
  if (Result.isInvalid() && TheModel.macro(spelledName(Start)))
    Result = Body;
  Outermost[Body] = Result;
  return Result;
}

llvm::ArrayRef<MacroExpansions::Membership>
MacroExpansions::at(SourceLocation L) {
  return Lists[listAt(L)];
}

unsigned MacroExpansions::prepend(Membership First, unsigned Rest) {
  MembershipList List{First};
  for (const Membership &Known : Lists[Rest])
    if (Known.Expansion != First.Expansion)
      List.push_back(Known);
  Lists.push_back(std::move(List));
  return Lists.size() - 1;
}

/// All tokens of one FileID belong to the same expansions in the same way.
unsigned MacroExpansions::listAt(SourceLocation L) {
  if (L.isFileID())
    return 0;
  FileID Id = Ids.of(L);
  auto Known = ListOf.find(Id);
  if (Known != ListOf.end())
    return Known->second;
  unsigned Result;
  SourceLocation Start = range(Id).getBegin();
  if (SM.isMacroArgExpansion(L)) {
    SourceLocation Text = SM.getImmediateSpellingLoc(SM.getComposedLoc(Id, 0));
    Result = listAt(Text);
    FileID Of = enclosing(Start);
    if (Of.isValid())
      Result = prepend({Of, Start, Text}, Result);
  } else {
    FileID Of = enclosing(L);
    Result = Of.isValid() ? prepend({Of, {}, {}}, listAt(range(Of).getBegin()))
                          : listAt(Start);
  }
  ListOf[Id] = Result;
  return Result;
}

/// For each argument, the offset from the macro's name to the end of its text.
llvm::ArrayRef<unsigned> MacroExpansions::argumentEnds(FileID Expansion) {
  auto [It, IsNew] = ArgumentEnds.try_emplace(Expansion);
  if (!IsNew)
    return It->second;
  SourceLocation Start = SM.getSpellingLoc(range(Expansion).getBegin());
  auto [File, Offset] = SM.getDecomposedLoc(Start);
  bool Invalid = false;
  llvm::StringRef Buffer = SM.getBufferData(File, &Invalid);
  if (Invalid)
    return It->second;
  Lexer Lex(SM.getLocForStartOfFile(File), LangOpts, Buffer.begin(),
            Buffer.begin() + Offset, Buffer.end());
  Token Tok;
  Lex.LexFromRawLexer(Tok); // the name
  unsigned Depth = 0;
  while (!Lex.LexFromRawLexer(Tok)) {
    if (Tok.is(tok::eof) || (Depth == 0 && Tok.isNot(tok::l_paren)))
      break;
    if (Tok.isOneOf(tok::l_paren, tok::l_brace, tok::l_square))
      Depth += Tok.is(tok::l_paren);
    bool Closes = Tok.is(tok::r_paren) && --Depth == 0;
    if (Closes || (Tok.is(tok::comma) && Depth == 1))
      It->second.push_back(SM.getFileOffset(Tok.getLocation()) - Offset);
    if (Closes)
      break;
  }
  return It->second;
}

int MacroExpansions::argument(FileID Expansion, SourceLocation Text) {
  SourceLocation Start = range(Expansion).getBegin();
  FileID Where = SM.getFileID(Start);
  // The text of an argument may itself come from expansions within it.
  while (SM.getFileID(Text) != Where) {
    if (Text.isFileID())
      return -1;
    Text = SM.getImmediateExpansionRange(Text).getBegin();
  }
  unsigned From = SM.getDecomposedLoc(Start).second;
  unsigned At = SM.getDecomposedLoc(Text).second;
  llvm::ArrayRef<unsigned> Ends = argumentEnds(Expansion);
  for (unsigned I = 0; I != Ends.size(); ++I)
    if (At >= From && At - From < Ends[I])
      return I;
  return -1;
}

} // namespace holdfast::lower
