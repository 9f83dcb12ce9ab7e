//===- CopySites.cpp - Where a function copies a record -------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/CopySites.h"

#include "checks/pin/CallEffects.h"
#include "checks/pin/CopyFinder.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace holdfast::checks {

bool isSameRecord(QualType A, QualType B) {
  return !A.isNull() && !B.isNull() && A->getAsRecordDecl() &&
         A->getAsRecordDecl()->getCanonicalDecl() ==
             (B->getAsRecordDecl() ? B->getAsRecordDecl()->getCanonicalDecl()
                                   : nullptr);
}

/// Whether the result of a call is, or holds, an object of the type: by its own
/// type, or by the first template argument of its class or of the function.
static bool isMadeOf(const CallExpr *C, QualType T) {
  auto isFirst = [&](const TemplateArgumentList *Args) {
    return Args && Args->size() &&
           Args->get(0).getKind() == TemplateArgument::Type &&
           isSameRecord(Args->get(0).getAsType(), T);
  };
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      C->getType()->getAsCXXRecordDecl());
  const FunctionDecl *F = C->getDirectCallee();
  return isSameRecord(C->getType(), T) ||
         (Class && isFirst(&Class->getTemplateArgs())) ||
         (F && isFirst(F->getTemplateSpecializationArgs()));
}

void CopyFinder::run() {
  if (F->isDefaulted() || F->isImplicit())
    return;
  for (const ParmVarDecl *P : F->parameters())
    if (isRecord(P->getType()) && !P->getType()->isDependentType() &&
        IsPinned(P->getType())) {
      CopySite S;
      S.Form = CopyForm::Parameter;
      S.In = F;
      S.Range = P->getSourceRange();
      S.Type = P->getType();
      S.DestVar = P;
      S.DestName = P->getNameAsString();
      S.IsBitwise = !F->getASTContext().getLangOpts().CPlusPlus;
      Report(std::move(S));
    }
  if (const auto *C = dyn_cast<CXXConstructorDecl>(F))
    for (const CXXCtorInitializer *I : C->inits())
      if (const Expr *E = I->isWritten() ? I->getInit() : nullptr) {
        Destination D{CopyForm::Init, E, E->getSourceRange()};
        if (const FieldDecl *Field = I->getAnyMember()) {
          D.To.IsThis = true;
          D.To = D.To.plus({{PathStep::Member, Field}});
          D.Name = Field->getNameAsString();
        }
        value(E, D);
        walk(E);
      }
  walk(F->getBody());
}

