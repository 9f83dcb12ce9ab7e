//===- CopySites.cpp - Where a function copies a record -------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/CopySites.h"

#include "checks/pin/CallEffects.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace holdfast::checks {
namespace {

/// Where the value of an expression goes.
struct Destination {
  CopyForm Form = CopyForm::Init;
  const Stmt *At = nullptr;
  SourceRange Range;
  const VarDecl *Var = nullptr;
  AccessPath To = {};
  std::string Name = {}, Callee = {};
  const FunctionDecl *CalleeDecl = nullptr;
};

class CopyFinder {
public:
  CopyFinder(const FunctionDecl *F, Unit &U,
             llvm::function_ref<bool(QualType)> IsPinned,
             llvm::function_ref<void(CopySite)> Report)
      : F(F), U(U), IsPinned(IsPinned), Report(Report) {}

  void run();

private:
  void walk(const Stmt *S);
  void walkChildren(const Stmt *S) {
    for (const Stmt *C : S->children())
      if (C)
        walk(C);
  }
  void declaration(const VarDecl *V, const Stmt *At, CopyForm Form);
  void assignment(const Expr *E, const Expr *To, const Expr *From);
  void call(const CallExpr *C);
  void arguments(const Expr *Call, ArrayRef<const Expr *> Args,
                 const FunctionDecl *Callee);
  void modelled(const CallExpr *C, const model::FunctionModel &M);
  void capture(const LambdaExpr *L);

  /// \p E is used as a value that goes to \p D.
  void value(const Expr *E, const Destination &D);
  void construction(const CXXConstructExpr *C, const Destination &D);
  void elements(const InitListExpr *L, const Destination &D);
  /// The object that \p E names is copied to \p D.
  void source(const Expr *E, const Destination &D, bool IsBitwise);

  const FunctionDecl *F;
  Unit &U;
  llvm::function_ref<bool(QualType)> IsPinned;
  llvm::function_ref<void(CopySite)> Report;
  llvm::DenseSet<const Expr *> Done; ///< constructions that value() has seen
  llvm::DenseSet<const VarDecl *> Carriers; ///< see carrier()
  llvm::DenseMap<const CallExpr *, Destination> ResultOf;
};

bool isRecord(QualType T) { return !T.isNull() && T->isRecordType(); }

bool isSameRecord(QualType A, QualType B) {
  return !A.isNull() && !B.isNull() && A->getAsRecordDecl() &&
         A->getAsRecordDecl()->getCanonicalDecl() ==
             (B->getAsRecordDecl() ? B->getAsRecordDecl()->getCanonicalDecl()
                                   : nullptr);
}

/// Whether the result of a call is, or holds, an object of the type: by its own
/// type, or by the first template argument of its class or of the function.
bool isMadeOf(const CallExpr *C, QualType T) {
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

/// Whether a C++ copy of this class is the compiler's own, member by member.
bool isMemberwise(const CXXMethodDecl *M) {
  return !M->isUserProvided() && !M->isDeleted();
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
  unsigned Skip = isa<CXXOperatorCallExpr>(C) &&
                          isa_and_nonnull<CXXMethodDecl>(Callee)
                      ? 1
                      : 0;
  arguments(C, ArrayRef(C->getArgs(), C->getNumArgs()).drop_front(Skip), Callee);
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
    S.Form = IsSwap ? CopyForm::Swap : IsMove ? CopyForm::Move : CopyForm::Bytes;
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

unsigned numMentions(const Stmt *S, const VarDecl *V) {
  unsigned N = 0;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    N = Ref->getDecl() == V;
  for (const Stmt *C : S->children())
    if (C)
      N += numMentions(C, V);
  return N;
}

/// The variable of a statement expression that does nothing but carry its value.
const VarDecl *carrier(const StmtExpr *E, const Expr *Result) {
  const auto *Ref = dyn_cast<DeclRefExpr>(Result->IgnoreParenImpCasts());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->hasLocalStorage() || !V->getInit() ||
      numMentions(E, V) != 1)
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
const Expr *throughForwarding(const Expr *E) {
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
  S.SourceName = D.Form == CopyForm::Range
                     ? ""
                     : U.spelling(Object->getSourceRange());
  S.Callee = D.Callee;
  S.CalleeDecl = D.CalleeDecl;
  S.IsBitwise = IsBitwise;
  Report(std::move(S));
}

} // namespace

void findCopies(const FunctionDecl *F, Unit &U,
                llvm::function_ref<bool(QualType)> IsPinned,
                llvm::function_ref<void(CopySite)> Report) {
  CopyFinder(F, U, IsPinned, Report).run();
}

} // namespace holdfast::checks
