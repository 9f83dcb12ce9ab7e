//===- Log.cpp - The record of what a path did ----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Log.h"

#include "Engine/Summary.h"

#include "llvm/ADT/Hashing.h"

using namespace holdfast;
using namespace holdfast::engine;

static constexpr uint32_t MaxOnce = 24;

static uint64_t mix(uint64_t Hash, uint64_t Key) {
  Key *= 0x9E3779B97F4A7C15ull;
  return Hash * 31 + (Key ^ (Key >> 29));
}

/// Of the verb and the objects, in the order of values: the same in every run.
static uint64_t hashOfClass(const Action &A) {
  auto Number = [](const Value *V) -> uint64_t { return V ? V->Order + 1 : 0; };
  uint64_t Key = uint64_t(A.V) + 64 * A.IsEscape;
  Key = mix(mix(Key, Number(A.X)), Number(A.Y));
  for (const Value *V : A.Args)
    Key = mix(Key, Number(V));
  return Key;
}

static bool isOfSameClass(const Action &A, const Action &B) {
  return A.V == B.V && A.IsEscape == B.IsEscape && A.X == B.X && A.Y == B.Y &&
         A.Args == B.Args;
}

static uint64_t hashOfAll(const Action &A, uint64_t OfClass) {
  auto Place = [](const ir::Loc &L) {
    return llvm::hash_combine(L.File.Index, L.Line, L.Column);
  };
  return llvm::hash_combine(OfClass, Place(A.Where), Place(A.Inner),
                            A.Callee.data(), A.IsConditional, A.IsExact,
                            A.Guard.size());
}

static bool isSame(const Action &A, const Action &B) {
  auto IsSamePlace = [](const ir::Loc &X, const ir::Loc &Y) {
    return X.File == Y.File && X.Line == Y.Line && X.Column == Y.Column &&
           X.Macro == Y.Macro;
  };
  return isOfSameClass(A, B) && A.IsForWrite == B.IsForWrite &&
         A.IsTry == B.IsTry && A.WasReported == B.WasReported &&
         A.IsAssumed == B.IsAssumed && A.IsConditional == B.IsConditional &&
         A.IsExact == B.IsExact && IsSamePlace(A.Where, B.Where) &&
         IsSamePlace(A.Inner, B.Inner) && IsSamePlace(A.CalledAt, B.CalledAt) &&
         A.Callee == B.Callee && A.Word == B.Word && A.From == B.From &&
         A.Guard == B.Guard;
}

const LoggedAction *LogTable::intern(const Action &A) {
  uint64_t OfClass = hashOfClass(A), OfAll = hashOfAll(A, OfClass);
  LoggedAction *&Known = ByHash[OfAll];
  for (LoggedAction *L = Known; L; L = L->NextOfHash)
    if (isSame(L->Act, A))
      return L;
  LoggedAction *New = new (ActionStorage.Allocate()) LoggedAction();
  New->Act = A;
  New->NextOfHash = std::exchange(Known, New);
  LoggedAction *&First = ByClass[OfClass];
  bool IsKnown = First && isOfSameClass(First->Act, A);
  New->Class = IsKnown ? First->Class : NumClasses++;
  if (!First)
    First = New;
  return New;
}

const Logged *LogTable::append(const Logged *Before, const LoggedAction *A) {
  const Logged *&Known = Lists[{Before, A}];
  if (Known)
    return Known;
  Logged *L = new (Storage.Allocate<Logged>()) Logged();
  L->Before = Before;
  L->Last = A;
  L->Hash = mix(Before ? Before->Hash : 0,
                hashOfClass(A->Act) + 128 * A->Act.IsConditional);
  L->Length = Before ? Before->Length + 1 : 1;
  return Known = L;
}

