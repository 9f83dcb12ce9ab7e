//===- OpNames.cpp - How operations are written in the text form ----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the table of operations.
//
//===----------------------------------------------------------------------===//

#include "IR/OpNames.h"

#include <algorithm>

using namespace holdfast::ir;

static constexpr OpWord Words[] = {
    {"load", Op::Load, 0, HasResult::Yes, true},
    {"store", Op::Store, 0, HasResult::No, true},
    {"copy", Op::Copy, 0, HasResult::No, true},
    {"zero", Op::Zero, 0, HasResult::No, true},
    {"field", Op::Field, 0, HasResult::Yes, false},
    {"element", Op::Element, 0, HasResult::Yes, true},
    {"container", Op::Container, 0, HasResult::Yes, false},
    {"cast", Op::Cast, 0, HasResult::Yes, true},
    {"call", Op::Call, 0, HasResult::Maybe, true},
    {"macro", Op::Macro, 0, HasResult::Maybe, true},
    {"begin", Op::Begin, 0, HasResult::No, false},
    {"end", Op::End, 0, HasResult::No, false},
    {"unknown", Op::Unknown, 0, HasResult::Maybe, true},
    {"touch", Op::Touch, 0, HasResult::No, false},
    {"modify", Op::Modify, 0, HasResult::No, false},
    {"follow", Op::Follow, 0, HasResult::No, false},
#define UNARY(Word, Name)                                                      \
  {Word, Op::Unary, uint8_t(UnaryOp::Name), HasResult::Yes, true}
    UNARY("neg", Neg),
    UNARY("not", Not),
    UNARY("lnot", LogicalNot),
#undef UNARY
#define BINARY(Word, Name)                                                     \
  {Word, Op::Binary, uint8_t(BinaryOp::Name), HasResult::Yes, true}
    BINARY("add", Add),
    BINARY("sub", Sub),
    BINARY("mul", Mul),
    BINARY("div", Div),
    BINARY("rem", Rem),
    BINARY("shl", Shl),
    BINARY("shr", Shr),
    BINARY("and", And),
    BINARY("or", Or),
    BINARY("xor", Xor),
    BINARY("eq", Eq),
    BINARY("ne", Ne),
    BINARY("lt", Lt),
    BINARY("le", Le),
    BINARY("gt", Gt),
    BINARY("ge", Ge),
#undef BINARY
};

llvm::ArrayRef<OpWord> holdfast::ir::opWords() { return Words; }

const OpWord *holdfast::ir::findOp(llvm::StringRef Word) {
  const auto *It =
      llvm::find_if(Words, [&](const OpWord &W) { return W.Word == Word; });
  return It == std::end(Words) ? nullptr : It;
}

// The order of the table that opWord relies on.
static constexpr unsigned FirstUnary = 16, FirstBinary = 19;
static_assert(Words[unsigned(Op::Container)].Code == Op::Container &&
              Words[unsigned(Op::Cast) - 2].Code == Op::Cast &&
              Words[unsigned(Op::Follow) - 2].Code == Op::Follow &&
              Words[FirstUnary].Code == Op::Unary &&
              Words[FirstBinary].Code == Op::Binary);

const OpWord *holdfast::ir::opWord(Op Code, uint8_t Sub) {
  if (Code == Op::Unary)
    return Sub <= uint8_t(UnaryOp::LogicalNot) ? &Words[FirstUnary + Sub]
                                               : nullptr;
  if (Code == Op::Binary)
    return Sub <= uint8_t(BinaryOp::Ge) ? &Words[FirstBinary + Sub] : nullptr;
  if (Code > Op::Follow || Sub != 0)
    return nullptr;
  return &Words[unsigned(Code) - (Code > Op::Binary ? 2 : 0)];
}

llvm::StringRef holdfast::ir::symbol(BinaryOp O) {
  static constexpr llvm::StringLiteral Symbols[] = {
      "+", "-", "*",  "/",  "%", "<<", ">>", "&",
      "|", "^", "==", "!=", "<", "<=", ">",  ">="};
  return Symbols[unsigned(O)];
}

llvm::StringRef holdfast::ir::symbol(UnaryOp O) {
  static constexpr llvm::StringLiteral Symbols[] = {"-", "~", "!"};
  return Symbols[unsigned(O)];
}

/// The number of mistakes in a word; two exchanged letters are one.
static unsigned distance(llvm::StringRef Word, llvm::StringRef Known,
                         unsigned Limit) {
  unsigned Distance = Word.edit_distance(Known, true, Limit);
  if (Distance != 2 || Word.size() != Known.size())
    return Distance;
  std::string A = Word.str(), B = Known.str();
  llvm::sort(A);
  llvm::sort(B);
  return A == B ? 1 : 2;
}

std::string holdfast::ir::suggestion(llvm::StringRef Word,
                                     llvm::ArrayRef<llvm::StringRef> Known) {
  unsigned Best = std::max<unsigned>(1, Word.size() / 3) + 1;
  llvm::StringRef Nearest;
  for (llvm::StringRef K : Known) {
    unsigned Distance = distance(Word, K, std::max(Best, 2u));
    if (Distance < Best) {
      Best = Distance;
      Nearest = K;
    }
  }
  return Nearest.empty() ? "" : ("; did you mean '" + Nearest + "'?").str();
}
