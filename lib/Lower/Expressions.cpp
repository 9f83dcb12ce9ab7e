//===- Expressions.cpp - Each expression once -----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the expressions that C and C++ share, and lowering on demand.
//
//===----------------------------------------------------------------------===//

#include "Lower/FunctionLowering.h"

#include "clang/AST/Attr.h"

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
    if (const auto *E = dyn_cast<BinaryOperator>(S))
      return E->getOperatorLoc();
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

Operand FunctionLowering::operand(const Expr *E) {
  E = strip(E);
  auto Known = Memo.find(E);
  if (Known != Memo.end())
    return Known->second;
  auto Root = RootOf.find(E);
  if (Root != RootOf.end() && !Scan.Expansions[Root->second].IsEmitted) {
    Operand Value = emitExpansion(Root->second);
    Memo[E] = Value;
    return Value;
  }
  SourceRange Saved = Build.source();
  Operand Value = isDeferred(E) ? materialise(E) : onDemand(E);
  Memo[E] = Value;
  Build.setSource(Saved);
  return Value;
}

/// Whether lowerExpr takes care of the children itself, or needs none.
static bool ownsChildren(const Expr *E, ASTContext &Ctx) {
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (unsigned Builtin = Call->getBuiltinCallee())
      return Ctx.BuiltinInfo.isUnevaluated(Builtin);
  if (const auto *B = dyn_cast<BinaryOperator>(E))
    return B->isLogicalOp();
  return isa<StmtExpr, AbstractConditionalOperator, LambdaExpr, BlockExpr,
             UnaryExprOrTypeTraitExpr, CXXDefaultArgExpr, CXXDefaultInitExpr,
             CXXNoexceptExpr, RequiresExpr, CXXTypeidExpr, CompoundLiteralExpr,
             MaterializeTemporaryExpr, CXXNewExpr, InitListExpr, OffsetOfExpr>(
      E);
}

/// Lowers what the CFG did not: children first, without recursion.
Operand FunctionLowering::onDemand(const Expr *Root) {
  llvm::SmallVector<std::pair<const Expr *, bool>, 16> Stack;
  Stack.emplace_back(Root, false);
  while (!Stack.empty()) {
    auto &[E, IsExpanded] = Stack.back();
    if (E != Root && Memo.count(E)) {
      Stack.pop_back();
      continue;
    }
    if (!IsExpanded) {
      IsExpanded = true;
      if (ownsChildren(E, Ctx))
        continue;
      llvm::SmallVector<const Expr *, 8> Children;
      for (const Stmt *Child : E->children())
        if (const auto *Sub = dyn_cast_or_null<Expr>(Child)) {
          Sub = strip(Sub);
          if (!Memo.count(Sub) && !isDeferred(Sub) && !RootOf.count(Sub))
            Children.push_back(Sub);
        }
      for (const Expr *Child : llvm::reverse(Children))
        Stack.emplace_back(Child, false);
      continue;
    }
    const Expr *Ready = E;
    Stack.pop_back();
    Build.setSource(rangeOf(Ready));
    Memo[Ready] = lowerExpr(Ready);
  }
  return Memo[Root];
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
  if (Field->getType()->isReferenceType())
    return Build.load(Place, type(Field->getType()));
  return Place;
}

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

/// Without blocks of its own: what can be told without a branch.
Operand FunctionLowering::lowerLogicalOnDemand(const Expr *E) {
  if (Operand Value = constant(E))
    return Value;
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(E)) {
    bool Value;
    if (!C->getCond()->isValueDependent() &&
        C->getCond()->EvaluateAsBooleanCondition(Value, Ctx))
      return operand(Value ? C->getTrueExpr() : C->getFalseExpr());
    return unknown("condition outside the graph", E,
                   {operand(C->getTrueExpr()), operand(C->getFalseExpr())});
  }
  return unknown("condition outside the graph", E);
}

/// Lowers statements that run once, in order; false when there are others.
bool FunctionLowering::lowerStraight(const Stmt *S, const Expr *&Last) {
  Last = nullptr;
  if (const auto *C = dyn_cast<CompoundStmt>(S)) {
    for (const Stmt *Sub : C->body())
      if (!lowerStraight(Sub, Last))
        return false;
    return true;
  }
  if (const auto *D = dyn_cast<DoStmt>(S)) {
    Operand Again = constant(D->getCond());
    return Again == Operand::integer(0) && lowerStraight(D->getBody(), Last);
  }
  if (const auto *D = dyn_cast<DeclStmt>(S)) {
    Build.setSource(rangeOf(D));
    lowerDecl(D);
    return true;
  }
  if (const auto *V = dyn_cast<ValueStmt>(S))
    if (const Expr *E = V->getExprStmt()) {
      operand(E);
      Last = E;
      return true;
    }
  if (const auto *A = dyn_cast<GCCAsmStmt>(S)) {
    if (A->isAsmGoto())
      return false;
    lowerAsm(A);
    return true;
  }
  return isa<NullStmt>(S);
}

/// Only on demand: in the graph, the statements are elements.
Operand FunctionLowering::lowerStmtExpr(const StmtExpr *E) {
  constexpr unsigned MaxNesting = 64;
  const Expr *Last = nullptr;
  if (OnDemandDepth == MaxNesting)
    return unknown("statement expression outside the graph", E);
  ++OnDemandDepth;
  bool IsStraight = lowerStraight(E->getSubStmt(), Last);
  --OnDemandDepth;
  if (!IsStraight)
    return unknown("statement expression outside the graph", E);
  if (E->getType()->isVoidType())
    return {};
  return Last ? operand(Last) : Operand::undef();
}

/// An argument is given as to a function: its value; or its address, when the
/// macro assigns to it.
Operand FunctionLowering::emitExpansion(unsigned Index) {
  Expansion &X = Scan.Expansions[Index];
  X.IsEmitted = true;
  X.Args.resize(U.Macros.numArguments(X.Id));
  llvm::SmallVector<Operand, 4> Args;
  for (unsigned I = 0; I != X.Args.size(); ++I) {
    const Expr *Arg = X.Args[I];
    if (!Arg || Arg->getType()->isVoidType()) {
      Args.push_back(Operand::undef());
      continue;
    }
    QualType T = Arg->getType();
    Operand Value = operand(Arg);
    if (Arg->isGLValue() && !isAggregate(T) && !T->isFunctionType() &&
        !(X.Assigned >> I & 1)) {
      Build.setSource(rangeOf(Arg));
      Value = Build.load(Value, type(T), T.isVolatileQualified());
    }
    Args.push_back(Value);
  }
  const auto *Root = dyn_cast_or_null<Expr>(X.Root);
  ir::TypeId Ty;
  if (Root && !Root->getType()->isVoidType())
    Ty = type(Root->isGLValue() || isAggregate(Root->getType())
                  ? Ctx.getPointerType(Root->getType())
                  : Root->getType());
  Build.setSource(U.Macros.range(X.Id));
  Operand Value = Build.macro(U.Macros.name(X.Id), Args, Ty);
  for (unsigned I = 0; I != X.Args.size(); ++I)
    if (X.Assigned >> I & 1 && !isAggregate(X.Args[I]->getType()))
      Build.store(Args[I], Operand::undef(), type(X.Args[I]->getType()));
  if (Root)
    Memo[strip(Root)] = Value;
  return Value;
}

} // namespace holdfast::lower
