//===- TextWriter.cpp - What the printers of declarations and bodies share ===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements TextWriter.
//
//===----------------------------------------------------------------------===//

#include "IR/TextWriter.h"

#include "IR/Lexer.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace holdfast::ir;

llvm::ArrayRef<llvm::StringRef> holdfast::ir::typeWords() {
  static constexpr llvm::StringRef Words[] = {
      "void",  "bool",    "int", "uint",   "float", "ptr",
      "const", "unknown", "fn",  "struct", "union", "class"};
  return Words;
}

bool holdfast::ir::isScalarWord(llvm::StringRef Word) {
  llvm::StringRef Digits = Word;
  if (!Digits.consume_front("bool"))
    Digits = Word.drop_front(!Word.empty() &&
                             llvm::StringRef("iuf").contains(Word.front()));
  return Digits.size() != Word.size() && !Digits.empty() &&
         llvm::all_of(Digits, llvm::isDigit);
}

void NameTable::add(llvm::StringRef Name) {
  std::string Spelling;
  if (Name.empty()) {
    Spelling = std::to_string(Names.size());
  } else {
    unsigned Count = Seen[Name]++;
    if (isPlainName(Name)) {
      Spelling = Name.str();
    } else {
      llvm::raw_string_ostream OS(Spelling);
      OS << '"';
      llvm::printEscapedString(Name, OS);
      OS << '"';
    }
    if (Count)
      Spelling += "." + std::to_string(Count);
  }
  Names.push_back(std::move(Spelling));
}

void TextWriter::string(llvm::StringRef S) {
  OS << '"';
  llvm::printEscapedString(S, OS);
  OS << '"';
}

void TextWriter::wordOrString(llvm::StringRef S) {
  // These words have a meaning of their own where others stand.
  if (isPlainWord(S) && S != "record" && S != "volatile" && S != "implicit" &&
      S != "base")
    OS << S;
  else
    string(S);
}

void TextWriter::recordName(const Record &R) {
  llvm::StringRef Tag = R.Name;
  bool HasKey = Tag.consume_front("struct ") || Tag.consume_front("union ") ||
                Tag.consume_front("class ");
  if (HasKey ? isPlainWord(Tag)
             : isPlainWord(Tag) && !llvm::is_contained(typeWords(), Tag) &&
                   !isScalarWord(Tag))
    OS << R.Name;
  else
    string(R.Name);
}

void TextWriter::type(TypeId Id) {
  const Type &T = M.type(Id);
  if (T.IsConst)
    OS << "const ";
  switch (T.Kind) {
  case TypeKind::Void:
    OS << "void";
    return;
  case TypeKind::Bool:
    OS << "bool";
    if (T.Bits != 8)
      OS << T.Bits;
    return;
  case TypeKind::Int:
    if (T.Bits)
      OS << (T.IsSigned ? 'i' : 'u') << T.Bits;
    else
      OS << (T.IsSigned ? "int" : "uint");
    return;
  case TypeKind::Float:
    if (T.Bits)
      OS << 'f' << T.Bits;
    else
      OS << "float";
    return;
  case TypeKind::Pointer:
    OS << "ptr ";
    type(T.Element);
    return;
  case TypeKind::Array:
    OS << '[';
    if (T.Count)
      OS << T.Count << " x ";
    type(T.Element);
    OS << ']';
    return;
  case TypeKind::Record:
    recordName(M.record(T.Record));
    return;
  case TypeKind::Function:
    OS << "fn";
    return;
  case TypeKind::Unknown:
    OS << "unknown";
    return;
  }
}

void TextWriter::annotations(llvm::ArrayRef<Annotation> As) {
  if (As.empty())
    return;
  llvm::ListSeparator Comma;
  OS << " [[";
  for (const Annotation &A : As) {
    OS << Comma;
    string(A.Text);
    place(A.Where);
  }
  OS << "]]";
}

void TextWriter::place(const Loc &L) {
  if (!L.isValid())
    return;
  OS << " !";
  llvm::StringRef File = L.File ? M.file(L.File) : "";
  if (File != M.MainFile) {
    string(File);
    OS << ':';
  }
  OS << L.Line << ':' << L.Column;
  if (L.EndLine || L.EndColumn) {
    OS << '-';
    if (L.EndLine != L.Line)
      OS << L.EndLine << ':';
    OS << L.EndColumn;
  }
  if (!L.Macro.empty()) {
    OS << " in ";
    wordOrString(L.Macro);
  }
}
