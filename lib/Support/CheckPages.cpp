//===- CheckPages.cpp - The checks as their pages declare them ------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Support/CheckPages.h"

#include "llvm/ADT/STLExtras.h"

using llvm::StringRef;

namespace holdfast {

static const CheckPage Pages[] = {
#define PAGE(Name, Family, Summary, Noise, Cwe, Rust, Languages, Since, Body)  \
  {Name, Family, Summary, Noise, Cwe, Rust, Languages, Since, Body},
#include "CheckPages.inc"
#undef PAGE
};

static StringRef withoutPrefix(StringRef Name) {
  Name.consume_front("holdfast-");
  return Name;
}

llvm::ArrayRef<CheckPage> checkPages() { return Pages; }

const CheckPage *findCheckPage(StringRef Name) {
  const CheckPage *Found = llvm::find_if(
      Pages, [&](const CheckPage &P) { return P.Name == withoutPrefix(Name); });
  return Found == std::end(Pages) ? nullptr : Found;
}

StringRef nearestCheck(StringRef Name) {
  StringRef Wanted = withoutPrefix(Name), Best;
  // More than a third of the letters wrong is another word, not a slip.
  unsigned BestDistance = Wanted.size() / 3 + 1;
  for (const CheckPage &P : Pages) {
    unsigned Distance = Wanted.edit_distance(P.Name);
    if (Distance < BestDistance) {
      BestDistance = Distance;
      Best = P.Name;
    }
  }
  return Best;
}

} // namespace holdfast
