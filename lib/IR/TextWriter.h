//===- TextWriter.h - What the printers of declarations and bodies share  -*-
// C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the parts of the text form that occur everywhere: names, types,
// annotations and places.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_TEXTWRITER_H
#define HOLDFAST_IR_TEXTWRITER_H

#include "IR/IR.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace holdfast::ir {

/// The words that start a type, and so need quotes as a record's name.
llvm::ArrayRef<llvm::StringRef> typeWords();
/// `i32`, `u8`, `f64`, `bool8`: a word of letters and a width.
bool isScalarWord(llvm::StringRef Word);

/// Gives equal names of one table different spellings: `x`, `x.1`.
class NameTable {
public:
  void add(llvm::StringRef Name);
  llvm::StringRef operator[](size_t I) const { return Names[I]; }
  bool contains(llvm::StringRef Name) const { return Seen.count(Name); }

private:
  std::vector<std::string> Names;
  llvm::StringMap<unsigned> Seen;
};

class TextWriter {
public:
  TextWriter(const Module &M, llvm::raw_ostream &OS) : M(M), OS(OS) {}

  void string(llvm::StringRef S);
  void wordOrString(llvm::StringRef S);
  void recordName(const Record &R);
  void type(TypeId T);
  void annotations(llvm::ArrayRef<Annotation> As);
  /// ` !12:3-20 in MACRO`, or nothing.
  void place(const Loc &L);

  const Module &M;
  llvm::raw_ostream &OS;
};

} // namespace holdfast::ir

#endif // HOLDFAST_IR_TEXTWRITER_H
