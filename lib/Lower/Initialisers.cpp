//===- Initialisers.cpp - Objects that are built in place -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the lowering of aggregates into the object that they build.
//
//===----------------------------------------------------------------------===//

#include "Lower/Compat.h"
#include "Lower/FunctionLowering.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;
using holdfast::ir::Operand;

namespace holdfast::lower {

/// Past the conversions that leave an aggregate as it is.
const Expr *FunctionLowering::stripAggregate(const Expr *E) const {
  while (true) {
    E = strip(E);
    if (const auto *C = dyn_cast<CastExpr>(E)) {
      switch (C->getCastKind()) {
      case CK_NoOp:
      case CK_ConstructorConversion:
      case CK_UserDefinedConversion:
        if (C->isGLValue())
          return E;
        E = C->getSubExpr();
        continue;
      default:
        return E;
      }
    }
    const auto *List = dyn_cast<InitListExpr>(E);
    if (List && List->isTransparent() && List->getNumInits() == 1) {
      E = List->getInit(0);
      continue;
    }
    return E;
  }
}

/// Whether nobody knows yet where the value will be.
bool FunctionLowering::isDeferred(const Expr *E) const {
  if (!E->isPRValue() || !isAggregate(E->getType()))
    return false;
  E = stripAggregate(E);
  return isa<CXXConstructExpr, InitListExpr, ImplicitValueInitExpr,
             CXXScalarValueInitExpr, LambdaExpr, CXXBindTemporaryExpr,
             CXXInheritedCtorInitExpr, CXXStdInitializerListExpr,
             ArrayInitLoopExpr, CXXParenListInitExpr, DesignatedInitUpdateExpr,
             CXXDefaultArgExpr, CXXDefaultInitExpr>(E);
}

Operand FunctionLowering::materialise(const Expr *E) {
  Build.setSource(rangeOf(E));
  Operand To = addLocal("", type(E->getType()), ir::LocalKind::Temporary);
  Build.begin(To);
  initialise(To, E->getType(), E);
  return To;
}

void FunctionLowering::noteBound(const CXXBindTemporaryExpr *E,
                                 Operand Address) {
  Bound &Temporary = Bounds[E];
  Temporary.Addresses.push_back(Address);
  if (Temporary.Flag)
    Build.store(Temporary.Flag, Operand::integer(1), type(Ctx.BoolTy));
}

void FunctionLowering::initialise(Operand Address, QualType T, const Expr *Init,
                                  bool IsZeroed) {
  if (T->isReferenceType()) {
    Operand Value = operand(Init);
    Build.store(Address, Value, type(T));
    return;
  }
  SourceRange Range = Build.source();
  if (!isAggregate(T)) {
    const Expr *E = strip(Init);
    if (IsZeroed && isa<ImplicitValueInitExpr>(E))
      return;
    Operand Value = operand(Init);
    Build.setSource(Range);
    Build.store(Address, Value, type(T),
                T.isVolatileQualified() || T->isAtomicType());
    return;
  }
  const Expr *E = stripAggregate(Init);
  if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(E)) {
    // What initialises a variable or a member is no temporary.
    if (Address.Kind == ir::OperandKind::Local &&
        F.Locals[Address.Value].Kind == ir::LocalKind::Temporary)
      noteBound(Temporary, Address);
    initialise(Address, T, Temporary->getSubExpr(), IsZeroed);
    return;
  }
  if (isa<CXXDefaultArgExpr, CXXDefaultInitExpr>(E)) {
    withShared(E, [&](const Expr *Shared) {
      initialise(Address, T, Shared, IsZeroed);
    });
    return;
  }
  if (const auto *List = dyn_cast<InitListExpr>(E)) {
    initialiseList(Address, List, IsZeroed);
  } else if (isa<ImplicitValueInitExpr, CXXScalarValueInitExpr>(E)) {
    if (!IsZeroed)
      Build.zero(Address, type(T));
  } else if (const auto *C = dyn_cast<CXXConstructExpr>(E)) {
    construct(Address, C);
  } else if (const auto *L = dyn_cast<LambdaExpr>(E)) {
    constructLambda(Address, L);
  } else if (const auto *P = dyn_cast<CXXParenListInitExpr>(E)) {
    if (const RecordDecl *R = T->getAsRecordDecl())
      initialiseMembers(Address, R, P->getInitExprs(), IsZeroed);
    else
      initialiseArray(Address, T, P->getInitExprs(), IsZeroed);
  } else if (const auto *I = dyn_cast<CXXInheritedCtorInitExpr>(E)) {
    Build.setSource(Range);
    Build.call(calleeOf(I->getConstructor(), false), {Address}, 0, {});
  } else if (const auto *Loop = dyn_cast<ArrayInitLoopExpr>(E)) {
    Operand From = operand(Loop->getCommonExpr());
    Build.setSource(Range);
    Build.copy(Address, From, type(T));
  } else if (const auto *S = dyn_cast<CXXStdInitializerListExpr>(E)) {
    Operand Array = operand(S->getSubExpr());
    Build.setSource(Range);
    Build.unknown("initialiser list", {Address, Array}, {});
  } else if (const auto *D = dyn_cast<DesignatedInitUpdateExpr>(E)) {
    initialise(Address, T, D->getBase());
    initialise(Address, T, D->getUpdater(), true);
  } else {
    // The result of a call and the like: there is no other object that goes on.
    Operand From = operand(E);
    Build.setSource(Range);
    bool WasImplicit = Build.isImplicit();
    Build.setImplicit(WasImplicit ||
                      isa<CallExpr, AbstractConditionalOperator>(E));
    Build.copy(Address, From, type(T));
    Build.setImplicit(WasImplicit);
  }
}

