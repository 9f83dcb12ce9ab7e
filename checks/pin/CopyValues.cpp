//===- CopyValues.cpp - What a value is a copy of -------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/CallEffects.h"
#include "checks/pin/CopyFinder.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace holdfast::checks {

void CopyFinder::elements(const InitListExpr *L, const Destination &D) {
  if (!L->isSemanticForm() && L->getSemanticForm())
    L = L->getSemanticForm();
  if (L->isTransparent() && L->getNumInits() == 1)
    return value(L->getInit(0), D);
  SmallVector<PathStep, 1> Step(1);
  const RecordDecl *R = L->getType()->getAsRecordDecl();
  SmallVector<const FieldDecl *, 8> Fields;
  if (R && R->isUnion()) {
    if (const FieldDecl *Field = L->getInitializedFieldInUnion())
      Fields.push_back(Field);
  } else if (R) {
    if (const auto *C = dyn_cast<CXXRecordDecl>(R))
      Fields.append(C->getNumBases(), nullptr);
    for (const FieldDecl *Field : R->fields())
      if (!Field->isUnnamedBitField())
        Fields.push_back(Field);
  }
  for (unsigned I = 0, N = L->getNumInits(); I != N; ++I) {
    const Expr *E = L->getInit(I);
    if (!E || !(isRecord(E->getType()) || E->getType()->isArrayType()))
      continue;
    Destination Inner = D;
    if (!isa<InitListExpr>(E)) {
      Inner.Form = CopyForm::Element;
      Inner.Range = E->getSourceRange();
      Inner.Var = nullptr;
    }
    if (R && I < Fields.size() && Fields[I]) {
      Inner.To = D.To ? D.To.plus({{PathStep::Member, Fields[I]}}) : D.To;
      Inner.Name += (D.Name.empty() ? "" : ".") + Fields[I]->getNameAsString();
    } else if (!R) {
      Inner.To = D.To ? D.To.plus({{PathStep::Element, nullptr}}) : D.To;
      Inner.Name += "[" + std::to_string(I) + "]";
    } else {
      Inner.To = {};
    }
    value(E, Inner);
  }
}

static unsigned numMentions(const Stmt *S, const VarDecl *V) {
  unsigned N = 0;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    N = Ref->getDecl() == V;
  for (const Stmt *C : S->children())
    if (C)
      N += numMentions(C, V);
  return N;
}

/// The variable of a statement expression that does nothing but carry its
/// value.
static const VarDecl *carrier(const StmtExpr *E, const Expr *Result) {
  const auto *Ref = dyn_cast<DeclRefExpr>(Result->IgnoreParenImpCasts());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->hasLocalStorage() || !V->getInit() || numMentions(E, V) != 1)
    return nullptr;
  for (const Stmt *S : E->getSubStmt()->body())
    if (const auto *D = dyn_cast<DeclStmt>(S))
      if (llvm::is_contained(D->decls(), V))
        return V;
  return nullptr;
}