void CopyFinder::walk(const Stmt *S) {
  switch (S->getStmtClass()) {
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::OffsetOfExprClass:
  case Stmt::RequiresExprClass:
    return; // not evaluated
  case Stmt::CXXTypeidExprClass:
    if (!cast<CXXTypeidExpr>(S)->isPotentiallyEvaluated())
      return;
    break;
  case Stmt::GenericSelectionExprClass: {
    const auto *G = cast<GenericSelectionExpr>(S);
    if (!G->isResultDependent())
      walk(G->getResultExpr());
    return;
  }
  case Stmt::ChooseExprClass: {
    const auto *C = cast<ChooseExpr>(S);
    if (!C->isConditionDependent())
      walk(C->getChosenSubExpr());
    return;
  }
  case Stmt::DeclStmtClass:
    for (const Decl *D : cast<DeclStmt>(S)->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        declaration(V, S,
                    isa<DecompositionDecl>(V) ? CopyForm::Binding
                                              : CopyForm::Init);
    break;
  case Stmt::CXXForRangeStmtClass: {
    const auto *R = cast<CXXForRangeStmt>(S);
    declaration(R->getLoopVariable(), R->getLoopVarStmt(), CopyForm::Range);
    walk(R->getRangeInit());
    if (R->getInit())
      walk(R->getInit());
    walk(R->getBody());
    return;
  }
  case Stmt::BinaryOperatorClass: {
    const auto *B = cast<BinaryOperator>(S);
    if (B->getOpcode() == BO_Assign)
      assignment(B, B->getLHS(), B->getRHS());
    break;
  }
  case Stmt::ReturnStmtClass:
    if (const Expr *E = cast<ReturnStmt>(S)->getRetValue())
      if (isRecord(E->getType()))
        value(E, {CopyForm::Return, S, S->getSourceRange()});
    break;
  case Stmt::CXXOperatorCallExprClass: {
    const auto *C = cast<CXXOperatorCallExpr>(S);
    const auto *M = dyn_cast_or_null<CXXMethodDecl>(C->getDirectCallee());
    if (C->getOperator() == OO_Equal && M && C->getNumArgs() == 2 &&
        (M->isCopyAssignmentOperator() || M->isMoveAssignmentOperator())) {
      if (isMemberwise(M))
        assignment(C, C->getArg(0), C->getArg(1));
    } else {
      call(C);
    }
    break;
  }
  case Stmt::CallExprClass:
    if (cast<CallExpr>(S)->isUnevaluatedBuiltinCall(U.context()))
      return;
    [[fallthrough]];
  case Stmt::CXXMemberCallExprClass:
    call(cast<CallExpr>(S));
    break;
  case Stmt::CXXConstructExprClass:
  case Stmt::CXXTemporaryObjectExprClass: {
    const auto *C = cast<CXXConstructExpr>(S);
    if (Done.contains(C))
      break;
    if (C->getConstructor()->isCopyOrMoveConstructor())
      construction(C, {CopyForm::Init, C, C->getSourceRange()});
    else
      arguments(C, ArrayRef(C->getArgs(), C->getNumArgs()),
                C->getConstructor());
    break;
  }
  case Stmt::VAArgExprClass: {
    const auto *A = cast<VAArgExpr>(S);
    if (isRecord(A->getType()) && IsPinned(A->getType())) {
      CopySite Site;
      Site.Form = CopyForm::VaArg;
      Site.In = F;
      Site.At = S;
      Site.Range = S->getSourceRange();
      Site.Type = A->getType();
      Report(std::move(Site));
    }
    break;
  }
  case Stmt::LambdaExprClass:
    capture(cast<LambdaExpr>(S));
    break;
  case Stmt::CompoundLiteralExprClass: {
    const Expr *I = cast<CompoundLiteralExpr>(S)->getInitializer();
    Destination D{CopyForm::Element, I, I->getSourceRange()};
    if (const auto *L = dyn_cast<InitListExpr>(I))
      elements(L, D);
    break;
  }
  default:
    break;
  }
  walkChildren(S);
}

void CopyFinder::declaration(const VarDecl *V, const Stmt *At, CopyForm Form) {
  const Expr *Init = V->getInit();
  if (!Init || Carriers.contains(V))
    return;
  Destination D{Form, At, V->getSourceRange()};
  D.Name = V->getNameAsString();
  if (Form == CopyForm::Range)
    D.Range = SourceRange(V->getLocation());
  if (V->getType()->isPointerType()) {
    if (const auto *C = dyn_cast<CallExpr>(withoutCasts(Init))) {
      D.To = AccessPath::ofPointeeOf(V);
      ResultOf[C] = D;
    }
    return;
  }
  if (V->getType()->isReferenceType())
    return;
  D.Var = V;
  D.To = AccessPath::ofVariable(V);
  value(Init, D);
}

void CopyFinder::assignment(const Expr *E, const Expr *To, const Expr *From) {
  Destination D{CopyForm::Assign, E, E->getSourceRange()};
  if (To->getType()->isPointerType()) {
    if (const auto *C = dyn_cast<CallExpr>(withoutCasts(From))) {
      D.To = AccessPath::ofObject(To);
      if (D.To)
        D.To = D.To.plus({{PathStep::Deref, nullptr}});
      D.Name = "*" + U.spelling(To->getSourceRange());
      ResultOf[C] = D;
    }
    return;
  }
  if (!isRecord(To->getType()))
    return;
  D.To = AccessPath::ofObject(To);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(withoutCasts(To)))
    D.Var = dyn_cast<VarDecl>(Ref->getDecl());
  D.Name = U.spelling(To->getSourceRange());
  if (isa<CXXOperatorCallExpr>(E)) // the operator takes references
    source(From, D, /*IsBitwise=*/false);
  else
    value(From, D);
}

void CopyFinder::call(const CallExpr *C) {
  const FunctionDecl *Callee = C->getDirectCallee();
  unsigned Skip =
      isa<CXXOperatorCallExpr>(C) && isa_and_nonnull<CXXMethodDecl>(Callee) ? 1
                                                                            : 0;
  arguments(C, ArrayRef(C->getArgs(), C->getNumArgs()).drop_front(Skip),
            Callee);
  if (Callee)
    if (const model::FunctionModel *M = U.modelOf(Callee))
      modelled(C, *M);
}