Actions engine::actionsOf(const Logged *Log) {
  Actions All(Log ? Log->Length : 0);
  for (size_t I = All.size(); I; Log = Log->Before)
    All[--I] = Log->Last;
  return All;
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
struct LogTable::Difference {
  llvm::SmallVector<std::pair<const Value *, Range>, 4> Facts;
  bool Decides = false; ///< they can be told apart by it
};

LogTable::Difference LogTable::difference(const Side &Mine, const Side &Other) {
  Difference D;
  Mine.EachFact([&](const Value *V, const Range &R) {
    if (!isForCallers(V))
      return;
    Range Theirs = Other.Known(V);
    if (Theirs.join(R) == R)
      return;
    bool Decides = Theirs.meet(R).isEmpty();
    if (D.Facts.size() == MaxGuards && !(Decides && !D.Decides))
      return;
    if (D.Facts.size() == MaxGuards)
      D.Facts.pop_back();
    D.Facts.push_back({V, R});
    D.Decides |= Decides;
  });
  return D;
}

/// An action that only the paths of one side did. True when that says more than
/// what is known of it.
bool LogTable::narrow(const LoggedAction *&L, const Difference &D) {
  if (L->Act.IsConditional && !L->Act.IsExact)
    return false;
  Action A = L->Act;
  if (A.IsConditional) {
    A.IsExact = false;
  } else {
    A.IsExact = D.Decides;
    A.IsConditional = true;
    A.Guard = Guards(D.Facts).copy(Storage);
  }
  L = intern(A);
  return true;
}

/// An action that both did, but at least one of them not always: it happens
/// where either does it. True when less is known of it than before.
bool LogTable::widen(const LoggedAction *&L, const Side &Mine,
                     const LoggedAction *M, const Side &Other) {
  if (L == M)
    return false;
  const Action &B = M->Act;
  if (!L->Act.IsConditional && !B.IsConditional)
    return false;
  auto When = [](const Action &A, const Side &S, const Value *V) {
    for (const auto &[W, R] : A.Guard)
      if (V == W)
        return R;
    return S.Known(V);
  };
  Action A = L->Act;
  llvm::SmallVector<std::pair<const Value *, Range>, 8> Both;
  bool IsLess = !A.IsConditional || A.IsExact != (A.IsExact && B.IsExact);
  for (const auto &[V, R] : A.IsConditional ? A.Guard : B.Guard) {
    Range Either = When(A, Mine, V).join(When(B, Other, V));
    IsLess |= Either != R;
    if (!isOfType(V, Either))
      Both.push_back({V, Either});
  }
  if (!IsLess)
    return false;
  A.IsExact = false;
  A.IsConditional = true;
  A.Guard = Guards(Both).copy(Storage);
  L = intern(A);
  return true;
}

const Logged *LogTable::appendOnce(const Logged *Before, const Action &A) {
  if (Before && Before->Length >= MaxOnce)
    return Before;
  for (const Logged *L = Before; L; L = L->Before)
    if (isOfSameClass(L->act(), A))
      return Before;
  return append(Before, A);
}

bool LogTable::merge(Actions &Into, const Side &Mine, const Actions &Other,
                     const Side &Others) {
  bool Changed = false;
  Difference OnlyOther;
  bool IsOtherKnown = false;
  size_t Position = 0; // behind the last action that both did
  llvm::SmallVector<char, 64> IsShared(Into.size(), 0);
  for (const LoggedAction *A : Other) {
    size_t Found = 0;
    while (Found != Into.size() && Into[Found]->Class != A->Class)
      ++Found;
    if (Found == Into.size()) {
      if (!std::exchange(IsOtherKnown, true))
        OnlyOther = difference(Others, Mine);
      const LoggedAction *New = A;
      narrow(New, OnlyOther);
      Into.insert(Into.begin() + Position, New);
      IsShared.insert(IsShared.begin() + Position, 1);
      ++Position;
      Changed = true;
      continue;
    }
    IsShared[Found] = 1;
    Changed |= widen(Into[Found], Mine, A, Others);
    Position = std::max(Position, Found + 1);
  }
  if (llvm::is_contained(IsShared, 0)) {
    Difference OnlyMine = difference(Mine, Others);
    for (size_t I = 0; I != Into.size(); ++I)
      if (!IsShared[I])
        Changed |= narrow(Into[I], OnlyMine);
  }
  return Changed;
}

/// Whether a log says that an action perhaps happened, and nothing that makes
/// it another one if it happens again.
static bool hasSaid(const Logged *Log, const LoggedAction &A) {
  for (; Log; Log = Log->Before) {
    if (Log->Last->Class == A.Class)
      return true;
    const Action &Known = Log->act();
    if (Known.X == A.Act.X && Known.V != model::Verb::Use && !Known.IsEscape)
      return false;
  }
  return false;
}

const Logged *LogTable::merge(const Logged *A, const Side &Mine,
                              const Logged *B, const Side &Others) {
  const Logged *X = A, *Y = B;
  bool IsAlike = true;
  while (X != Y) {
    uint32_t LX = X ? X->Length : 0, LY = Y ? Y->Length : 0;
    IsAlike &= LX == LY && X->Hash == Y->Hash && !X->act().IsConditional;
    if (LX >= LY)
      X = X->Before;
    if (LY >= LX)
      Y = Y->Before;
  }
  if (IsAlike)
    return A;
  const Logged *Common = X;
  Actions Into, Other;
  for (X = A; X != Common; X = X->Before)
    Into.push_back(X->Last);
  for (Y = B; Y != Common; Y = Y->Before)
    Other.push_back(Y->Last);
  std::reverse(Into.begin(), Into.end());
  std::reverse(Other.begin(), Other.end());
  // What only one of them did again, after it may have happened, is nothing
  // new.
  llvm::erase_if(Other, [&](const LoggedAction *Again) {
    return llvm::none_of(Into,
                         [&](const LoggedAction *L) {
                           return L->Class == Again->Class;
                         }) &&
           hasSaid(Common, *Again);
  });
  if (!merge(Into, Mine, Other, Others))
    return A;
  for (const LoggedAction *Each : Into)
    Common = append(Common, Each);
  return Common;
}
