//===- BodyParser.h - Reads the body of one function ---------- -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the reader of blocks and events.
//
// What is hard about it: labels and temporaries are used before they are
// defined. They get a number when they are first seen, and at the end the one
// that the order of their definitions gives them.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_BODYPARSER_H
#define HOLDFAST_IR_BODYPARSER_H

#include "IR/EvidentType.h"
#include "IR/TextReader.h"

namespace holdfast::ir {

struct OpWord;

class BodyParser {
public:
  BodyParser(TextReader &R, const llvm::StringMap<GlobalId> &Globals,
             Function &F)
      : R(R), M(R.M), Globals(Globals), F(F), Evident(R.M, F) {}

  /// `NAME: TYPE attributes`; a parameter or a variable.
  bool local(LocalKind Kind);
  /// From the first token in the braces to the closing one.
  bool body();

private:
  /// A label or a temporary.
  struct Definition {
    const Token *FirstUse = nullptr;
    bool IsDefined = false;
    uint32_t Final = 0; ///< its number in the end
  };
  bool blocks();
  bool label();
  bool statement();
  bool event(const OpWord &Word, const Token &First, TempId Result);
  bool operands(Event &E);
  bool member(Event &E);
  bool arguments(Event &E);
  bool callee(Event &E);
  bool eventType(Event &E, const OpWord &Word, const Token &First);
  bool operand(Operand &Result);
  bool symbol(Operand &Result, bool IsFunction);
  bool unknownWord();
  bool isTerminator() const;
  bool terminator(const Token &First);
  bool switchCases(Terminator &T);
  bool target(BlockId &Result);
  TempId temp(const Token &Name);
  bool undefined(llvm::ArrayRef<Definition> Definitions, llvm::StringRef What);
  bool finish();

  TextReader &R;
  Module &M;
  const llvm::StringMap<GlobalId> &Globals;
  Function &F;
  EvidentType Evident;
  llvm::StringMap<uint32_t> LocalIds, TempIds, LabelIds;
  std::vector<Definition> Temps, Labels;
  bool IsInBlock = false;
};

} // namespace holdfast::ir

#endif // HOLDFAST_IR_BODYPARSER_H
