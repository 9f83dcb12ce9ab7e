//===- Holds.cpp - What an action does to locks and contexts --------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is hard about it: one lock may have two names that are two values (it
// was reached over memory that somebody may have written meanwhile). So a
// release of a lock about which nothing is known, while another one of the same
// member is held, is taken to mean that one, and no more is said of either.
//
//===----------------------------------------------------------------------===//

#include "Engine/Describe.h"
#include "Engine/Interpreter.h"
#include "Engine/LockNames.h"
#include "Engine/TypeFacts.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

static constexpr int MaxDepth = 8;

static bool isContext(const Value *Key) {
  return Key->Kind == ValueKind::Context;
}

/// Whether the first change was a release, after one that \p IsRelease.
static bool wasReleased(const Hold &Before, bool IsRelease) {
  return Before.IsTouched || Before.IsLost ? Before.WasReleased : IsRelease;
}

/// Whether a value means now what it meant at the function's entry.
static bool isEntryValue(const Value *V) {
  switch (V->Kind) {
  case ValueKind::Fresh:
  case ValueKind::Merged:
  case ValueKind::Local:
  case ValueKind::Undef:
    return false;
  case ValueKind::Contents:
    return !V->B && isEntryValue(V->A);
  default:
    return (!V->A || isEntryValue(V->A)) && (!V->B || isEntryValue(V->B));
  }
}

bool engine::mayBeSameLock(const Value *A, const Value *B) {
  if (isContext(A) || isContext(B))
    return false;
  if (A->Kind == ValueKind::Field && B->Kind == ValueKind::Field)
    return A->Record == B->Record && A->Number == B->Number;
  if (A->Kind == ValueKind::Global && B->Kind == ValueKind::Global)
    return false;
  auto IsMember = [](const Value *V) {
    return V->Kind == ValueKind::Field || V->Kind == ValueKind::Global;
  };
  return !(IsMember(A) && IsMember(B)) &&
         (!A->Pointee || !B->Pointee || A->Pointee == B->Pointee);
}

/// Code that may have moved to another processor knows no more which objects
/// are this one's.
void Interpreter::leaveCpu(State &S) {
  llvm::SmallVector<const Value *, 2> Own;
  for (const auto &[Key, H] : S.Holds.entries())
    if (isContext(Key) && Key->A && H.isHeld() &&
        C.Contexts.name(Key->Number) == model::ThisCpu)
      Own.push_back(Key);
  if (Own.empty())
    return;
  std::optional<bool> IsStable =
      isIn(S, Values.context(C.Contexts.index(model::CpuStable)));
  if (IsStable && *IsStable)
    return;
  for (const Value *Key : Own)
    lose(S, Key);
}

void Interpreter::actHold(State &S, const Action &A) {
  if (model::isAboutLock(A.V) && A.X && A.X->root()->Kind == ValueKind::Undef)
    return; // of nothing that is known
  if (actOnGuard(S, A))
    return;
  switch (A.V) {
  case Verb::Guard:
    giveToGuard(S, A);
    return;
  case Verb::Acquire:
  case Verb::Enter:
    acquire(S, A);
    return;
  case Verb::Release:
  case Verb::Leave:
    releaseHold(S, A);
    leaveCpu(S);
    return;
  case Verb::Set:
  case Verb::Clear: {
    Hold H;
    H.IsFlag = H.IsTouched = true;
    H.WasReleased = wasReleased(S.hold(A.X), A.V == Verb::Clear);
    H.Delta = A.V == Verb::Set;
    if (A.V == Verb::Clear)
      H.Entry = Hold::AtEntry::NotHeld;
    H.Since = note(S, A);
    S.Holds.set(A.X, H);
    if (A.V == Verb::Clear)
      leaveCpu(S);
    return;
  }
  case Verb::Save:
    S.Saved.set(A.Y, {A.X, hold(S, A.X)});
    return;
  case Verb::Restore: {
    Hold H;
    if (const SavedContext *Then = S.Saved.find(A.Y);
        Then && Then->Context == A.X)
      H = Then->Then;
    else if (isEntryValue(A.Y))
      H.From = A.Y;
    H.IsFlag = H.IsTouched = true;
    H.WasReleased = wasReleased(S.hold(A.X), H.From != nullptr);
    H.Since = note(S, A);
    S.Holds.set(A.X, H);
    leaveCpu(S);
    return;
  }
  case Verb::Assert:
  case Verb::AssertNot:
  case Verb::Assume:
  case Verb::AssumeNot:
    assertHold(S, A);
    return;
  case Verb::Need:
  case Verb::Exclude:
  case Verb::Require:
  case Verb::Forbid:
  case Verb::Sleep:
    require(S, A);
    return;
  default:
    llvm_unreachable("not about locks or contexts");
  }
}

