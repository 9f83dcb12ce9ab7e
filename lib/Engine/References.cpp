//===- References.cpp - Taking, giving up and using references ----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What each sentence about owners does to the entry of an object (Reference.h),
// and what may not be done with an object that is gone. What is left when the
// function returns is in ReferencesAcrossCalls.cpp.
//
//===----------------------------------------------------------------------===//

#include "Engine/Describe.h"
#include "Engine/Interpreter.h"
#include "Engine/Managed.h"
#include "Engine/TypeFacts.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

/// Whether a value can stand for an object that somebody owns.
bool engine::canBeOwned(const Value *V) {
  return V->Kind == ValueKind::Param || V->Kind == ValueKind::Contents ||
         V->Kind == ValueKind::Fresh || V->Kind == ValueKind::Merged;
}

/// More references to one object than this are not counted.
static constexpr int8_t MaxCount = 3;

const Value *Interpreter::counted(const Value *X, llvm::StringRef Kind,
                                  bool IsNumber) {
  const Value *K = IsNumber ? X : countedObject(X);
  if (!canBeOwned(K))
    return nullptr;
  if (Kind.empty())
    return K;
  int64_t Name =
      const_cast<ir::Module &>(C.M).functionOperand(Kind).Value; // interns it
  return Values.counter(K, Name);
}

void Interpreter::own(State &S, const Action &A, llvm::StringRef Kind,
                      bool IsNew) {
  if (!A.X)
    return;
  bool IsNumber =
      A.V == Verb::Reserve || A.V == Verb::Commit || A.V == Verb::Abort;
  const Value *K = counted(A.X, Kind, IsNumber);
  if (A.V == Verb::Callback) {
    handToThread(S, A);
    // The release function of a counted object is called for who puts it.
    if (A.From && llvm::any_of(A.From->Effects, [](const model::Effect &E) {
          return E.V == Verb::Count;
        }))
      return;
    for (const Value *V : A.Args)
      share(S, V, nullptr);
    return;
  }
  if (!K)
    return;
  if (!IsNumber && S.range(K->Kind == ValueKind::Counter ? K->A : K).isZero())
    return; // nobody owns nothing
  switch (A.V) {
  case Verb::Allocate:
  case Verb::AllocateZeroed:
    takeReference(S, A, K, Holding::Storage, true);
    return;
  case Verb::Get:
    takeReference(S, A, K, Holding::Counted, IsNew);
    return;
  case Verb::Reserve:
    takeReference(S, A, K, Holding::Number, true);
    return;
  case Verb::Put:
  case Verb::Abort:
    letHolderGo(S, K);
    dropReference(S, A, K, Phase::Dropped);
    return;
  case Verb::Last: {
    S.IsAtEnd |= isVisibleToCallers(K);
    const Reference *Known = S.References.find(K);
    Reference New = Known ? *Known : Reference();
    if (New.IsUnsure || New.isGone())
      return;
    --New.Count;
    New.IsLast = true;
    New.From = New.From ? New.From : A.From;
    New.Since = noteReference(S, A, K);
    S.References.replace(K, New);
    return;
  }
  case Verb::Free:
    // What is freed starts where it was allocated.
    if (A.X == K || A.X->Kind == ValueKind::Container)
      dropReference(S, A, K, Phase::Freed);
    return;
  case Verb::Move:
    if (const Value *Old = A.Y ? counted(A.Y, "", false) : nullptr) {
      Action Release = A;
      Release.X = A.Y;
      dropReference(S, Release, Old, Phase::Freed);
    }
    takeReference(S, A, K, Holding::Storage, true);
    return;
  case Verb::Commit:
    dropReference(S, A, K, Phase::Given);
    return;
  case Verb::Give:
    letHolderGo(S, K);
    if (A.Y)
      share(S, K, A.Y);
    else
      dropReference(S, A, K, Phase::Given);
    return;
  case Verb::Managed:
    share(S, K, nullptr);
    leaveToOthers(S, A, K);
    return;
  case Verb::Publish:
    // A put that may call a release function hands nothing on.
    if (A.From && llvm::any_of(A.From->Effects, [](const model::Effect &E) {
          return E.V == Verb::Put;
        }))
      return;
    share(S, K, nullptr);
    return;
  case Verb::Register:
  case Verb::Link:
    share(S, K, nullptr);
    return;
  case Verb::Count:
    if (const Reference *Known = S.References.find(K)) {
      Reference New = *Known;
      if (New.Kind == Holding::Storage)
        New.Kind = Holding::Counted;
      S.References.replace(K, New);
    }
    return;
  case Verb::Borrow:
    if (const Value *Of = A.Y ? counted(A.Y, "", false) : nullptr;
        Of && Of != K && !S.References.find(K)) {
      Reference New;
      New.Of = Of;
      New.From = A.From;
      S.References.replace(K, New);
    }
    return;
  default:
    return;
  }
}

