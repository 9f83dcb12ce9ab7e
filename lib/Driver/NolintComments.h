//===- NolintComments.h - The NOLINT comments of a file ---------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what clang-tidy does not tell: which NOLINT comments a file has, what
// lines each is for, whether it names our checks, and the reason it gives.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_NOLINTCOMMENTS_H
#define HOLDFAST_DRIVER_NOLINTCOMMENTS_H

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace holdfast {

struct NolintComment {
  unsigned Line = 0, Column = 0, EndColumn = 0; ///< of the word
  unsigned First = 0, Last = 0;                 ///< the lines it is for
  /// What is in the parentheses and speaks of us; empty for a bare NOLINT.
  std::vector<std::string> Globs;
  std::string Reason;
};

/// Those that are bare or name a check of ours.
std::vector<NolintComment> nolintComments(llvm::StringRef Text);

} // namespace holdfast

#endif // HOLDFAST_DRIVER_NOLINTCOMMENTS_H
