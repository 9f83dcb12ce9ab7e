//===- CopyScratch.cpp - Copies that are never used as objects ------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of CopyAcceptance that asks whether the copy lives: a snapshot is a
// local variable of which plain members are read, a scratch object is a new one
// of the heap that is looked at, changed, given around and freed, while nobody
// touches its pinned part or keeps its address.
//
//===----------------------------------------------------------------------===//

#include "checks/pin/CopyAcceptance.h"

#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace holdfast::checks {
namespace {

/// What becomes of a pointer at the places that name it.
struct PointerUses {
  bool IsReturned = false;
  bool IsKept = false; ///< stored, or used in a way that is not understood
  SmallVector<std::pair<const FunctionDecl *, unsigned>, 4> Given;
};

class PointerWalk {
public:
  PointerWalk(const VarDecl *V, Unit &U) : V(V), U(U) {}

  void walk(const Stmt *S) {
    if (isa<UnaryExprOrTypeTraitExpr, OffsetOfExpr>(S))
      return;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S); Ref && Ref->getDecl() == V)
      use();
    Above.push_back(S);
    for (const Stmt *C : S->children())
      if (C)
        walk(C);
    Above.pop_back();
  }

  PointerUses Uses;

private:
  void use() {
    bool IsNumber = false; // an address as a number may be compared
    for (const Stmt *S : llvm::reverse(Above)) {
      if (isa<ParenExpr, CastExpr, ConstantExpr>(S)) {
        QualType T = cast<Expr>(S)->getType();
        if (T->isVoidType())
          return; // not used
        IsNumber |= T->isIntegralOrEnumerationType();
        continue;
      }
      if (isa<MemberExpr>(S)) {
        Uses.IsKept |= !cast<MemberExpr>(S)->isArrow();
        return;
      }
      if (const auto *O = dyn_cast<UnaryOperator>(S))
        Uses.IsKept |=
            O->getOpcode() != UO_LNot && O->getOpcode() != UO_Deref;
      else if (const auto *B = dyn_cast<BinaryOperator>(S))
        Uses.IsKept |= B->isAssignmentOp()
                           ? !isVariable(B->getLHS())
                           : !B->isComparisonOp() && !B->isLogicalOp();
      else if (const auto *C = dyn_cast<CallExpr>(S))
        call(C);
      else if (isa<ReturnStmt>(S))
        Uses.IsReturned |= !IsNumber;
      else
        Uses.IsKept |= !isa<IfStmt, WhileStmt, CompoundStmt>(S);
      return;
    }
  }

  bool isVariable(const Expr *E) const {
    const auto *Ref = dyn_cast<DeclRefExpr>(withoutCasts(E));
    return Ref && Ref->getDecl() == V;
  }

  void call(const CallExpr *C) {
    const FunctionDecl *F = C->getDirectCallee();
    if (F && U.modelOf(F))
      return; // what it does is an event
    for (unsigned I = 0; I != C->getNumArgs(); ++I)
      if (isVariable(C->getArg(I)))
        Uses.Given.push_back({F, I});
  }

  const VarDecl *V;
  Unit &U;
  SmallVector<const Stmt *, 16> Above;
};

bool isReturned(const Stmt *S, const Stmt *Value) {
  if (const auto *R = dyn_cast<ReturnStmt>(S))
    return R->getRetValue() && withoutCasts(R->getRetValue()) == Value;
  return llvm::any_of(S->children(), [&](const Stmt *C) {
    return C && isReturned(C, Value);
  });
}

} // namespace

bool CopyAcceptance::isSnapshot(const CopySite &S, const PinnedPart &P) {
  bool IsBytes = S.Form == CopyForm::Bytes;
  const VarDecl *V =
      IsBytes && llvm::none_of(
                     S.To.Steps,
                     [](PathStep Step) { return Step.K != PathStep::Member; })
          ? S.To.Base
          : S.DestVar;
  if ((S.Form != CopyForm::Init && S.Form != CopyForm::Assign &&
       S.Form != CopyForm::Range && !IsBytes) ||
      !V || !V->hasLocalStorage() || isa<ParmVarDecl>(V))
    return false;
  // A class with constructors of its own is more than its members.
  if (const CXXRecordDecl *C = V->getType()->getAsCXXRecordDecl();
      C && !C->isAggregate())
    return false;
  AccessPath Object = AccessPath::ofVariable(V);
  AccessPath Part = (IsBytes ? S.To : Object).plus(P.Steps);
  return isOnlyRead(S.In, Object, Part.Steps, 0);
}

