//===- Terminators.cpp - How a block ends ---------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the part of FunctionLowering that ends blocks.
//
//===----------------------------------------------------------------------===//

#include "Lower/FunctionLowering.h"

using namespace clang;
using holdfast::ir::TermKind;

namespace holdfast::lower {

ir::BlockId FunctionLowering::unreachableTarget() {
  if (!Unreachable) {
    Unreachable.Index = F.Blocks.size();
    F.Blocks.emplace_back().Term.Kind = TermKind::Unreachable;
  }
  return Unreachable;
}

/// An edge to the exit leads to a block that returns.
ir::BlockId FunctionLowering::target(const CFGBlock *B) {
  if (!B)
    return unreachableTarget();
  auto Known = BlockIds.find(B);
  if (Known != BlockIds.end())
    return Known->second;
  if (!FallsOff) {
    FallsOff.Index = F.Blocks.size();
    F.Blocks.emplace_back();
  }
  return FallsOff;
}

void FunctionLowering::branch(ir::Operand Value, ir::BlockId True,
                              ir::BlockId False) {
  if (True == False || Value.Kind == ir::OperandKind::Int) {
    Term.Kind = TermKind::Goto;
    Term.Targets.push_back(
        Value.Kind == ir::OperandKind::Int && !Value.Value ? False : True);
    return;
  }
  Term.Kind = TermKind::Branch;
  Term.Value = Value ? Value : ir::Operand::undef();
  Term.Targets.push_back(True);
  Term.Targets.push_back(False);
}

/// The block for branches that lead to the end of the function.
void FunctionLowering::lowerFallingOff() {
  if (!FallsOff)
    return;
  Term = {};
  Returned = nullptr;
  ReturnValue = {};
  unsigned First = F.Events.size();
  terminateReturn();
  ir::Block &Out = F.Blocks[FallsOff.Index];
  Out.FirstEvent = First;
  Out.NumEvents = F.Events.size() - First;
  Out.Term = std::move(Term);
}

void FunctionLowering::terminateReturn() {
  // Parameters that are objects end with the function.
  for (const ParmVarDecl *P : FD->parameters())
    if (P->getType()->isRecordType()) {
      Build.setSource(Returned ? Returned->getBeginLoc()
                               : FD->getBody()->getEndLoc());
      Build.end(local(P));
    }
  // What a result refers to may be used from then on.
  const Expr *Result = Returned ? Returned->getRetValue() : nullptr;
  QualType Type = FD->getReturnType();
  if (Result && Result->isGLValue() && Type->isReferenceType())
    touch(Result, ReturnValue,
          Type->getPointeeType().isConstQualified() ? ir::Op::Touch
                                                    : ir::Op::Modify);
  Term.Kind = TermKind::Return;
  Term.Value = ReturnValue;
  if (Returned)
    Build.setSource(Returned->getSourceRange());
  else
    Build.setSource(FD->getBody()->getEndLoc());
  Term.Where = Build.where();
  if (!Returned && ReturnMerge)
    Term.Value = Build.load(ReturnMerge, F.ReturnType);
}

/// The expression that decides which way a block with two successors goes.
const Expr *FunctionLowering::conditionExpr(const CFGBlock &B) {
  const Stmt *T = B.getTerminatorStmt();
  const Expr *E = nullptr;
  if (const auto *S = dyn_cast<IfStmt>(T))
    E = S->getCond();
  else if (const auto *S = dyn_cast<WhileStmt>(T))
    E = S->getCond();
  else if (const auto *S = dyn_cast<DoStmt>(T))
    E = S->getCond();
  else if (const auto *S = dyn_cast<ForStmt>(T))
    E = S->getCond();
  else if (const auto *S = dyn_cast<CXXForRangeStmt>(T))
    E = S->getCond();
  else if (const auto *S = dyn_cast<BinaryConditionalOperator>(T))
    E = S->getCommon();
  else if (const auto *S = dyn_cast<AbstractConditionalOperator>(T))
    E = S->getCond();
  else if (const auto *S = dyn_cast<ChooseExpr>(T))
    E = S->getCond();
  else if (const auto *S = dyn_cast<BinaryOperator>(T))
    E = S->getLHS();
  return E;
}

ir::Operand FunctionLowering::condition(const CFGBlock &B) {
  const Stmt *T = B.getTerminatorStmt();
  auto Hidden = Scan.Hidden.find(T);
  if (Hidden != Scan.Hidden.end()) {
    // Inside a modelled macro. One that is a logical operator as a whole goes
    // where its value says, at each of its operands.
    if (Hidden->second == BodyScan::Dead)
      return ir::Operand::undef();
    const auto *Root =
        dyn_cast_or_null<Expr>(Scan.Expansions[Hidden->second].Root);
    const auto *Op = Root ? dyn_cast<BinaryOperator>(strip(Root)) : nullptr;
    if (!Op || !Op->isLogicalOp())
      return ir::Operand::undef();
    return operand(Root);
  }
  const Expr *E = conditionExpr(B);
  if (!E)
    return ir::Operand::undef();
  // Of a logical operator, this block evaluated the last operand.
  E = strip(E);
  while (true) {
    const auto *Op = dyn_cast<BinaryOperator>(E);
    if (!Op || !Op->isLogicalOp() || Memo.count(E) || RootOf.count(E))
      break;
    E = strip(Op->getRHS());
  }
  ir::Operand Value = operand(E);
  Build.setSource(rangeOf(E));
  return Value;
}

void FunctionLowering::terminateSwitch(const CFGBlock &B, const SwitchStmt *S) {
  Term.Value = operand(S->getCond());
  Build.setSource(S->getCond()->getSourceRange());
  Term.Kind = TermKind::Switch;
  Term.Targets.push_back(ir::BlockId());
  for (auto I = B.succ_begin(); I != B.succ_end(); ++I) {
    const CFGBlock *Succ = I->getReachableBlock();
    // The last successor is the default.
    if (std::next(I) == B.succ_end()) {
      Term.Targets[0] = target(Succ);
      break;
    }
    const auto *Case =
        Succ ? dyn_cast_or_null<CaseStmt>(Succ->getLabel()) : nullptr;
    if (!Case)
      continue;
    ir::SwitchCase C;
    C.Low = Case->getLHS()->EvaluateKnownConstInt(Ctx).getExtValue();
    C.High = Case->getRHS()
                 ? Case->getRHS()->EvaluateKnownConstInt(Ctx).getExtValue()
                 : C.Low;
    C.Target = target(Succ);
    Term.Cases.push_back(C);
  }
  if (!Term.Targets[0])
    Term.Targets[0] = unreachableTarget();
  // clang lists the cases last to first.
  std::reverse(Term.Cases.begin(), Term.Cases.end());
  if (Term.Value.Kind != ir::OperandKind::Int)
    return;
  ir::BlockId Only = Term.Targets[0];
  for (const ir::SwitchCase &C : Term.Cases)
    if (C.Low <= Term.Value.Value && Term.Value.Value <= C.High)
      Only = C.Target;
  Term = {};
  Term.Kind = TermKind::Goto;
  Term.Targets.push_back(Only);
}

static bool endsInThrow(const CFGBlock &B) {
  for (const CFGElement &Element : llvm::reverse(B))
    if (auto S = Element.getAs<CFGStmt>())
      return isa<CXXThrowExpr>(S->getStmt());
  return false;
}

void FunctionLowering::terminate(const CFGBlock &B) {
  const CFGBlock *Exit = &Graph->getExit();
  llvm::SmallVector<const CFGBlock *, 4> Succs;
  for (auto I = B.succ_begin(); I != B.succ_end(); ++I)
    Succs.push_back(I->getReachableBlock());
  CFGTerminator T = B.getTerminator();
  const Stmt *S = T.getStmt();
  if (Returned && ReturnValue && !llvm::is_contained(Succs, Exit)) {
    // Destructors with blocks of their own come between this and the exit.
    if (!ReturnMerge)
      ReturnMerge = addLocal("", F.ReturnType, ir::LocalKind::Merge);
    Build.store(ReturnMerge, ReturnValue, F.ReturnType);
  }
  if (B.hasNoReturnElement() || Succs.empty() ||
      (endsInThrow(B) && Succs[0] == Exit)) {
    Term.Kind = TermKind::Unreachable;
    return;
  }
  if (const auto *Switch = dyn_cast_or_null<SwitchStmt>(S)) {
    terminateSwitch(B, Switch);
  } else if (Succs.size() == 1) {
    if (Succs[0] == Exit) {
      terminateReturn();
      return;
    }
    Term.Kind = Succs[0] ? TermKind::Goto : TermKind::Unreachable;
    if (Succs[0])
      Term.Targets.push_back(target(Succs[0]));
    return;
  } else if (isa_and_nonnull<GCCAsmStmt, CXXTryStmt>(S) ||
             &B == Graph->getIndirectGotoBlock()) {
    if (const auto *Asm = dyn_cast_or_null<GCCAsmStmt>(S)) {
      Build.setSource(S->getSourceRange());
      lowerAsm(Asm);
    }
    Term.Kind = TermKind::Indirect;
    Term.Value = ir::Operand::undef();
    for (const CFGBlock *Succ : Succs)
      if (Succ)
        if (ir::BlockId Id = target(Succ);
            !llvm::is_contained(Term.Targets, Id))
          Term.Targets.push_back(Id);
  } else if (T.isTemporaryDtorsBranch()) {
    const Bound &Temporary = Bounds[cast<CXXBindTemporaryExpr>(S)];
    ir::Operand Flag = Build.load(Temporary.Flag, type(Ctx.BoolTy));
    branch(Flag, target(Succs[0]), target(Succs[1]));
  } else if (!S) {
    // A call that may throw: the next block, or a handler. What leaves the
    // function by an exception is no return.
    ir::BlockId Next = target(Succs[0]);
    branch(ir::Operand::undef(), Next,
           Succs[1] && Succs[1] != Exit ? target(Succs[1]) : Next);
  } else if (!Succs[0] || !Succs[1]) {
    const CFGBlock *Only = Succs[0] ? Succs[0] : Succs[1];
    Term.Kind = Only ? TermKind::Goto : TermKind::Unreachable;
    if (Only)
      Term.Targets.push_back(target(Only));
  } else {
    ir::Operand Value = condition(B);
    branch(Value, target(Succs[0]), target(Succs[1]));
  }
  Term.Where = Build.where();
}

} // namespace holdfast::lower
