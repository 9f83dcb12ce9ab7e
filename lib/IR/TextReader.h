//===- TextReader.h - What the parsers of declarations and bodies share  -*- C++
//-*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines a cursor over the tokens of a text, its error, and the readers of
// what occurs everywhere: names, types, annotations and places.
//
// Every reader returns true when there was a mistake. The first one is kept.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_TEXTREADER_H
#define HOLDFAST_IR_TEXTREADER_H

#include "IR/IR.h"
#include "IR/Lexer.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/Twine.h"

#include <string>

namespace holdfast::ir {

class TextReader {
public:
  TextReader(Module &M, llvm::StringRef FileName, std::vector<Token> Tokens)
      : M(M), FileName(FileName), Tokens(std::move(Tokens)) {}

  const Token &peek(size_t Ahead = 0) const {
    return Tokens[std::min(Position + Ahead, Tokens.size() - 1)];
  }
  /// Consumes a token; the last one stays.
  const Token &next();
  size_t position() const { return Position; }
  void setPosition(size_t P) { Position = P; }

  bool accept(llvm::StringRef Punctuation);
  /// Consumes a word that is not the label of a block.
  bool acceptWord(llvm::StringRef Word);
  bool expect(llvm::StringRef Punctuation, const llvm::Twine &Where);

  bool error(const Token &At, const llvm::Twine &What);
  /// `expected WHAT, found '…'` at the next token.
  bool expected(const llvm::Twine &What, const llvm::Twine &Hint = "");
  const std::string &message() const { return Message; }

  /// What a name is looked up by: two spellings of one name have one key.
  static std::string key(const Token &Name);
  /// The characters of a name: unescaped, without the suffix; empty for `$0`.
  llvm::StringRef nameOf(const Token &Name);
  /// A function's name, which has no suffix.
  llvm::StringRef functionNameOf(const Token &Name);

  bool wordOrString(llvm::StringRef &Result, const llvm::Twine &What);
  bool integer(int64_t &Result, const llvm::Twine &What);
  /// `struct x`, `spinlock_t`, `"std::vector<int>"`; empty if none is next.
  std::string recordName();
  /// The record of a name; an undeclared one with `struct` and the like, or in
  /// quotes, is added as incomplete.
  bool record(RecordId &Result);
  RecordId declareRecord(llvm::StringRef Name);
  bool type(TypeId &Result);
  bool annotations(std::vector<Annotation> &Result);
  /// An explicit place, or else the tokens from \p First on when the text is
  /// its own source.
  bool place(Loc &Result, const Token &First);

  Module &M;
  /// Without a `module` line, what has no place has the one in this text.
  bool IsOwnSource = true;
  FileId MainFile;

private:
  bool scalarType(Type &T);
  bool arrayType(Type &T, unsigned Depth);
  bool type(TypeId &Result, unsigned Depth);
  bool unsignedInteger(uint32_t &Result, const llvm::Twine &What);
  bool explicitPlace(Loc &Result);

  llvm::StringRef FileName;
  std::vector<Token> Tokens;
  size_t Position = 0;
  std::string Message;
  llvm::StringMap<RecordId> Records;
};

} // namespace holdfast::ir

#endif // HOLDFAST_IR_TEXTREADER_H
