//===- Walk.h - clang-tidy's walk over the syntax tree ----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines how our checks leave out clang-tidy's walk over the syntax tree. None
// of them matches inside of a translation unit, yet clang-tidy visits every
// node of it, asking of each declaration whether it is in a system header: about
// a fifth of the parse. When no other check is on, nobody needs that walk.
//
// What is hard about it: there is no way to ask for it. But the walk looks at
// the tree's traversal scope after it has matched the translation unit, so the
// scope is emptied when the last of our checks has run, and restored at the end
// for whoever comes next (such as the static analyser).
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_WALK_H
#define HOLDFAST_CHECKS_WALK_H

#include "clang-tidy/ClangTidyCheck.h"
#include "clang/AST/ASTContext.h"

#include <vector>

namespace holdfast::checks {

/// Whether the checks that are on are all ours.
bool areAlone(const clang::tidy::ClangTidyContext &Context);

class Walk {
public:
  explicit Walk(bool IsNeeded) : IsNeeded(IsNeeded) {}

  /// One more of our checks will look at the translation unit.
  void expect() { ++Expected; }
  /// One of them has done so.
  void done(clang::ASTContext &Ctx);
  /// The walk is over.
  void end();

private:
  bool IsNeeded;
  unsigned Expected = 0;
  clang::ASTContext *Cut = nullptr;
  std::vector<clang::Decl *> Scope; ///< as it was
};

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_WALK_H
