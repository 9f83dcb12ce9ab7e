//===- LockContracts.cpp - Locks whose holders are declared ---------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A type that is declared to be a lock (`holdfast:lock`) turns the question
// around: who holds such a lock at a function's entry is said by the function's
// declaration, and otherwise nobody does. So a function is right or wrong
// by itself: it must find and leave each of these locks as it says.
//
// What is hard about it: a guard is an object that acquires and releases locks
// for its owner, and not at its creation alone. It remembers them in what
// memory holds at its elements, which it has none of.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"
#include "Engine/TypeFacts.h"

#include "llvm/ADT/SmallString.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

/// Whether a declaration says who holds the lock.
bool Interpreter::isDeclaredLock(const Value *Key) const {
  return lockKind(Key) != LockKind::Other;
}

LockKind Interpreter::lockKind(const Value *Key) const {
  if (!C.HasDeclaredLocks || IsUnchecked || Key->Kind == ValueKind::Context ||
      !Key->Pointee)
    return LockKind::Other;
  return C.lockKind(elementType(C.M, Key->Pointee));
}

/// What is known of a lock; of a declared one always something.
Hold Interpreter::hold(const State &S, const Value *Key) const {
  if (const Hold *H = S.Holds.find(Key))
    return *H;
  Hold H;
  if (isDeclaredLock(Key))
    H.Entry = Hold::AtEntry::NotHeld;
  return H;
}

/// Whether the function makes or ends the object that it is a member of, which
/// is nobody else's then.
static bool isMaker(const ir::Function &F) {
  if (!F.IsMethod)
    return false;
  llvm::SmallString<64> Storage;
  llvm::StringRef Name = modelName(F.Name, Storage);
  auto [Scope, Last] = Name.rsplit("::");
  return Last.starts_with("~") || Scope.rsplit("::").second == Last ||
         Scope == Last;
}

/// The locks that the declaration speaks of, as they are at entry.
void Interpreter::enterContract(State &S) {
  IsOwnMaker = isMaker(F);
  if (!C.HasDeclaredLocks)
    return;
  IsUnchecked = llvm::any_of(F.Annotations, [](const ir::Annotation &A) {
    return A.Text == "holdfast:unchecked";
  });
  const model::FunctionModel *FM = C.declared(F.Name);
  if (!FM)
    return;
  llvm::SmallVector<const Value *, 6> Args;
  for (uint32_t I = 0; I != F.NumParams; ++I) {
    const Value *Address = Values.local(Owner, I, F.Locals[I].Type);
    const Value *const *V = S.Memory.find(Address);
    Args.push_back(V ? *V : Address);
  }
  FirstArgument = F.IsMethod;
  for (const model::Effect &E : FM->Effects) {
    if (E.V < Verb::Acquire || E.V > Verb::Exclude)
      continue;
    const Value *Key = object(S, E.Operands[0], Args, nullptr);
    if (!Key || !isDeclaredLock(Key))
      continue;
    if (E.If.K != model::Condition::Always) {
      Promised[Key] = std::nullopt; // it depends on the result
      continue;
    }
    Hold H = hold(S, Key);
    auto [It, IsNew] = Promised.try_emplace(Key, 0);
    bool IsHeld = E.V == Verb::Need || E.V == Verb::Release;
    // The first sentence is about the entry.
    if (IsNew && IsHeld) {
      H.Entry = Hold::AtEntry::Held;
      H.IsForWrite = E.Word != "read";
    }
    if (It->second && (E.V == Verb::Acquire || E.V == Verb::Release))
      *It->second += E.V == Verb::Acquire ? 1 : -1;
    S.Holds.set(Key, H);
  }
  FirstArgument = 0;
}

/// Compares the ways out with what the declaration promises.
void Interpreter::judgeContract() {
  if (!C.HasDeclaredLocks || IsUnchecked)
    return;
  for (const Exit &E : Exits) {
    if (E.S.LostFacts)
      continue;
    for (const auto &[Key, H] : E.S.Holds.entries()) {
      if (!isDeclaredLock(Key) || H.IsLost || isMadeAgain(Key))
        continue;
      auto It = Promised.find(Key);
      if (It != Promised.end() && !It->second)
        continue;
      int Wanted = It == Promised.end() ? 0 : *It->second;
      if (IsOwnMaker && Key->root()->Kind == ValueKind::Param)
        continue;
      // An assertion says how things are, and asks nobody to end it.
      bool IsAsserted = It == Promised.end() && H.Entry == Hold::AtEntry::Held;
      if (H.Delta == Wanted || (IsAsserted && H.Delta < 0))
        continue;
      reportExit(E, H.Delta > Wanted ? Reason::LockKept : Reason::LockNotKept,
                 Key, Verb::Acquire);
    }
  }
}

