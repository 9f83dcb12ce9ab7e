//===- Operators.cpp - Arithmetic, comparison and assignment --------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the operators of C.
//
//===----------------------------------------------------------------------===//

#include "Lower/FunctionLowering.h"

using namespace clang;
using holdfast::ir::Operand;

namespace holdfast::lower {

Operand FunctionLowering::lowerUnary(const UnaryOperator *E) {
  const Expr *Sub = E->getSubExpr();
  QualType T = E->getType();
  switch (E->getOpcode()) {
  case UO_AddrOf:
    if (T->isMemberPointerType()) {
      const auto *Ref = dyn_cast<DeclRefExpr>(strip(Sub));
      const auto *Fn = Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr;
      return Fn ? U.function(Fn) : Operand::undef();
    }
    return operand(Sub);
  case UO_Deref:
  case UO_Plus:
  case UO_Extension:
  case UO_Real:
    return operand(Sub);
  case UO_Minus:
    return Build.unary(ir::UnaryOp::Neg, operand(Sub), type(T));
  case UO_Not:
    return Build.unary(ir::UnaryOp::Not, operand(Sub), type(T));
  case UO_LNot: {
    // `!!x` is x when that is 0 or 1, and else asks whether it is.
    const Expr *Inner = strip(Sub);
    if (const auto *Twice = dyn_cast<UnaryOperator>(Inner))
      if (Twice->getOpcode() == UO_LNot) {
        Operand Value = operand(Twice->getSubExpr());
        return Build.truth(Value, type(Twice->getSubExpr()->getType()));
      }
    return Build.unary(ir::UnaryOp::LogicalNot, operand(Sub), type(T));
  }
  case UO_PreInc:
  case UO_PreDec:
  case UO_PostInc:
  case UO_PostDec: {
    Operand Place = operand(Sub);
    QualType ST = Sub->getType();
    bool Volatile = ST.isVolatileQualified() || ST->isAtomicType();
    Build.setSource(rangeOf(E));
    Operand Old = Build.load(Place, type(ST), Volatile);
    Operand New = arithmetic(E->isIncrementOp() ? BO_Add : BO_Sub, Old, ST,
                             Operand::integer(1), Ctx.IntTy, ST);
    Build.store(Place, New, type(ST), Volatile);
    if (E->isGLValue())
      return Place;
    return E->isPostfix() ? Old : New;
  }
  case UO_Imag:
  case UO_Coawait:
    break;
  }
  return unknown("operator", E, operand(Sub));
}

Operand FunctionLowering::arithmetic(BinaryOperatorKind Op, Operand A,
                                     QualType TA, Operand B, QualType TB,
                                     QualType Result) {
  bool PointerA = TA->isPointerType(), PointerB = TB->isPointerType();
  if ((Op == BO_Add || Op == BO_Sub) && PointerA != PointerB) {
    if (PointerB) {
      std::swap(A, B);
      std::swap(TA, TB);
    }
    if (Op == BO_Sub)
      B = Build.unary(ir::UnaryOp::Neg, B, type(Ctx.getPointerDiffType()));
    if (B == Operand::integer(0))
      return A;
    return Build.element(A, B, type(TA->getPointeeType()));
  }
  ir::BinaryOp Code;
  switch (Op) {
  case BO_Mul:
    Code = ir::BinaryOp::Mul;
    break;
  case BO_Div:
    Code = ir::BinaryOp::Div;
    break;
  case BO_Rem:
    Code = ir::BinaryOp::Rem;
    break;
  case BO_Add:
    Code = ir::BinaryOp::Add;
    break;
  case BO_Sub:
    Code = ir::BinaryOp::Sub;
    break;
  case BO_Shl:
    Code = ir::BinaryOp::Shl;
    break;
  case BO_Shr:
    Code = ir::BinaryOp::Shr;
    break;
  case BO_And:
    Code = ir::BinaryOp::And;
    break;
  case BO_Or:
    Code = ir::BinaryOp::Or;
    break;
  case BO_Xor:
    Code = ir::BinaryOp::Xor;
    break;
  case BO_LT:
    Code = ir::BinaryOp::Lt;
    break;
  case BO_GT:
    Code = ir::BinaryOp::Gt;
    break;
  case BO_LE:
    Code = ir::BinaryOp::Le;
    break;
  case BO_GE:
    Code = ir::BinaryOp::Ge;
    break;
  case BO_EQ:
    Code = ir::BinaryOp::Eq;
    break;
  case BO_NE:
    Code = ir::BinaryOp::Ne;
    break;
  default:
    return Build.unknown("operator", {A, B}, type(Result));
  }
  return Build.binary(Code, A, B, type(Result), type(TA));
}

Operand FunctionLowering::lowerBinary(const BinaryOperator *E) {
  if (E->isAssignmentOp())
    return lowerAssignment(E);
  if (E->isLogicalOp()) {
    auto Merge = Merges.find(E);
    if (Merge == Merges.end())
      return lowerLogicalOnDemand(E);
    return Build.load(Merge->second, type(E->getType()));
  }
  if (E->isCommaOp())
    return operand(E->getRHS());
  if (E->getOpcode() == BO_Sub)
    if (Operand Value = lowerContainer(E))
      return Value;
  Operand A = operand(E->getLHS()), B = operand(E->getRHS());
  if (E->isPtrMemOp())
    return unknown("pointer to member", E, {A});
  Build.setSource(rangeOf(E));
  return arithmetic(E->getOpcode(), A, E->getLHS()->getType(), B,
                    E->getRHS()->getType(), E->getType());
}

Operand FunctionLowering::lowerAssignment(const BinaryOperator *E) {
  QualType T = E->getLHS()->getType();
  Operand Place = operand(E->getLHS());
  bool Volatile = T.isVolatileQualified() || T->isAtomicType();
  if (E->getOpcode() == BO_Assign) {
    if (isAggregate(T)) {
      if (isDeferred(strip(E->getRHS())))
        initialise(Place, T, E->getRHS());
      else
        Build.copy(Place, operand(E->getRHS()), type(T));
      return Place;
    }
    Operand Value = operand(E->getRHS());
    Build.setSource(rangeOf(E));
    Build.store(Place, Value, type(T), Volatile);
    return E->isGLValue() ? Place : Value;
  }
  const auto *C = cast<CompoundAssignOperator>(E);
  Operand Right = operand(E->getRHS());
  Build.setSource(rangeOf(E));
  Operand Left = Build.load(Place, type(T), Volatile);
  QualType LT = C->getComputationLHSType(), RT = C->getComputationResultType();
  if (LT.isNull() || RT.isNull())
    return unknown("broken code", E, {Place});
  Left = Build.cast(Left, type(T), type(LT));
  Operand Value =
      arithmetic(BinaryOperator::getOpForCompoundAssignment(E->getOpcode()),
                 Left, LT, Right, E->getRHS()->getType(), RT);
  Value = Build.cast(Value, type(RT), type(T));
  Build.store(Place, Value, type(T), Volatile);
  return E->isGLValue() ? Place : Value;
}

} // namespace holdfast::lower