/// An object gives away what it holds, as a file that refers back to it: then
/// the object goes with that.
void Interpreter::letHolderGo(State &S, const Value *K) {
  if (K->Kind != ValueKind::Contents || S.References.find(K))
    return;
  const Value *Holder = wholeObject(K->A);
  const Reference *R = S.References.find(Holder);
  if (R && R->isOwned() && R->Kind == Holding::Counted)
    share(S, Holder, nullptr);
}

/// A note about an object as a whole.
const Note *Interpreter::noteReference(State &S, const Action &A,
                                       const Value *K) {
  Action About = A;
  About.X = K;
  About.Y = nullptr;
  return note(S, About);
}

/// Whether memory that others see was found to hold a pointer to an object.
static bool isFoundEqual(const State &S, const Value *K) {
  return llvm::any_of(S.Facts.entries(), [&](const auto &E) {
    const Value *V = E.first;
    if (V->Kind != ValueKind::Binary || !E.second.excludesZero() ||
        V->Number != int64_t(ir::BinaryOp::Eq))
      return false;
    const Value *Other = V->A == K ? V->B : V->B == K ? V->A : nullptr;
    return Other && Other->Kind == ValueKind::Contents &&
           Other->A->root()->Kind != ValueKind::Local;
  });
}

void Interpreter::takeReference(State &S, const Action &A, const Value *K,
                                Holding Kind, bool IsNew) {
  if (S.range(K).isError())
    return;
  Reference New;
  const Reference *Known = S.References.find(K);
  if (Known && !IsNew) {
    New = *Known;
    if (New.IsUnsure)
      return;
    if (New.isGone()) {
      // One of those that it had before, it seems.
      S.References.erase(K);
      return;
    }
    if (++New.Count > MaxCount)
      New.IsUnsure = true;
  } else {
    // What a loop makes again is another object in each round: that one was
    // taken is remembered, but not of which.
    New.IsUnsure = !IsNew && isMadeAgain(K);
    New.Kind = Kind;
    New.IsNew = IsNew;
    New.Count = 1;
    // It was stored first, and gets its reference now.
    New.IsStored =
        !IsNew && llvm::any_of(S.Memory.entries(), [&](const auto &M) {
          return M.first->root()->Kind != ValueKind::Local &&
                 wholeObject(M.second) == K && !M.first->isWithin(K);
        });
    New.IsStored |= !IsNew && isFoundEqual(S, K);
    New.Of = Known ? Known->Of : nullptr;
    New.From = A.From;
  }
  New.Since = noteReference(S, A, K);
  S.References.replace(K, New);
}

/// As what an action takes the object that it is about.
static ir::RecordId recordOf(const Value *X, const Value *K) {
  ir::RecordId Found;
  for (const Value *V = X; V && V != K; V = V->A)
    if (V->Kind == ValueKind::Field || V->Kind == ValueKind::Container)
      Found = V->Record;
  return Found;
}

/// Whether one of two records cannot be the beginning of the other.
static bool areUnrelated(const ir::Module &M, ir::RecordId A, ir::RecordId B) {
  auto Begins = [&](ir::RecordId Outer, ir::RecordId Inner) {
    for (unsigned Depth = 0; Depth != 8; ++Depth) {
      if (Outer == Inner)
        return true;
      const ir::Record &R = M.record(Outer);
      if (R.Fields.empty() || R.Kind == ir::RecordKind::Union ||
          !M.recordOf(R.Fields[0].Type))
        return !R.IsComplete || R.Kind == ir::RecordKind::Union;
      Outer = M.type(R.Fields[0].Type).Record;
    }
    return true;
  };
  return A && B && !Begins(A, B) && !Begins(B, A);
}