void CopyFinder::arguments(const Expr *Call, ArrayRef<const Expr *> Args,
                           const FunctionDecl *Callee) {
  unsigned Index = 0;
  for (const Expr *A : Args) {
    const ParmVarDecl *P = Callee && Index < Callee->getNumParams()
                               ? Callee->getParamDecl(Index)
                               : nullptr;
    ++Index;
    if (A->isGLValue() || !isRecord(A->getType()))
      continue;
    Destination D{CopyForm::Argument, A, A->getSourceRange()};
    if (P)
      D.Name = P->getNameAsString();
    if (Callee)
      D.Callee = Callee->getNameAsString();
    D.CalleeDecl = Callee;
    value(A, D);
  }
}

void CopyFinder::modelled(const CallExpr *C, const model::FunctionModel &M) {
  for (const model::Effect &E : M.Effects) {
    bool IsSwap = E.V == model::Verb::Swap, IsMove = E.V == model::Verb::Move;
    if (!IsSwap && !IsMove && E.V != model::Verb::Copy)
      continue;
    if (E.Operands.size() < 2)
      continue;
    CallPlace To = callPlace(C, E.Operands[0], U),
              From = callPlace(C, E.Operands[1], U);
    CopySite S;
    S.Form = IsSwap   ? CopyForm::Swap
             : IsMove ? CopyForm::Move
                      : CopyForm::Bytes;
    S.In = F;
    S.At = C;
    S.Range = C->getSourceRange();
    S.Callee = C->getDirectCallee()->getNameAsString();
    S.NumBytes = copiedBytes(C, U.context());
    S.Source = From.Root;
    auto name = [&](const Expr *E) {
      return E ? U.spelling(withoutCasts(E)->getSourceRange()) : std::string();
    };
    S.SourceName = name(From.Root);
    S.DestName = name(To.Root);
    S.From = From.Path;
    S.To = To.Path;
    if (E.Operands[0].Root == model::Place::Result)
      if (auto It = ResultOf.find(C); It != ResultOf.end()) {
        S.To = It->second.To;
        S.DestName = It->second.Name;
      }
    S.IsBitwise = !From.IsReference || isBitCast(C);
    if (From.IsElement) {
      S.Form = CopyForm::Relocate;
      S.IsBitwise = false;
      for (QualType T : From.ElementTypes)
        if (isRecord(T) && IsPinned(T)) {
          S.Type = T;
          Report(S);
          break;
        }
      continue;
    }
    if (isBehindObject(C, From) || isBehindObject(C, To))
      continue;
    S.Type = From.Type;
    if (From.IsReference && S.Form == CopyForm::Bytes && !S.IsBitwise) {
      // The argument may also be for a constructor that only reads it.
      if (E.Operands[0].Root == model::Place::Result && !isMadeOf(C, S.Type))
        continue;
      S.Form = CopyForm::Store;
    }
    if (!isRecord(S.Type) || !IsPinned(S.Type)) {
      // Bytes from somewhere that overwrite a pinned object are as bad.
      S.Type = To.Type;
      S.From = {};
      S.IsOverwrite = true;
      if (!isRecord(S.Type) || !IsPinned(S.Type))
        continue;
    }
    Report(std::move(S));
  }
}

void CopyFinder::capture(const LambdaExpr *L) {
  auto Init = L->capture_init_begin();
  for (const LambdaCapture &C : L->captures()) {
    const Expr *E = *Init++;
    if (!E || C.getCaptureKind() == LCK_ByRef || !C.capturesVariable() ||
        !isRecord(E->getType()))
      continue;
    Destination D{CopyForm::Capture, E, SourceRange(C.getLocation())};
    D.Name = C.getCapturedVar()->getNameAsString();
    value(E, D);
  }
}

void findCopies(const FunctionDecl *F, Unit &U,
                llvm::function_ref<bool(QualType)> IsPinned,
                llvm::function_ref<void(CopySite)> Report) {
  CopyFinder(F, U, IsPinned, Report).run();
}

} // namespace holdfast::checks
