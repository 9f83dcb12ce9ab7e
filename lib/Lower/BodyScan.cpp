//===- BodyScan.cpp - What must be known of a body before its CFG ---------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements BodyScan.
//
//===----------------------------------------------------------------------===//

#include "Lower/BodyScan.h"

#include "clang/AST/StmtCXX.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace holdfast::lower {

/// Beyond this depth macros are not looked for: each look costs the depth.
static constexpr unsigned MaxMacroDepth = 1000;

void BodyScan::run(const Stmt *Body) {
  HasMacros = Macros.mayBeIn(Body->getSourceRange());
  Stack.push_back({Body, 1, None, None, nullptr, nullptr});
  while (!Stack.empty()) {
    Frame F = Stack.back();
    Stack.pop_back();
    visit(F);
  }
  unhideRejected();
}

void BodyScan::unhideRejected() {
  llvm::SmallVector<const Stmt *, 16> Visible;
  for (auto [S, Index] : Hidden)
    if (Index != Dead && Expansions[Index].IsRejected)
      Visible.push_back(S);
  for (const Stmt *S : Visible)
    Hidden.erase(S);
}

unsigned BodyScan::expansion(FileID Id) {
  auto [It, IsNew] = Indices.try_emplace(Id, Expansions.size());
  if (IsNew)
    Expansions.emplace_back().Id = Id;
  return It->second;
}

static const MacroExpansions::Membership *
membership(llvm::ArrayRef<MacroExpansions::Membership> List, FileID Id) {
  for (const MacroExpansions::Membership &Found : List)
    if (Found.Expansion == Id)
      return &Found;
  return nullptr;
}

/// Remembers what a part of an expansion writes to: `x`, and also
/// `*(volatile T *)&x`.
void BodyScan::noteAssigned(const Stmt *S) {
  auto Note = [&](const Expr *Place) {
    while (true) {
      Place = Place->IgnoreParens();
      const auto *Deref = dyn_cast<UnaryOperator>(Place);
      if (!Deref || Deref->getOpcode() != UO_Deref)
        break;
      const auto *Address =
          dyn_cast<UnaryOperator>(Deref->getSubExpr()->IgnoreParenCasts());
      if (!Address || Address->getOpcode() != UO_AddrOf)
        break;
      Place = Address->getSubExpr();
    }
    AssignedPlaces.insert(Place);
  };
  if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp())
    Note(B->getLHS());
  else if (const auto *I = dyn_cast<UnaryOperator>(S);
           I && I->isIncrementDecrementOp())
    Note(I->getSubExpr());
  else if (const auto *A = dyn_cast<GCCAsmStmt>(S))
    for (const Expr *Out : A->outputs())
      Note(Out);
}

/// Whether F.S, a part of F.Current, is one of its arguments; records it.
bool BodyScan::isArgument(const Frame &F) {
  SourceLocation Begin = F.S->getBeginLoc();
  if (Begin.isFileID())
    return false;
  Expansion &X = Expansions[F.Current];
  const auto *Found = membership(Macros.at(Begin), X.Id);
  if (!Found || !Found->isArgument())
    return false;
  MacroExpansions::Membership First = *Found;
  const auto *Last = membership(Macros.at(F.S->getEndLoc()), X.Id);
  if (!Last || Last->Parameter != First.Parameter)
    return false;
  const auto *E = dyn_cast<Expr>(F.S);
  int Index = E ? Macros.argument(X.Id, First.Text) : -1;
  if (Index >= 0) {
    if (X.Args.size() <= unsigned(Index))
      X.Args.resize(Index + 1);
    if (!X.Args[Index])
      X.Args[Index] = E;
    if (AssignedPlaces.count(E->IgnoreParens()) && Index < 32) {
      X.Assigned |= 1u << Index;
      X.Args[Index] = E;
    }
  }
  return true;
}

/// What the surrounding code converts the value of an expansion to is not the
/// macro's business.
static const Stmt *withoutConversion(const Stmt *S) {
  while (const auto *C = dyn_cast<ImplicitCastExpr>(S)) {
    CastKind Kind = C->getCastKind();
    if (Kind != CK_BitCast && Kind != CK_NoOp && Kind != CK_IntegralCast &&
        Kind != CK_PointerToBoolean && Kind != CK_IntegralToBoolean)
      break;
    S = C->getSubExpr();
  }
  return S;
}

/// Whether F.S is all that an expansion made, which F then is in.
bool BodyScan::enterExpansion(Frame &F) {
  SourceLocation Begin = F.S->getBeginLoc();
  if (Begin.isFileID())
    return false;
  llvm::ArrayRef<MacroExpansions::Membership> At = Macros.at(Begin), AtEnd;
  if (At.empty())
    return false;
  AtEnd = Macros.at(F.S->getEndLoc());
  for (const MacroExpansions::Membership &Found : At) {
    unsigned Index = expansion(Found.Expansion);
    Expansion &X = Expansions[Index];
    if (X.IsRejected)
      continue;
    const auto *Last = membership(AtEnd, Found.Expansion);
    if (!Last) {
      // A statement that only begins here: what follows is the user's.
      if (!isa<Expr>(F.S))
        X.IsRejected = true;
      continue;
    }
    if (X.Root) // e.g. an argument of it, which we are inside of
      continue;
    if (Found.isArgument() && Last->Parameter == Found.Parameter)
      continue;
    if (isa<DeclStmt>(F.S)) {
      X.IsRejected = true; // a declaration must stay one
      continue;
    }
    X.Root = withoutConversion(F.S);
    X.Next = F.Next;
    X.Previous = F.Previous;
    F.Current = Index;
    if (F.HiddenBy == None)
      F.HiddenBy = Index;
    return true;
  }
  return false;
}

