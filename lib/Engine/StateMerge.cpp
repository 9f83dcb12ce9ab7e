//===- StateMerge.cpp - The join of two states ----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two states of a block become the weaker of both. What is hard about it: a
// symbol of the block that is made again in a cycle loses its old meaning, and
// that must be forgotten in both states before it is given the new one.
//
//===----------------------------------------------------------------------===//

#include "Engine/LockNames.h"

using namespace holdfast;
using namespace holdfast::engine;

/// Whether the two agree about what was established of all objects, or ended.
static bool sameForAll(const State &A, const State &B) {
  bool AreSame = true;
  eachDifference(A.Each, B.Each,
                 [&](const Value *V, const OfEach *X, const OfEach *Y) {
                   if (ValueTable::isOfAll(V))
                     AreSame &= X && Y && X->K == Y->K;
                 });
  return AreSame;
}

bool State::sameButLocksAndReferences(const State &O) const {
  auto LogHash = [](const State &S) { return S.Log ? S.Log->Hash : 0; };
  return LogHash(*this) == LogHash(O) && Lives == O.Lives && Links == O.Links &&
         Published == O.Published && Moves == O.Moves && sameForAll(*this, O);
}

bool State::sameAttributes(const State &O) const {
  return Holds == O.Holds && References == O.References &&
         sameButLocksAndReferences(O);
}

/// Keeps the entries on which both maps agree. True when one was dropped.
template <typename T>
static bool keepEqual(ValueMap<T> &Mine, const ValueMap<T> &Other) {
  llvm::SmallVector<const Value *, 8> Dropped;
  eachDifference(Mine, Other, [&](const Value *V, const T *M, const T *) {
    if (M)
      Dropped.push_back(V);
  });
  for (const Value *V : Dropped)
    Mine.erase(V);
  return !Dropped.empty();
}

/// Adds the entries that only the other has. True when there are such.
template <typename T>
static bool addMissing(ValueMap<T> &Mine, const ValueMap<T> &Other) {
  llvm::SmallVector<std::pair<const Value *, const T *>, 8> Missing;
  eachDifference(Mine, Other, [&](const Value *V, const T *M, const T *O) {
    if (!M)
      Missing.push_back({V, O});
  });
  for (const auto &[V, X] : Missing)
    Mine.set(V, *X);
  return !Missing.empty();
}

/// What is true in one of the two is.
static void unite(ValueMap<bool> &Mine, const ValueMap<bool> &Other) {
  llvm::SmallVector<std::pair<const Value *, bool>, 8> New;
  eachDifference(Mine, Other,
                 [&](const Value *V, const bool *M, const bool *O) {
                   if (!M || (O && *O))
                     New.push_back({V, *O});
                 });
  for (const auto &[V, Is] : New)
    Mine.set(V, Is);
}

/// \p Disagreements get what is lost.
static bool mergeFacts(State &A, const State &B,
                       llvm::SmallVectorImpl<Disagreement> &Disagreements) {
  // What one side can derive is said, so that it survives the loss of its
  // cause.
  llvm::SmallVector<std::pair<const Value *, Range>, 16> New;
  bool Changed = false;
  eachDifference(A.Facts, B.Facts,
                 [&](const Value *V, const Range *Mine, const Range *) {
                   Range Known = A.known(V), Other = B.known(V);
                   Range Both = Known.join(Other);
                   Changed |= Both != Known;
                   if (Known != Other)
                     Disagreements.push_back({V, Known, Other});
                   if (Mine ? Both != *Mine : !isOfType(V, Both))
                     New.push_back({V, Both});
                 });
  for (const auto &[V, R] : New)
    if (isOfType(V, R))
      A.Facts.erase(V);
    else
      A.Facts.set(V, R);
  return Changed;
}

