//===- CallEffects.cpp - A model's places at a call -----------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/CallEffects.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace holdfast::checks {
namespace {

/// Follows `.field` and `->field` of a model from the object at hand.
void follow(CallPlace &Place, llvm::ArrayRef<model::PlaceStep> Steps) {
  bool AtStart = true;
  for (const model::PlaceStep &S : Steps) {
    bool IsFirst = std::exchange(AtStart, false);
    switch (S.K) {
    case model::PlaceStep::Deref:
      // A place of a pointer argument means what it points at already.
      if (IsFirst)
        break;
      Place.Type =
          Place.Type.isNull() ? QualType() : Place.Type->getPointeeType();
      if (Place.Path)
        Place.Path = Place.Path.plus({{PathStep::Deref, nullptr}});
      break;
    case model::PlaceStep::Element:
      Place.IsElement = true;
      if (Place.Path)
        Place.Path = Place.Path.plus({{PathStep::Element, nullptr}});
      break;
    case model::PlaceStep::Member: {
      if (!Place.Type.isNull() && Place.Type->isPointerType()) {
        Place.Type = Place.Type->getPointeeType();
        if (Place.Path)
          Place.Path = Place.Path.plus({{PathStep::Deref, nullptr}});
      }
      const RecordDecl *R =
          Place.Type.isNull() ? nullptr : Place.Type->getAsRecordDecl();
      const FieldDecl *Found = nullptr;
      if (R)
        for (const FieldDecl *F : R->fields())
          if (F->getName() == S.Field)
            Found = F;
      if (!Found) {
        Place.Path = {};
        Place.Type = QualType();
        return;
      }
      Place.Type = Found->getType();
      if (Place.Path)
        Place.Path = Place.Path.plus({{PathStep::Member, Found}});
      break;
    }
    }
  }
}

} // namespace

CallPlace callPlace(const CallExpr *C, const model::Place &P, Unit &U) {
  CallPlace Place;
  const auto *Method = dyn_cast<CXXMemberCallExpr>(C);
  switch (P.Root) {
  case model::Place::Argument:
    if (P.Index >= C->getNumArgs())
      return Place;
    Place.Root = C->getArg(P.Index)->IgnoreParenImpCasts();
    break;
  case model::Place::Self:
    if (!Method)
      return Place;
    Place.Root = Method->getImplicitObjectArgument()->IgnoreParenImpCasts();
    break;
  case model::Place::Result:
    Place.Type = C->getType();
    if (Place.Type->isPointerType())
      Place.Type = Place.Type->getPointeeType();
    return Place;
  case model::Place::Global:
  case model::Place::Ignored:
    return Place;
  }
  const Expr *E = withoutCasts(Place.Root);
  if (E->getType()->isPointerType()) {
    Place.Path = AccessPath::ofPointee(E);
    Place.Type = E->getType()->getPointeeType();
  } else if (E->getType()->isArrayType()) {
    Place.Path = AccessPath::ofPointee(E);
    Place.Type = QualType(E->getType()->getPointeeOrArrayElementType(), 0);
  } else if (E->getType()->isRecordType()) {
    Place.IsReference = true;
    Place.Path = AccessPath::ofObject(E);
    Place.Type = E->getType();
    const auto *Spec = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
        Place.Type->getAsCXXRecordDecl());
    if (Spec)
      for (const TemplateArgument &A : Spec->getTemplateArgs().asArray())
        if (A.getKind() == TemplateArgument::Type)
          Place.ElementTypes.push_back(A.getAsType());
  }
  follow(Place, P.Path);
  if (!Place.Type.isNull())
    Place.Type = Place.Type.getUnqualifiedType();
  return Place;
}

std::optional<uint64_t> copiedBytes(const CallExpr *C, ASTContext &Ctx) {
  const Expr *Size = nullptr;
  for (const Expr *A : C->arguments()) {
    // The parameter's type tells a size from flags.
    QualType T = A->getType();
    if (A->isValueDependent() || !T->isUnsignedIntegerType() ||
        Ctx.getTypeSize(T) != Ctx.getTypeSize(Ctx.getSizeType()))
      continue;
    if (Size) // a count and a size
      return std::nullopt;
    Size = A->IgnoreParenImpCasts();
  }
  if (!Size)
    return std::nullopt;
  // Fortified copies first keep the size in a constant of their own.
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Size))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
        V && V->hasLocalStorage() && V->getBeginLoc().isMacroID() &&
        V->getInit())
      Size = V->getInit()->IgnoreParenCasts();
  Expr::EvalResult R;
  if (Size->EvaluateAsInt(R, Ctx))
    return R.Val.getInt().getLimitedValue();
  return std::nullopt;
}

static bool mentionsSizeOf(const Stmt *S, const RecordDecl *R) {
  if (const auto *U = dyn_cast<UnaryExprOrTypeTraitExpr>(S)) {
    const RecordDecl *Of = U->getKind() == UETT_SizeOf
                               ? U->getTypeOfArgument()->getAsRecordDecl()
                               : nullptr;
    return Of && Of->getCanonicalDecl() == R->getCanonicalDecl();
  }
  return llvm::any_of(S->children(),
                      [&](const Stmt *C) { return C && mentionsSizeOf(C, R); });
}

bool isBehindObject(const CallExpr *C, const CallPlace &P) {
  const auto *B =
      P.Root ? dyn_cast<BinaryOperator>(withoutCasts(P.Root)) : nullptr;
  const RecordDecl *R = P.Type.isNull() ? nullptr : P.Type->getAsRecordDecl();
  if (!B || !R || !B->isAdditiveOp() ||
      withoutCasts(B->getLHS())->getType()->isArrayType())
    return false;
  return llvm::none_of(C->arguments(),
                       [&](const Expr *A) { return mentionsSizeOf(A, R); });
}

bool isBitCast(const CallExpr *C) {
  const FunctionDecl *F = C->getDirectCallee();
  if (!F || C->isGLValue() || C->getNumArgs() != 1)
    return false;
  QualType From = C->getArg(0)->getType(), To = C->getType();
  if (!From->isRecordType() || To->isVoidType() || To->isDependentType())
    return false;
  // A class template made for the argument's type keeps a proper copy of it.
  if (const auto *Spec = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
          To->getAsCXXRecordDecl()))
    for (const TemplateArgument &A : Spec->getTemplateArgs().asArray())
      if (A.getKind() == TemplateArgument::Type &&
          A.getAsType()->getAsRecordDecl() == From->getAsRecordDecl())
        return false;
  ASTContext &Ctx = F->getASTContext();
  return Ctx.getTypeSize(From) == Ctx.getTypeSize(To);
}

} // namespace holdfast::checks
