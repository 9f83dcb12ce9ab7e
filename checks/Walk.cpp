//===- Walk.cpp - clang-tidy's walk over the syntax tree ------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/Walk.h"

#include "checks/Compat.h"

using namespace clang;

namespace holdfast::checks {

bool areAlone(const tidy::ClangTidyContext &Context) {
  if (mayHaveCustomChecks(Context))
    return false;
  tidy::ClangTidyCheckFactories All;
  for (const auto &Module : tidy::ClangTidyModuleRegistry::entries())
    if (Module.getName() != "holdfast")
      Module.instantiate()->addCheckFactories(All);
  return llvm::none_of(All, [&](const auto &Check) {
    return Context.isCheckEnabled(Check.getKey());
  });
}

void Walk::done(ASTContext &Ctx) {
  if (--Expected || IsNeeded)
    return;
  // In an editor, the scope is already limited, to what can be seen.
  // LLVM 19 gives a vector of its own, LLVM 22 a view.
  std::vector<Decl *> Now = Ctx.getTraversalScope();
  if (Now.size() != 1 || !isa<TranslationUnitDecl>(Now.front()))
    return;
  Scope = std::move(Now);
  Cut = &Ctx;
  Ctx.setTraversalScope({});
}

void Walk::end() {
  if (ASTContext *Ctx = std::exchange(Cut, nullptr))
    Ctx->setTraversalScope(Scope);
}

} // namespace holdfast::checks