/// The attributes of both, where they agree. True when A lost one.
static bool mergeAttributes(State &A, const State &B) {
  bool Changed = keepEqual(A.Links, B.Links);
  Changed |= keepEqual(A.Published, B.Published);
  Changed |= keepEqual(A.Moves, B.Moves);
  Changed |= A.mergeReferences(B);
  // Dropping the entry of a part would uncover that of the whole, so a part
  // about which the two differ is said to be unknown.
  llvm::SmallVector<const Value *, 4> Unsure;
  eachDifference(A.Lives, B.Lives,
                 [&](const Value *V, const Life *, const Life *) {
                   if (!(A.life(V) == B.life(V)))
                     Unsure.push_back(V);
                 });
  for (const Value *V : Unsure) {
    Life Mine = A.life(V), Other = B.life(V);
    Life Both;
    if (Mine.S == Other.S && Mine.isRaw())
      Both = {Mine.S, Mine.Since, true, nullptr};
    Changed |= !(Mine == Both);
    A.Lives.set(V, Both);
  }
  return Changed;
}

/// A lock of which the two say different things is lost: nothing is said of it
/// any more, unless only the knowledge of the entry differs.
static bool mergeHolds(State &A, const State &B) {
  llvm::SmallVector<std::pair<const Value *, Hold>, 4> New;
  eachDifference(
      A.Holds, B.Holds, [&](const Value *Key, const Hold *X, const Hold *Y) {
        Hold Mine = X ? *X : Hold(), Other = Y ? *Y : Hold();
        if (Mine == Other)
          return;
        Hold Both = Mine;
        if (Mine.Delta != Other.Delta || Mine.IsLost || Other.IsLost ||
            Mine.IsForWrite != Other.IsForWrite || Mine.From != Other.From) {
          Both = Hold();
          Both.IsLost = true;
          Both.IsFlag = Mine.IsFlag || Other.IsFlag;
        } else {
          if (Mine.Entry != Other.Entry)
            Both.Entry = Hold::AtEntry::Unknown;
          Both.IsTouched &= Other.IsTouched;
          Both.WasReleased |= Other.WasReleased;
        }
        New.push_back({Key, Both});
      });
  bool Changed = false;
  for (const auto &[Key, H] : New) {
    Changed |= !(A.hold(Key) == H);
    A.Holds.set(Key, H);
  }
  return Changed;
}

std::optional<OfEach> engine::merged(const OfEach *A, const OfEach *B) {
  // A loop that visited nothing says nothing, and there is something to visit.
  auto IsOfNone = [](const OfEach *E) {
    return E && E->K == OfEach::Known && E->Is.isEmpty();
  };
  if (IsOfNone(A) || IsOfNone(B)) {
    const OfEach *Other = IsOfNone(A) ? B : A;
    return Other ? std::optional<OfEach>(*Other) : std::nullopt;
  }
  bool IsKnown = (!A || A->K == OfEach::Known) && (!B || B->K == OfEach::Known);
  if (!IsKnown)
    return A && B && *A == *B ? *A : OfEach{OfEach::Unclear, Range()};
  if (!A || !B || A->Is.join(B->Is).isAny())
    return std::nullopt;
  return OfEach{OfEach::Known, A->Is.join(B->Is)};
}

/// What was said of every object on both paths. True when A lost something.
static bool mergeEach(State &A, const State &B) {
  if (A.Each.sharesWith(B.Each))
    return false;
  llvm::SmallVector<std::pair<const Value *, std::optional<OfEach>>, 4> New;
  eachDifference(
      A.Each, B.Each, [&](const Value *V, const OfEach *X, const OfEach *Y) {
        std::optional<OfEach> Both = merged(X, Y);
        if (Both.has_value() != (X != nullptr) || (X && !(*Both == *X)))
          New.push_back({V, Both});
      });
  for (const auto &[V, Both] : New)
    if (Both)
      A.Each.set(V, *Both);
    else
      A.Each.erase(V);
  return !New.empty();
}

/// The addresses at which the two maps differ.
static llvm::SmallVector<const Value *, 8>
differing(const ValueMap<const Value *> &A, const ValueMap<const Value *> &B) {
  llvm::SmallVector<const Value *, 8> Differ;
  eachDifference(A, B,
                 [&](const Value *Address, const Value *const *,
                     const Value *const *) { Differ.push_back(Address); });
  return Differ;
}

/// `x` for `x | 4` and `x & ~4`.
static const Value *withoutBits(const Value *V) {
  while (V->Kind == ValueKind::Binary && V->B->isInt() &&
         (V->Number == int64_t(ir::BinaryOp::Or) ||
          V->Number == int64_t(ir::BinaryOp::And)))
    V = V->A;
  return V;
}

