//===- ObjectEvents.cpp - What a function does to objects -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/ObjectEvents.h"

#include "checks/pin/CallEffects.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace holdfast::checks {
namespace {

bool isFreshValue(const Expr *E) {
  E = withoutCasts(E);
  return isa<InitListExpr, CompoundLiteralExpr, ImplicitValueInitExpr>(E) ||
         (isa<CXXConstructExpr>(E) &&
          cast<CXXConstructExpr>(E)->getNumArgs() == 0);
}

const VarDecl *variable(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

std::optional<ObjectEvent::Kind> eventOf(model::Verb V) {
  switch (V) {
  case model::Verb::Init:
  case model::Verb::Reinit:
    return ObjectEvent::Init;
  case model::Verb::Link:
  case model::Verb::Register:
  case model::Verb::Publish:
    return ObjectEvent::Link;
  case model::Verb::Unlink:
  case model::Verb::Poison:
  case model::Verb::Deregister:
  case model::Verb::Destroy:
    return ObjectEvent::Unlink;
  case model::Verb::Zero:
    return ObjectEvent::Zero;
  case model::Verb::Allocate:
  case model::Verb::AllocateZeroed:
    return ObjectEvent::Allocate;
  case model::Verb::Use:
    return ObjectEvent::Use;
  default:
    return std::nullopt;
  }
}

} // namespace

ObjectEvents::ObjectEvents(const FunctionDecl *F, Unit &U) : U(U) {
  if (const auto *C = dyn_cast<CXXConstructorDecl>(F))
    for (const CXXCtorInitializer *I : C->inits())
      if (I->getInit())
        walk(I->getInit());
  if (F->getBody())
    walk(F->getBody());
  // A pointer that is assigned to later is no alias of anything.
  for (const auto &[V, N] : Assigned)
    Aliases.erase(V);
  for (ObjectEvent &E : Events)
    E.Path = resolve(E.Path);
}

void ObjectEvents::add(ObjectEvent::Kind K, const AccessPath &P,
                       const Stmt *At) {
  if (!P)
    return;
  ObjectEvent E;
  E.K = K;
  E.Path = P;
  E.Order = Orders.lookup(At);
  E.At = At;
  Events.push_back(std::move(E));
}

std::pair<unsigned, unsigned> ObjectEvents::loopAround(unsigned Order,
                                                       const VarDecl *V) const {
  unsigned Declared = DeclaredAt.lookup(V);
  std::pair<unsigned, unsigned> Best{0, 0};
  for (auto L : Loops)
    if (L.first <= Order && Order <= L.second &&
        !(L.first <= Declared && Declared <= L.second) && L.first > Best.first)
      Best = L;
  return Best;
}

void ObjectEvents::call(const CallExpr *C) {
  const FunctionDecl *Callee = C->getDirectCallee();
  const model::FunctionModel *M = Callee ? U.modelOf(Callee) : nullptr;
  if (Callee && !M) {
    add(ObjectEvent::Result, ResultOf.lookup(C), C);
    if (!Events.empty() && Events.back().At == C)
      Events.back().Callee = Callee;
  }
  if (M) {
    for (const model::Effect &E : M->Effects) {
      if (E.V == model::Verb::Copy && !E.Operands.empty())
        if (AccessPath To = callPlace(C, E.Operands[0], U).Path;
            To.Base && To.Steps.empty())
          ++Uses[To.Base].NumOverwrites;
      if (auto K = eventOf(E.V); K && !E.Operands.empty())
        add(*K,
            E.Operands[0].Root == model::Place::Result
                ? ResultOf.lookup(C)
                : callPlace(C, E.Operands[0], U).Path,
            C);
    }
    return;
  }
  const auto *Method = dyn_cast<CXXMemberCallExpr>(C);
  if (Method && Method->getImplicitObjectArgument() &&
      Method->getMethodDecl() && !Method->getMethodDecl()->isConst()) {
    const Expr *Object = Method->getImplicitObjectArgument();
    add(ObjectEvent::Pass,
        Object->getType()->isPointerType() ? AccessPath::ofPointee(Object)
                                           : AccessPath::ofObject(Object),
        C);
  }
  for (unsigned I = 0, N = C->getNumArgs(); I != N; ++I) {
    const Expr *A = C->getArg(I);
    AccessPath P;
    bool IsConst = false;
    if (A->getType()->isPointerType()) {
      P = AccessPath::ofPointee(A);
      IsConst = A->getType()->getPointeeType().isConstQualified();
    } else if (A->isGLValue()) {
      P = AccessPath::ofObject(A);
      IsConst = A->getType().isConstQualified();
    }
    if (!P)
      continue;
    add(IsConst ? ObjectEvent::Read : ObjectEvent::Pass, P, C);
    Events.back().Callee = Callee;
    Events.back().Param = I;
  }
}

void ObjectEvents::walk(const Stmt *S) {
  if (isa<UnaryExprOrTypeTraitExpr, OffsetOfExpr>(S))
    return; // not evaluated
  if (const auto *C = dyn_cast<CallExpr>(S);
      C && C->isUnevaluatedBuiltinCall(U.context()))
    return;
  unsigned Begin = Next;
  bindResult(S);
  for (const Stmt *C : S->children())
    if (C)
      walk(C);
  // What an expression does follows what its operands do.
  Orders[S] = Next++;
  if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S))
    Loops.emplace_back(Begin, Next);
  visit(S);
}

