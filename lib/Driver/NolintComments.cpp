//===- NolintComments.cpp - The NOLINT comments of a file -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/NolintComments.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

#include <climits>

using llvm::SmallVector;
using llvm::StringRef;

namespace holdfast {
namespace {

enum class Kind { Line, NextLine, Begin, End };

/// Takes the comment's kind and list off \p Rest, what follows the word. False
/// when it is not for our checks.
bool takeList(StringRef &Rest, std::vector<std::string> &Globs) {
  if (!Rest.consume_front("("))
    return true;
  auto [List, After] = Rest.split(')');
  Rest = After;
  SmallVector<StringRef> Names;
  List.split(Names, ',');
  for (StringRef N : Names)
    if (N = N.trim(); N.starts_with("holdfast"))
      Globs.push_back(N.str());
  return !Globs.empty();
}

std::string reasonIn(StringRef Rest) {
  StringRef Reason = Rest.split("*/").first.trim();
  return Reason.ltrim(":-, \t").str();
}

} // namespace

std::vector<NolintComment> nolintComments(StringRef Text) {
  std::vector<NolintComment> Out;
  SmallVector<size_t> Open; // indices of NOLINTBEGINs
  unsigned Number = 0;
  while (!Text.empty()) {
    auto [Source, After] = Text.split('\n');
    Text = After;
    ++Number;
    size_t At = Source.find("NOLINT");
    if (At == StringRef::npos || (At && llvm::isAlnum(Source[At - 1])))
      continue;
    StringRef Rest = Source.substr(At + 6);
    Kind K = Rest.consume_front("NEXTLINE") ? Kind::NextLine
             : Rest.consume_front("BEGIN")  ? Kind::Begin
             : Rest.consume_front("END")    ? Kind::End
                                            : Kind::Line;
    NolintComment C;
    if ((!Rest.empty() && (llvm::isAlnum(Rest[0]) || Rest[0] == '_')) ||
        !takeList(Rest, C.Globs))
      continue;
    if (K == Kind::End) {
      if (!Open.empty())
        Out[Open.pop_back_val()].Last = Number;
      continue;
    }
    C.Line = Number;
    C.Column = At + 1;
    C.EndColumn = Source.size() - Rest.size() + 1;
    C.First = Number + (K == Kind::NextLine);
    C.Last = K == Kind::Begin ? UINT_MAX : C.First;
    C.Reason = reasonIn(Rest);
    if (K == Kind::Begin)
      Open.push_back(Out.size());
    Out.push_back(std::move(C));
  }
  return Out;
}

} // namespace holdfast
