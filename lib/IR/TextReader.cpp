//===- TextReader.cpp - What the parsers of declarations and bodies share -===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements TextReader.
//
//===----------------------------------------------------------------------===//

#include "IR/TextReader.h"

#include "IR/OpNames.h"
#include "IR/TextWriter.h"
#include "IR/Verifier.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace holdfast::ir;

const Token &TextReader::next() {
  const Token &T = peek();
  if (Position + 1 < Tokens.size())
    ++Position;
  return T;
}

bool TextReader::accept(llvm::StringRef Punctuation) {
  if (!peek().is(Punctuation))
    return false;
  next();
  return true;
}

bool TextReader::acceptWord(llvm::StringRef Word) {
  if (!peek().isWord(Word) || peek(1).is(":"))
    return false;
  next();
  return true;
}

bool TextReader::expect(llvm::StringRef Punctuation, const llvm::Twine &Where) {
  if (accept(Punctuation))
    return false;
  return expected("'" + Punctuation + "' " + Where);
}

bool TextReader::error(const Token &At, const llvm::Twine &What) {
  if (Message.empty())
    Message = (FileName + ":" + llvm::Twine(At.Line) + ":" +
               llvm::Twine(At.Column) + ": error: " + What)
                  .str();
  return true;
}

bool TextReader::expected(const llvm::Twine &What, const llvm::Twine &Hint) {
  const Token &T = peek();
  if (T.Kind == TokenKind::Invalid)
    return error(T, "expected " + What + ", found " + T.Text);
  if (T.Kind == TokenKind::End)
    return error(T, "expected " + What + ", found the end of the file");
  return error(T, "expected " + What + ", found '" + T.Source + "'" + Hint);
}

std::string TextReader::key(const Token &Name) {
  if (!Name.IsQuoted && !Name.Text.empty() && llvm::isDigit(Name.Text[0]))
    return "#" + Name.Text.str();
  std::string Text = Name.IsQuoted ? unescape(Name.Text) : Name.Text.str();
  return "=" + Text + '\0' + Name.Suffix.str();
}

llvm::StringRef TextReader::nameOf(const Token &Name) {
  if (Name.IsQuoted)
    return M.intern(unescape(Name.Text));
  if (llvm::isDigit(Name.Text[0]))
    return "";
  return M.intern(Name.Text);
}

llvm::StringRef TextReader::functionNameOf(const Token &Name) {
  if (Name.IsQuoted)
    return M.intern(unescape(Name.Text));
  return M.intern(Name.Source.drop_front());
}

bool TextReader::wordOrString(llvm::StringRef &Result,
                              const llvm::Twine &What) {
  if (peek().Kind == TokenKind::Word)
    Result = M.intern(next().Text);
  else if (peek().Kind == TokenKind::String)
    Result = M.intern(unescape(next().Text));
  else
    return expected(What);
  return false;
}

bool TextReader::integer(int64_t &Result, const llvm::Twine &What) {
  if (peek().Kind != TokenKind::Int)
    return expected(What);
  Result = next().Value;
  return false;
}

bool TextReader::unsignedInteger(uint32_t &Result, const llvm::Twine &What) {
  if (peek().Kind != TokenKind::Int || peek().Value < 0 ||
      peek().Value > INT32_MAX)
    return expected(What);
  Result = uint32_t(next().Value);
  return false;
}

std::string TextReader::recordName() {
  if (peek().Kind == TokenKind::String)
    return unescape(next().Text);
  if (peek().Kind != TokenKind::Word)
    return "";
  std::string Name = next().Text.str();
  if ((Name == "struct" || Name == "union" || Name == "class") &&
      peek().Kind == TokenKind::Word)
    Name += " " + next().Text.str();
  return Name;
}

RecordId TextReader::declareRecord(llvm::StringRef Name) {
  auto [It, IsNew] =
      Records.try_emplace(Name, RecordId{uint32_t(M.Records.size())});
  if (IsNew) {
    Record &R = M.Records.emplace_back();
    R.Name = M.intern(Name);
    if (Name.starts_with("union "))
      R.Kind = RecordKind::Union;
    else if (Name.starts_with("class "))
      R.Kind = RecordKind::Class;
  }
  return It->second;
}

bool TextReader::record(RecordId &Result) {
  const Token &First = peek();
  std::string Name = recordName();
  if (Name.empty())
    return expected("a record's name");
  auto Known = Records.find(Name);
  if (Known != Records.end()) {
    Result = Known->second;
    return false;
  }
  if (First.Kind == TokenKind::String || llvm::StringRef(Name).contains(' ')) {
    Result = declareRecord(Name);
    return false;
  }
  std::vector<llvm::StringRef> Candidates(typeWords().begin(),
                                          typeWords().end());
  for (const Record &R : M.Records)
    Candidates.push_back(R.Name);
  return error(First, "expected a type, found '" + Name +
                          "', which no record here is called" +
                          suggestion(Name, Candidates));
}