void Interpreter::acquire(State &S, const Action &A) {
  Hold H = hold(S, A.X);
  bool IsLock = !isContext(A.X);
  if (H.IsLost) {
    if (IsLock)
      findHeld(S, A);
    return;
  }
  if (IsLock && isMadeAgain(A.X) && H.isHeld())
    return;
  // Meanwhile others held it, and took out what they found in the structure.
  if (IsLock && H.Delta <= 0)
    S.Links.eraseIf([&](const auto &E) {
      return E.second.S == LinkState::Linked && E.second.Into &&
             A.X->isWithin(E.second.Into);
    });
  // Its object is there.
  if (IsLock) {
    Range There;
    There.NonZero = There.NonError = true;
    S.restrict(A.X->root(), There);
  }
  LockKind Declared = lockKind(A.X);
  bool IsInOrder = Declared == LockKind::Other || checkOrder(S, A);
  if (IsLock && !A.IsTry) {
    noteUse(S, A);
    if (A.IsForWrite && IsInOrder)
      noteOrder(S, A);
  }
  if (Declared == LockKind::Plain && H.isHeld()) {
    report(S, Reason::LockTwice, A, A.X, nullptr);
    return;
  }
  if (IsLock && H.isHeld()) {
    if (A.IsTry)
      return;
    if (Declared != LockKind::Reentrant && (A.IsForWrite || H.IsForWrite) &&
        !H.IsReported && !S.LostFacts) {
      // Which element of an array it is in a loop, nobody knows.
      if (!isElement(A.X) || !InCycle.test(CurrentBlock))
        report(S, Reason::LockTwice, A, A.X, nullptr);
      H = Hold();
      H.IsLost = true;
      S.Holds.set(A.X, H);
      return;
    }
  } else if (IsLock && A.IsForWrite && !A.IsTry) {
    // Else this would be a deadlock.
    if (H.Entry == Hold::AtEntry::Unknown && H.Delta == 0 && !H.WasReleased) {
      refuteNeeds(S, A.X);
      H.Entry = Hold::AtEntry::NotHeld;
      Action Free = A;
      Free.V = Verb::Exclude;
      addRequirement(S, Free);
    }
  }
  if (H.Delta >= MaxDepth) {
    H = Hold();
    H.IsLost = true;
  } else {
    ++H.Delta;
    H.IsTouched = true;
    H.IsForWrite = A.IsForWrite;
    H.Since = note(S, A);
  }
  S.Holds.set(A.X, H);
}

/// A lock that is released may be one that is held under another name.
bool Interpreter::loseAlias(State &S, const Value *Key) {
  llvm::SmallVector<const Value *, 2> Alike;
  for (const auto &[Other, H] : S.Holds.entries())
    if (Other != Key && (H.Delta > 0 || H.IsLost) && !isDeclaredLock(Other) &&
        mayBeSameLock(Other, Key))
      Alike.push_back(Other);
  for (const Value *Other : Alike)
    lose(S, Other);
  return !Alike.empty();
}

void Interpreter::lose(State &S, const Value *Key) {
  Hold H;
  H.IsLost = true;
  H.IsFlag = S.hold(Key).IsFlag;
  S.Holds.set(Key, H);
}

/// A lock was changed that may be an element of an array, under another name.
void Interpreter::loseElements(State &S) {
  llvm::SmallVector<const Value *, 2> Elements;
  for (const auto &[Key, H] : S.Holds.entries())
    if (isElement(Key) && !H.IsLost)
      Elements.push_back(Key);
  for (const Value *Key : Elements)
    lose(S, Key);
}

