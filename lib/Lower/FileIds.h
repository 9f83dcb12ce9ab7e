//===- FileIds.h - The FileID of a location, remembered ---------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines a small cache in front of SourceManager::getFileID. The source
// manager remembers one FileID; the ends of nested expressions lie in several
// expansions at once, and each miss is a search through all expansions of the
// file.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_FILEIDS_H
#define HOLDFAST_LOWER_FILEIDS_H

#include "clang/Basic/SourceManager.h"

namespace holdfast::lower {

class FileIds {
public:
  explicit FileIds(const clang::SourceManager &SM) : SM(SM) {}

  clang::FileID of(clang::SourceLocation L) {
    for (const Entry &E : Recent)
      if (offset(L) - E.Start < E.Size)
        return E.Id;
    clang::FileID Id = SM.getFileID(L);
    if (Id.isValid()) {
      Next = (Next + 1) % NumRecent;
      clang::SourceLocation Start = SM.getComposedLoc(Id, 0);
      Recent[Next] = {offset(Start), SM.getFileIDSize(Id) + 1, Id};
    }
    return Id;
  }
  /// The distance from the start of the location's FileID.
  unsigned offsetIn(clang::SourceLocation L, clang::FileID Id) const {
    return offset(L) - offset(SM.getComposedLoc(Id, 0));
  }

private:
  using Raw = clang::SourceLocation::UIntTy;
  static constexpr unsigned NumRecent = 8;
  struct Entry {
    Raw Start = 0, Size = 0;
    clang::FileID Id;
  };
  static Raw offset(clang::SourceLocation L) {
    constexpr Raw MacroBit = Raw(1) << (8 * sizeof(Raw) - 1);
    return L.getRawEncoding() & ~MacroBit;
  }

  const clang::SourceManager &SM;
  Entry Recent[NumRecent];
  unsigned Next = 0;
};

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_FILEIDS_H
