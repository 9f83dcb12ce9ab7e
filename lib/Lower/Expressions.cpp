//===- Expressions.cpp - Each expression once -----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the expressions that C and C++ share, but for operators and calls.
//
//===----------------------------------------------------------------------===//

#include "Lower/FunctionLowering.h"

using namespace clang;
using holdfast::ir::Operand;

namespace holdfast::lower {

bool FunctionLowering::isAggregate(QualType T) const {
  T = T.getCanonicalType();
  return T->isRecordType() || T->isArrayType();
}

/// A long chain of operators knows its ends only by walking down to them.
SourceRange FunctionLowering::rangeOf(const Stmt *S) const {
  constexpr unsigned MaxDepth = 1000;
  if (Scan.Depth > MaxDepth)
    if (isa<BinaryOperator, UnaryOperator>(S))
      return cast<Expr>(S)->getExprLoc();
  return S->getSourceRange();
}

/// Past what neither computes nor changes the value.
const Expr *FunctionLowering::strip(const Expr *E) const {
  while (true) {
    switch (E->getStmtClass()) {
    case Stmt::ParenExprClass:
      E = cast<ParenExpr>(E)->getSubExpr();
      continue;
    case Stmt::ExprWithCleanupsClass:
    case Stmt::ConstantExprClass:
      E = cast<FullExpr>(E)->getSubExpr();
      continue;
    case Stmt::GenericSelectionExprClass:
      if (cast<GenericSelectionExpr>(E)->isResultDependent())
        return E;
      E = cast<GenericSelectionExpr>(E)->getResultExpr();
      continue;
    case Stmt::ChooseExprClass:
      if (cast<ChooseExpr>(E)->isConditionDependent())
        return E;
      E = cast<ChooseExpr>(E)->getChosenSubExpr();
      continue;
    case Stmt::SubstNonTypeTemplateParmExprClass:
      E = cast<SubstNonTypeTemplateParmExpr>(E)->getReplacement();
      continue;
    case Stmt::CXXRewrittenBinaryOperatorClass:
      E = cast<CXXRewrittenBinaryOperator>(E)->getSemanticForm();
      continue;
    case Stmt::OpaqueValueExprClass:
      if (!cast<OpaqueValueExpr>(E)->getSourceExpr())
        return E;
      E = cast<OpaqueValueExpr>(E)->getSourceExpr();
      continue;
    case Stmt::UnaryOperatorClass:
      if (cast<UnaryOperator>(E)->getOpcode() != UO_Extension)
        return E;
      E = cast<UnaryOperator>(E)->getSubExpr();
      continue;
    default:
      return E;
    }
  }
}

Operand FunctionLowering::unknown(llvm::StringRef Reason, const Expr *E,
                                  llvm::ArrayRef<Operand> Args) {
  bool IsPlace = E->isGLValue() || isAggregate(E->getType());
  return Build.unknown(
      Reason, Args,
      type(IsPlace ? Ctx.getPointerType(E->getType().getNonReferenceType())
                   : E->getType()));
}

Operand FunctionLowering::constant(const Expr *E) {
  Expr::EvalResult Result;
  if (E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() ||
      !E->EvaluateAsInt(Result, Ctx, Expr::SE_NoSideEffects))
    return {};
  return Operand::integer(Build.wrap(
      Result.Val.getInt().extOrTrunc(64).getExtValue(), type(E->getType())));
}

Operand FunctionLowering::lowerExpr(const Expr *E) {
  if (E->isTypeDependent() || E->isValueDependent() || E->containsErrors())
    return unknown("broken code", E);
  switch (E->getStmtClass()) {
  case Stmt::IntegerLiteralClass:
    return Operand::integer(Build.wrap(
        cast<IntegerLiteral>(E)->getValue().extractBitsAsZExtValue(
            std::min(64u, cast<IntegerLiteral>(E)->getValue().getBitWidth()),
            0),
        type(E->getType())));
  case Stmt::CharacterLiteralClass:
    return Operand::integer(
        Build.wrap(cast<CharacterLiteral>(E)->getValue(), type(E->getType())));
  case Stmt::CXXBoolLiteralExprClass:
    return Operand::integer(cast<CXXBoolLiteralExpr>(E)->getValue());
  case Stmt::CXXNullPtrLiteralExprClass:
  case Stmt::GNUNullExprClass:
    return Operand::integer(0);
  case Stmt::ImplicitValueInitExprClass:
  case Stmt::CXXScalarValueInitExprClass:
    return E->getType()->isVoidType() ? Operand() : Operand::integer(0);
  case Stmt::FloatingLiteralClass:
  case Stmt::ImaginaryLiteralClass:
    return Operand::undef(); // no check is about floating point values
  case Stmt::StringLiteralClass: {
    const auto *S = cast<StringLiteral>(E);
    return U.M.stringOperand(S->getCharByteWidth() == 1 ? S->getString() : "");
  }
  case Stmt::PredefinedExprClass:
    if (const StringLiteral *S = cast<PredefinedExpr>(E)->getFunctionName())
      return U.M.stringOperand(S->getString());
    return Operand::undef();
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::OffsetOfExprClass:
  case Stmt::TypeTraitExprClass:
  case Stmt::ArrayTypeTraitExprClass:
  case Stmt::ExpressionTraitExprClass:
  case Stmt::SizeOfPackExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::ConceptSpecializationExprClass:
  case Stmt::RequiresExprClass:
  case Stmt::SourceLocExprClass:
    if (Operand Value = constant(E))
      return Value;
    return Operand::undef(); // the size of a variable-length array
  case Stmt::DeclRefExprClass:
    return lowerReference(cast<DeclRefExpr>(E));
  case Stmt::MemberExprClass:
    return lowerMember(cast<MemberExpr>(E));
  case Stmt::ArraySubscriptExprClass: {
    const auto *S = cast<ArraySubscriptExpr>(E);
    if (S->getBase()->getType()->isVectorType())
      return unknown("vector", E);
    return Build.element(operand(S->getBase()), operand(S->getIdx()),
                         type(S->getType()));
  }
  case Stmt::UnaryOperatorClass:
    return lowerUnary(cast<UnaryOperator>(E));
  case Stmt::BinaryOperatorClass:
  case Stmt::CompoundAssignOperatorClass:
    return lowerBinary(cast<BinaryOperator>(E));
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass: {
    if (E->getType()->isVoidType())
      return {};
    auto Merge = Merges.find(E);
    if (Merge == Merges.end())
      return lowerLogicalOnDemand(E);
    bool IsPlace = E->isGLValue() || isAggregate(E->getType());
    return Build.load(
        Merge->second,
        type(IsPlace ? Ctx.getPointerType(E->getType()) : E->getType()));
  }
  case Stmt::StmtExprClass:
    return lowerStmtExpr(cast<StmtExpr>(E));
  case Stmt::CompoundLiteralExprClass: {
    Operand To = addLocal("", type(E->getType()), ir::LocalKind::Temporary);
    Build.begin(To);
    initialise(To, E->getType(),
               cast<CompoundLiteralExpr>(E)->getInitializer());
    if (E->isGLValue() || isAggregate(E->getType()))
      return To;
    return Build.load(To, type(E->getType()));
  }
  case Stmt::InitListExprClass: {
    // A scalar in braces; the others are built by who uses them.
    const auto *L = cast<InitListExpr>(E);
    if (L->getNumInits() == 1)
      return operand(L->getInit(0));
    return Operand::integer(0);
  }
  case Stmt::VAArgExprClass:
    return unknown("variable argument", E);
  case Stmt::AddrLabelExprClass:
    return Operand::undef();
  case Stmt::AtomicExprClass:
    return lowerAtomic(cast<AtomicExpr>(E));
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::UserDefinedLiteralClass:
    return lowerCall(cast<CallExpr>(E));
  default:
    if (const auto *C = dyn_cast<CastExpr>(E))
      return lowerCast(C);
    return lowerCxxExpr(E);
  }
}

Operand FunctionLowering::thisPointer() {
  const auto *Method = dyn_cast<CXXMethodDecl>(FD);
  if (!F.IsMethod || !Method)
    return Operand::undef();
  return Build.load(Operand::local(ir::LocalId{0}), F.Locals[0].Type);
}

Operand FunctionLowering::addressOfVariable(const VarDecl *V) {
  auto Capture = Captures.find(V);
  if (Capture != Captures.end() && Capture->second) {
    const FieldDecl *Field = Capture->second;
    Operand Place =
        Build.field(thisPointer(), U.Types.lower(Field->getParent()),
                    U.Types.fieldIndex(Field));
    if (Field->getType()->isReferenceType())
      return Build.load(Place, type(Field->getType()));
    return Place;
  }
  // A variable that its own initialiser names lives already: what that does to
  // it must not be undone where the declaration ends.
  if (V->hasLocalStorage() && V->getInit() && !Locals.count(V)) {
    Build.begin(local(V));
    BegunEarly.insert(V);
  }
  Operand Place = V->hasLocalStorage() ? local(V) : U.global(V);
  if (V->getType()->isReferenceType())
    return Build.load(Place, type(V->getType()));
  return Place;
}

Operand FunctionLowering::lowerReference(const DeclRefExpr *E) {
  const ValueDecl *D = E->getDecl();
  if (const auto *V = dyn_cast<VarDecl>(D))
    return addressOfVariable(V);
  if (const auto *Fn = dyn_cast<FunctionDecl>(D))
    return U.function(Fn);
  if (isa<EnumConstantDecl>(D))
    return constant(E);
  if (const auto *B = dyn_cast<BindingDecl>(D)) {
    if (const VarDecl *Holder = B->getHoldingVar())
      return addressOfVariable(Holder);
    // The expression is shared by all uses.
    const Expr *Binding = B->getBinding();
    if (!Binding)
      return unknown("broken code", E);
    llvm::DenseMap<const Expr *, Operand> Outer;
    std::swap(Outer, Memo);
    Operand Value = operand(Binding);
    std::swap(Outer, Memo);
    return Value;
  }
  if (Operand Value = constant(E))
    return Value;
  return unknown("template parameter object", E);
}

Operand FunctionLowering::lowerMember(const MemberExpr *E) {
  const ValueDecl *D = E->getMemberDecl();
  if (const auto *V = dyn_cast<VarDecl>(D))
    return addressOfVariable(V);
  if (const auto *Fn = dyn_cast<FunctionDecl>(D))
    return U.function(Fn);
  const auto *Field = dyn_cast<FieldDecl>(D);
  if (!Field) {
    if (Operand Value = constant(E))
      return Value;
    return Operand::undef();
  }
  Operand Base = operand(E->getBase());
  Build.setSource(rangeOf(E));
  Operand Place = Build.field(Base, U.Types.lower(Field->getParent()),
                              U.Types.fieldIndex(Field));
  // A member of a value that has no place, in C.
  bool IsValue = E->isPRValue() && !isAggregate(E->getType());
  if (IsValue || Field->getType()->isReferenceType())
    return Build.load(Place, type(Field->getType()));
  return Place;
}

} // namespace holdfast::lower
