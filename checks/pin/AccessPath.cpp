//===- AccessPath.cpp - Which object an expression names ------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/AccessPath.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace holdfast::checks {

const Expr *withoutCasts(const Expr *E) {
  while (E) {
    const Expr *Inner = E->IgnoreParenCasts();
    if (const auto *C = dyn_cast<ExprWithCleanups>(Inner))
      Inner = C->getSubExpr();
    else if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = M->getSubExpr();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = B->getSubExpr();
    if (Inner == E)
      return E;
    E = Inner;
  }
  return E;
}

void AccessPath::append(PathStep S) {
  // A member of an anonymous record is a member of the record around it.
  if (S.K == PathStep::Member && S.Field->isAnonymousStructOrUnion())
    return;
  // `p[i]` and `*p` are one object, as are all elements of an array.
  if (S.K == PathStep::Element && !Steps.empty() &&
      Steps.back().K != PathStep::Member)
    return;
  Steps.push_back(S);
}

AccessPath AccessPath::ofVariable(const VarDecl *V) {
  AccessPath P;
  P.Base = V;
  return P;
}

AccessPath AccessPath::ofPointeeOf(const VarDecl *V) {
  AccessPath P = ofVariable(V);
  P.append({PathStep::Deref, nullptr});
  return P;
}

AccessPath AccessPath::plus(llvm::ArrayRef<PathStep> More) const {
  AccessPath P = *this;
  for (PathStep S : More)
    P.append(S);
  return P;
}

bool AccessPath::contains(const AccessPath &Inner) const {
  return leadsTo(Inner) &&
         llvm::none_of(llvm::ArrayRef(Inner.Steps).drop_front(Steps.size()),
                       [](PathStep S) { return S.K == PathStep::Deref; });
}

bool AccessPath::leadsTo(const AccessPath &Inner) const {
  return *this && hasSameBase(Inner) && Steps.size() <= Inner.Steps.size() &&
         std::equal(Steps.begin(), Steps.end(), Inner.Steps.begin());
}

AccessPath AccessPath::resolved(const PathAliases &Aliases) const {
  AccessPath P = *this;
  // An alias of an alias is rare; a cycle cannot be written.
  for (unsigned Depth = 0; Depth < 4 && P.Base; ++Depth) {
    auto It = Aliases.find(P.Base);
    if (It == Aliases.end())
      break;
    bool IsReference = P.Base->getType()->isReferenceType();
    if (!IsReference && (P.Steps.empty() || P.Steps[0].K != PathStep::Deref))
      break;
    P = It->second.plus(
        llvm::ArrayRef(P.Steps).drop_front(IsReference ? 0 : 1));
  }
  return P;
}

AccessPath AccessPath::ofObject(const Expr *E) {
  E = withoutCasts(E);
  if (!E)
    return {};
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(D->getDecl());
    if (!V)
      return {};
    return ofVariable(V);
  }
  if (const auto *M = dyn_cast<MemberExpr>(E)) {
    const auto *F = dyn_cast<FieldDecl>(M->getMemberDecl());
    if (!F)
      return {};
    AccessPath P =
        M->isArrow() ? ofPointee(M->getBase()) : ofObject(M->getBase());
    if (P)
      P.append({PathStep::Member, F});
    return P;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() == UO_Deref)
      return ofPointee(U->getSubExpr());
    if (U->getOpcode() == UO_Extension)
      return ofObject(U->getSubExpr());
    return {};
  }
  if (const auto *A = dyn_cast<ArraySubscriptExpr>(E)) {
    AccessPath P = ofPointee(A->getBase());
    if (P)
      P.append({PathStep::Element, nullptr});
    return P;
  }
  return {};
}

/// What a call of an accessor returns: a function whose body is one return of
/// an address that is reached from a parameter.
static AccessPath ofAccessor(const CallExpr *C) {
  const FunctionDecl *Def = nullptr;
  if (!C->getDirectCallee() || !C->getDirectCallee()->hasBody(Def))
    return {};
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Def->getBody());
  const auto *Return = Body && Body->size() == 1
                           ? dyn_cast<ReturnStmt>(Body->body_front())
                           : nullptr;
  if (!Return || !Return->getRetValue())
    return {};
  AccessPath P = AccessPath::ofPointee(Return->getRetValue());
  const auto *Param = dyn_cast_or_null<ParmVarDecl>(P.Base);
  unsigned I = Param ? Param->getFunctionScopeIndex() : 0;
  if (!Param || I >= C->getNumArgs() || !Param->getType()->isPointerType() ||
      P.Steps.empty())
    return {};
  AccessPath Object = AccessPath::ofPointee(C->getArg(I));
  return Object ? Object.plus(llvm::ArrayRef(P.Steps).drop_front())
                : AccessPath();
}

AccessPath AccessPath::ofPointee(const Expr *E) {
  E = withoutCasts(E);
  if (!E)
    return {};
  if (isa<CXXThisExpr>(E)) {
    AccessPath P;
    P.IsThis = true;
    return P;
  }
  if (E->getType()->isArrayType()) { // decayed
    AccessPath P = ofObject(E);
    if (P)
      P.append({PathStep::Element, nullptr});
    return P;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() == UO_AddrOf)
      return ofObject(U->getSubExpr());
    if (U->isIncrementDecrementOp())
      return ofPointee(U->getSubExpr());
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    if (B->isAdditiveOp() && B->getType()->isPointerType()) {
      const Expr *Ptr =
          B->getLHS()->getType()->isPointerType() ? B->getLHS() : B->getRHS();
      AccessPath P = ofPointee(Ptr);
      if (P)
        P.append({PathStep::Element, nullptr});
      return P;
    }
    if (B->getOpcode() == BO_Assign)
      return ofPointee(B->getLHS());
    return {};
  }
  if (const auto *C = dyn_cast<CallExpr>(E))
    return ofAccessor(C);
  if (const auto *D = dyn_cast<DeclRefExpr>(E))
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl()))
      return ofPointeeOf(V);
  AccessPath P = ofObject(E);
  if (P)
    P.append({PathStep::Deref, nullptr});
  return P;
}

} // namespace holdfast::checks