bool TextReader::scalarType(Type &T) {
  llvm::StringRef Word = peek().Text;
  llvm::StringRef Digits =
      Word.drop_while([](char C) { return !llvm::isDigit(C); });
  llvm::StringRef Letters = Word.drop_back(Digits.size());
  if (Letters == "bool")
    T.Kind = TypeKind::Bool;
  else if (Letters == "float" || Letters == "f")
    T.Kind = TypeKind::Float;
  else
    T.Kind = TypeKind::Int;
  T.IsSigned = Letters == "i" || Letters == "int";
  T.Bits = Word == "bool" ? 8 : 0;
  if (!Digits.empty() && Digits.getAsInteger(10, T.Bits))
    return expected("a type whose width fits");
  next();
  return false;
}

bool TextReader::arrayType(Type &T, unsigned Depth) {
  T.Kind = TypeKind::Array;
  next();
  if (peek().Kind == TokenKind::Int) {
    T.Count = uint64_t(next().Value);
    if (!peek().isWord("x"))
      return expected("'x' after the number of elements");
    next();
  }
  return type(T.Element, Depth + 1) || expect("]", "after the array's element");
}

bool TextReader::type(TypeId &Result) { return type(Result, 0); }

bool TextReader::type(TypeId &Result, unsigned Depth) {
  if (Depth > MaxTypeDepth)
    return error(peek(), "types are nested too deeply");
  Type T;
  if (peek().isWord("const")) {
    T.IsConst = true;
    next();
  }
  const Token &First = peek();
  if (First.is("[")) {
    if (arrayType(T, Depth))
      return true;
  } else if (First.Kind != TokenKind::Word && First.Kind != TokenKind::String) {
    return expected("a type");
  } else if (First.isWord("ptr")) {
    next();
    T.Kind = TypeKind::Pointer;
    if (type(T.Element, Depth + 1))
      return true;
  } else if (First.isWord("void")) {
    next();
    T.Kind = TypeKind::Void;
  } else if (First.isWord("fn")) {
    next();
    T.Kind = TypeKind::Function;
  } else if (First.isWord("unknown")) {
    next();
  } else if (First.Kind == TokenKind::Word &&
             (isScalarWord(First.Text) || First.Text == "bool" ||
              First.Text == "int" || First.Text == "uint" ||
              First.Text == "float")) {
    if (scalarType(T))
      return true;
  } else {
    T.Kind = TypeKind::Record;
    if (record(T.Record))
      return true;
  }
  Result = M.typeId(T);
  return false;
}

bool TextReader::annotations(std::vector<Annotation> &Result) {
  if (!peek().is("[") || !peek(1).is("["))
    return false;
  next();
  next();
  do {
    const Token &Text = peek();
    if (Text.Kind != TokenKind::String)
      return expected("an annotation in quotes");
    Annotation A;
    A.Text = M.intern(unescape(next().Text));
    if (place(A.Where, Text))
      return true;
    Result.push_back(std::move(A));
  } while (accept(","));
  return expect("]", "after the annotations") ||
         expect("]", "after the annotations");
}

/// `!12:3`, `!12:3-20`, `!12:3-13:2`, each with a file before and a macro
/// after.
bool TextReader::explicitPlace(Loc &L) {
  L.File = MainFile;
  if (peek().Kind == TokenKind::String) {
    std::string Path = unescape(next().Text);
    L.File = Path.empty() ? FileId() : M.fileId(Path);
    if (expect(":", "after the file of a place"))
      return true;
  }
  if (unsignedInteger(L.Line, "a line") || expect(":", "after the line") ||
      unsignedInteger(L.Column, "a column"))
    return true;
  if (L.Line == 0)
    return error(peek(), "the lines of a place start at 1");
  // The dash of a range has become the sign of its end.
  if (peek().Kind == TokenKind::Int && peek().Source.starts_with("-")) {
    if (peek().Value < -INT32_MAX)
      return expected("the end of a place");
    L.EndLine = L.Line;
    L.EndColumn = uint32_t(-next().Value);
    if (accept(":")) {
      L.EndLine = L.EndColumn;
      if (unsignedInteger(L.EndColumn, "a column"))
        return true;
    }
  }
  return acceptWord("in") && wordOrString(L.Macro, "a macro's name");
}

bool TextReader::place(Loc &Result, const Token &First) {
  if (accept("!"))
    return explicitPlace(Result);
  if (!IsOwnSource)
    return false;
  const Token &Last = Tokens[Position - 1];
  Result.File = MainFile;
  Result.Line = First.Line;
  Result.Column = First.Column;
  Result.EndLine = Last.Line;
  Result.EndColumn = Last.Column + uint32_t(Last.Source.size());
  return false;
}
