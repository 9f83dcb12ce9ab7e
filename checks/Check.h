//===- Check.h - What all checks are made of --------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the base of the checks. A check is a clang-tidy check that is called
// once for each translation unit, with the unit that it shares with the others.
//
// What is hard about it: a mistake in a model or an option must end the run
// with a failure, and clang-tidy's own way to report one is a warning. So it is
// a diagnostic of level 'error' at the start of the main file, from one check
// only, and no check looks at the file.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_CHECK_H
#define HOLDFAST_CHECKS_CHECK_H

#include "checks/Session.h"

#include "Engine/Finding.h"

#include "clang-tidy/ClangTidyCheck.h"

namespace holdfast::checks {

class Check : public clang::tidy::ClangTidyCheck {
public:
  Check(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,
        std::shared_ptr<Unit> Shared)
      : ClangTidyCheck(Name, Context), Shared(std::move(Shared)) {}

  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;
  void onEndOfTranslationUnit() final { Shared->walk().end(); }

protected:
  /// Looks at the translation unit.
  virtual void checkUnit(Unit &U) = 0;

  /// Reports a finding as a diagnostic with its notes and its fix.
  void report(const Finding &F);
  /// The same for a finding whose places refer to \p M.
  void report(const Finding &F, const ir::Module &M);

private:
  std::shared_ptr<Unit> Shared;
};

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_CHECK_H
