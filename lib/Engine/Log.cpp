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

static uint64_t mix(uint64_t Hash, uint64_t Key) {
  Key *= 0x9E3779B97F4A7C15ull;
  return Hash * 31 + (Key ^ (Key >> 29));
}

static uint64_t keyOf(const Action &A) {
  uint64_t Key = uint64_t(A.V) + 64 * A.IsEscape + 128 * A.IsConditional;
  Key = mix(Key, A.X ? A.X->Order + 1 : 0);
  Key = mix(Key, A.Y ? A.Y->Order + 1 : 0);
  for (const auto &[V, R] : A.Guard)
    Key = mix(mix(mix(Key, V->Order + 1), uint64_t(R.Low)),
              uint64_t(R.High) ^ (2 * R.NonZero + R.NonError));
  return Key;
}

const Logged *engine::append(const Logged *Before, const Action &A,
                             llvm::BumpPtrAllocator &Storage) {
  Logged *L = new (Storage.Allocate<Logged>()) Logged();
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

static Range find(Guards Facts, const Value *V) {
  for (const auto &[W, R] : Facts)
    if (V == W)
      return R;
  return Range();
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

/// An action that only the paths of one side did.
static void narrow(Action &A, const Difference &D,
                   llvm::BumpPtrAllocator &Storage) {
  llvm::SmallVector<std::pair<const Value *, Range>, 8> Both(A.Guard.begin(),
                                                             A.Guard.end());
  bool IsWhole = true;
  for (const auto &[V, R] : D.Facts) {
    auto It =
        llvm::find_if(Both, [V = V](const auto &G) { return G.first == V; });
    if (It != Both.end())
      It->second = It->second.meet(R);
    else if (Both.size() < 2 * MaxGuards)
      Both.push_back({V, R});
    else
      IsWhole = false;
  }
  A.IsExact = (A.IsExact || !A.IsConditional) && IsWhole && D.Decides;
  A.IsConditional = true;
  A.Guard = Guards(Both).copy(Storage);
}

/// An action that both did, but at least one of them not always: what both say
/// of it is left.
static void widen(Action &A, const Action &B, const Side &Mine,
                  const Side &Other, llvm::BumpPtrAllocator &Storage) {
  if (A.Guard == B.Guard && A.IsConditional == B.IsConditional)
    return;
  llvm::SmallVector<std::pair<const Value *, Range>, 8> Both;
  auto Keep = [&](const Action &From, const Action &To, const Side &Else) {
    for (const auto &[V, R] : From.Guard) {
      Range J = R.join(find(To.Guard, V).meet(Else.Known(V)));
      if (!J.isAny() &&
          llvm::none_of(Both, [V = V](const auto &G) { return G.first == V; }))
        Both.push_back({V, J});
    }
  };
  Keep(A, B, Other);
  Keep(B, A, Mine);
  A.IsConditional = true;
  A.IsExact = false;
  A.Guard = Guards(Both).copy(Storage);
}

static bool isSame(const Action &A, const Action &B) {
  return A.V == B.V && A.IsEscape == B.IsEscape && A.X == B.X && A.Y == B.Y &&
         A.Args == B.Args;
}

void engine::mergeActions(std::vector<Action> &Into, const Side &Mine,
                          llvm::ArrayRef<Action> Other, const Side &Others,
                          llvm::BumpPtrAllocator &Storage) {
  Difference OnlyMine = difference(Mine, Others),
             OnlyOther = difference(Others, Mine);
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
      continue;
    }
    IsShared[Found] = 1;
    if (Into[Found].IsConditional || A.IsConditional)
      widen(Into[Found], A, Mine, Others, Storage);
    Position = std::max(Position, Found + 1);
  }
  for (size_t I = 0; I != Into.size(); ++I)
    if (!IsShared[I])
      narrow(Into[I], OnlyMine, Storage);
}

const Logged *engine::mergeLogs(const Logged *A, const Side &Mine,
                                const Logged *B, const Side &Others,
                                llvm::BumpPtrAllocator &Storage) {
  auto Same = [](const Logged *X, const Logged *Y) {
    return X == Y || (X && Y && X->Length == Y->Length && X->Hash == Y->Hash);
  };
  std::vector<Action> Into, Other;
  const Logged *X = A, *Y = B;
  while (!Same(X, Y)) {
    uint32_t LX = X ? X->Length : 0, LY = Y ? Y->Length : 0;
    if (LX >= LY) {
      Into.push_back(X->Act);
      X = X->Before;
    }
    if (LY >= LX) {
      Other.push_back(Y->Act);
      Y = Y->Before;
    }
  }
  if (Into.empty() && Other.empty())
    return A;
  std::reverse(Into.begin(), Into.end());
  std::reverse(Other.begin(), Other.end());
  mergeActions(Into, Mine, Other, Others, Storage);
  for (const Action &Each : Into)
    X = append(X, Each, Storage);
  return X;
}
