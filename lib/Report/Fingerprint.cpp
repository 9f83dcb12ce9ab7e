//===- Fingerprint.cpp - What names a finding for ever --------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Fingerprint.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/SHA1.h"

using namespace llvm;

namespace holdfast {

std::string normalise(StringRef Message) {
  std::string Out;
  for (size_t I = 0; I != Message.size(); ++I) {
    char C = Message[I];
    if (isSpace(C)) {
      if (!Out.empty() && Out.back() != ' ')
        Out += ' ';
      continue;
    }
    // `name.c:12:3` and `line 12`: the place moves, the finding does not.
    bool IsPlace = (C == ':' && I && isAlnum(Message[I - 1])) ||
                   StringRef(Out).ends_with("line ");
    size_t Digits = C == ':' ? I + 1 : I;
    if (IsPlace && Digits < Message.size() && isDigit(Message[Digits])) {
      while (Digits < Message.size() && isDigit(Message[Digits]))
        ++Digits;
      Out += C == ':' ? ":N" : "N";
      I = Digits - 1;
      continue;
    }
    Out += C;
  }
  return StringRef(Out).rtrim().str();
}

std::string fingerprintKey(const Record &R) {
  SHA1 Hash;
  for (StringRef Part :
       {StringRef(R.Check), StringRef(R.Function), StringRef(R.Object)}) {
    Hash.update(normalise(Part));
    Hash.update(StringRef("\0", 1));
  }
  Hash.update(normalise(R.Message));
  return toHex(Hash.final(), /*LowerCase=*/true).substr(0, 16);
}

void setFingerprints(std::vector<Record> &Records) {
  StringMap<unsigned> Seen;
  for (Record &R : Records) {
    std::string Key = fingerprintKey(R);
    R.Fingerprint = Key + ":" + std::to_string(++Seen[Key]);
  }
}

} // namespace holdfast
