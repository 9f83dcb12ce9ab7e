//===- OpNames.h - How operations are written in the text form  -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the words of the text form for operations, and what each operation
// has: a result, a type. Parser, printer and verifier use the one table.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_OPNAMES_H
#define HOLDFAST_IR_OPNAMES_H

#include "IR/IR.h"

#include <string>

namespace holdfast::ir {

enum class HasResult : uint8_t { No, Yes, Maybe };

/// One word that starts an event: `load`, `add`, `lnot`.
struct OpWord {
  llvm::StringRef Word;
  Op Code;
  uint8_t Sub; ///< UnaryOp or BinaryOp
  HasResult Result;
  bool HasType; ///< Event::Ty is meaningful, and must be valid
};

llvm::ArrayRef<OpWord> opWords();
const OpWord *findOp(llvm::StringRef Word);
/// The word of an event's operation; null when Code or Sub is out of range.
const OpWord *opWord(Op Code, uint8_t Sub);

/// The operator as C writes it: `==`, `!`.
llvm::StringRef symbol(BinaryOp O);
llvm::StringRef symbol(UnaryOp O);

inline bool isComparison(BinaryOp O) { return O >= BinaryOp::Eq; }

/// `; did you mean 'X'?` for the nearest of \p Known, or an empty string.
std::string suggestion(llvm::StringRef Word,
                       llvm::ArrayRef<llvm::StringRef> Known);

} // namespace holdfast::ir

#endif // HOLDFAST_IR_OPNAMES_H