void ObjectEvents::bindResult(const Stmt *S) {
  if (const auto *D = dyn_cast<DeclStmt>(S)) {
    for (const Decl *Each : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(Each);
          V && V->getInit() && V->getType()->isPointerType())
        if (const auto *C = dyn_cast<CallExpr>(withoutCasts(V->getInit())))
          ResultOf[C] = AccessPath::ofPointeeOf(V);
  } else if (const auto *B = dyn_cast<BinaryOperator>(S);
             B && B->getOpcode() == BO_Assign &&
             B->getType()->isPointerType()) {
    if (const auto *C = dyn_cast<CallExpr>(withoutCasts(B->getRHS())))
      ResultOf[C] = AccessPath::ofPointee(B->getLHS());
  }
}

void ObjectEvents::visit(const Stmt *S) {
  unsigned Order = Orders.lookup(S);
  switch (S->getStmtClass()) {
  case Stmt::DeclStmtClass:
    for (const Decl *D : cast<DeclStmt>(S)->decls()) {
      const auto *V = dyn_cast<VarDecl>(D);
      if (!V)
        continue;
      DeclaredAt[V] = Order;
      const Expr *Init = V->getInit();
      if (!Init)
        continue;
      if (V->getType()->isReferenceType()) {
        if (AccessPath P = AccessPath::ofObject(Init))
          Aliases.try_emplace(V, P);
      } else if (V->getType()->isPointerType()) {
        const Expr *E = withoutCasts(Init);
        AccessPath P = AccessPath::ofPointee(E);
        // Only an address that is written out stands for one object.
        if (P && isa<UnaryOperator, DeclRefExpr>(E))
          Aliases.try_emplace(V, P);
      } else {
        add(ObjectEvent::Store, AccessPath::ofVariable(V), S);
        Events.back().IsInitialList = isFreshValue(Init);
      }
    }
    break;
  case Stmt::BinaryOperatorClass:
  case Stmt::CompoundAssignOperatorClass: {
    const auto *B = cast<BinaryOperator>(S);
    if (!B->isAssignmentOp())
      break;
    if (const VarDecl *V = variable(B->getLHS()->IgnoreParens())) {
      ++Assigned[V];
      if (B->getType()->isRecordType())
        ++Uses[V].NumOverwrites; // no use of the variable as an object
    }
    // A new object's address is no news: the call was it.
    if (const auto *C = dyn_cast<CallExpr>(withoutCasts(B->getRHS()));
        C && ResultOf.count(C) && C->getDirectCallee() &&
        U.modelOf(C->getDirectCallee()))
      break;
    add(ObjectEvent::Store, AccessPath::ofObject(B->getLHS()), S);
    if (!Events.empty() && Events.back().At == S)
      Events.back().IsInitialList = isFreshValue(B->getRHS());
    const Expr *R = withoutCasts(B->getRHS());
    if (const auto *A = dyn_cast<UnaryOperator>(R);
        A && A->getOpcode() == UO_AddrOf)
      add(ObjectEvent::Escape, AccessPath::ofObject(A->getSubExpr()), S);
    break;
  }
  case Stmt::UnaryOperatorClass: {
    const auto *O = cast<UnaryOperator>(S);
    if (O->isIncrementDecrementOp()) {
      if (const VarDecl *V = variable(O->getSubExpr()->IgnoreParens()))
        ++Assigned[V];
      add(ObjectEvent::Store, AccessPath::ofObject(O->getSubExpr()), S);
    }
    break;
  }
  case Stmt::CXXOperatorCallExprClass: {
    const auto *C = cast<CXXOperatorCallExpr>(S);
    if (C->isAssignmentOp() && C->getNumArgs() == 2)
      add(ObjectEvent::Store, AccessPath::ofObject(C->getArg(0)), S);
    else
      call(C);
    break;
  }
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
    call(cast<CallExpr>(S));
    break;
  case Stmt::ImplicitCastExprClass: {
    // A scalar member of a variable is read.
    const auto *C = cast<ImplicitCastExpr>(S);
    if (C->getCastKind() != CK_LValueToRValue)
      break;
    const Expr *E = C->getSubExpr()->IgnoreParens();
    bool IsMember = false;
    while (true) {
      if (const auto *M = dyn_cast<MemberExpr>(E)) {
        IsMember = true;
        E = M->getBase()->IgnoreParenImpCasts();
        if (M->isArrow())
          break;
      } else if (const auto *A = dyn_cast<ArraySubscriptExpr>(E)) {
        E = A->getBase()->IgnoreParenImpCasts();
      } else {
        break;
      }
    }
    if (const VarDecl *V = variable(E); V && IsMember)
      ++Uses[V].NumReads;
    break;
  }
  case Stmt::ReturnStmtClass:
    if (const Expr *E = cast<ReturnStmt>(S)->getRetValue())
      if (const VarDecl *V = variable(withoutCasts(E)))
        Returned.push_back(V);
    break;
  case Stmt::DeclRefExprClass:
    if (const VarDecl *V = variable(cast<DeclRefExpr>(S)))
      ++Uses[V].NumRefs;
    break;
  default:
    break;
  }
}

} // namespace holdfast::checks