/// A lock, and all that are declared to come after it, or before it.
std::vector<const Value *> Interpreter::ordered(State &S, const Value *Lock,
                                                bool IsBefore) {
  std::vector<const Value *> Found{Lock};
  for (size_t I = 0; I != Found.size(); ++I) {
    const Value *V = Found[I];
    if (V->Kind != ValueKind::Field && V->Kind != ValueKind::Global)
      continue;
    const Access &A = accessRules(V);
    for (const model::RulePath &P : IsBefore ? A.Before : A.After)
      if (const Value *Other = ruleObject(S, P, selfOf(V));
          Other && !llvm::is_contained(Found, Other))
        Found.push_back(Other);
  }
  return Found;
}

/// What is acquired must not come before what is held.
bool Interpreter::checkOrder(State &S, const Action &A) {
  std::vector<const Value *> Later = ordered(S, A.X, true);
  llvm::SmallVector<const Value *, 4> Held;
  for (const auto &[Key, H] : S.Holds.entries())
    if (Key != A.X && H.isHeld() && isDeclaredLock(Key))
      Held.push_back(Key);
  for (const Value *Key : Held)
    if (llvm::any_of(ordered(S, Key, false), [&](const Value *V) {
          return llvm::is_contained(Later, V);
        })) {
      report(S, Reason::LockOrder, A, A.X, Key);
      return false;
    }
  return true;
}

/// The place in memory where a guard keeps its lock number \p N.
const Value *Interpreter::guardPlace(const Value *Guard, unsigned N) {
  return Values.element(Guard, Values.integer(int64_t(N) + 1), {});
}

void Interpreter::giveToGuard(State &S, const Action &A) {
  unsigned N = 0;
  while (S.Memory.find(guardPlace(A.Y, N)))
    ++N;
  S.Memory.set(guardPlace(A.Y, N), A.X);
  Hold H = hold(S, A.X);
  // One that the guard's creation released is for the guard to acquire again.
  bool IsReversed = H.Since && H.Since->V == Verb::Release &&
                    H.Since->Where.Line == A.Where.Line &&
                    H.Since->Where.Column == A.Where.Column;
  if (IsReversed)
    Reversed.insert({A.Y, A.X});
  Hold G;
  G.IsTouched = true;
  G.Entry = Hold::AtEntry::NotHeld;
  G.Delta = H.isHeld() || IsReversed;
  G.IsForWrite = !H.isHeld() || H.IsForWrite;
  G.Since = note(S, A);
  S.Holds.set(A.Y, G);
}

/// Acquires or releases what a guard guards. False when \p A is not about one.
bool Interpreter::actOnGuard(State &S, const Action &A) {
  if (A.V != Verb::Acquire && A.V != Verb::Release)
    return false;
  llvm::SmallVector<const Value *, 2> Locks;
  while (const Value *const *V = S.Memory.find(guardPlace(A.X, Locks.size())))
    Locks.push_back(*V);
  if (Locks.empty())
    return false;
  Hold G = S.hold(A.X);
  if (G.IsLost)
    return true;
  bool IsEnd = A.Callee.contains("::~"), Acquires = A.V == Verb::Acquire;
  bool IsOn = G.Delta > 0;
  if (Acquires == IsOn && !IsEnd) {
    report(S, Acquires ? Reason::LockTwice : Reason::ReleaseNotHeld, A, A.X,
           nullptr);
    return true;
  }
  // At its end it lets go of what it has, whatever its destructor is called.
  if (IsEnd && !IsOn) {
    S.Holds.erase(A.X);
    return true;
  }
  for (const Value *Lock : Locks) {
    Action One = A;
    One.X = Lock;
    bool Takes = (Acquires && !IsEnd) != (Reversed.count({A.X, Lock}) != 0);
    One.V = Takes ? Verb::Acquire : Verb::Release;
    Hold H = hold(S, Lock);
    One.IsForWrite =
        Takes && (Acquires && !IsEnd ? A.IsForWrite : G.IsForWrite);
    if (!IsEnd || H.isHeld() != Takes)
      actHold(S, One);
  }
  G.Delta = !IsEnd && Acquires;
  G.Since = note(S, A);
  if (IsEnd)
    S.Holds.erase(A.X);
  else
    S.Holds.set(A.X, G);
  return true;
}
