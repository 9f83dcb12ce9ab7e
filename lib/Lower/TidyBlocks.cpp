//===- TidyBlocks.cpp - Tidies a function's blocks ------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements tidyBlocks: clang's CFG has empty blocks and straight chains of
// blocks, which would cost every later pass.
//
//===----------------------------------------------------------------------===//

#include "Lower/FunctionLowering.h"

using namespace holdfast::ir;

namespace holdfast::lower {

/// Where a jump to \p B ends up: empty blocks that only go on are skipped.
static BlockId skipEmpty(const Function &F, BlockId B) {
  for (unsigned Steps = 0; Steps != F.Blocks.size(); ++Steps) {
    const Block &Current = F.Blocks[B.Index];
    if (Current.NumEvents || Current.Term.Kind != TermKind::Goto ||
        Current.Term.Targets[0] == B)
      break;
    B = Current.Term.Targets[0];
  }
  return B;
}

static bool isMerge(const Function &F, Operand O) {
  return O.Kind == OperandKind::Local &&
         F.Locals[O.Value].Kind == LocalKind::Merge;
}

static bool isPure(const Function &F, const Event &E) {
  switch (E.Code) {
  case Op::Load:
    return isMerge(F, E.A);
  case Op::Field:
  case Op::Element:
  case Op::Container:
  case Op::Unary:
  case Op::Binary:
  case Op::Cast:
    return true;
  default:
    return false;
  }
}

/// Drops computations whose result nobody uses. A use comes after its
/// definition in the order of events.
static void dropUnused(Function &F) {
  std::vector<uint32_t> Uses(F.NumTemps);
  auto Count = [&](Operand O) {
    if (O.Kind == OperandKind::Temp)
      ++Uses[O.Value];
  };
  for (Block &B : F.Blocks)
    Count(B.Term.Value);
  std::vector<bool> IsRead(F.Locals.size());
  for (const Event &E : F.Events)
    if (E.Code == Op::Load && E.A.Kind == OperandKind::Local)
      IsRead[E.A.Value] = true;
  std::vector<bool> IsDropped(F.Events.size());
  for (size_t I = F.Events.size(); I-- > 0;) {
    const Event &E = F.Events[I];
    if ((isPure(F, E) && !Uses[E.Result.Index]) ||
        (E.Code == Op::Store && isMerge(F, E.A) && !IsRead[E.A.Value])) {
      IsDropped[I] = true;
      continue;
    }
    Count(E.A);
    Count(E.B);
    for (Operand A : F.args(E))
      Count(A);
  }
  size_t Next = 0;
  for (Block &B : F.Blocks) {
    unsigned First = Next;
    for (unsigned I = 0; I != B.NumEvents; ++I)
      if (!IsDropped[B.FirstEvent + I]) {
        if (Next != B.FirstEvent + I)
          F.Events[Next] = std::move(F.Events[B.FirstEvent + I]);
        ++Next;
      }
    B.FirstEvent = First;
    B.NumEvents = Next - First;
  }
  F.Events.resize(Next);
}

static void renumberTemps(Function &F) {
  std::vector<uint32_t> New(F.NumTemps);
  uint32_t Next = 0;
  for (Event &E : F.Events)
    if (E.Result) {
      New[E.Result.Index] = Next;
      E.Result.Index = Next++;
    }
  auto Rename = [&](Operand &O) {
    if (O.Kind == OperandKind::Temp)
      O.Value = New[O.Value];
  };
  for (Event &E : F.Events) {
    Rename(E.A);
    Rename(E.B);
  }
  for (Operand &A : F.Args)
    Rename(A);
  for (Block &B : F.Blocks)
    Rename(B.Term.Value);
  F.NumTemps = Next;
}

template <typename Fn> static void forTargets(Terminator &T, Fn Do) {
  for (BlockId &B : T.Targets)
    Do(B);
  for (SwitchCase &C : T.Cases)
    Do(C.Target);
}

/// Leads jumps past empty blocks, and ends branches whose ways are one. A block
/// that no longer branches may be empty, so the last blocks come first.
static bool skipEmptyBlocks(Function &F) {
  bool IsFolded = false;
  for (Block &B : llvm::reverse(F.Blocks)) {
    forTargets(B.Term, [&](BlockId &To) { To = skipEmpty(F, To); });
    if (B.Term.Kind == TermKind::Branch &&
        B.Term.Targets[0] == B.Term.Targets[1]) {
      B.Term.Kind = TermKind::Goto;
      B.Term.Value = {};
      B.Term.Targets.resize(1);
      IsFolded = true;
    }
  }
  return IsFolded;
}

void tidyBlocks(Function &F) {
  do
    dropUnused(F);
  while (skipEmptyBlocks(F));
  std::vector<unsigned> Preds(F.Blocks.size());
  std::vector<bool> Seen(F.Blocks.size());
  std::vector<unsigned> Stack{0};
  Seen[0] = true;
  ++Preds[0]; // the caller
  while (!Stack.empty()) {
    unsigned B = Stack.back();
    Stack.pop_back();
    forTargets(F.Blocks[B].Term, [&](BlockId &To) {
      ++Preds[To.Index];
      if (!Seen[To.Index]) {
        Seen[To.Index] = true;
        Stack.push_back(To.Index);
      }
    });
  }

  // Each block that stays takes in the chain of blocks that only it leads to.
  std::vector<bool> IsTaken(F.Blocks.size());
  for (unsigned B = 0; B != F.Blocks.size(); ++B)
    if (Seen[B] && F.Blocks[B].Term.Kind == TermKind::Goto)
      if (unsigned To = F.Blocks[B].Term.Targets[0].Index;
          To != B && Preds[To] == 1)
        IsTaken[To] = true;
  std::vector<Block> Blocks;
  std::vector<Event> Events;
  std::vector<BlockId> NewId(F.Blocks.size());
  Events.reserve(F.Events.size());
  for (unsigned B = 0; B != F.Blocks.size(); ++B) {
    if (!Seen[B] || IsTaken[B])
      continue;
    NewId[B].Index = Blocks.size();
    Block &Out = Blocks.emplace_back();
    Out.FirstEvent = Events.size();
    unsigned Last = B;
    while (true) {
      for (unsigned I = 0; I != F.Blocks[Last].NumEvents; ++I)
        Events.push_back(F.Events[F.Blocks[Last].FirstEvent + I]);
      if (F.Blocks[Last].Term.Kind != TermKind::Goto)
        break;
      unsigned To = F.Blocks[Last].Term.Targets[0].Index;
      if (!IsTaken[To])
        break;
      Last = To;
    }
    Out.NumEvents = Events.size() - Out.FirstEvent;
    Out.Term = std::move(F.Blocks[Last].Term);
  }
  for (Block &B : Blocks)
    forTargets(B.Term, [&](BlockId &To) { To = NewId[To.Index]; });
  F.Blocks = std::move(Blocks);
  F.Events = std::move(Events);
  renumberTemps(F);
}

} // namespace holdfast::lower
