//===- Lexer.h - The tokens of the text form ------------------ -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the tokens of the IR's text form. A text is split as a whole, so that
// the parser can look ahead and read declarations before bodies.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_LEXER_H
#define HOLDFAST_IR_LEXER_H

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace holdfast::ir {

enum class TokenKind : uint8_t {
  End,
  Word,   ///< `load`, `std::mutex`
  Int,    ///< `-12`, `0x1f`
  String, ///< `"…"`
  Temp,   ///< `%name`
  Local,  ///< `$name`, `$"odd name"`, `$name.1`, `$0`
  Global, ///< `@name`: a global or a function
  Punct,  ///< one character, or `->` or `...`
  Invalid ///< Text says why
};

struct Token {
  TokenKind Kind = TokenKind::End;
  bool IsQuoted = false;  ///< a name in quotes
  llvm::StringRef Text;   ///< of a name or string: without sigil and quotes
  llvm::StringRef Source; ///< the whole token
  llvm::StringRef Suffix; ///< of a name: the digits after its last `.`
  int64_t Value = 0;      ///< Int
  uint32_t Line = 0, Column = 0;

  bool is(llvm::StringRef Punctuation) const {
    return Kind == TokenKind::Punct && Text == Punctuation;
  }
  bool isWord(llvm::StringRef Word) const {
    return Kind == TokenKind::Word && Text == Word;
  }
};

/// All tokens, an End or Invalid one last.
std::vector<Token> tokenise(llvm::StringRef Text);

/// The characters that a quoted token stands for.
std::string unescape(llvm::StringRef Quoted);

/// \p Name needs no quotes where a word stands.
bool isPlainWord(llvm::StringRef Name);
/// \p Name needs no quotes after a sigil.
bool isPlainName(llvm::StringRef Name);

} // namespace holdfast::ir

#endif // HOLDFAST_IR_LEXER_H
