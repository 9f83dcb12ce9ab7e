//===- CheckPages.h - The checks as their pages declare them ----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the table that the build makes from docs/checks/<family>/<name>.md:
// what `holdfast explain` prints, and what a report says about its check.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_SUPPORT_CHECKPAGES_H
#define HOLDFAST_SUPPORT_CHECKPAGES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace holdfast {

struct CheckPage {
  llvm::StringLiteral Name; ///< without the `holdfast-` prefix
  llvm::StringLiteral Family;
  llvm::StringLiteral Summary;
  llvm::StringLiteral Noise;     ///< `0`, `1`, `2` or `manual`
  llvm::StringLiteral Cwe;       ///< `CWE-667, CWE-416` or `none`
  llvm::StringLiteral Rust;      ///< the guarantee of Rust that it stands for
  llvm::StringLiteral Languages; ///< `c`, `c++` or `c, c++`
  llvm::StringLiteral Since;     ///< the first version that has the check
  llvm::StringLiteral Markdown;  ///< the page without its front matter
};

/// Every page, sorted by family and name.
llvm::ArrayRef<CheckPage> checkPages();

/// The page of a check, named with or without the `holdfast-` prefix; null when
/// there is none.
const CheckPage *findCheckPage(llvm::StringRef Name);

/// The name that is closest to a mistyped one, or empty when none is close.
llvm::StringRef nearestCheck(llvm::StringRef Name);

} // namespace holdfast

#endif // HOLDFAST_SUPPORT_CHECKPAGES_H
