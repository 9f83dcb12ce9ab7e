//===- Summary.cpp - What a call of a function does, case by case ---------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Summary.h"

using namespace holdfast;
using namespace holdfast::engine;

/// How a caller tells results apart.
static int resultClass(const Value *V, const Range &R) {
  if (!V)
    return 0;
  if (R.isZero())
    return 1;
  if (R.High < 0)
    return 2;
  if (R.excludesZero())
    return R.Low > 0 ? 3 : 4;
  return 5;
}

static void mergeEach(SummaryCase &A, const SummaryCase &B) {
  auto In = [](const SummaryCase &C, const Value *Key) -> const OfEach * {
    for (const auto &[K, E] : C.Each)
      if (K == Key)
        return &E;
    return nullptr;
  };
  std::vector<std::pair<const Value *, OfEach>> Each;
  for (const auto &[Key, E] : A.Each)
    if (auto Both = merged(&E, In(B, Key)))
      Each.push_back({Key, *Both});
  for (const auto &[Key, E] : B.Each)
    if (!In(A, Key))
      if (auto Both = merged(nullptr, &E))
        Each.push_back({Key, *Both});
  A.Each = std::move(Each);
}

static void mergeCase(SummaryCase &A, const SummaryCase &B) {
  mergeEach(A, B);
  A.HasFailedAssertion &= B.HasFailedAssertion;
  // Facts that both need; a fact with two ranges needs one of them.
  auto Merge = [](auto &Mine, const auto &Others) {
    std::vector<std::pair<const Value *, Range>> Facts;
    for (const auto &[V, R] : Mine)
      for (const auto &[W, Q] : Others)
        if (V == W && !isOfType(V, R.join(Q)))
          Facts.push_back({V, R.join(Q)});
    Mine = std::move(Facts);
  };
  Merge(A.Facts, B.Facts);
  Merge(A.Found, B.Found);
  auto Find = [](auto &Writes, const Value *Address) {
    return llvm::find_if(Writes,
                         [&](const auto &W) { return W.first == Address; });
  };
  for (auto &[Address, V] : A.Writes) {
    auto It = Find(B.Writes, Address);
    if (It == B.Writes.end() || It->second != V)
      V = nullptr;
  }
  for (const auto &[Address, V] : B.Writes)
    if (Find(A.Writes, Address) == A.Writes.end())
      A.Writes.push_back({Address, nullptr});
  if (A.Returned != B.Returned)
    A.ReturnedRange = A.ReturnedRange.join(B.ReturnedRange);
}

/// What is left to say of locks when a case stands for paths that leave them
/// differently.
static void mergeHolds(SummaryCase &A, const SummaryCase &B) {
  auto In = [](const SummaryCase &C, const Value *Key) -> const Hold * {
    for (const auto &[K, H] : C.Holds)
      if (K == Key)
        return &H;
    return nullptr;
  };
  A.HasUnknownLocks |= B.HasUnknownLocks;
  Hold Lost;
  Lost.IsLost = true;
  for (auto &[Key, H] : A.Holds)
    if (const Hold *Other = In(B, Key); !Other || !(*Other == H))
      H = Lost;
  for (const auto &[Key, H] : B.Holds)
    if (!In(A, Key))
      A.Holds.push_back({Key, Lost});
}

/// The same for who owns an object.
static void mergeReferences(SummaryCase &A, const SummaryCase &B) {
  auto In = [](const SummaryCase &C, const ReferenceChange &R) {
    return llvm::any_of(C.References, [&](const ReferenceChange &Other) {
      return Other.X == R.X && Other.Kind == R.Kind;
    });
  };
  for (ReferenceChange &R : A.References)
    R.IsUnsure |= !llvm::is_contained(B.References, R);
  for (const ReferenceChange &R : B.References)
    if (!In(A, R)) {
      A.References.push_back(R);
      A.References.back().IsUnsure = true;
    }
}

