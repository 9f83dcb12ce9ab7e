//===- Log.cpp - The record of what a path did ----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Log.h"

using namespace holdfast;
using namespace holdfast::engine;

static uint64_t keyOf(const Action &A) {
  uint64_t Key = (uint64_t(A.V) + 64 * A.IsEscape + 128 * A.IsConditional) *
                     0x9E3779B97F4A7C15ull ^
                 (A.X ? A.X->Order + 1 : 0) * 0xC2B2AE3D27D4EB4Full ^
                 (A.Y ? A.Y->Order + 1 : 0) * 0x165667B19E3779F9ull;
  return Key ^ (Key >> 29);
}

const Logged *engine::append(const Logged *Before, const Action &A,
                             llvm::BumpPtrAllocator &Storage) {
  Logged *L = new (Storage.Allocate<Logged>()) Logged();
  L->Before = Before;
  L->Act = A;
  L->Hash = (Before ? Before->Hash : 0) * 31 + keyOf(A);
  L->Length = Before ? Before->Length + 1 : 1;
  return L;
}

static bool isSame(const Action &A, const Action &B) {
  return A.V == B.V && A.IsEscape == B.IsEscape && A.X == B.X && A.Y == B.Y &&
         A.Args == B.Args;
}

/// What both say, as far as one range can say it.
static Guards common(Guards A, Guards B, llvm::BumpPtrAllocator &Storage) {
  if (A == B)
    return A;
  llvm::SmallVector<std::pair<const Value *, Range>, 8> Both;
  for (const auto &[V, R] : A)
    for (const auto &[W, Q] : B)
      if (V == W && !R.join(Q).isAny())
        Both.push_back({V, R.join(Q)});
  return Guards(Both).copy(Storage);
}

void engine::mergeActions(std::vector<Action> &Into,
                          llvm::ArrayRef<Action> Other,
                          llvm::BumpPtrAllocator &Storage) {
  size_t Position = 0; // behind the last action that both did
  size_t Mine = Into.size();
  std::vector<char> IsShared(Mine, 0);
  for (const Action &A : Other) {
    size_t Found = 0;
    while (Found != Into.size() && !isSame(Into[Found], A))
      ++Found;
    if (Found == Into.size()) {
      Action New = A;
      New.IsConditional = true;
      Into.insert(Into.begin() + Position, std::move(New));
      IsShared.insert(IsShared.begin() + Position, 1);
      ++Position;
      continue;
    }
    IsShared[Found] = 1;
    Action &Known = Into[Found];
    if (Known.IsConditional && A.IsConditional) {
      // Done in either case: what both say of it is left.
      Known.Guard = common(Known.Guard, A.Guard, Storage);
    } else if (A.IsConditional) {
      Known.IsConditional = true;
      Known.Guard = {};
    }
    Position = std::max(Position, Found + 1);
  }
  for (size_t I = 0; I != Into.size(); ++I)
    if (!IsShared[I])
      Into[I].IsConditional = true;
}

const Logged *engine::mergeLogs(const Logged *A, const Logged *B,
                                llvm::BumpPtrAllocator &Storage) {
  auto Same = [](const Logged *X, const Logged *Y) {
    return X == Y || (X && Y && X->Length == Y->Length && X->Hash == Y->Hash);
  };
  std::vector<Action> Mine, Other;
  const Logged *X = A, *Y = B;
  while (!Same(X, Y)) {
    uint32_t LX = X ? X->Length : 0, LY = Y ? Y->Length : 0;
    if (LX >= LY) {
      Mine.push_back(X->Act);
      X = X->Before;
    }
    if (LY >= LX) {
      Other.push_back(Y->Act);
      Y = Y->Before;
    }
  }
  if (Mine.empty() && Other.empty())
    return A;
  std::reverse(Mine.begin(), Mine.end());
  std::reverse(Other.begin(), Other.end());
  mergeActions(Mine, Other, Storage);
  for (const Action &Each : Mine)
    X = append(X, Each, Storage);
  return X;
}
