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

bool MacroExpansions::isModelled(const SrcMgr::ExpansionInfo &Body) {
  auto [It, IsNew] = Modelled.try_emplace(Body.getSpellingLoc());
  if (IsNew)
    It->second =
        TheModel.macro(spelledName(Body.getExpansionLocStart())) != nullptr;
  return It->second;
}

/// Looks once at each expansion of the translation unit.
void MacroExpansions::collectPlaces() {
  Places.emplace();
  for (unsigned I = 0; I != SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
    // What a body includes has its places elsewhere.
    if (Entry.isFile() && Entry.getFile().getIncludeLoc().isValid())
      Places->push_back(Entry.getFile().getIncludeLoc());
    if (Entry.isExpansion() && !Entry.getExpansion().isMacroArgExpansion() &&
        isModelled(Entry.getExpansion()))
      Places->push_back(
          SM.getExpansionLoc(Entry.getExpansion().getExpansionLocStart()));
  }
  llvm::sort(*Places);
}

bool MacroExpansions::mayBeIn(SourceRange R) {
  // Expansions that come from a precompiled header are not looked at.
  if (R.getBegin().isMacroID() || R.getEnd().isMacroID() ||
      SM.loaded_sloc_entry_size())
    return true;
  if (!Places)
    collectPlaces();
  auto First = llvm::lower_bound(*Places, R.getBegin());
  return First != Places->end() && *First <= R.getEnd();
}

llvm::ArrayRef<MacroExpansions::Membership>
MacroExpansions::at(SourceLocation L) {
  return Lists[info(L).List];
}

/// Adds a membership to that of the text which it is about.
unsigned MacroExpansions::prepend(Membership First, unsigned Rest) {
  for (const Membership &Known : Lists[Rest])
    if (Known.Expansion == First.Expansion) {
      // The argument of a helper, but spelled in the body that uses the helper.
      if (!Known.isArgument())
        return Rest;
      // An argument that is handed on.
      First.Text = Known.Text;
    }
  MembershipList List{First};
  for (const Membership &Known : Lists[Rest])
    if (Known.Expansion != First.Expansion)
      List.push_back(Known);
  Lists.push_back(std::move(List));
  return Lists.size() - 1;
}

MacroExpansions::Info MacroExpansions::info(SourceLocation L) {
  if (L.isFileID())
    return {};
  FileID Id = Ids.of(L);
  auto Known = Infos.find(Id);
  if (Known != Infos.end())
    return Known->second;
  const SrcMgr::ExpansionInfo &E = SM.getSLocEntry(Id).getExpansion();
  Info Result, Outer = info(E.getExpansionLocStart());
  if (E.isMacroArgExpansion()) {
    Result = info(E.getSpellingLoc());
    if (Outer.Enclosing.isValid())
      Result.List = prepend(
          {Outer.Enclosing, E.getExpansionLocStart(), E.getSpellingLoc()},
          Result.List);
  } else {
    Result = Outer;
    if (Result.Enclosing.isInvalid() && isModelled(E))
      Result.Enclosing = Id;
    if (Result.Enclosing.isValid())
      Result.List = prepend({Result.Enclosing, {}, {}},
                            info(range(Result.Enclosing).getBegin()).List);
  }
  Infos[Id] = Result;
  return Result;
}

llvm::ArrayRef<unsigned> MacroExpansions::argumentEnds(FileID Expansion) {
  auto [It, IsNew] = ArgumentEnds.try_emplace(Expansion);
  if (IsNew)
    It->second = lexArguments(range(Expansion).getBegin());
  return It->second;
}

/// For each argument, the offset from the macro's name to the end of its text.
llvm::SmallVector<unsigned, 4>
MacroExpansions::lexArguments(SourceLocation Name) const {
  llvm::SmallVector<unsigned, 4> Ends;
  auto [File, Offset] = SM.getDecomposedLoc(SM.getSpellingLoc(Name));
  bool Invalid = false;
  llvm::StringRef Buffer = SM.getBufferData(File, &Invalid);
  if (Invalid)
    return Ends;
  Lexer Lex(SM.getLocForStartOfFile(File), LangOpts, Buffer.begin(),
            Buffer.begin() + Offset, Buffer.end());
  Token Tok;
  Lex.LexFromRawLexer(Tok);
  unsigned Depth = 0;
  bool IsEmpty = true;
  while (!Lex.LexFromRawLexer(Tok)) {
    if (Depth == 0 && Tok.isNot(tok::l_paren))
      break;
    bool Closes = Tok.is(tok::r_paren) && --Depth == 0;
    if ((Closes && !(IsEmpty && Ends.empty())) ||
        (Tok.is(tok::comma) && Depth == 1))
      Ends.push_back(SM.getFileOffset(Tok.getLocation()) - Offset);
    if (Closes)
      break;
    IsEmpty &= Depth == 0;
    Depth += Tok.is(tok::l_paren);
  }
  return Ends;
}

unsigned MacroExpansions::numArguments(FileID Expansion) {
  return argumentEnds(Expansion).size();
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