void Interpreter::releaseHold(State &S, const Action &A) {
  Hold H = hold(S, A.X);
  if (H.IsLost) {
    if (isHeldSinceLost(H))
      lose(S, A.X);
    return;
  }
  bool IsLock = !isContext(A.X);
  if (isDeclaredLock(A.X)) {
    if (!H.isHeld()) {
      report(S, Reason::ReleaseNotHeld, A, A.X, nullptr);
      return;
    }
    bool HasMode = A.IsForWrite || (A.From && A.Word == "read");
    if (HasMode && A.IsForWrite != H.IsForWrite)
      report(S, Reason::ReleaseMode, A, A.X, nullptr,
             H.IsForWrite ? "read" : "write");
  }
  bool IsKnown = H.Delta > 0 || H.Entry == Hold::AtEntry::Held;
  if (!IsKnown && (S.HasUnknownLocks || (IsLock && loseAlias(S, A.X)))) {
    lose(S, A.X);
    return;
  }
  if (H.isNotHeld(!IsLock)) {
    if (!S.LostFacts && !isMadeAgain(A.X))
      report(S, Reason::ReleaseNotHeld, A, A.X, nullptr);
    lose(S, A.X);
    return;
  }
  if (H.Delta <= 0 && H.Entry == Hold::AtEntry::Unknown &&
      (!isEntryValue(A.X) || isMadeAgain(A.X))) {
    lose(S, A.X); // who knows whether it was held
    return;
  }
  if (H.Delta <= -MaxDepth) {
    lose(S, A.X);
    return;
  }
  if (!H.IsTouched)
    H.WasReleased = true;
  --H.Delta;
  H.IsTouched = true;
  H.Since = note(S, A);
  S.Holds.set(A.X, H);
}

/// An assertion is a fact, and false where the opposite is known.
void Interpreter::assertHold(State &S, const Action &A) {
  bool IsLock = model::isAboutLock(A.V);
  bool Wants = A.V == Verb::Assert || A.V == Verb::Assume;
  if (isDeclaredLock(A.X)) {
    Hold H = hold(S, A.X);
    if (H.isHeld() == Wants || H.Delta > 0)
      return;
    H = Hold();
    H.Entry = Wants ? Hold::AtEntry::Held : Hold::AtEntry::NotHeld;
    H.IsForWrite = A.IsForWrite;
    H.Since = note(S, A);
    S.Holds.set(A.X, H);
    return;
  }
  std::optional<bool> Known =
      IsLock ? isHeld(S, A.X, Wants && A.IsForWrite) : isIn(S, A.X);
  if (Known && *Known != Wants && A.IsTry && !IsLock) {
    Action Found = A; // others have changed it
    Found.V = Wants ? Verb::Set : Verb::Clear;
    actHold(S, Found);
    return;
  }
  if (Known && *Known != Wants) {
    Hold H = hold(S, A.X);
    if (!H.IsReported && !S.LostFacts)
      report(S, Wants ? Reason::AssertNotHeld : Reason::AssertHeld, A, A.X,
             nullptr);
    lose(S, A.X);
    return;
  }
  if (Known)
    return;
  Hold H = hold(S, A.X);
  if (H.IsLost && IsLock && Wants)
    findHeld(S, A);
  if (H.IsLost || H.Delta)
    return;
  // It may be one that is held under another name.
  if (IsLock && Wants && loseAlias(S, A.X)) {
    lose(S, A.X);
    return;
  }
  // What it asserts, its callers must bring about; what a test finds out, not.
  if (!A.IsTry) {
    Action Wanted = A;
    Wanted.V = IsLock ? (Wants ? Verb::Need : Verb::Exclude)
                      : (Wants ? Verb::Require : Verb::Forbid);
    if (IsLock && Wants)
      noteNeed(S, Wanted);
    addRequirement(S, Wanted);
  }
  H.Entry = Wants ? Hold::AtEntry::Held : Hold::AtEntry::NotHeld;
  H.IsForWrite = A.IsForWrite;
  H.Since = note(S, A);
  S.Holds.set(A.X, H);
}

std::optional<bool> Interpreter::isHeld(const State &S, const Value *Lock,
                                        bool ForWrite) const {
  Hold H = hold(S, Lock);
  if (H.isHeld() || isHeldSinceLost(H)) {
    if (!ForWrite || H.IsForWrite)
      return true;
    return isDeclaredLock(Lock) ? std::optional<bool>(false) : std::nullopt;
  }
  if (H.isNotHeld(false))
    return false;
  // Under the name of an object that is known to be the same.
  if (!H.Delta && isHeldAsOther(C, S, Lock, ForWrite))
    return true;
  return std::nullopt;
}

/// The contexts that whoever holds a lock, or is in a context, is in.
uint64_t Interpreter::contextsOf(const Value *Key) const {
  if (isContext(Key))
    return Key->A ? 0 : C.Contexts.implied(Key->Number);
  const model::TypeModel *T = typeModel(C.M, C.Facts, Key->Pointee);
  if (!T || T->Holding.empty())
    return 0;
  return C.Contexts.implied(C.Contexts.index(T->Holding));
}

