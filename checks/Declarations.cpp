//===- Declarations.cpp - What a translation unit defines -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/Declarations.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace holdfast::checks {
namespace {

class Collector {
public:
  Collector(std::vector<const FunctionDecl *> &Functions,
            std::vector<const CXXRecordDecl *> &Classes)
      : Functions(Functions), Classes(Classes) {}

  void context(const DeclContext *DC) {
    for (const Decl *D : DC->decls())
      declaration(D);
  }

private:
  void declaration(const Decl *D) {
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      return function(F);
    if (const auto *R = dyn_cast<CXXRecordDecl>(D))
      return record(R);
    if (const auto *T = dyn_cast<FunctionTemplateDecl>(D)) {
      for (const FunctionDecl *F : T->specializations())
        function(F);
      return;
    }
    if (const auto *T = dyn_cast<ClassTemplateDecl>(D)) {
      // Once, at the first declaration.
      if (T->isCanonicalDecl())
        for (const CXXRecordDecl *R : T->specializations())
          record(R);
      return;
    }
    if (const auto *F = dyn_cast<FriendDecl>(D)) {
      if (const NamedDecl *N = F->getFriendDecl())
        if (isa<FunctionDecl, FunctionTemplateDecl>(N))
          declaration(N);
      return;
    }
    if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(D))
      context(cast<DeclContext>(D));
  }

  static bool isOurs(const Decl *D) {
    const SourceManager &SM = D->getASTContext().getSourceManager();
    SourceLocation L = SM.getExpansionLoc(D->getLocation());
    return L.isValid() && !SM.isInSystemHeader(L);
  }

  void function(const FunctionDecl *F) {
    if (F->isThisDeclarationADefinition() && F->getBody() &&
        !F->isDependentContext() && isOurs(F) && Seen.insert(F).second)
      Functions.push_back(F);
  }

  void record(const CXXRecordDecl *R) {
    if (!R->isThisDeclarationADefinition() || R->isLambda() ||
        R->isInjectedClassName() || !Seen.insert(R).second || !isOurs(R))
      return;
    if (!R->isDependentContext())
      Classes.push_back(R);
    context(R);
  }

  std::vector<const FunctionDecl *> &Functions;
  std::vector<const CXXRecordDecl *> &Classes;
  llvm::DenseSet<const Decl *> Seen;
};

} // namespace

void collectDeclarations(ASTContext &Ctx,
                         std::vector<const FunctionDecl *> &Functions,
                         std::vector<const CXXRecordDecl *> &Classes) {
  Collector(Functions, Classes).context(Ctx.getTranslationUnitDecl());
}

} // namespace holdfast::checks