static bool isImplicitValue(const Expr *E) {
  return !E || isa<ImplicitValueInitExpr>(E);
}

void FunctionLowering::initialiseList(Operand Address, const InitListExpr *List,
                                      bool IsZeroed) {
  QualType T = List->getType();
  llvm::ArrayRef<const Expr *> Inits(List->getInits(), List->getNumInits());
  const RecordDecl *R = T->getAsRecordDecl();
  if (!R) {
    if (!IsZeroed && List->hasArrayFiller() &&
        isImplicitValue(List->getArrayFiller())) {
      const auto *A = Ctx.getAsConstantArrayType(T);
      if (A && A->getSize().getLimitedValue() > Inits.size()) {
        Build.zero(Address, type(T));
        IsZeroed = true;
      }
    }
    initialiseArray(Address, T, Inits, IsZeroed);
    return;
  }
  if (R->isUnion()) {
    const FieldDecl *Field = List->getInitializedFieldInUnion();
    if (!Field || Inits.empty()) {
      if (!IsZeroed)
        Build.zero(Address, type(T));
      return;
    }
    Operand Place =
        Build.field(Address, U.Types.lower(R), U.Types.fieldIndex(Field));
    initialise(Place, Field->getType(), Inits[0], IsZeroed);
    return;
  }
  initialiseMembers(Address, R, Inits, IsZeroed);
}

void FunctionLowering::initialiseMembers(Operand Address, const RecordDecl *R,
                                         llvm::ArrayRef<const Expr *> Inits,
                                         bool IsZeroed) {
  SourceRange Range = Build.source();
  ir::RecordId Record = U.Types.lower(R);
  llvm::SmallVector<std::pair<unsigned, QualType>, 16> Members;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R)) {
    unsigned Index = 0;
    for (const CXXBaseSpecifier &Base : Class->bases())
      Members.emplace_back(Index++, Base.getType());
  }
  for (const FieldDecl *Field : R->fields())
    if (!Field->isUnnamedBitField())
      Members.emplace_back(U.Types.fieldIndex(Field), Field->getType());
  bool IsComplete = Inits.size() >= Members.size();
  for (const Expr *Init : Inits)
    IsComplete &= !isImplicitValue(Init);
  if (!IsComplete && !IsZeroed) {
    Build.zero(Address, type(recordType(Ctx, R)));
    IsZeroed = true;
  }
  for (unsigned I = 0; I != std::min(Inits.size(), Members.size()); ++I) {
    if (isImplicitValue(Inits[I]) || isa<NoInitExpr>(Inits[I]))
      continue;
    Build.setSource(Inits[I]->getSourceRange().isValid()
                        ? Inits[I]->getSourceRange()
                        : Range);
    Operand Place = Build.field(Address, Record, Members[I].first);
    initialise(Place, Members[I].second, Inits[I], IsZeroed);
  }
  Build.setSource(Range);
}