std::optional<bool> Interpreter::isIn(const State &S,
                                      const Value *Context) const {
  if (Context->A) { // nothing else implies it
    Hold H = S.hold(Context);
    if (H.isHeld())
      return true;
    return H.isNotHeld(true) ? std::optional<bool>(false) : std::nullopt;
  }
  uint64_t Bit = uint64_t(1) << Context->Number;
  uint64_t Excluded = 0, Off = 0, Lost = 0;
  for (const auto &[Key, H] : S.Holds.entries()) {
    if (H.isHeld() && (contextsOf(Key) & Bit))
      return true;
    if (!isContext(Key)) {
      if (H.Delta < 0 || H.IsLost)
        Lost |= contextsOf(Key);
      continue;
    }
    if (Key->A)
      continue;
    if (H.Delta == 0 && H.Entry == Hold::AtEntry::Held)
      Excluded |= C.Contexts.excluded(Key->Number);
    if (H.Delta == 0 && H.Entry == Hold::AtEntry::NotHeld)
      Off |= uint64_t(1) << Key->Number;
    if (H.IsLost || H.Delta < 0)
      Lost |= C.Contexts.implied(Key->Number);
  }
  if (S.MaySleepAtEntry)
    Excluded |= C.Contexts.forbidSleep();
  Off |= Excluded;
  if (Lost & Bit)
    return std::nullopt;
  if (Excluded & Bit)
    return false;
  // What others imply is not there when none of those is. Who may sleep can be
  // in a context that allows it, but that says nothing about its caller.
  uint64_t Causes = C.Contexts.impliedBy(Context->Number);
  if (S.MaySleepAtEntry)
    Causes &= C.Contexts.forbidSleep();
  if (!(Off & Bit) && !Causes)
    return std::nullopt;
  return (Causes & ~Off) == 0 ? std::optional<bool>(false) : std::nullopt;
}

/// Whether another case, of the same results, leaves a lock alone.
static bool isLeftAlone(const Summary &Sum, const SummaryCase &Case,
                        const Value *Key) {
  return llvm::any_of(Sum.Cases, [&](const SummaryCase &Other) {
    return (!Case.Returned ||
            !Case.ReturnedRange.meet(Other.ReturnedRange).isEmpty()) &&
           llvm::none_of(Other.Holds,
                         [&](const auto &E) { return E.first == Key; });
  });
}

/// What a case of a callee leaves behind. \p IsSure: there is no other one.
void Interpreter::applyHolds(State &S, const Summary &Sum,
                             const SummaryCase &Case, bool IsSure,
                             Substitution &Translate, const Action &Call) {
  S.HasUnknownLocks |= Case.HasUnknownLocks;
  for (const auto &[Key, H] : Case.Holds) {
    const Value *Mine = Translate(Key);
    // A lock of the callers that is released on a condition about which this
    // function knows nothing: they know it.
    if (!IsSure && !H.IsLost && !H.IsFlag && H.Delta < 0 &&
        S.hold(Mine).Delta <= 0 &&
        S.hold(Mine).Entry == Hold::AtEntry::Unknown &&
        isLeftAlone(Sum, Case, Key)) {
      loseAlias(S, Mine);
      lose(S, Mine);
      continue;
    }
    Action A = Call;
    A.X = Mine;
    A.IsForWrite = H.IsForWrite;
    if (H.Since) {
      A.Callee = H.Since->Text;
      A.Inner = H.Since->Where;
    }
    if (H.IsLost) {
      if (isElement(Mine))
        loseElements(S); // it may have another name there
      lose(S, Mine);
    } else if (H.IsFlag) {
      A.V = H.Delta > 0 ? Verb::Set : Verb::Clear;
      if (H.Delta <= 0 && H.Entry != Hold::AtEntry::NotHeld) {
        A.V = Verb::Restore;
        if (!H.From)
          continue; // as it was before the call
        A.Y = Translate(H.From);
      }
      actHold(S, A);
    } else {
      A.V = isContext(Mine) ? (H.Delta > 0 ? Verb::Enter : Verb::Leave)
                            : (H.Delta > 0 ? Verb::Acquire : Verb::Release);
      // That the callee could acquire it was checked with its requirements.
      A.IsTry = true;
      for (int I = 0, N = std::abs(int(H.Delta)); I != N; ++I)
        actHold(S, A);
    }
  }
}
