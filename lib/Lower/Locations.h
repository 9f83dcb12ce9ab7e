//===- Locations.h - clang's source ranges as places of the IR --*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the translation of clang's source locations to ir::Loc.
//
// What is hard about it: the user's place of an expression that a macro made is
// the expansion, but what was written in a macro's argument is where it was
// written. It is asked for every event, so the work for an expansion is done
// once for each of its FileIDs.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_LOCATIONS_H
#define HOLDFAST_LOWER_LOCATIONS_H

#include "IR/IR.h"
#include "Lower/FileIds.h"

#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"

namespace holdfast::lower {

class Locations {
public:
  Locations(const clang::SourceManager &SM, const clang::LangOptions &LO,
            ir::Module &M)
      : SM(SM), LangOpts(LO), M(M), Ids(SM) {}

  ir::Loc loc(clang::SourceRange R);
  ir::Loc loc(clang::SourceLocation L) { return loc({L, L}); }

  /// The macro whose body \p L comes from, outermost first as the user sees it;
  /// empty when it is written in the file.
  llvm::StringRef macroAt(clang::SourceLocation L) { return resolve(L).Macro; }

  /// The IR's id of a file; invalid for buffers that are no files.
  ir::FileId file(clang::FileID FID);

private:
  /// A place in a file: of a token, or of the expansion that a token is from.
  struct Place {
    clang::SourceLocation Begin, End; ///< tokens, in a file
    llvm::StringRef Macro;
  };
  /// What is known of all locations of one expansion's FileID.
  struct Expanded {
    bool IsArgument = false;
    Place Where;                    ///< of a body
    clang::SourceLocation Spelling; ///< of an argument's first token
  };
  Place resolve(clang::SourceLocation L);
  llvm::StringRef identifierAt(clang::SourceLocation FileLoc);
  struct Position {
    clang::FileID File;
    uint32_t Line = 0, Column = 0;
  };
  Position position(clang::SourceLocation FileLoc);
  unsigned tokenLength(clang::SourceLocation FileLoc);

  const clang::SourceManager &SM;
  const clang::LangOptions &LangOpts;
  ir::Module &M;
  FileIds Ids;
  llvm::DenseMap<clang::FileID, Expanded> Expansions;
  llvm::DenseMap<clang::FileID, ir::FileId> Files;
  /// The line of the last position.
  struct Line {
    clang::FileID File;
    llvm::StringRef Text;                    ///< the file's
    unsigned Number = 0, Begin = 1, End = 0; ///< offsets, End of its newline
  } Last;
  clang::SourceRange LastRange;
  ir::Loc LastLoc;
};

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_LOCATIONS_H