void Interpreter::dropReference(State &S, const Action &A, const Value *K,
                                Phase To, ir::RecordId As) {
  if (S.range(K).isError()) {
    if (!S.HasFailedAssertion)
      reportReference(S, Reason::PutError, A, K, nullptr);
    return;
  }
  if (To == Phase::Freed)
    C.Guards.frees(Owner, K);
  const Reference *Known = S.References.find(K);
  Reference New;
  if (Known)
    New = *Known;
  if (New.Now == Phase::Dropped && To == Phase::Dropped)
    PutAgain.insert(
        putPlace(K, New)); // none of the puts before was the last one
  if (New.IsUnsure)
    return;
  bool IsCounter = K->Kind == ValueKind::Counter;
  // What counts the uses of an object goes with it.
  if (!IsCounter)
    S.References.eraseIf([&](const auto &E) {
      return E.first->Kind == ValueKind::Counter && E.first->A == K;
    });
  if (!As)
    As = recordOf(A.X, K);
  if (New.isGone()) {
    // What is an object of another type now was something else all along.
    if (!areUnrelated(C.M, New.As, As))
      reportGone(S, A, K, New, true);
    return;
  }
  New.As = As;
  // What frees an object for its owner leaves it to whoever has a reference of
  // their own, as this function does.
  if (To == Phase::Freed && !New.IsNew && New.Kind == Holding::Counted &&
      New.Count > 0)
    To = Phase::Dropped;
  // Whoever gave up the last reference releases the object: for all others that
  // was one put.
  if (To == Phase::Freed && New.IsLast) {
    To = Phase::Dropped;
    ++New.Count;
    New.IsLast = false;
  } else if (To == Phase::Freed && isCountedDown(S, K)) {
    share(S, K, nullptr); // what was counted up before, nobody knows
    New = Reference();
    New.IsUnsure = true;
    S.References.replace(K, New);
    return;
  }
  if (!New.Giver.empty() && New.Count == 1) {
    C.Give.gaveUp(New.Giver, A.Where);
    New.Giver = {}; // and that was the only claim to what the call returned
    New.IsNew |= K->Kind == ValueKind::Fresh && !New.IsStored;
  }
  --New.Count;
  if (New.Count > 0 && To != Phase::Freed) {
    S.References.replace(K, New);
    return;
  }
  // Of what it took itself from an object that others hold, nothing is left.
  if (IsCounter ? New.Count == 0
                : New.Count == 0 && !New.IsNew && To != Phase::Freed) {
    S.References.erase(K);
    return;
  }
  if (!IsCounter)
    New.Now = To;
  if (!New.From)
    New.From = A.From;
  New.Since = noteReference(S, A, K);
  S.References.replace(K, New);
}

/// Code of this file gives up what such functions return: perhaps always.
void Interpreter::takeGuessed(State &S, const ir::Event &E,
                              llvm::StringRef Callee, const Value *Result) {
  if (C.M.type(E.Ty).Kind != ir::TypeKind::Pointer || !C.Give.mayGive(Callee) ||
      !canBeOwned(Result))
    return;
  Action A;
  A.V = Verb::Get;
  A.Where = E.Where;
  A.Callee = Callee;
  Reference New;
  New.Count = 1;
  New.Giver = Callee;
  New.Since = noteReference(S, A, Result);
  S.References.replace(Result, New);
}

/// Whether a counter inside the object was counted down, and is zero now.
bool Interpreter::isCountedDown(const State &S, const Value *K) const {
  return llvm::any_of(S.Memory.entries(), [&](const auto &M) {
    const Value *V = M.second;
    return V->Kind == ValueKind::Binary && V->B->isInt() &&
           ((V->Number == int64_t(ir::BinaryOp::Sub) && V->B->Number == 1) ||
            (V->Number == int64_t(ir::BinaryOp::Add) && V->B->Number == -1)) &&
           M.first->isWithin(K) && M.first != K && S.range(V).isZero();
  });
}