void FunctionLowering::initialiseArray(Operand Address, QualType T,
                                       llvm::ArrayRef<const Expr *> Inits,
                                       bool IsZeroed) {
  const auto *Array = Ctx.getAsArrayType(T);
  if (!Array)
    return;
  QualType Element = Array->getElementType();
  // `char s[] = {"text"}`
  if (Inits.size() == 1 && isa<StringLiteral>(strip(Inits[0])) &&
      Element->isAnyCharacterType()) {
    Build.copy(Address, operand(Inits[0]), type(T));
    return;
  }
  // Big tables tell no more than that they are filled.
  constexpr unsigned MaxElements = 64;
  SourceRange Range = Build.source();
  llvm::DenseSet<const Expr *> Lowered;
  for (unsigned I = 0; I != std::min<unsigned>(Inits.size(), MaxElements);
       ++I) {
    if (!Inits[I] || (IsZeroed && isImplicitValue(Inits[I])) ||
        isa<NoInitExpr>(Inits[I]))
      continue;
    Operand Place = Build.element(Address, Operand::integer(I), type(Element));
    // One filler stands for many elements.
    if (!Lowered.insert(Inits[I]).second) {
      llvm::DenseMap<const Expr *, Operand> Outer;
      std::swap(Outer, Memo);
      initialise(Place, Element, Inits[I], IsZeroed);
      std::swap(Outer, Memo);
    } else {
      initialise(Place, Element, Inits[I], IsZeroed);
    }
    Build.setSource(Range);
  }
  if (Inits.size() > MaxElements)
    Build.unknown("long initialiser", {Address}, {});
}

void FunctionLowering::construct(Operand Address, const CXXConstructExpr *E) {
  const CXXConstructorDecl *Ctor = E->getConstructor();
  SourceRange Range = Build.source();
  QualType T = E->getType();
  if (const auto *Array = Ctx.getAsArrayType(T)) {
    if (Ctor->isTrivial() && Ctor->isDefaultConstructor())
      return;
    // A constructor call for each element.
    constexpr uint64_t MaxElements = 8;
    uint64_t Count = 1;
    QualType Element = Ctx.getBaseElementType(T);
    if (const auto *C = dyn_cast<ConstantArrayType>(Array))
      Count = Ctx.getConstantArrayElementCount(C);
    bool IsShort = Count <= MaxElements;
    for (uint64_t I = 0; I != (IsShort ? Count : 1); ++I) {
      Operand Place = Build.element(
          Address, IsShort ? Operand::integer(I) : Operand::undef(),
          type(Element));
      Build.call(calleeOf(Ctor, false), {Place}, 0, {});
    }
    return;
  }
  // Elided by the language or by every compiler: nothing is copied.
  if (E->isElidable() && E->getNumArgs() == 1) {
    const Expr *Arg = E->getArg(0);
    while (true) {
      Arg = strip(Arg);
      if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(Arg))
        Arg = M->getSubExpr();
      else if (const auto *C = dyn_cast<ImplicitCastExpr>(Arg);
               C && C->getCastKind() == CK_NoOp)
        Arg = C->getSubExpr();
      else
        break;
    }
    if (Arg->isPRValue() && !Memo.count(Arg)) {
      initialise(Address, T, Arg);
      return;
    }
  }
  if (E->requiresZeroInitialization())
    Build.zero(Address, type(T));
  if (Ctor->isTrivial()) {
    if (Ctor->isCopyOrMoveConstructor() && E->getNumArgs() == 1) {
      Operand From = operand(E->getArg(0));
      Build.setSource(Range);
      Build.copy(Address, From, type(T));
    }
    return;
  }
  llvm::SmallVector<Operand, 6> Args{Address};
  uint64_t ByValue = 0;
  for (const Expr *Arg : E->arguments())
    addArgument(Arg, Args, ByValue);
  Build.setSource(Range);
  Build.call(calleeOf(Ctor, false), Args, ByValue, {});
}

void FunctionLowering::constructLambda(Operand Address, const LambdaExpr *E) {
  const CXXRecordDecl *Class = E->getLambdaClass();
  ir::RecordId Record = U.Types.lower(static_cast<const RecordDecl *>(Class));
  SourceRange Range = Build.source();
  auto Field = Class->field_begin();
  for (const Expr *Init : E->capture_inits()) {
    if (Field == Class->field_end())
      break;
    if (Init) {
      Build.setSource(Init->getSourceRange());
      Operand Place = Build.field(Address, Record, U.Types.fieldIndex(*Field));
      initialise(Place, Field->getType(), Init);
    }
    ++Field;
  }
  Build.setSource(Range);
}

} // namespace holdfast::lower
