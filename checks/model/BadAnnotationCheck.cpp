//===- BadAnnotationCheck.cpp - holdfast-bad-annotation -------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/model/BadAnnotationCheck.h"

#include "checks/model/MemberNames.h"

#include "Model/Annotation.h"

#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace holdfast::checks {
namespace {

/// Finds the annotations of all declarations. Function bodies, which are most
/// of the tree, are looked into in the main file alone.
class AnnotationVisitor : public RecursiveASTVisitor<AnnotationVisitor> {
public:
  AnnotationVisitor(const SourceManager &SM,
                    llvm::function_ref<void(const Decl *)> Found)
      : SM(SM), Found(Found) {}

  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }
  bool TraverseStmt(Stmt *S) {
    if (!S || IsInBody)
      return !S || RecursiveASTVisitor::TraverseStmt(S);
    if (!SM.isInMainFile(SM.getExpansionLoc(S->getBeginLoc())))
      return true;
    IsInBody = true;
    bool Continues = RecursiveASTVisitor::TraverseStmt(S);
    IsInBody = false;
    return Continues;
  }

  bool VisitDecl(Decl *D) {
    if (D->hasAttrs() && D->hasAttr<AnnotateAttr>())
      Found(D);
    return true;
  }

private:
  const SourceManager &SM;
  llvm::function_ref<void(const Decl *)> Found;
  bool IsInBody = false;
};

/// Whether a file says `annotate` at all; most do not, and need no walk.
bool mayAnnotate(ASTContext &Ctx) {
  auto Names = [&](llvm::StringRef Name) {
    return Ctx.Idents.find(Name) != Ctx.Idents.end();
  };
  // Names that come from a precompiled header are not in the table.
  return Ctx.getExternalSource() || Names("annotate") || Names("__annotate__");
}

std::optional<model::AnnotationTarget> targetOf(const Decl *D) {
  if (isa<TagDecl>(D))
    return model::AnnotationTarget::Type;
  if (isa<FunctionDecl>(D))
    return model::AnnotationTarget::Function;
  if (isa<FieldDecl>(D))
    return model::AnnotationTarget::Field;
  if (isa<VarDecl>(D))
    return model::AnnotationTarget::Variable;
  return std::nullopt;
}

/// The record that the rule of a member calls `self`.
const RecordDecl *selfOf(const Decl *D) {
  const auto *Member = dyn_cast<FieldDecl>(D);
  const RecordDecl *Self = Member ? Member->getParent() : nullptr;
  while (Self && Self->isAnonymousStructOrUnion())
    Self = dyn_cast<RecordDecl>(Self->getParent());
  return Self;
}

} // namespace

void BadAnnotationCheck::checkUnit(Unit &U) {
  if (!mayAnnotate(U.context()))
    return;
  const SourceManager &SM = U.context().getSourceManager();
  llvm::DenseSet<SourceLocation> Seen;
  auto look = [&](const Decl *D) {
    std::optional<model::AnnotationTarget> Target = targetOf(D);
    for (const auto *A : D->specific_attrs<AnnotateAttr>()) {
      // A redeclaration inherits what it does not write.
      SourceLocation L = SM.getExpansionLoc(A->getLocation());
      if (A->isInherited() || !A->getAnnotation().starts_with("holdfast:") ||
          SM.isInSystemHeader(L) || !Seen.insert(A->getLocation()).second)
        continue;
      auto Value = Target ? model::parseAnnotation(A->getAnnotation(), *Target)
                          : model::parseAnnotation(A->getAnnotation());
      std::string Missing =
          Value ? missingMember(U.context(), selfOf(D), Value->Access) : "";
      if (Value && Missing.empty())
        continue;
      Finding F;
      F.Why = Reason::BadAnnotation;
      F.Where = U.types().locations().loc(A->getRange());
      F.Object = "in '" + A->getAnnotation().substr(9).str() +
                 "': " + (Value ? Missing : llvm::toString(Value.takeError()));
      report(F);
    }
  };
  AnnotationVisitor(SM, look).TraverseDecl(
      U.context().getTranslationUnitDecl());
}

} // namespace holdfast::checks