void Summary::add(const State &S, const Value *Returned, ValueTable &Values,
                  LogTable &Logs, std::vector<ReferenceChange> References) {
  if (S.IsLogCut)
    IsKnown = false;
  SummaryCase C;
  C.References = std::move(References);
  C.Returned = Returned;
  if (Returned)
    C.ReturnedRange = S.known(Returned);
  for (const auto &[V, R] : S.Facts.entries())
    if (C.Facts.size() < MaxFacts && V->Kind != ValueKind::Fresh &&
        isVisibleToCallers(V))
      C.Facts.push_back({V, R});
  C.Actions = actionsOf(S.Log);
  C.LogHash = S.Log ? S.Log->Hash : 0;
  C.HasFailedAssertion = S.HasFailedAssertion;
  for (const auto &[Address, V] : S.Memory.entries())
    if (isVisibleToCallers(Address) && C.Writes.size() < MaxWrites) {
      C.Writes.push_back({Address, isVisibleToCallers(V) ? V : nullptr});
      // `*out` is not null.
      const Range *R = V->Kind == ValueKind::Fresh && V != Returned
                           ? S.Facts.find(V)
                           : nullptr;
      std::pair<const Value *, Range> Fact(V, R ? *R : Range());
      // Once, though it may be written to several places.
      if (R && C.Found.size() < MaxFacts && !llvm::is_contained(C.Found, Fact))
        C.Found.push_back(Fact);
    }

  for (const auto &[Key, E] : S.Each.entries())
    if (ValueTable::isOfAll(Key))
      C.Each.push_back({Key, E});
  for (const auto &[Key, H] : S.Holds.entries()) {
    // A flag that was restored to what it was at entry did not change.
    bool IsSet = H.IsFlag && H.IsTouched &&
                 (H.From || H.Entry == Hold::AtEntry::NotHeld);
    bool IsChanged = H.IsLost || H.Delta || IsSet;
    if (IsChanged && Key->root()->Kind == ValueKind::Merged)
      C.HasUnknownLocks = true;
    if (!IsChanged || !isVisibleToCallers(Key))
      continue;
    // The function's notes go with it; this one is told to its callers.
    Hold Kept = H;
    if (H.IsLost)
      Kept.Entry = Hold::AtEntry::Unknown;
    if (H.Since) {
      Note *Since = new (Values.storage().Allocate<Note>()) Note(*H.Since);
      Since->Before = nullptr;
      Kept.Since = Since;
    }
    C.Holds.push_back({Key, Kept});
    if (!llvm::is_contained(Changes, Key))
      Changes.push_back(Key);
  }

  auto SameHolds = [](const SummaryCase &A, const SummaryCase &B) {
    return A.Holds == B.Holds;
  };
  for (SummaryCase &Known : Cases) {
    if (Known.LogHash != C.LogHash || !SameHolds(Known, C) ||
        Known.HasUnknownLocks != C.HasUnknownLocks ||
        Known.References != C.References ||
        resultClass(Known.Returned, Known.ReturnedRange) !=
            resultClass(C.Returned, C.ReturnedRange))
      continue;
    bool SameResult = Known.Returned == C.Returned;
    // Results such as `a == b` carry a relation: keep them apart while that is
    // cheap. Constants and symbols of one class are one case.
    if (!SameResult && Known.Returned && isVisibleToCallers(Known.Returned) &&
        !Known.ReturnedRange.isConstant() && Cases.size() < MaxCases / 2)
      continue;
    mergeCase(Known, C);
    if (!SameResult)
      Known.Returned = Values.undef();
    return;
  }
  Cases.push_back(std::move(C));
  // Each case costs each caller a state: who has very many keeps the two that a
  // caller asks for.
  IsCrowded |= Cases.size() > MaxCases;
  while (Cases.size() > (IsCrowded ? CrowdedCases : MaxCases))
    mergeTwo(Values, Logs);
}

