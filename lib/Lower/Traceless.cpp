//===- Traceless.cpp - Modelled macros that compute nothing ---------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the place of modelled macros whose expansion has no element in the
// CFG: `do { } while (0)`, or not even a token. They come before the first
// element of what follows them in the source.
//
//===----------------------------------------------------------------------===//

#include "Lower/FunctionLowering.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace holdfast::lower {

namespace {

/// The statement after \p Offset of \p File, in the same compound statement.
const Stmt *statementAfter(const Stmt *Body, FileID File, unsigned Offset,
                           const SourceManager &SM) {
  auto OffsetOf = [&](SourceLocation L) -> unsigned {
    auto [Id, At] = SM.getDecomposedLoc(SM.getExpansionLoc(L));
    return Id == File ? At : ~0u;
  };
  const Stmt *After = nullptr;
  std::vector<const Stmt *> Within{Body};
  while (!Within.empty()) {
    const Stmt *Parent = Within.back();
    Within.pop_back();
    bool IsCompound = isa<CompoundStmt>(Parent);
    if (IsCompound)
      After = nullptr;
    for (const Stmt *Child : Parent->children()) {
      if (!Child)
        continue;
      unsigned Begin = OffsetOf(Child->getBeginLoc());
      if (isa<NullStmt>(Child) && IsCompound)
        continue;
      if (Begin != ~0u && Begin > Offset) {
        if (IsCompound)
          After = Child;
        break;
      }
      unsigned End = OffsetOf(Child->getEndLoc());
      if (Begin != ~0u && End != ~0u && Offset < End) {
        Within.push_back(Child);
        break;
      }
    }
  }
  return After;
}

/// The first of the elements, in order, that is part of \p S.
const Stmt *firstElement(const Stmt *S, llvm::ArrayRef<const Stmt *> Elements) {
  llvm::DenseSet<const Stmt *> Inside;
  std::vector<const Stmt *> Stack{S};
  while (!Stack.empty()) {
    const Stmt *Part = Stack.back();
    Stack.pop_back();
    if (!Inside.insert(Part).second || isa<LambdaExpr>(Part))
      continue;
    for (const Stmt *Child : Part->children())
      if (Child)
        Stack.push_back(Child);
  }
  const auto *Found = llvm::find_if(
      Elements, [&](const Stmt *Element) { return Inside.count(Element); });
  return Found == Elements.end() ? nullptr : *Found;
}

} // namespace

void FunctionLowering::placeTracelessExpansions(
    llvm::ArrayRef<const CFGBlock *> Order) {
  // The recorded expansions within the body.
  llvm::ArrayRef<MacroRecord::Entry> Entries;
  const SourceManager &SM = Ctx.getSourceManager();
  FileID File = SM.getFileID(FD->getBody()->getBeginLoc());
  if (U.Record && FD->getBody()->getBeginLoc().isFileID() &&
      FD->getBody()->getEndLoc().isFileID())
    Entries = U.Record->within(FD->getBody()->getSourceRange());
  if (Scan.Expansions.empty() && Entries.empty())
    return;

  std::vector<bool> HasTrace(Scan.Expansions.size());
  std::vector<const Stmt *> Elements;
  for (const CFGBlock *B : Order)
    for (const CFGElement &E : *B)
      if (auto S = E.getAs<CFGStmt>()) {
        Elements.push_back(S->getStmt());
        auto Hidden = Scan.Hidden.find(S->getStmt());
        if (Hidden != Scan.Hidden.end() && Hidden->second != BodyScan::Dead)
          HasTrace[Hidden->second] = true;
      }
  for (unsigned I = 0; I != HasTrace.size(); ++I) {
    const Expansion &X = Scan.Expansions[I];
    if (HasTrace[I] || X.IsRejected || !X.Root || !X.Next || isa<Expr>(X.Root))
      continue;
    if (const Stmt *Anchor = firstElement(X.Next, Elements))
      TracelessBefore[Anchor].push_back({I, nullptr});
  }
  for (const MacroRecord::Entry &Entry : Entries) {
    unsigned Offset = SM.getDecomposedLoc(Entry.Range.getBegin()).second;
    const Stmt *After = statementAfter(FD->getBody(), File, Offset, SM);
    if (const Stmt *Anchor = After ? firstElement(After, Elements) : nullptr)
      TracelessBefore[Anchor].push_back({~0u, &Entry});
  }
}

void FunctionLowering::emitTraceless(const Stmt *Element) {
  auto Before = TracelessBefore.find(Element);
  if (Before == TracelessBefore.end())
    return;
  for (const Traceless &T : Before->second) {
    if (!T.Entry) {
      if (!Scan.Expansions[T.Index].IsEmitted)
        emitExpansion(T.Index);
      continue;
    }
    // There is no expression for an argument that nothing was made of.
    llvm::SmallVector<ir::Operand, 4> Args(
        U.Macros.numArguments(T.Entry->Range.getBegin()), ir::Operand::undef());
    Build.setSource(T.Entry->Range);
    Build.macro(U.M.intern(T.Entry->Name), Args, {});
  }
}

} // namespace holdfast::lower