bool CopyAcceptance::isOnlyRead(const FunctionDecl *F, const AccessPath &Object,
                                ArrayRef<PathStep> Part, unsigned Depth) {
  const ObjectEvents &E = eventsOf(F);
  LocalUses Uses = E.uses(Object.Base);
  if (Depth > MaxCallDepth)
    return false;
  AccessPath Whole = Object.plus(Part);
  // A function of this file may be given the address when it only reads, too;
  // any function, that of a constant part which is not the pinned one.
  unsigned NumPasses = 0;
  for (const ObjectEvent &Ev : E.events()) {
    const FunctionDecl *Def = nullptr;
    if (Ev.K == ObjectEvent::Read && Object.contains(Ev.Path) &&
        !Ev.Path.overlaps(Whole))
      ++NumPasses;
    else if ((Ev.K == ObjectEvent::Pass || Ev.K == ObjectEvent::Read) &&
             Ev.Path == Object && Ev.Callee && Ev.Callee->hasBody(Def) &&
             Ev.Param < Def->getNumParams() &&
             isOnlyRead(Def,
                        AccessPath::ofPointeeOf(Def->getParamDecl(Ev.Param)),
                        Part, Depth + 1))
      ++NumPasses;
  }
  // A copy that nobody reads is not a snapshot.
  unsigned NumUses = Uses.NumReads + NumPasses;
  return NumUses && NumUses + Uses.NumOverwrites == Uses.NumRefs;
}

bool CopyAcceptance::isScratch(const CopySite &S, const PinnedPart &P) {
  // `p = kmemdup(…)`, or `p = kmalloc(…); *p = …`, or what is returned at once.
  const AccessPath &To = S.To;
  if (S.Form != CopyForm::Bytes && S.Form != CopyForm::Assign)
    return false;
  const VarDecl *V = To.Base;
  if (!To)
    return S.At && S.Form == CopyForm::Bytes &&
           isReturned(S.In->getBody(), S.At) &&
           isScratchOfCallers(S.In, P.Steps, 0);
  if (To.Steps.size() != 1 || To.Steps[0].K != PathStep::Deref ||
      !V->hasLocalStorage() || isa<ParmVarDecl>(V) ||
      V->getType()->isReferenceType())
    return false;
  bool IsNew = llvm::any_of(eventsOf(S.In).events(), [&](const ObjectEvent &E) {
    return E.K == ObjectEvent::Allocate && E.Path == To;
  });
  return IsNew && isScratchIn(S.In, V, P.Steps, 0);
}

bool CopyAcceptance::isScratchIn(const FunctionDecl *F, const VarDecl *V,
                                 ArrayRef<PathStep> Part, unsigned Depth) {
  if (Depth > MaxScratchDepth || !F->getBody())
    return false;
  AccessPath Theirs = AccessPath::ofPointeeOf(V).plus(Part);
  for (const ObjectEvent &Ev : eventsOf(F).events())
    if (Ev.Path.overlaps(Theirs) && Ev.Path.Steps.size() > 1)
      return false; // the part, or what is around it, is more than looked at
    else if (Ev.Path.overlaps(Theirs) &&
             (Ev.K == ObjectEvent::Init || Ev.K == ObjectEvent::Link ||
              Ev.K == ObjectEvent::Use || Ev.K == ObjectEvent::Escape))
      return false;
  PointerWalk Walk(V, U);
  Walk.walk(F->getBody());
  if (Walk.Uses.IsKept)
    return false;
  for (auto [Callee, Param] : Walk.Uses.Given) {
    const FunctionDecl *Def = nullptr;
    if (!Callee || !Callee->hasBody(Def) || Param >= Def->getNumParams() ||
        !isScratchIn(Def, Def->getParamDecl(Param), Part, Depth + 1))
      return false;
  }
  // A parameter that is returned has another name at the caller.
  return !Walk.Uses.IsReturned ||
         (!isa<ParmVarDecl>(V) && isScratchOfCallers(F, Part, Depth));
}

bool CopyAcceptance::isScratchOfCallers(const FunctionDecl *F,
                                        ArrayRef<PathStep> Part,
                                        unsigned Depth) {
  bool IsCalled = false;
  for (const FunctionDecl *Caller : Functions)
    for (const ObjectEvent &Ev : eventsOf(Caller).events()) {
      if (Ev.K != ObjectEvent::Result || !Ev.Callee ||
          Ev.Callee->getCanonicalDecl() != F->getCanonicalDecl())
        continue;
      IsCalled = true;
      const VarDecl *V = Ev.Path.Base;
      if (!V || Ev.Path.Steps.size() != 1 || !V->hasLocalStorage() ||
          !isScratchIn(Caller, V, Part, Depth + 1))
        return false;
    }
  return IsCalled;
}

} // namespace holdfast::checks
