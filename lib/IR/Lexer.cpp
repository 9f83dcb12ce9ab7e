//===- Lexer.cpp - The tokens of the text form ----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the lexer.
//
//===----------------------------------------------------------------------===//

#include "IR/Lexer.h"

#include "llvm/ADT/StringExtras.h"

using namespace holdfast::ir;

static bool isStart(char C) { return llvm::isAlpha(C) || C == '_'; }
static bool isPart(char C) { return llvm::isAlnum(C) || C == '_'; }

/// The length of `a`, `a::b` or, with \p Dots, `a.b` at the start of \p S.
static size_t wordLength(llvm::StringRef S, bool Dots) {
  size_t I = 0;
  while (I < S.size() && isStart(S[I])) {
    while (I < S.size() && isPart(S[I]))
      ++I;
    size_t Joint = S.substr(I).starts_with("::")          ? 2
                   : Dots && S.substr(I).starts_with(".") ? 1
                                                          : 0;
    if (!Joint || I + Joint >= S.size() || !isStart(S[I + Joint]))
      break;
    I += Joint;
  }
  return I;
}

bool holdfast::ir::isPlainWord(llvm::StringRef Name) {
  return !Name.empty() && wordLength(Name, false) == Name.size();
}

bool holdfast::ir::isPlainName(llvm::StringRef Name) {
  return !Name.empty() && wordLength(Name, true) == Name.size();
}

std::string holdfast::ir::unescape(llvm::StringRef S) {
  std::string Result;
  Result.reserve(S.size());
  for (size_t I = 0; I < S.size(); ++I) {
    if (S[I] != '\\' || I + 1 == S.size()) {
      Result += S[I];
      continue;
    }
    char C = S[++I];
    if (C == 'n') {
      Result += '\n';
    } else if (C == 't') {
      Result += '\t';
    } else if (llvm::isHexDigit(C) && I + 1 < S.size() &&
               llvm::isHexDigit(S[I + 1])) {
      Result += char(llvm::hexFromNibbles(C, S[I + 1]));
      ++I;
    } else {
      Result += C;
    }
  }
  return Result;
}

namespace {

class Lexer {
public:
  explicit Lexer(llvm::StringRef Text) : Text(Text) {}
  Token next();

private:
  char at(size_t I) const { return I < Text.size() ? Text[I] : '\0'; }
  void skipSpace();
  Token make(TokenKind Kind, size_t Length, size_t Front = 0, size_t Back = 0);
  Token invalid(llvm::StringRef Why);
  /// The length of the quoted text at \p Start with its quotes; 0 if unclosed.
  size_t quotedLength(size_t Start) const;
  Token name(TokenKind Kind);
  Token number();

  llvm::StringRef Text;
  size_t Pos = 0, LineStart = 0;
  uint32_t Line = 1;
};

} // namespace

void Lexer::skipSpace() {
  for (; Pos < Text.size(); ++Pos) {
    if (Text[Pos] == ';') {
      Pos = Text.find('\n', Pos);
      if (Pos == llvm::StringRef::npos) {
        Pos = Text.size();
        return;
      }
    }
    if (Text[Pos] == '\n') {
      ++Line;
      LineStart = Pos + 1;
    } else if (!llvm::isSpace(Text[Pos])) {
      return;
    }
  }
}

Token Lexer::make(TokenKind Kind, size_t Length, size_t Front, size_t Back) {
  Token T;
  T.Kind = Kind;
  T.Source = Text.substr(Pos, Length);
  T.Text = T.Source.drop_front(Front).drop_back(Back);
  T.Line = Line;
  T.Column = uint32_t(Pos - LineStart + 1);
  Pos += Length;
  return T;
}

Token Lexer::invalid(llvm::StringRef Why) {
  Token T = make(TokenKind::Invalid, 0);
  T.Text = Why;
  return T;
}

size_t Lexer::quotedLength(size_t Start) const {
  for (size_t I = Start + 1; I < Text.size() && Text[I] != '\n'; ++I) {
    if (Text[I] == '"')
      return I + 1 - Start;
    if (Text[I] == '\\')
      ++I;
  }
  return 0;
}

Token Lexer::name(TokenKind Kind) {
  size_t Length;
  bool IsQuoted = at(Pos + 1) == '"';
  if (IsQuoted) {
    Length = quotedLength(Pos + 1);
    if (!Length)
      return invalid("a string without its closing quote");
  } else {
    Length = wordLength(Text.substr(Pos + 1), true);
    if (!Length)
      while (llvm::isDigit(at(Pos + 1 + Length)))
        ++Length;
    if (!Length)
      return invalid("a sigil without a name");
  }
  size_t SuffixLength = 0;
  if (at(Pos + 1 + Length) == '.' && llvm::isDigit(at(Pos + 2 + Length))) {
    ++SuffixLength;
    while (llvm::isDigit(at(Pos + 1 + Length + SuffixLength)))
      ++SuffixLength;
  }
  Token T = make(Kind, 1 + Length + SuffixLength, 1, SuffixLength);
  T.Suffix = T.Source.take_back(SuffixLength).drop_front(SuffixLength != 0);
  T.IsQuoted = IsQuoted;
  if (IsQuoted)
    T.Text = T.Text.drop_front().drop_back();
  return T;
}

Token Lexer::number() {
  size_t Length = at(Pos) == '-';
  while (llvm::isAlnum(at(Pos + Length)))
    ++Length;
  Token T = make(TokenKind::Int, Length);
  uint64_t Unsigned;
  if (T.Text.getAsInteger(0, T.Value)) {
    if (T.Text.getAsInteger(0, Unsigned)) {
      Pos -= Length;
      return invalid("a number that is malformed or too large");
    }
    T.Value = int64_t(Unsigned);
  }
  return T;
}

Token Lexer::next() {
  skipSpace();
  if (Pos >= Text.size())
    return make(TokenKind::End, 0);
  char C = Text[Pos];
  if (isStart(C))
    return make(TokenKind::Word, wordLength(Text.substr(Pos), false));
  if (llvm::isDigit(C) || (C == '-' && llvm::isDigit(at(Pos + 1))))
    return number();
  switch (C) {
  case '"':
    if (size_t Length = quotedLength(Pos))
      return make(TokenKind::String, Length, 1, 1);
    return invalid("a string without its closing quote");
  case '%':
    return name(TokenKind::Temp);
  case '$':
    return name(TokenKind::Local);
  case '@':
    return name(TokenKind::Global);
  case '-':
    if (at(Pos + 1) == '>')
      return make(TokenKind::Punct, 2);
    break;
  case '.':
    if (Text.substr(Pos).starts_with("..."))
      return make(TokenKind::Punct, 3);
    return make(TokenKind::Punct, 1);
  default:
    if (llvm::StringRef(":,={}()[]!#").contains(C))
      return make(TokenKind::Punct, 1);
  }
  return invalid("a character that begins no token");
}

std::vector<Token> holdfast::ir::tokenise(llvm::StringRef Text) {
  std::vector<Token> Tokens;
  // About one token for four characters.
  Tokens.reserve(Text.size() / 4 + 1);
  Lexer L(Text);
  do
    Tokens.push_back(L.next());
  while (Tokens.back().Kind != TokenKind::End &&
         Tokens.back().Kind != TokenKind::Invalid);
  return Tokens;
}
