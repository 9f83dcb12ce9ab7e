//===- CxxLowering.cpp - What only C++ has --------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements destructors, constructor initialisers, new and delete,
// temporaries, and the other expressions of C++.
//
//===----------------------------------------------------------------------===//

#include "Lower/Compat.h"
#include "Lower/FunctionLowering.h"

using namespace clang;
using holdfast::ir::Operand;

namespace holdfast::lower {

/// Calls the destructor of the object, or of each element.
void FunctionLowering::destroy(Operand Address, QualType T) {
  QualType Element = Ctx.getBaseElementType(T);
  const CXXRecordDecl *Class = Element->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->hasTrivialDestructor())
    return;
  const CXXDestructorDecl *Destructor = Class->getDestructor();
  if (!Destructor)
    return;
  Build.setImplicit(true);
  if (T->isArrayType())
    Address = Build.element(Address, Operand::undef(), type(Element));
  Build.call(calleeOf(Destructor, false), {Address}, 0, {});
  Build.setImplicit(false);
}

void FunctionLowering::lowerDestructor(const CFGImplicitDtor &D) {
  if (auto A = D.getAs<CFGAutomaticObjDtor>()) {
    const VarDecl *V = A->getVarDecl();
    // The caller destroys the arguments.
    if (!Locals.count(V) || isa<ParmVarDecl>(V))
      return;
    const Stmt *Trigger = A->getTriggerStmt();
    if (const auto *R = dyn_cast_or_null<ReturnStmt>(Trigger);
        R && R->getNRVOCandidate() == V)
      return;
    Build.setSource(!Trigger                     ? V->getLocation()
                    : isa<CompoundStmt>(Trigger) ? Trigger->getEndLoc()
                                                 : Trigger->getBeginLoc());
    // A reference keeps a temporary alive.
    QualType T = V->getType();
    Operand Address = local(V);
    if (T->isReferenceType()) {
      Address = Build.load(Address, type(T));
      T = T->getPointeeType();
    }
    destroy(Address, T);
  } else if (auto T = D.getAs<CFGTemporaryDtor>()) {
    const CXXBindTemporaryExpr *E = T->getBindTemporaryExpr();
    auto Known = Bounds.find(E);
    if (Known == Bounds.end() || Known->second.Addresses.empty())
      return;
    Bound &Temporary = Known->second;
    Operand Address = Temporary.Addresses.back();
    if (Temporary.Addresses.size() > 1)
      Temporary.Addresses.pop_back();
    Build.setSource(rangeOf(E));
    destroy(Address, E->getType());
    if (Temporary.Flag)
      Build.store(Temporary.Flag, Operand::integer(0), type(Ctx.BoolTy));
    Build.end(Address);
  } else if (auto M = D.getAs<CFGMemberDtor>()) {
    const FieldDecl *Field = M->getFieldDecl();
    if (Field->getParent()->isUnion())
      return; // nobody knows which member it is
    Build.setSource(FD->getBody()->getEndLoc());
    Operand Place =
        Build.field(thisPointer(), U.Types.lower(Field->getParent()),
                    U.Types.fieldIndex(Field));
    destroy(Place, Field->getType());
  } else if (auto B = D.getAs<CFGBaseDtor>()) {
    QualType T = B->getBaseSpecifier()->getType();
    Build.setSource(FD->getBody()->getEndLoc());
    Operand Place = toBase(thisPointer(), cast<CXXMethodDecl>(FD)->getParent(),
                           T->getAsCXXRecordDecl());
    destroy(Place, T);
  } else if (auto X = D.getAs<CFGDeleteDtor>()) {
    const CXXDeleteExpr *E = X->getDeleteExpr();
    Operand Address = operand(E->getArgument());
    Build.setSource(rangeOf(E));
    destroy(Address, recordType(Ctx, X->getCXXRecordDecl()));
  }
}

void FunctionLowering::lowerCtorInitializer(const CXXCtorInitializer *I) {
  const Expr *Init = I->getInit();
  if (!Init)
    return;
  Build.setSource(I->isWritten() ? I->getSourceRange()
                                 : SourceRange(FD->getLocation()));
  const CXXRecordDecl *Class = cast<CXXMethodDecl>(FD)->getParent();
  Operand Place = thisPointer();
  QualType T = recordType(Ctx, Class);
  if (I->isBaseInitializer()) {
    T = QualType(I->getBaseClass(), 0);
    if (const CXXRecordDecl *Base = T->getAsCXXRecordDecl())
      Place = toBase(Place, Class, Base);
  } else if (I->isAnyMemberInitializer()) {
    const FieldDecl *Field = I->getAnyMember();
    T = Field->getType();
    auto Descend = [&](const FieldDecl *Step) {
      Place = Build.field(Place, U.Types.lower(Step->getParent()),
                          U.Types.fieldIndex(Step));
    };
    if (const IndirectFieldDecl *Chain = I->getIndirectMember()) {
      for (const NamedDecl *Step : Chain->chain())
        if (const auto *Member = dyn_cast<FieldDecl>(Step))
          Descend(Member);
    } else {
      Descend(Field);
    }
  }
  initialise(Place, T, Init);
}

void FunctionLowering::withShared(
    const Expr *E, llvm::function_ref<void(const Expr *)> Lower) {
  const auto *Arg = dyn_cast<CXXDefaultArgExpr>(E);
  const Expr *Shared =
      Arg ? Arg->getExpr() : cast<CXXDefaultInitExpr>(E)->getExpr();
  if (!Shared)
    return;
  SourceLocation Used = Arg ? Arg->getUsedLocation()
                            : cast<CXXDefaultInitExpr>(E)->getUsedLocation();
  Build.setSource(Used);
  bool WasHeld = Build.holdSource(true);
  llvm::DenseMap<const Expr *, Operand> Outer;
  std::swap(Outer, Memo);
  Lower(Shared);
  std::swap(Outer, Memo);
  Build.holdSource(WasHeld);
}

