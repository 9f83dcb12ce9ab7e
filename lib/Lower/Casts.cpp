//===- Casts.cpp - Conversions, and container_of --------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements conversions, and finds the record that a member is in: whatever it
// is called, it subtracts the member's offset from the member's address.
//
//===----------------------------------------------------------------------===//

#include "Lower/FunctionLowering.h"

using namespace clang;
using holdfast::ir::Operand;

namespace holdfast::lower {

/// The address of a base class subobject, one member at a time.
Operand FunctionLowering::toBase(Operand A, const CXXRecordDecl *From,
                                 const CXXRecordDecl *To) {
  unsigned Index = U.Types.baseIndex(From, To);
  if (Index == ~0u)
    return A;
  return Build.field(A, U.Types.lower(static_cast<const RecordDecl *>(From)),
                     Index);
}

static const CXXRecordDecl *classOf(QualType T) {
  if (T->isPointerType())
    T = T->getPointeeType();
  return T->getAsCXXRecordDecl();
}

Operand FunctionLowering::lowerCast(const CastExpr *E) {
  const Expr *Sub = E->getSubExpr();
  QualType From = Sub->getType(), To = E->getType();
  switch (E->getCastKind()) {
  case CK_ToVoid:
    return {};
  case CK_LValueToRValue:
  case CK_LValueToRValueBitCast: {
    if (isAggregate(To))
      return operand(Sub);
    const Expr *Inner = strip(Sub);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Inner))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
          V && V->isConstexpr())
        if (Operand Value = constant(E))
          return Value;
    bool Volatile = From.isVolatileQualified() || From->isAtomicType();
    return Build.load(operand(Sub), type(To), Volatile);
  }
  case CK_NoOp:
    // A conversion of an lvalue, or one that adds qualifiers.
    return operand(Sub);
  case CK_ArrayToPointerDecay:
  case CK_FunctionToPointerDecay:
  case CK_BuiltinFnToFnPtr:
  case CK_UserDefinedConversion:
  case CK_ConstructorConversion:
  case CK_LValueBitCast:
  case CK_AtomicToNonAtomic:
  case CK_NonAtomicToAtomic:
  case CK_ToUnion:
  case CK_AddressSpaceConversion:
  case CK_MatrixCast:
  case CK_Dependent:
    return operand(Sub);
  case CK_NullToPointer:
  case CK_NullToMemberPointer:
    return Operand::integer(0);
  case CK_IntegralToBoolean:
  case CK_PointerToBoolean:
    return Build.truth(operand(Sub), type(From));
  case CK_UncheckedDerivedToBase:
  case CK_DerivedToBase: {
    Operand Value = operand(Sub);
    Build.setSource(rangeOf(E));
    const CXXRecordDecl *Class = classOf(From);
    for (const CXXBaseSpecifier *Step : E->path()) {
      const CXXRecordDecl *Base = Step->getType()->getAsCXXRecordDecl();
      if (!Class || !Base)
        break;
      Value = toBase(Value, Class, Base);
      Class = Base;
    }
    return Value;
  }
  case CK_BaseToDerived: {
    Operand Value = operand(Sub);
    Build.setSource(rangeOf(E));
    // The path leads from the derived class down to the base.
    const CXXRecordDecl *Class = classOf(To);
    llvm::SmallVector<std::pair<const CXXRecordDecl *, unsigned>, 4> Steps;
    for (const CXXBaseSpecifier *Step : E->path()) {
      const CXXRecordDecl *Base = Step->getType()->getAsCXXRecordDecl();
      if (!Class || !Base)
        break;
      Steps.emplace_back(Class, U.Types.baseIndex(Class, Base));
      Class = Base;
    }
    for (auto [Record, Index] : llvm::reverse(Steps))
      if (Index != ~0u)
        Value = Build.container(
            Value, U.Types.lower(static_cast<const RecordDecl *>(Record)),
            Index);
    return Value;
  }
  default:
    break;
  }
  Operand Value = operand(Sub);
  Build.setSource(rangeOf(E));
  if (E->isGLValue() || isAggregate(To))
    return Value;
  return Build.cast(Value, type(From), type(To));
}

/// The members that an offset counts up to, outermost first: from
/// `__builtin_offsetof(T, a.b)` or `(size_t)&((T *)0)->a.b`.
static bool offsetPath(const Expr *E,
                       llvm::SmallVectorImpl<const FieldDecl *> &Path) {
  E = E->IgnoreParenCasts();
  if (const auto *O = dyn_cast<OffsetOfExpr>(E)) {
    for (unsigned I = 0; I != O->getNumComponents(); ++I) {
      const OffsetOfNode &Node = O->getComponent(I);
      if (Node.getKind() != OffsetOfNode::Field)
        return false;
      Path.push_back(Node.getField());
    }
    return !Path.empty();
  }
  const auto *Address = dyn_cast<UnaryOperator>(E);
  if (!Address || Address->getOpcode() != UO_AddrOf)
    return false;
  const Expr *Place = Address->getSubExpr()->IgnoreParens();
  while (const auto *Member = dyn_cast<MemberExpr>(Place)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field)
      return false;
    Path.push_back(Field);
    Place = Member->getBase()->IgnoreParens();
    if (Member->isArrow())
      break;
  }
  const auto *Null = dyn_cast<IntegerLiteral>(Place->IgnoreParenCasts());
  std::reverse(Path.begin(), Path.end());
  return Null && Null->getValue().isZero() && !Path.empty();
}

/// `(char *)p - offset of a member` is the record; none if \p E is not that.
Operand FunctionLowering::lowerContainer(const BinaryOperator *E) {
  if (!E->getType()->isPointerType() ||
      !(E->getType()->getPointeeType()->isCharType() ||
        E->getType()->getPointeeType()->isVoidType()))
    return {};
  llvm::SmallVector<const FieldDecl *, 4> Path;
  if (!offsetPath(E->getRHS(), Path))
    return {};
  Operand Value = operand(E->getLHS());
  Build.setSource(rangeOf(E));
  for (const FieldDecl *Field : llvm::reverse(Path))
    Value = Build.container(Value, U.Types.lower(Field->getParent()),
                            U.Types.fieldIndex(Field));
  return Value;
}

} // namespace holdfast::lower