/// Merges the two cases that lose least by it: those that did the same, else
/// those of one class of result, that agree about locks and owners.
void Summary::mergeTwo(ValueTable &Values, LogTable &Logs) {
  auto Loss = [](const SummaryCase &A, const SummaryCase &B) {
    size_t Disagree = (A.Holds == B.Holds ? 0 : 4 * MaxActions) +
                      (A.References == B.References ? 0 : MaxActions);
    bool SameClass = resultClass(A.Returned, A.ReturnedRange) ==
                     resultClass(B.Returned, B.ReturnedRange);
    size_t Different = A.LogHash == B.LogHash ? 0 : 1;
    if (Different)
      Different += A.Actions.size() > B.Actions.size()
                       ? A.Actions.size() - B.Actions.size()
                       : B.Actions.size() - A.Actions.size();
    return Disagree + Different + (SameClass ? 0 : 2 * MaxActions);
  };
  size_t First = 0, Second = 1, Least = ~size_t(0);
  for (size_t I = 0; I + 1 < Cases.size(); ++I)
    for (size_t J = I + 1; J < Cases.size(); ++J)
      if (size_t L = Loss(Cases[I], Cases[J]); L < Least) {
        Least = L;
        First = I;
        Second = J;
      }
  SummaryCase &A = Cases[First], &B = Cases[Second];
  bool SameResult = A.Returned == B.Returned;
  if (A.LogHash != B.LogHash) {
    auto In = [](const SummaryCase &C) {
      return [&C](const Value *V) {
        for (const auto &[W, R] : C.Facts)
          if (V == W)
            return R;
        return V->isInt() ? Range::of(V->Number) : Range();
      };
    };
    auto InA = In(A), InB = In(B);
    auto FactsOf = [](const SummaryCase &C) {
      return [&C](Side::Visitor Visit) {
        for (const auto &[V, R] : C.Facts)
          Visit(V, R);
      };
    };
    auto OfA = FactsOf(A), OfB = FactsOf(B);
    Logs.merge(A.Actions, {OfA, InA}, B.Actions, {OfB, InB});
    A.LogHash = A.LogHash * 31 + B.LogHash;
  }
  mergeHolds(A, B);
  mergeReferences(A, B);
  mergeCase(A, B);
  if (!SameResult)
    A.Returned = Values.undef();
  Cases.erase(Cases.begin() + Second);
}

/// Whether a value is made of what the callee found out, as a volatile flag:
/// its callers have no name for it.
static bool isFoundOut(const Value *V) {
  if (V->Kind == ValueKind::Fresh || (V->Kind == ValueKind::Contents && V->B))
    return true;
  return (V->A && isFoundOut(V->A)) || (V->B && isFoundOut(V->B));
}

/// Whether a caller may see one case where the other one happened.
static bool mayBeTaken(const SummaryCase &A, const SummaryCase &B) {
  for (const auto &[V, R] : A.Facts)
    for (const auto &[W, Q] : B.Facts)
      if (V == W && R.meet(Q).isEmpty() && !isFoundOut(V))
        return false;
  return !A.Returned || !B.Returned ||
         !A.ReturnedRange.meet(B.ReturnedRange).isEmpty();
}

