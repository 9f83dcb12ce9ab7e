//===- FunctionLowering.cpp - One function's CFG to events ----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the order of blocks and elements of FunctionLowering.
//
//===----------------------------------------------------------------------===//

#include "Lower/FunctionLowering.h"

#include "clang/AST/Attr.h"

using namespace clang;

namespace holdfast::lower {

FunctionLowering::FunctionLowering(UnitLowering &U, const FunctionDecl *FD,
                                   BodyScan &Scan, ir::Function &F)
    : U(U), Ctx(U.Ctx), FD(FD), Scan(Scan), F(F),
      Build(U.M, F, U.Types.locations()) {}

/// Reachable blocks but for the exit, each after its dominators.
static std::vector<const CFGBlock *> reversePostOrder(const CFG &Graph) {
  std::vector<const CFGBlock *> Order;
  std::vector<bool> Seen(Graph.getNumBlockIDs());
  using Frame = std::pair<const CFGBlock *, CFGBlock::const_succ_iterator>;
  std::vector<Frame> Stack;
  auto Enter = [&](const CFGBlock *B) {
    if (Seen[B->getBlockID()])
      return;
    Seen[B->getBlockID()] = true;
    Stack.emplace_back(B, B->succ_begin());
  };
  Seen[Graph.getExit().getBlockID()] = true;
  Enter(&Graph.getEntry());
  while (!Stack.empty()) {
    auto &[B, Next] = Stack.back();
    if (Next == B->succ_end()) {
      Order.push_back(B);
      Stack.pop_back();
    } else if (const CFGBlock *S = (Next++)->getReachableBlock()) {
      Enter(S);
    }
  }
  std::reverse(Order.begin(), Order.end());
  return Order;
}

bool FunctionLowering::run() {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.PruneTriviallyFalseEdges = true;
  Options.AddImplicitDtors = true;
  Options.AddLifetime = true;
  Options.AddTemporaryDtors = true;
  Options.AddInitializers = true;
  Options.AddCXXNewAllocator = true;
  Options.AddEHEdges = Scan.HasTry;
  Graph = CFG::buildCFG(FD, FD->getBody(), &Ctx, Options);
  if (!Graph)
    return false;

  for (unsigned I = 0; I != FD->getNumParams(); ++I)
    Locals[FD->getParamDecl(I)] = ir::LocalId{I + F.IsMethod};
  if (const auto *Method = dyn_cast<CXXMethodDecl>(FD))
    if (Method->getParent()->isLambda())
      Method->getParent()->getCaptureFields(Captures, ThisCapture);
  for (unsigned I = 0; I != Scan.Expansions.size(); ++I) {
    const Expansion &X = Scan.Expansions[I];
    if (!X.IsRejected)
      if (const auto *E = dyn_cast_or_null<Expr>(X.Root))
        RootOf[strip(E)] = I;
  }

  std::vector<const CFGBlock *> Order = reversePostOrder(*Graph);
  for (const CFGBlock *B : Order)
    BlockIds[B] = ir::BlockId{unsigned(BlockIds.size())};
  F.Blocks.resize(Order.size());
  placeTracelessExpansions(Order);

  // Whether a conditional temporary was made is known by a flag, clear at
  // first.
  Build.setSource(FD->getLocation());
  for (const CFGBlock *B : Order)
    if (B->getTerminator().isTemporaryDtorsBranch())
      if (const auto *E =
              dyn_cast<CXXBindTemporaryExpr>(B->getTerminator().getStmt())) {
        Bound &Temporary = Bounds[E];
        if (Temporary.Flag)
          continue;
        Temporary.Flag = addLocal("", type(Ctx.BoolTy), ir::LocalKind::Merge);
        Build.store(Temporary.Flag, ir::Operand::integer(0), type(Ctx.BoolTy));
      }
  for (const CFGBlock *B : Order)
    lowerBlock(*B);
  lowerFallingOff();
  tidyBlocks(F);
  return true;
}

void FunctionLowering::lowerBlock(const CFGBlock &B) {
  Term = {};
  Returned = nullptr;
  ReturnValue = {};
  ir::BlockId Id = BlockIds[&B];
  // The entry block already holds the flags of temporaries.
  unsigned First = Id.Index == 0 ? 0 : F.Events.size();
  for (const CFGElement &E : B)
    lowerElement(E);
  storeMerges(B);
  terminate(B);
  ir::Block &Out = F.Blocks[Id.Index];
  Out.FirstEvent = First;
  Out.NumEvents = F.Events.size() - First;
  Out.Term = std::move(Term);
}

void FunctionLowering::lowerElement(const CFGElement &E) {
  switch (E.getKind()) {
  case CFGElement::Statement:
  case CFGElement::Constructor:
  case CFGElement::CXXRecordTypedCall:
    lowerStmt(E.castAs<CFGStmt>().getStmt());
    return;
  case CFGElement::Initializer:
    lowerCtorInitializer(E.castAs<CFGInitializer>().getInitializer());
    return;
  case CFGElement::NewAllocator:
    lowerAllocation(E.castAs<CFGNewAllocator>().getAllocatorExpr());
    return;
  case CFGElement::LifetimeEnds: {
    auto End = E.castAs<CFGLifetimeEnds>();
    const VarDecl *V = End.getVarDecl();
    auto Known = Locals.find(V);
    // Whether the graph has them for parameters depends on clang's version.
    if (Known == Locals.end() || isa<ParmVarDecl>(V))
      return;
    const Stmt *Trigger = End.getTriggerStmt();
    if (isa_and_nonnull<ReturnStmt>(Trigger))
      Build.setSource(Trigger->getBeginLoc());
    else if (Trigger)
      Build.setSource(isa<CompoundStmt>(Trigger) ? Trigger->getEndLoc()
                                                 : Trigger->getBeginLoc());
    Build.end(ir::Operand::local(Known->second));
    return;
  }
  case CFGElement::CleanupFunction: {
    const VarDecl *V = E.castAs<CFGCleanupFunction>().getVarDecl();
    if (!Locals.count(V))
      return;
    Build.setSource(V->getLocation());
    Build.setImplicit(true);
    Build.call(
        calleeOf(E.castAs<CFGCleanupFunction>().getFunctionDecl(), false),
        local(V), 0, {});
    Build.setImplicit(false);
    return;
  }
  case CFGElement::AutomaticObjectDtor:
  case CFGElement::DeleteDtor:
  case CFGElement::BaseDtor:
  case CFGElement::MemberDtor:
  case CFGElement::TemporaryDtor:
    lowerDestructor(E.castAs<CFGImplicitDtor>());
    return;
  case CFGElement::ScopeBegin:
  case CFGElement::ScopeEnd:
  case CFGElement::LoopExit:
    return;
  }
}

void FunctionLowering::lowerStmt(const Stmt *S) {
  if (!TracelessBefore.empty())
    emitTraceless(S);
  auto Hidden = Scan.Hidden.find(S);
  if (Hidden != Scan.Hidden.end()) {
    if (Hidden->second != BodyScan::Dead &&
        !Scan.Expansions[Hidden->second].IsEmitted)
      emitExpansion(Hidden->second);
    return;
  }
  if (const auto *E = dyn_cast<Expr>(S)) {
    E = strip(E);
    if (Memo.count(E))
      return;
    if (isDeferred(E)) {
      if (Scan.Discarded.count(S))
        operand(E);
      return;
    }
    Build.setSource(rangeOf(E));
    ir::Operand Value;
    if (const auto *Block = dyn_cast<StmtExpr>(E)) {
      const auto *Last = dyn_cast_or_null<ValueStmt>(
          Block->getSubStmt()->body_empty() ? nullptr
                                            : Block->getSubStmt()->body_back());
      if (!E->getType()->isVoidType() && Last && Last->getExprStmt())
        Value = operand(Last->getExprStmt());
    } else {
      Value = lowerExpr(E);
    }
    if (Scan.CopiedOut.count(S) && isAggregate(E->getType())) {
      // The object may go before the statement expression's value is used.
      ir::Operand To =
          addLocal("", type(E->getType()), ir::LocalKind::Temporary);
      Build.begin(To);
      Build.copy(To, Value, type(E->getType()));
      Value = To;
    }
    Memo[E] = Value;
    return;
  }
  Build.setSource(rangeOf(S));
  if (const auto *D = dyn_cast<DeclStmt>(S))
    lowerDecl(D);
  else if (const auto *R = dyn_cast<ReturnStmt>(S))
    lowerReturn(R);
  else if (const auto *A = dyn_cast<GCCAsmStmt>(S))
    lowerAsm(A);
  else if (const auto *C = dyn_cast<CXXCatchStmt>(S))
    lowerCatch(C);
}

void FunctionLowering::lowerReturn(const ReturnStmt *R) {
  Returned = R;
  const Expr *E = R->getRetValue();
  if (!E || E->getType()->isVoidType())
    return;
  if (E->isGLValue() || !isAggregate(E->getType())) {
    ReturnValue = operand(E);
    return;
  }
  // The result outlives the locals that end after this.
  ir::TypeId Ty = type(E->getType());
  ir::Operand To = addLocal("return", Ty, ir::LocalKind::Temporary);
  Build.begin(To);
  if (const VarDecl *V = R->getNRVOCandidate();
      V && Ctx.getLangOpts().CPlusPlus && Locals.count(V)) {
    // The variable is the result: nothing is copied or destroyed.
    Build.setImplicit(true);
    Build.copy(To, local(V), Ty);
    Build.setImplicit(false);
  } else {
    initialise(To, E->getType(), E);
  }
  ReturnValue = To;
}

void FunctionLowering::lowerDecl(const DeclStmt *Decls) {
  for (const Decl *D : Decls->decls()) {
    const auto *V = dyn_cast<VarDecl>(D);
    if (!V || V->isInvalidDecl())
      continue;
    if (!V->hasLocalStorage()) {
      if (V->isStaticLocal()) {
        ir::Operand G = U.global(V);
        const Expr *Init = V->getInit();
        if (Init && Ctx.getLangOpts().CPlusPlus &&
            !V->hasConstantInitialization())
          initialise(G, V->getType(), Init);
      }
      continue;
    }
    ir::Operand L = local(V);
    Build.setSource(V->getSourceRange());
    if (!BegunEarly.count(V))
      Build.begin(L);
    if (const Expr *Init = V->getInit()) {
      Build.setSource(V->getSourceRange());
      initialise(L, V->getType(), Init);
    }
  }
}

ir::Operand FunctionLowering::addLocal(llvm::StringRef Name, ir::TypeId Ty,
                                       ir::LocalKind Kind) {
  ir::LocalId Id{unsigned(F.Locals.size())};
  ir::Local &L = F.Locals.emplace_back();
  L.Name = U.M.intern(Name);
  L.Type = Ty;
  L.Kind = Kind;
  L.Where = Build.where();
  return ir::Operand::local(Id);
}

ir::Operand FunctionLowering::local(const VarDecl *V) {
  auto Known = Locals.find(V);
  if (Known != Locals.end())
    return ir::Operand::local(Known->second);
  ir::Operand Result =
      addLocal(V->getName(), type(V->getType()), ir::LocalKind::Auto);
  Locals[V] = ir::LocalId{unsigned(Result.Value)};
  ir::Local &L = F.Locals.back();
  L.Where = U.Types.locations().loc(V->getLocation());
  L.Annotations = U.Types.annotations(V);
  if (const auto *A = V->getAttr<CleanupAttr>())
    L.Cleanup = U.M.name(U.function(A->getFunctionDecl()));
  if (const Expr *Init = V->getInit())
    L.InitMacro = U.initMacro(Init);
  return Result;
}

ir::Operand FunctionLowering::mergeFor(const Expr *E) {
  ir::Operand &Merge = Merges[E];
  if (!Merge) {
    QualType T = E->getType();
    if (E->isGLValue() || isAggregate(T))
      T = Ctx.getPointerType(T);
    Merge = addLocal("", type(T), ir::LocalKind::Merge);
  }
  return Merge;
}

static bool isLogical(const Expr *E) {
  const auto *B = dyn_cast<BinaryOperator>(E);
  return B && B->isLogicalOp();
}

/// Whether the block lowers the expression that \p Wanted is.
static bool hasElement(const CFGBlock &B,
                       llvm::function_ref<bool(const Expr *)> Wanted) {
  for (const CFGElement &Element : llvm::reverse(B))
    if (auto S = Element.getAs<CFGStmt>())
      if (const auto *E = dyn_cast<Expr>(S->getStmt()))
        if (Wanted(E))
          return true;
  return false;
}

/// The value that block \p B gives to \p E, which the next block begins with.
ir::Operand FunctionLowering::mergedValue(const CFGBlock &B, bool OnTrue,
                                          const Expr *E) {
  const Stmt *T = B.getTerminatorStmt();
  if (isLogical(E)) {
    if (const auto *Op = dyn_cast_or_null<BinaryOperator>(T))
      if (Op->isLogicalOp())
        return ir::Operand::integer(OnTrue);
    const Expr *Leaf = E;
    while (isLogical(Leaf) && !Memo.count(Leaf) && !RootOf.count(Leaf))
      Leaf = strip(cast<BinaryOperator>(Leaf)->getRHS());
    ir::Operand Value = operand(Leaf);
    Build.setSource(rangeOf(E));
    return Build.truth(Value, type(Leaf->getType()));
  }
  const auto *C = cast<AbstractConditionalOperator>(E);
  if (T == C && isa<BinaryConditionalOperator>(C))
    return operand(cast<BinaryConditionalOperator>(C)->getCommon());
  for (const Expr *Arm : {C->getTrueExpr(), C->getFalseExpr()}) {
    const Expr *Wanted = strip(Arm);
    if (hasElement(B, [&](const Expr *E) { return strip(E) == Wanted; }))
      return Arm->getType()->isVoidType() ? ir::Operand() : operand(Arm);
  }
  return {};
}

static unsigned numReachablePreds(const CFGBlock &B) {
  unsigned Count = 0;
  for (auto I = B.pred_begin(); I != B.pred_end(); ++I)
    Count += I->getReachableBlock() != nullptr;
  return Count;
}

/// Stores the value of `&&`, `||` and `?:` where a block leads to the one that
/// begins with it.
void FunctionLowering::storeMerges(const CFGBlock &B) {
  for (auto I = B.succ_begin(); I != B.succ_end(); ++I) {
    const CFGBlock *Succ = I->getReachableBlock();
    if (!Succ || Succ->empty())
      continue;
    auto First = Succ->front().getAs<CFGStmt>();
    const auto *E = First ? dyn_cast<Expr>(First->getStmt()) : nullptr;
    if (!E || E->getType()->isVoidType() || Scan.Hidden.count(E) ||
        !(isLogical(E) || isa<AbstractConditionalOperator>(E)))
      continue;
    Build.setSource(rangeOf(E));
    ir::Operand Value = mergedValue(B, I == B.succ_begin(), E);
    if (!Value)
      continue; // an arm that throws
    if (numReachablePreds(*Succ) == 1) {
      Memo[E] = Value; // the other ways were decided at compile time
      continue;
    }
    Build.setSource(rangeOf(E));
    bool IsAddress = E->isGLValue() || isAggregate(E->getType());
    Build.store(
        mergeFor(E), Value,
        type(IsAddress ? Ctx.getPointerType(E->getType()) : E->getType()));
  }
}

} // namespace holdfast::lower