/// The storage, before the arguments of the constructor.
void FunctionLowering::lowerAllocation(const CXXNewExpr *E) {
  llvm::SmallVector<Operand, 4> Args;
  uint64_t ByValue = 0;
  Build.setSource(rangeOf(E));
  for (const Expr *Placement : E->placement_arguments())
    addArgument(Placement, Args, ByValue);
  Build.setSource(rangeOf(E));
  const FunctionDecl *New = E->getOperatorNew();
  // Placement new in its plain form gives its argument.
  if (New && New->isReservedGlobalPlacementOperator() && Args.size() == 1) {
    Allocations[E] =
        Build.cast(Args[0], type(Ctx.VoidPtrTy), type(E->getType()));
    return;
  }
  QualType T = E->getAllocatedType();
  Operand Size = Operand::undef();
  if (!E->isArray() && !T->isIncompleteType())
    Size = Operand::integer(Ctx.getTypeSizeInChars(T).getQuantity());
  Args.insert(Args.begin(), Size);
  Operand Storage = Build.call(New ? calleeOf(New, false) : Operand::undef(),
                               Args, ByValue << 1, type(Ctx.VoidPtrTy));
  Allocations[E] = Build.cast(Storage, type(Ctx.VoidPtrTy), type(E->getType()));
}

Operand FunctionLowering::lowerNew(const CXXNewExpr *E) {
  if (!Allocations.count(E))
    lowerAllocation(E);
  Operand Place = Allocations[E];
  Build.setSource(rangeOf(E));
  if (const Expr *Init = E->getInitializer()) {
    if (!E->isArray()) {
      initialise(Place, E->getAllocatedType(), Init);
    } else if (const auto *C =
                   dyn_cast<CXXConstructExpr>(stripAggregate(Init))) {
      const CXXConstructorDecl *Ctor = C->getConstructor();
      if (!Ctor->isTrivial()) {
        Operand Any =
            Build.element(Place, Operand::undef(), type(E->getAllocatedType()));
        Build.call(calleeOf(Ctor, false), {Any}, 0, {});
      }
    } else if (isa<InitListExpr>(strip(Init))) {
      initialise(Place, Init->getType(), Init);
    }
  }
  return Place;
}

Operand FunctionLowering::lowerDelete(const CXXDeleteExpr *E) {
  Operand Address = operand(E->getArgument());
  Build.setSource(rangeOf(E));
  const FunctionDecl *Delete = E->getOperatorDelete();
  Build.call(Delete ? calleeOf(Delete, false) : Operand::undef(), {Address}, 0,
             {});
  return {};
}

void FunctionLowering::lowerCatch(const CXXCatchStmt *S) {
  const VarDecl *V = S->getExceptionDecl();
  if (!V)
    return;
  Build.setSource(V->getSourceRange());
  Build.begin(local(V));
  if (isAggregate(V->getType()))
    Build.unknown("exception object", {local(V)}, {});
  else
    Build.store(local(V), Operand::undef(), type(V->getType()));
}

Operand FunctionLowering::lowerCxxExpr(const Expr *E) {
  switch (E->getStmtClass()) {
  case Stmt::CXXThisExprClass: {
    Operand This = thisPointer();
    if (!ThisCapture)
      return This;
    Operand Place = Build.field(This, U.Types.lower(ThisCapture->getParent()),
                                U.Types.fieldIndex(ThisCapture));
    // `[*this]` holds the object itself.
    if (!ThisCapture->getType()->isPointerType())
      return Place;
    return Build.load(Place, type(ThisCapture->getType()));
  }
  case Stmt::MaterializeTemporaryExprClass: {
    const auto *M = cast<MaterializeTemporaryExpr>(E);
    const Expr *Sub = M->getSubExpr();
    // What an expression of class type made has an address already.
    if (isAggregate(Sub->getType()) && !isDeferred(strip(Sub)))
      return operand(Sub);
    Operand To = addLocal("", type(Sub->getType()), ir::LocalKind::Temporary);
    Build.begin(To);
    initialise(To, Sub->getType(), Sub);
    return To;
  }
  case Stmt::CXXDefaultArgExprClass:
  case Stmt::CXXDefaultInitExprClass: {
    Operand Value;
    withShared(E, [&](const Expr *Shared) { Value = operand(Shared); });
    return Value;
  }
  case Stmt::CXXNewExprClass:
    return lowerNew(cast<CXXNewExpr>(E));
  case Stmt::CXXDeleteExprClass:
    return lowerDelete(cast<CXXDeleteExpr>(E));
  case Stmt::CXXThrowExprClass: {
    if (const Expr *Value = cast<CXXThrowExpr>(E)->getSubExpr())
      operand(Value);
    return {};
  }
  case Stmt::CXXPseudoDestructorExprClass:
    return {};
  case Stmt::CXXTypeidExprClass:
  case Stmt::CXXUuidofExprClass:
  case Stmt::BlockExprClass:
    return Operand::undef();
  case Stmt::CoawaitExprClass:
  case Stmt::CoyieldExprClass:
  case Stmt::DependentCoawaitExprClass:
    return unknown("coroutine", E);
  case Stmt::RecoveryExprClass:
    return unknown("broken code", E);
  case Stmt::ArrayInitIndexExprClass:
  case Stmt::OpaqueValueExprClass:
  case Stmt::NoInitExprClass:
    return Operand::undef();
  default:
    if (E->getType()->isVectorType() || E->getType()->isAnyComplexType())
      return unknown("vector", E);
    return unknown(E->getStmtClassName(), E);
  }
}

} // namespace holdfast::lower