/// The facts of a state that some bits of a value are not set.
using ClearBits = llvm::SmallVector<std::pair<const Value *, int64_t>, 8>;
static void collectClearBits(const State &S, ClearBits &Clear) {
  for (const auto &[W, R] : S.Facts.entries())
    if (W->Kind == ValueKind::Binary && R.isZero() && W->B->isInt() &&
        W->Number == int64_t(ir::BinaryOp::And))
      if (std::pair<const Value *, int64_t> Bits(W->A, W->B->Number);
          !llvm::is_contained(Clear, Bits))
        Clear.push_back(Bits);
}

bool State::mergeFrom(const State &O, ValueTable &Values, LogTable &Logs,
                      uint32_t Owner, uint32_t Block, bool IsInCycle,
                      bool Widen) {
  bool Changed = false;
  State Other = O;
  auto Known = [this](const Value *V) { return known(V); };
  auto OthersKnown = [&Other](const Value *V) { return Other.known(V); };
  auto EachFact = [this](Side::Visitor Visit) {
    for (const auto &[V, R] : Facts.entries())
      Visit(V, R);
  };
  auto EachOfOther = [&Other](Side::Visitor Visit) {
    for (const auto &[V, R] : Other.Facts.entries())
      Visit(V, R);
  };
  Side Mine{EachFact, Known}, Others{EachOfOther, OthersKnown};
  llvm::SmallVector<std::pair<HeldInBoth, Hold>, 2> Held;
  if (!sameAttributes(Other)) {
    if (IsInCycle)
      for (const HeldInBoth &H : heldInBoth(*this, Other, Values)) {
        Held.push_back({H, hold(H.Mine)});
        Holds.erase(H.Mine);
        Other.Holds.erase(H.Others);
      }
    bool IsLess = !IsInCycle || !agreeInCycle(*this, Other);
    Changed |= mergeAttributes(*this, Other);
    Changed |= mergeHolds(*this, Other);
    Changed |= IsLess && !LostFacts;
    LostFacts |= IsLess;
  }
  mergePassed(Other);
  const Logged *Both = Logs.merge(Log, Mine, Other.Log, Others);
  Changed |= Log != Both;
  Log = Both;
  Changed |= Other.IsLogCut && !IsLogCut;
  IsLogCut |= Other.IsLogCut;
  unite(Escaped, Other.Escaped);
  Changed |= addMissing(Suspected, Other.Suspected);
  Changed |= addMissing(Early, Other.Early);
  Changed |= addMissing(Touchers, Other.Touchers);
  Changed |= Other.IsStirred && !IsStirred;
  IsStirred |= Other.IsStirred;
  Changed |= keepEqual(Saved, Other.Saved);
  Changed |= mergeEach(*this, Other);
  Changed |= MaySleepAtEntry && !Other.MaySleepAtEntry;
  MaySleepAtEntry &= Other.MaySleepAtEntry;
  Changed |= (IsAtEnd && !Other.IsAtEnd) ||
             (HasFailedAssertion && !Other.HasFailedAssertion);
  IsAtEnd &= Other.IsAtEnd;
  HasFailedAssertion &= Other.HasFailedAssertion;
  Changed |= Other.HasUnknownLocks && !HasUnknownLocks;
  HasUnknownLocks |= Other.HasUnknownLocks;
  if (Needs != Other.Needs)
    Needs = nullptr;
  unite(Kept, Other.Kept);
  const Logged *Callees = Callbacks;
  for (const Logged *L = Other.Callbacks; L && L != Callbacks; L = L->Before)
    Callees = Logs.appendOnce(Callees, L->act());
  Changed |= Callees != Callbacks;
  Callbacks = Callees;
  // What differs in memory becomes a symbol of this block.
  struct Join {
    const Value *Address, *Symbol;
    bool WasMerged;
    Range Mine, Other, Both;
    llvm::SmallVector<int64_t, 2> Clear; ///< bits that are not set on either
    bool LosesBits = false;
  };
  llvm::SmallVector<Join, 8> Joins;
  ClearBits Clear;
  SymbolSet Symbols;
  for (const Value *A : differing(Memory, Other.Memory)) {
    bool InBoth = Memory.find(A) && Other.Memory.find(A);
    if (!InBoth && A->root()->Kind == ValueKind::Local) {
      // Out of scope on one of the paths.
      Changed |= Memory.find(A) != nullptr;
      Memory.erase(A);
      continue;
    }
    loseHolder(A, Other);
    const Value *M = Values.merged(Owner, Block, A);
    auto At = [&](State &S) {
      const Value *const *V = S.Memory.find(A);
      return V ? S.known(*V) : Range();
    };
    Range Mine = At(*this), Theirs = At(Other), Both = Mine.join(Theirs);
    if (Widen && Both.Low != Mine.Low)
      Both.Low = INT64_MIN;
    if (Widen && Both.High != Mine.High)
      Both.High = INT64_MAX;
    const Value *const *Now = Memory.find(A);
    Joins.push_back({A, M, Now && *Now == M, Mine, Theirs, Both, {}, false});
    Symbols.add(M);
    if (Joins.size() == 1) {
      collectClearBits(*this, Clear);
      collectClearBits(Other, Clear);
    }
    const Value *const *Then = Other.Memory.find(A);
    if (Clear.empty() || !Now || !Then)
      continue;
    const Value *NowOf = withoutBits(*Now), *ThenOf = withoutBits(*Then);
    for (const auto &[V, Mask] : Clear) {
      if (V != *Now && V != *Then && V != NowOf && V != ThenOf)
        continue;
      auto IsClear = [&, Mask = Mask](const State &S, const Value *V) {
        return S
            .known(Values.binary(ir::BinaryOp::And, false, V,
                                 Values.integer(Mask)))
            .isZero();
      };
      bool InMine = IsClear(*this, *Now);
      if (InMine && IsClear(Other, *Then))
        Joins.back().Clear.push_back(Mask);
      else
        Joins.back().LosesBits |= InMine && *Now == M;
    }
  }
  // Where the two disagree about when an object was overwritten, it was at the
  // join.
  llvm::SmallVector<const Value *, 8> Overwritten =
      differing(Touched, Other.Touched);
  for (const Value *A : Overwritten)
    Symbols.add(Values.merged(Owner, Block, A));
  auto IsStale = [&](const Value *A) {
    return IsInCycle && Symbols.occursIn(A);
  };
  if (IsInCycle && Symbols.size()) {
    auto Unknown = [&](const Value *A) {
      return Values.merged(Owner, Block | ValueTable::OldMeaning, A);
    };
    forgetSymbols(Symbols, Unknown);
    Other.forgetSymbols(Symbols, Unknown);
  }
  for (const Value *A : Overwritten)
    if (!IsStale(A)) {
      Touched.set(A, Values.merged(Owner, Block, A));
      Other.Touched.set(A, Values.merged(Owner, Block, A));
    }
  llvm::SmallVector<Disagreement, 8> Disagreements;
  for (const Join &J : Joins) {
    if (IsStale(J.Address))
      continue;
    if (J.Mine != J.Other)
      Disagreements.push_back({J.Symbol, J.Mine, J.Other});
    Memory.set(J.Address, J.Symbol);
    if (!J.WasMerged || J.Both != J.Mine || J.LosesBits)
      Changed = true;
    for (int64_t Mask : J.Clear) {
      const Value *Bits = Values.binary(ir::BinaryOp::And, false, J.Symbol,
                                        Values.integer(Mask));
      Facts.set(Bits, Range::of(0));
      Other.Facts.set(Bits, Range::of(0));
    }
    if (!J.Both.isAny()) {
      Facts.set(J.Symbol, J.Both);
      Other.Facts.set(J.Symbol, J.Both);
    } else {
      Facts.erase(J.Symbol);
    }
  }
  for (const auto &[H, Then] : Held)
    Holds.set(Values.moved(H.Mine, H.MyObject,
                           Values.merged(Owner, Block, H.Variable)),
              Then);
  Changed |= mergeFacts(*this, Other, Disagreements);
  if (!Disagreements.empty() || !Implied.sharesWith(Other.Implied))
    Changed |= mergeImplications(*this, Other, Disagreements);
  return Changed;
}
