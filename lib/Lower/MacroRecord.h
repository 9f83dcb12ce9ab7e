//===- MacroRecord.h - Expansions that leave no trace in the syntax tree *- C++
//-*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines a record of the modelled macros that the preprocessor expanded, for
// those whose expansion has no token: nothing else tells that they were
// written.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_MACRORECORD_H
#define HOLDFAST_LOWER_MACRORECORD_H

#include "Model/Model.h"

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"

#include <memory>
#include <string>
#include <vector>

namespace clang {
class Preprocessor;
} // namespace clang

namespace holdfast::lower {

class MacroRecord {
public:
  struct Entry {
    clang::SourceRange
        Range; ///< in a file: the name to the closing parenthesis
    std::string Name;
  };

  /// Starts to watch \p PP. The record must outlive its work.
  static std::unique_ptr<MacroRecord> install(clang::Preprocessor &PP,
                                              const model::Model &TheModel);

  /// Those in a range of one file.
  llvm::ArrayRef<Entry> within(clang::SourceRange R) const;

  /// In the order of the source.
  std::vector<Entry> Entries;
};

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_MACRORECORD_H