/// The lender of an object that is good only as long as the lender.
const Value *Interpreter::lender(const State &S, const Value *K) const {
  const Reference *R = S.References.find(K);
  if (R && (R->Count > 0 || R->IsUnsure))
    return nullptr; // it has a reference of its own
  if (R && R->Of)
    return R->Of;
  if (K->Kind != ValueKind::Contents || K->A->Kind != ValueKind::Field)
    return nullptr;
  const Value *Place = K->A;
  const model::TypeModel *T = typeModel(C.M, C.Facts, Place->A->Pointee);
  const model::FieldModel *F =
      T ? T->field(C.M.record(Place->Record).Fields[Place->Number].Name)
        : nullptr;
  return F && F->Lends ? wholeObject(Place) : nullptr;
}

/// An object is touched, or handed on: it must not be gone.
void Interpreter::useObject(State &S, const Value *Address,
                            const ir::Loc &Where) {
  if (S.References.empty())
    return;
  const Value *K = wholeObject(Address);
  if (!canBeOwned(K))
    return;
  Action A;
  A.V = Verb::Use;
  A.Where = Where;
  if (const Reference *R = S.References.find(K); R && R->isGone()) {
    reportGone(S, A, K, *R, false);
    return;
  }
  // What was lent may lend in its turn.
  const Value *From = K;
  for (unsigned Depth = 0; Depth != 4; ++Depth) {
    From = lender(S, From);
    const Reference *R = From ? S.References.find(From) : nullptr;
    if (!From)
      return;
    if (!R || !R->isGone())
      continue;
    if (R->Now == Phase::Dropped && !R->IsNew)
      return;
    A.From = R->From;
    reportReference(S, Reason::UseOfLent, A, K, From);
    Reference Once;
    Once.IsUnsure = true;
    S.References.replace(K, Once);
    return;
  }
}

/// Something is done to what is gone. Once is enough.
void Interpreter::reportGone(State &S, const Action &A, const Value *K,
                             const Reference &R, bool IsDrop) {
  Reference Once = R;
  Once.IsUnsure = true;
  S.References.replace(K, Once);
  // It dropped a reference that it was given or found: others may be left, and
  // the callers of a function of this file know which.
  // So does a function that is called from elsewhere, too: what it gives up for
  // its caller is its business.
  if (R.Now == Phase::Dropped && !R.IsNew &&
      (IsDrop || F.IsStatic || K->Kind != ValueKind::Param || R.IsByOthers))
    return;
  // States that were merged agree on an object whose entry is still known.
  if (S.LostFacts && !R.IsNew)
    return;
  Reason Why;
  bool WasLast = R.Now != Phase::Dropped || R.IsNew;
  if (R.Now == Phase::Given)
    Why = R.Kind == Holding::Number ? Reason::UndoAfterCommit
                                    : Reason::UseAfterGive;
  else if (R.Now == Phase::Freed)
    Why =
        IsDrop && A.V == Verb::Free ? Reason::FreeTwice : Reason::UseAfterFree;
  else
    Why = IsDrop ? Reason::PutTwice : Reason::UseAfterPut;
  Action About = A;
  About.From = R.From;
  if (WasLast)
    reportReference(S, Why, About, K, nullptr);
  else
    AfterOnePut.push_back(
        {putPlace(K, R), aboutReference(S, Why, About, K, nullptr)});
}

/// The function was seen: what it puts once is gone after that.
void Interpreter::reportAfterOnePut() {
  for (auto &[Put, F] : AfterOnePut)
    if (!PutAgain.count(Put))
      C.report(std::move(F));
  AfterOnePut.clear();
}

void Interpreter::reportReference(const State &S, Reason Why, const Action &A,
                                  const Value *K, const Value *Detail) {
  C.report(aboutReference(S, Why, A, K, Detail));
}

Finding Interpreter::aboutReference(const State &S, Reason Why, const Action &A,
                                    const Value *K, const Value *Detail) {
  Describer D(C, *this, S);
  Finding New;
  New.Why = Why;
  New.Where = A.Where;
  New.Function = F.Name.str();
  New.Object = D.value(K);
  New.Detail = Detail ? D.value(Detail) : "";
  New.Path = D.path(K, Detail, K, A, true);
  if (A.From)
    New.Rule = A.From->From;
  return New;
}
