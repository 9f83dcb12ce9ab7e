//===- Liveness.cpp - What no path reads any more -------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Liveness.h"

#include <numeric>

using namespace holdfast;
using namespace holdfast::engine;
using ir::Op;
using ir::OperandKind;

void engine::eachSuccessor(const ir::Terminator &T,
                           llvm::function_ref<void(uint32_t)> Visit) {
  for (ir::BlockId B : T.Targets)
    Visit(B.Index);
  for (const ir::SwitchCase &Case : T.Cases)
    Visit(Case.Target.Index);
}

static bool canBeDead(const ir::Module &M, const ir::Local &L) {
  ir::TypeKind K = M.type(L.Type).Kind;
  bool IsNumber = K == ir::TypeKind::Int || K == ir::TypeKind::Bool;
  return IsNumber || (L.Kind == ir::LocalKind::Merge && !M.recordOf(L.Type));
}

/// Whether an event does no more with its local than to read or write it.
static bool isPlainAccess(const ir::Event &E) {
  return E.A.Kind == OperandKind::Local &&
         (E.Code == Op::Load || E.Code == Op::Store || E.Code == Op::Begin ||
          E.Code == Op::End);
}

/// Gives a bit to each of what is tracked, and returns how many there are.
uint32_t Liveness::number(const ir::Module &M, const ir::Function &F) {
  BitOfLocal.assign(F.Locals.size(), None);
  BitOfTemp.assign(F.NumTemps, None);
  IsUsed.resize(F.NumTemps);
  uint32_t Bits = 0;
  llvm::BitVector IsTracked(F.Locals.size());
  for (uint32_t L = 0; L != F.Locals.size(); ++L)
    IsTracked[L] = canBeDead(M, F.Locals[L]);
  std::vector<uint32_t> MadeIn(F.NumTemps, None);
  for (uint32_t B = 0; B != F.Blocks.size(); ++B)
    for (const ir::Event &E : F.events(F.Blocks[B]))
      if (E.Result)
        MadeIn[E.Result.Index] = B;
  for (uint32_t B = 0; B != F.Blocks.size(); ++B) {
    auto Use = [&](ir::Operand O) {
      if (O.Kind == OperandKind::Local)
        IsTracked.reset(O.Value);
      if (O.Kind != OperandKind::Temp)
        return;
      IsUsed.set(O.Value);
      if (MadeIn[O.Value] != B && !crossesBlocks(O.Value))
        BitOfTemp[O.Value] = Bits++;
    };
    for (const ir::Event &E : F.events(F.Blocks[B])) {
      if (!isPlainAccess(E))
        Use(E.A);
      Use(E.B);
      for (ir::Operand O : F.args(E))
        Use(O);
    }
    Use(F.Blocks[B].Term.Value);
  }
  for (uint32_t L : IsTracked.set_bits())
    BitOfLocal[L] = Bits++;
  return Bits;
}

Liveness::Liveness(const ir::Module &M, const ir::Function &F) {
  size_t N = F.Blocks.size();
  uint32_t Size = number(M, F);
  if (uint64_t(N) * Size > MaxBits)
    return;
  LiveOut.assign(N, llvm::BitVector(Size));
  // Read before they are written; written.
  std::vector<llvm::BitVector> Read = LiveOut, Written = LiveOut;
  std::vector<std::vector<uint32_t>> Before(N);
  for (uint32_t B = 0; B != N; ++B) {
    auto UseBit = [&](uint32_t Bit) {
      if (Bit != None && !Written[B].test(Bit))
        Read[B].set(Bit);
    };
    auto Use = [&](ir::Operand O) {
      if (O.Kind == OperandKind::Temp)
        UseBit(BitOfTemp[O.Value]);
    };
    auto Write = [&](uint32_t Bit) {
      if (Bit != None)
        Written[B].set(Bit);
    };
    for (const ir::Event &E : F.events(F.Blocks[B])) {
      Use(E.A);
      Use(E.B);
      for (ir::Operand O : F.args(E))
        Use(O);
      if (isPlainAccess(E)) {
        if (E.Code == Op::Load)
          UseBit(BitOfLocal[E.A.Value]);
        else
          Write(BitOfLocal[E.A.Value]);
      }
      if (E.Result)
        Write(BitOfTemp[E.Result.Index]);
    }
    Use(F.Blocks[B].Term.Value);
    eachSuccessor(F.Blocks[B].Term,
                  [&](uint32_t To) { Before[To].push_back(B); });
  }
  // What is live where a block begins is live where those before it end.
  std::vector<uint32_t> Work(N);
  std::iota(Work.begin(), Work.end(), 0);
  llvm::BitVector IsQueued(N, true);
  while (!Work.empty()) {
    uint32_t B = Work.back();
    Work.pop_back();
    IsQueued.reset(B);
    llvm::BitVector LiveIn = LiveOut[B];
    LiveIn.reset(Written[B]);
    LiveIn |= Read[B];
    for (uint32_t P : Before[B]) {
      if (!LiveIn.test(LiveOut[P])) // nothing that is not known there
        continue;
      LiveOut[P] |= LiveIn;
      if (!IsQueued.test(P)) {
        IsQueued.set(P);
        Work.push_back(P);
      }
    }
  }
}