void Summary::tellApart(LogTable &Logs) {
  // Whether the last user of an object is gone only the callee knows: it
  // destroys it or not, and what the caller may still do depends on more.
  auto IsEnd = [](const Action &A) {
    return A.V == model::Verb::Destroy || A.V == model::Verb::Poison;
  };
  for (SummaryCase &A : Cases)
    for (const LoggedAction *&L : A.Actions) {
      if (!IsEnd(L->Act) || L->Act.IsConditional)
        continue;
      auto DoesNot = [&](const SummaryCase &B) {
        return &A != &B && mayBeTaken(A, B) &&
               llvm::none_of(B.Actions, [&](const LoggedAction *Other) {
                 return Other->Act.V == L->Act.V && Other->Act.X == L->Act.X;
               });
      };
      if (llvm::none_of(Cases, DoesNot))
        continue;
      Action End = L->Act;
      End.IsConditional = true;
      End.IsExact = false;
      L = Logs.intern(End);
    }
  auto DiffersInLocks = [](const SummaryCase &A, const SummaryCase &B) {
    return A.Holds.size() != B.Holds.size() ||
           !llvm::all_of(A.Holds, [&](const auto &E) {
             return llvm::any_of(B.Holds, [&](const auto &Other) {
               return E.first == Other.first &&
                      E.second.Delta == Other.second.Delta &&
                      E.second.IsLost == Other.second.IsLost;
             });
           });
  };
  for (SummaryCase &A : Cases)
    for (const SummaryCase &B : Cases) {
      if (!B.Returned || !A.Returned || !DiffersInLocks(A, B))
        continue;
      if (B.ReturnedRange.isZero() && !A.ReturnedRange.isConstant())
        A.ReturnedRange.NonZero = true;
      if (B.ReturnedRange.isError() && !A.ReturnedRange.isError() &&
          !A.ReturnedRange.isConstant())
        A.ReturnedRange.NonError = true;
    }
  // What a callee does to a lock on a condition that its caller cannot see, it
  // does not do for the caller to rely on.
  for (SummaryCase &A : Cases)
    for (SummaryCase &B : Cases)
      if (&A < &B && mayBeTaken(A, B) && mayBeTaken(B, A) &&
          DiffersInLocks(A, B)) {
        SummaryCase Old = A;
        mergeHolds(A, B);
        mergeHolds(B, Old);
      }
  // A reference that is given up in a case that the caller cannot tell from
  // another one: who knows whether it was.
  for (SummaryCase &A : Cases)
    for (const SummaryCase &B : Cases)
      for (const ReferenceChange &R : B.References)
        if (&A != &B && R.X && !R.IsUnsure &&
            (R.Count < 0 || R.Now != Phase::Held) && mayBeTaken(A, B) &&
            llvm::none_of(A.References, [&](const ReferenceChange &Mine) {
              return Mine.X == R.X && Mine.Kind == R.Kind;
            })) {
          A.References.push_back(R);
          A.References.back().IsUnsure = true;
        }
  // A result that names one of several ways is one that only the callee knows,
  // where the other way may have it as well.
  for (SummaryCase &A : Cases)
    for (const SummaryCase &B : Cases)
      if (&A != &B && B.ReturnedRange.isConstant() && B.ReturnedRange.Low > 0 &&
          !A.ReturnedRange.isConstant() && mayBeTaken(A, B))
        for (ReferenceChange &R : A.References)
          if (R.X && (R.Count < 0 || R.Now != Phase::Held))
            R.IsUnsure |= llvm::none_of(B.References, [&](const auto &Theirs) {
              return Theirs.X == R.X && Theirs.Kind == R.Kind;
            });
}

const Value *Substitution::operator()(const Value *V) {
  bool IsOfCase = false;
  return translate(V, IsOfCase);
}

/// \p IsOfCase is set if the meaning of V holds in this case only.
const Value *Substitution::translate(const Value *V, bool &IsOfCase) {
  switch (V->Kind) {
  case ValueKind::Int:
  case ValueKind::Global:
  case ValueKind::Function:
  case ValueKind::String:
    return V;
  case ValueKind::Context:
    if (!V->A)
      return V;
    break;
  case ValueKind::Param:
    if (size_t(V->Number) < Args.size())
      return Args[V->Number];
    break;
  default:
    break;
  }
  if (auto It = Known.find(V); It != Known.end())
    return It->second;
  if (auto It = OfCase.find(V); It != OfCase.end()) {
    IsOfCase = true;
    return It->second;
  }
  bool IsMine = false;
  const Value *R = nullptr;
  auto OfThis = [&] {
    IsMine = true;
    return Fresh(V);
  };
  auto A = [&] { return translate(V->A, IsMine); };
  switch (V->Kind) {
  default: // a symbol, or a parameter that the call has no argument for
    R = OfThis();
    break;
  case ValueKind::Contents:
    R = V->B ? OfThis() : Read(A(), V->Pointee);
    break;
  case ValueKind::Field:
    R = Values.field(A(), V->Record, V->Number);
    break;
  case ValueKind::Container:
    R = Values.container(A(), V->Record, V->Number);
    break;
  case ValueKind::Element: {
    const Value *Array = A();
    R = Values.element(Array, translate(V->B, IsMine), V->Pointee);
    break;
  }
  case ValueKind::Context:
    R = Values.context(V->Number, A());
    break;
  case ValueKind::Counter:
    R = Values.counter(wholeObject(A()), V->Number);
    break;
  case ValueKind::Unary:
    R = Values.unary(ir::UnaryOp(V->Number), A());
    break;
  case ValueKind::Binary: {
    const Value *Left = A();
    R = Values.binary(ir::BinaryOp(V->Number % ValueTable::UnsignedCompare),
                      V->Number >= ValueTable::UnsignedCompare, Left,
                      translate(V->B, IsMine));
    break;
  }
  }
  (IsMine ? OfCase : Known)[V] = R;
  IsOfCase |= IsMine;
  return R;
}
