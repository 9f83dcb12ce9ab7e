//===- Log.cpp - The record of what a path did ----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Log.h"

#include "Engine/Summary.h"

using namespace holdfast;
using namespace holdfast::engine;

static constexpr uint32_t MaxOnce = 24;

static uint64_t mix(uint64_t Hash, uint64_t Key) {
  Key *= 0x9E3779B97F4A7C15ull;
  return Hash * 31 + (Key ^ (Key >> 29));
}

static uint64_t keyOf(const Action &A) {
  uint64_t Key = uint64_t(A.V) + 64 * A.IsEscape + 128 * A.IsConditional;
  Key = mix(Key, A.X ? A.X->Order + 1 : 0);
  Key = mix(Key, A.Y ? A.Y->Order + 1 : 0);
  return Key;
}

const Logged *engine::append(const Logged *Before, const Action &A,
                             llvm::BumpPtrAllocator &Storage) {
  Logged *L = new (Storage.Allocate<Logged>()) Logged;
  L->Before = Before;
  L->Act = A;
  L->Hash = mix(Before ? Before->Hash : 0, keyOf(A));
  L->Length = Before ? Before->Length + 1 : 1;
  return L;
}

/// Whether callers can ask what a fact says.
static bool isForCallers(const Value *V) {
  if (V->Kind == ValueKind::Fresh || V->isInt())
    return false;
  if (V->Kind == ValueKind::Contents && V->B)
    return false; // as it is after something was written
  return isVisibleToCallers(V) &&
         (!V->A || V->A->isInt() || isForCallers(V->A)) &&
         (!V->B || V->B->isInt() || isForCallers(V->B));
}

/// What makes the paths of one side differ from those of the other.
struct Difference {
  llvm::SmallVector<std::pair<const Value *, Range>, 4> Facts;
  bool Decides = false; ///< they can be told apart by it
};

static Difference difference(const Side &Mine, const Side &Other) {
  Difference D;
  for (const auto &[V, R] : Mine.Facts) {
    Range Theirs = Other.Known(V);
    if (!isForCallers(V) || Theirs.join(R) == R)
      continue;
    bool Decides = Theirs.meet(R).isEmpty();
    if (D.Facts.size() == MaxGuards && !(Decides && !D.Decides))
      continue;
    if (D.Facts.size() == MaxGuards)
      D.Facts.pop_back();
    D.Facts.push_back({V, R});
    D.Decides |= Decides;
  }
  return D;
}

/// An action that only the paths of one side did. True when that says more than
/// what is known of it.
static bool narrow(Action &A, const Difference &D,
                   llvm::BumpPtrAllocator &Storage) {
  if (A.IsConditional)
    return std::exchange(A.IsExact, false);
  A.IsExact = D.Decides;
  A.IsConditional = true;
  A.Guard = Guards(D.Facts).copy(Storage);
  return true;
}

/// An action that both did, but at least one of them not always: of what is
/// known of it, what both say is left. True when that is less.
static bool widen(Action &A, const Action &B, const Side &Other,
                  llvm::BumpPtrAllocator &Storage) {
  if (!A.IsConditional && !B.IsConditional)
    return false;
  auto IsSaid = [&](const std::pair<const Value *, Range> &Fact) {
    for (const auto &[V, R] : B.Guard)
      if (V == Fact.first)
        return R.join(Fact.second) == Fact.second;
    return Other.Known(Fact.first).join(Fact.second) == Fact.second;
  };
  bool IsSame = A.IsConditional && A.IsExact == (A.IsExact && B.IsExact);
  if (IsSame && llvm::all_of(A.Guard, IsSaid))
    return false;
  llvm::SmallVector<std::pair<const Value *, Range>, 8> Both;
  llvm::copy_if(A.Guard, std::back_inserter(Both), IsSaid);
  A.IsExact = false;
  A.IsConditional = true;
  A.Guard = Guards(Both).copy(Storage);
  return true;
}

static bool isSame(const Action &A, const Action &B) {
  return A.V == B.V && A.IsEscape == B.IsEscape && A.X == B.X && A.Y == B.Y &&
         A.Args == B.Args;
}

const Logged *engine::appendOnce(const Logged *Before, const Action &A,
                                 llvm::BumpPtrAllocator &Storage) {
  if (Before && Before->Length >= MaxOnce)
    return Before;
  for (const Logged *L = Before; L; L = L->Before)
    if (isSame(L->Act, A))
      return Before;
  return append(Before, A, Storage);
}

bool engine::mergeActions(std::vector<Action> &Into, const Side &Mine,
                          llvm::ArrayRef<Action> Other, const Side &Others,
                          llvm::BumpPtrAllocator &Storage) {
  Difference OnlyMine = difference(Mine, Others),
             OnlyOther = difference(Others, Mine);
  bool Changed = false;
  size_t Position = 0; // behind the last action that both did
  std::vector<char> IsShared(Into.size(), 0);
  for (const Action &A : Other) {
    size_t Found = 0;
    while (Found != Into.size() && !isSame(Into[Found], A))
      ++Found;
    if (Found == Into.size()) {
      Action New = A;
      narrow(New, OnlyOther, Storage);
      Into.insert(Into.begin() + Position, std::move(New));
      IsShared.insert(IsShared.begin() + Position, 1);
      ++Position;
      Changed = true;
      continue;
    }
    IsShared[Found] = 1;
    Changed |= widen(Into[Found], A, Others, Storage);
    Position = std::max(Position, Found + 1);
  }
  for (size_t I = 0; I != Into.size(); ++I)
    if (!IsShared[I])
      Changed |= narrow(Into[I], OnlyMine, Storage);
  return Changed;
}

const Logged *engine::mergeLogs(const Logged *A, const Side &Mine,
                                const Logged *B, const Side &Others,
                                llvm::BumpPtrAllocator &Storage) {
  std::vector<Action> Into, Other;
  const Logged *X = A, *Y = B;
  bool IsAlike = true;
  while (X != Y) {
    uint32_t LX = X ? X->Length : 0, LY = Y ? Y->Length : 0;
    IsAlike &= LX == LY && X->Hash == Y->Hash && !X->Act.IsConditional;
    if (LX >= LY)
      X = X->Before;
    if (LY >= LX)
      Y = Y->Before;
  }
  if (IsAlike)
    return A;
  const Logged *Common = X;
  for (X = A; X != Common; X = X->Before)
    Into.push_back(X->Act);
  for (Y = B; Y != Common; Y = Y->Before)
    Other.push_back(Y->Act);
  std::reverse(Into.begin(), Into.end());
  std::reverse(Other.begin(), Other.end());
  if (!mergeActions(Into, Mine, Other, Others, Storage))
    return A;
  for (const Action &Each : Into)
    Common = append(Common, Each, Storage);
  return Common;
}