void CopyFinder::value(const Expr *E, const Destination &D) {
  E = E->IgnoreParens();
  switch (E->getStmtClass()) {
  case Stmt::ExprWithCleanupsClass:
  case Stmt::ConstantExprClass:
    return value(cast<FullExpr>(E)->getSubExpr(), D);
  case Stmt::CXXBindTemporaryExprClass:
    return value(cast<CXXBindTemporaryExpr>(E)->getSubExpr(), D);
  case Stmt::StmtExprClass:
    if (const auto *Last = cast<StmtExpr>(E)->getSubStmt(); !Last->body_empty())
      if (const auto *V = dyn_cast<ValueStmt>(Last->body_back()))
        if (const Expr *Result = V->getExprStmt()) {
          // `({ T v = x; …; v; })`: the copy goes through a variable.
          if (const VarDecl *Through = carrier(cast<StmtExpr>(E), Result)) {
            Carriers.insert(Through);
            Result = Through->getInit();
          }
          value(Result, D);
        }
    return;
  case Stmt::ConditionalOperatorClass:
    value(cast<ConditionalOperator>(E)->getTrueExpr(), D);
    return value(cast<ConditionalOperator>(E)->getFalseExpr(), D);
  case Stmt::BinaryOperatorClass:
    if (cast<BinaryOperator>(E)->getOpcode() == BO_Comma)
      value(cast<BinaryOperator>(E)->getRHS(), D);
    return;
  case Stmt::ChooseExprClass:
    return value(cast<ChooseExpr>(E)->getChosenSubExpr(), D);
  case Stmt::GenericSelectionExprClass:
    return value(cast<GenericSelectionExpr>(E)->getResultExpr(), D);
  case Stmt::InitListExprClass:
    return elements(cast<InitListExpr>(E), D);
  case Stmt::CXXConstructExprClass:
  case Stmt::CXXTemporaryObjectExprClass:
    if (const auto *C = cast<CXXConstructExpr>(E);
        C->getConstructor()->isCopyOrMoveConstructor())
      construction(C, D);
    return;
  default:
    break;
  }
  if (const auto *C = dyn_cast<CastExpr>(E)) {
    if (C->getCastKind() == CK_LValueToRValue) {
      if (isRecord(C->getType()))
        source(C->getSubExpr(), D, /*IsBitwise=*/true);
      return;
    }
    if (C->getCastKind() == CK_NoOp ||
        C->getCastKind() == CK_ConstructorConversion)
      value(C->getSubExpr(), D);
  }
}

void CopyFinder::construction(const CXXConstructExpr *C, const Destination &D) {
  Done.insert(C);
  const CXXConstructorDecl *Ctor = C->getConstructor();
  if (C->getNumArgs() < 1 || !isMemberwise(Ctor))
    return;
  const Expr *Arg = C->getArg(0);
  Destination To = D;
  if (C->isElidable()) {
    // A temporary is built in place; a named local only may be.
    if (D.Form != CopyForm::Return || !isa<DeclRefExpr>(withoutCasts(Arg)))
      return value(withoutCasts(Arg), D);
    To.Form = CopyForm::NamedReturn;
  } else if (D.Form == CopyForm::Return) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(withoutCasts(Arg)))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
        if (V->hasLocalStorage() && !V->getType()->isReferenceType())
          To.Form = CopyForm::NamedReturn;
  }
  source(Arg, To, /*IsBitwise=*/false);
}

/// The expression that std::move and its like are given: a call that returns a
/// reference to the record that its only argument refers to.
static const Expr *throughForwarding(const Expr *E) {
  if (const auto *C = dyn_cast<CallExpr>(withoutCasts(E)))
    if (C->isGLValue() && C->getNumArgs() == 1 && C->getArg(0)->isGLValue() &&
        C->getType().getCanonicalType().getUnqualifiedType() ==
            C->getArg(0)->getType().getCanonicalType().getUnqualifiedType())
      return C->getArg(0);
  return E;
}

void CopyFinder::source(const Expr *E, const Destination &D, bool IsBitwise) {
  E = E->IgnoreParens();
  if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(E->IgnoreImpCasts()))
    return value(M->getSubExpr(), D);
  if (const auto *C = dyn_cast<ConditionalOperator>(E)) {
    source(C->getTrueExpr(), D, IsBitwise);
    return source(C->getFalseExpr(), D, IsBitwise);
  }
  if (const auto *L = dyn_cast<CompoundLiteralExpr>(E))
    return value(L->getInitializer(), D);
  if (!isRecord(E->getType()) || !IsPinned(E->getType()))
    return;
  const Expr *Object = throughForwarding(E);
  CopySite S;
  S.Form = D.Form;
  S.In = F;
  S.At = D.At;
  S.Range = D.Range;
  S.Type = E->getType().getUnqualifiedType();
  S.Source = Object;
  S.DestVar = D.Var;
  S.From = AccessPath::ofObject(Object);
  S.To = D.To;
  S.DestName = D.Name;
  S.SourceName =
      D.Form == CopyForm::Range ? "" : U.spelling(Object->getSourceRange());
  S.Callee = D.Callee;
  S.CalleeDecl = D.CalleeDecl;
  S.IsBitwise = IsBitwise;
  Report(std::move(S));
}

} // namespace holdfast::checks