void BodyScan::visit(Frame F) {
  Depth = std::max(Depth, F.Depth);
  if (HasMacros && F.HiddenBy != Dead && F.Depth < MaxMacroDepth) {
    // An argument may itself be, or hold, another expansion.
    if (F.Current != None && isArgument(F))
      F.Current = None;
    if (F.Current == None)
      enterExpansion(F);
    if (F.Current != None)
      noteAssigned(F.S);
  }
  if (F.HiddenBy != None)
    Hidden[F.S] = F.HiddenBy;
  if (F.HiddenBy != None && F.HiddenBy != Dead &&
      isa<ReturnStmt, GotoStmt, IndirectGotoStmt, CoreturnStmt, GCCAsmStmt>(
          F.S)) {
    const auto *Asm = dyn_cast<GCCAsmStmt>(F.S);
    if (!Asm || Asm->isAsmGoto())
      Expansions[F.HiddenBy].IsRejected = true;
  }
  pushChildren(F);
}

void BodyScan::push(const Stmt *S, const Frame &Parent, bool IsDead) {
  if (!S)
    return;
  // What is conditional has no neighbours to be placed at.
  bool IsWrapper =
      isa<LabelStmt, SwitchCase, AttributedStmt, FullExpr>(Parent.S);
  Stack.push_back({S, Parent.Depth + 1, IsDead ? Dead : Parent.HiddenBy,
                   Parent.Current, IsWrapper ? Parent.Next : nullptr,
                   IsWrapper ? Parent.Previous : nullptr});
}

/// The expression that makes an object of class type that nobody uses; or null.
static const Expr *discardedRecord(const Stmt *S) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  if (!E || !E->isPRValue() || !E->getType()->isRecordType())
    return nullptr;
  while (isa<FullExpr, ParenExpr>(E)) {
    const auto *Full = dyn_cast<FullExpr>(E);
    E = Full ? Full->getSubExpr() : E->IgnoreParens();
  }
  return E;
}

/// Children are pushed last to first, so that the walk is in source order.
void BodyScan::pushChildren(const Frame &F) {
  auto Discard = [&](const Stmt *S) {
    if (const Expr *E = discardedRecord(S))
      Discarded.insert(E);
  };
  if (const auto *C = dyn_cast<CompoundStmt>(F.S)) {
    llvm::SmallVector<const Stmt *, 16> Children(C->body_begin(),
                                                 C->body_end());
    for (size_t I = Children.size(); I-- > 0;) {
      Discard(Children[I]);
      Stack.push_back({Children[I], F.Depth + 1, F.HiddenBy, F.Current,
                       I + 1 < Children.size() ? Children[I + 1] : nullptr,
                       I > 0 ? Children[I - 1] : nullptr});
    }
    return;
  }
  if (const auto *E = dyn_cast<StmtExpr>(F.S)) {
    if (E->getType()->isRecordType() && !E->getSubStmt()->body_empty())
      if (const auto *Last = dyn_cast<ValueStmt>(E->getSubStmt()->body_back()))
        if (const Expr *Value = Last->getExprStmt())
          CopiedOut.insert(Value->IgnoreParens());
    push(E->getSubStmt(), F);
    return;
  }
  if (const auto *L = dyn_cast<LambdaExpr>(F.S)) {
    Lambdas.push_back(L);
    for (const Expr *Init : L->capture_inits())
      push(Init, F);
    return;
  }
  if (isa<BlockExpr>(F.S))
    return;
  if (const auto *G = dyn_cast<GenericSelectionExpr>(F.S)) {
    for (const Stmt *Child : G->children())
      push(Child, F, !G->isResultDependent() && Child != G->getResultExpr());
    return;
  }
  if (const auto *C = dyn_cast<ChooseExpr>(F.S)) {
    bool Known = !C->isConditionDependent();
    for (const Stmt *Child : C->children())
      push(Child, F, Known && Child != C->getChosenSubExpr());
    return;
  }
  bool IsDead = isa<CXXNoexceptExpr, RequiresExpr, CXXTypeidExpr,
                    UnaryExprOrTypeTraitExpr>(F.S);
  if (const auto *Call = dyn_cast<CallExpr>(F.S))
    if (unsigned Builtin = Call->getBuiltinCallee())
      IsDead = Ctx.BuiltinInfo.isUnevaluated(Builtin);
  // Constants; no code runs for them.
  if (const auto *D = dyn_cast<DeclStmt>(F.S))
    if (const auto *V =
            D->isSingleDecl() ? dyn_cast<VarDecl>(D->getSingleDecl()) : nullptr)
      IsDead = V->isStaticLocal() && !Ctx.getLangOpts().CPlusPlus;
  if (const auto *I = dyn_cast<IfStmt>(F.S)) {
    Discard(I->getThen());
    Discard(I->getElse());
  } else if (const auto *L = dyn_cast<ForStmt>(F.S)) {
    Discard(L->getInc());
    Discard(L->getBody());
  } else if (const auto *B = dyn_cast<BinaryOperator>(F.S)) {
    if (B->isCommaOp())
      Discard(B->getLHS());
  } else if (const auto *C = dyn_cast<CastExpr>(F.S)) {
    if (C->getCastKind() == CK_ToVoid)
      Discard(C->getSubExpr());
  } else if (isa<CXXTryStmt>(F.S)) {
    HasTry = true;
  }
  llvm::SmallVector<const Stmt *, 8> Children;
  for (const Stmt *Child : F.S->children())
    Children.push_back(Child);
  for (const Stmt *Child : llvm::reverse(Children))
    push(Child, F, IsDead);
}

} // namespace holdfast::lower
