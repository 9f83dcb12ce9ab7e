//===- Syntax.cpp - What the small languages of the model share -----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Syntax.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>

using namespace llvm;

namespace holdfast::model {

char SyntaxError::ID = 0;

void SyntaxError::log(raw_ostream &OS) const {
  OS << "column " << Column << ": " << Message;
}

std::error_code SyntaxError::convertToErrorCode() const {
  return inconvertibleErrorCode();
}

static bool sameLetters(StringRef A, StringRef B) {
  if (A.size() != B.size())
    return false;
  std::string X = A.str(), Y = B.str();
  std::sort(X.begin(), X.end());
  std::sort(Y.begin(), Y.end());
  return X == Y;
}

StringRef nearestWord(StringRef Word, ArrayRef<StringRef> Known) {
  unsigned Best = std::max<unsigned>(1, Word.size() / 3) + 1;
  StringRef Nearest;
  for (StringRef K : Known) {
    unsigned Distance = Word.edit_distance(K, /*AllowReplacements=*/true, Best);
    if (Distance == 2 && sameLetters(Word, K))
      Distance = 1;
    if (Distance < Best) {
      Best = Distance;
      Nearest = K;
    }
  }
  return Nearest;
}

std::string didYouMean(StringRef Word, ArrayRef<StringRef> Known) {
  StringRef Nearest = nearestWord(Word, Known);
  if (!Nearest.empty())
    return ("; did you mean '" + Nearest + "'?").str();
  return "; expected one of: " + llvm::join(Known, ", ");
}

static bool isNameStart(char C) { return isAlpha(C) || C == '_'; }
static bool isNameChar(char C) { return isAlnum(C) || C == '_'; }

StringRef Cursor::rest() {
  while (Pos < Text.size() && isSpace(Text[Pos]))
    ++Pos;
  return Text.drop_front(Pos);
}

unsigned Cursor::column() {
  rest();
  return Pos + 1;
}

bool Cursor::eat(StringRef Token) {
  if (!rest().starts_with(Token))
    return false;
  Pos += Token.size();
  return true;
}

bool Cursor::eatWord(StringRef Word) {
  StringRef R = rest();
  if (!R.starts_with(Word) ||
      (R.size() > Word.size() && isNameChar(R[Word.size()])))
    return false;
  Pos += Word.size();
  return true;
}

StringRef Cursor::name() {
  StringRef R = rest();
  if (R.empty() || !isNameStart(R.front()))
    return {};
  size_t N = 0;
  for (;;) {
    while (N < R.size() && isNameChar(R[N]))
      ++N;
    StringRef After = R.drop_front(N);
    if (!After.starts_with("::") || After.size() < 3 || !isNameStart(After[2]))
      break;
    N += 2;
  }
  Pos += N;
  return R.take_front(N);
}

StringRef Cursor::chunk() {
  StringRef R = rest();
  StringRef Word = R.take_until([](char C) { return isSpace(C); });
  Pos += Word.size();
  return Word;
}

bool Cursor::number(int64_t &Value) {
  StringRef R = rest(), Before = R;
  if (R.empty() || !(isDigit(R.front()) ||
                     (R.size() > 1 && R.front() == '-' && isDigit(R[1]))))
    return false;
  if (R.consumeInteger(0, Value) || (!R.empty() && isNameChar(R.front())))
    return false;
  Pos += Before.size() - R.size();
  return true;
}

Error Cursor::expected(const Twine &What) {
  if (atEnd())
    return error("expected " + What + " at the end");
  StringRef R = rest();
  StringRef Found = R.take_while(isNameChar);
  if (Found.empty())
    Found = R.take_front(1);
  return error("expected " + What + ", found '" + Found + "'");
}

Error Cursor::errorAt(unsigned Column, const Twine &Message) {
  return make_error<SyntaxError>(Column, Message.str());
}

} // namespace holdfast::model
