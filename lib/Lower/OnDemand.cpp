//===- OnDemand.cpp - What the CFG leaves to its user ---------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements operands, and the lowering of what is no element of the CFG:
// default arguments, aggregates, and the arguments of modelled macros.
//
//===----------------------------------------------------------------------===//

#include "Lower/FunctionLowering.h"

using namespace clang;
using holdfast::ir::Operand;

namespace holdfast::lower {

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
