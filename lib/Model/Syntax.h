//===- Syntax.h - What the small languages of the model share ---*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what the parsers of effects, rules and annotations have in common: a
// cursor over one line of text, an error that knows its column, and the search
// for the word that was probably meant.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_SYNTAX_H
#define HOLDFAST_MODEL_SYNTAX_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"

#include <string>

namespace holdfast::model {

/// A mistake in one sentence: "column 6: expected a place".
class SyntaxError : public llvm::ErrorInfo<SyntaxError> {
public:
  static char ID;
  SyntaxError(unsigned Column, std::string Message)
      : Column(Column), Message(std::move(Message)) {}

  unsigned column() const { return Column; } ///< 1-based
  /// The message without the column.
  const std::string &text() const { return Message; }

  void log(llvm::raw_ostream &OS) const override;
  std::error_code convertToErrorCode() const override;

private:
  unsigned Column;
  std::string Message;
};

/// The known word that \p Word was probably meant to be; empty when none is
/// near enough for a reader to agree. Exchanged letters count as one mistake.
llvm::StringRef nearestWord(llvm::StringRef Word,
                            llvm::ArrayRef<llvm::StringRef> Known);
/// "; did you mean 'X'?", or "; expected one of: …" when no word is near.
std::string didYouMean(llvm::StringRef Word,
                       llvm::ArrayRef<llvm::StringRef> Known);

/// Reads one line from left to right.
class Cursor {
public:
  explicit Cursor(llvm::StringRef Text) : Text(Text) {}

  /// What is left, without the space in front.
  llvm::StringRef rest();
  bool atEnd() { return rest().empty(); }
  /// The 1-based column of the next character that is not a space.
  unsigned column();

  /// Consumes \p Token if it comes next.
  bool eat(llvm::StringRef Token);
  /// Consumes \p Word if it comes next and ends there.
  bool eatWord(llvm::StringRef Word);
  /// Consumes letters, digits and underscores, also `::` between two names;
  /// empty when no name comes next.
  llvm::StringRef name();
  /// Consumes all up to the next space; empty at the end.
  llvm::StringRef chunk();
  /// Consumes a decimal or 0x number with an optional sign.
  bool number(int64_t &Value);

  /// "expected WHAT, found 'next word'" at the place that comes next.
  llvm::Error expected(const llvm::Twine &What);
  llvm::Error error(const llvm::Twine &Message) {
    return errorAt(column(), Message);
  }
  static llvm::Error errorAt(unsigned Column, const llvm::Twine &Message);

private:
  llvm::StringRef Text;
  size_t Pos = 0;
};

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_SYNTAX_H
