//===- Requirements.cpp - What must hold where something is done ----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A requirement is met, violated, or not decided; then the function's callers
// are asked. Requirements are kept by function and not by path: what a function
// needs does not depend on what it does later, and states that differ only in
// what they needed would make every function dear.
//
// What is hard about it: `sleep if the argument says so` must remember under
// which facts it was reached, or each allocation in a helper would be one that
// sleeps.
//
//===----------------------------------------------------------------------===//

#include "Engine/Describe.h"
#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

static constexpr size_t MaxRequirements = 16, MaxFacts = 8, MaxAlike = 4;

Verdict Interpreter::require(State &S, const Action &A) {
  if (A.V == Verb::Sleep) {
    sleep(S, A, {});
    return Verdict::Unknown;
  }
  if (A.R)
    return requireRule(S, A);
  bool IsLock = model::isAboutLock(A.V);
  bool Wants = A.V == Verb::Need || A.V == Verb::Require;
  std::optional<bool> Known =
      IsLock ? isHeld(S, A.X, Wants && A.IsForWrite) : isIn(S, A.X);
  Hold H = hold(S, A.X);
  if (!Known) {
    if (H.IsLost || H.Delta)
      return Verdict::Unknown;
    if (IsLock && Wants)
      noteNeed(S, A);
    return addRequirement(S, A) ? Verdict::Asked : Verdict::Unknown;
  }
  if (*Known == Wants)
    return Verdict::Proved;
  if (S.LostFacts || H.IsReported)
    return Verdict::Unknown;
  // What it always asks of its callers they may see to by means of which it
  // knows nothing.
  if (A.V == Verb::Require && H.Delta == 0 &&
      H.Entry == Hold::AtEntry::Unknown &&
      llvm::any_of(Requirements, [&](const Requirement &R) {
        return R.Act.V == A.V && R.Act.X == A.X && R.Facts.empty() &&
               R.Left.empty();
      }))
    return Verdict::Unknown;
  // There is one processor yet.
  if (F.IsStartup && !IsLock)
    return Verdict::Exempt;
  reportUnmet(S, A);
  return Verdict::Violated;
}

void Interpreter::reportUnmet(State &S, const Action &A) {
  Reason Why = Reason::ContextMissing;
  switch (A.V) {
  case Verb::Need:
    Why = Reason::LockMissing;
    break;
  case Verb::Exclude:
    Why = Reason::LockTwice;
    break;
  case Verb::Forbid:
    Why = Reason::ContextForbidden;
    break;
  default:
    if (C.Contexts.name(A.X->Number) == model::CpuStable)
      Why = Reason::CpuUnstable;
  }
  report(S, Why, A, A.X, nullptr, A.Callee);
  if (!isDeclaredLock(A.X))
    markReported(S, A.X);
}

void Interpreter::markReported(State &S, const Value *Key) {
  Hold H = S.hold(Key);
  H.IsReported = true;
  S.Holds.erase(Key); // equal holds are not stored again
  S.Holds.set(Key, H);
}

/// Whether a state knows the opposite of what is needed of a member, of another
/// object than \p Itself: the two may be linked so that they agree.
static bool isOppositeElsewhere(const State &S, const Value *V,
                                const Value *Itself, bool IsZero,
                                bool IsOther) {
  if (V->Kind != ValueKind::Contents || V->A->Kind != ValueKind::Field)
    return false;
  return llvm::any_of(S.Facts.entries(), [&](const auto &E) {
    const Value *Other = E.first;
    return Other != Itself && Other->Kind == ValueKind::Contents &&
           Other->A->Kind == ValueKind::Field &&
           Other->A->Record == V->A->Record &&
           Other->A->Number == V->A->Number &&
           ((IsZero && E.second.excludesZero()) ||
            (IsOther && E.second.isZero()));
  });
}

/// The member, of some object, that the last branch of a path asked, and
/// whether it was not zero; null if it asked something else.
static const Value *selector(const State &S, bool &IsSelected) {
  const Note *N = S.Trail;
  while (N && N->K != Note::Kind::Branch)
    N = N->Before;
  if (!N)
    return nullptr;
  IsSelected = N->Taken;
  const Value *V = tested(N->X, IsSelected);
  bool IsMember =
      V->Kind == ValueKind::Contents && V->A->Kind == ValueKind::Field;
  return IsMember ? V : nullptr;
}

/// Whatever forbids it here, \p Left apart, makes it a finding; when nothing is
/// known to, the callers are asked.
void Interpreter::sleep(State &S, const Action &A,
                        llvm::ArrayRef<const Value *> Left,
                        const Requirement *Of) {
  bool HasLeft = !Left.empty();
  const Value *Cause = nullptr;
  for (const auto &[Key, H] : S.Holds.entries()) {
    HasLeft |= H.Delta < 0 || H.IsLost;
    if (!H.isHeld() || !(contextsOf(Key) & C.Contexts.forbidSleep()))
      continue;
    // It may have been released under another name.
    auto IsSame = [K = Key](const Value *Other) {
      return Other == K || mayBeSameLock(Other, K);
    };
    if (llvm::any_of(Left, IsSame) && H.Delta <= 1)
      continue;
    if (H.IsReported || S.LostFacts)
      return;
    // A lock says more than the context that it brings.
    if (!Cause || Cause->Kind == ValueKind::Context)
      Cause = Key;
  }
  bool IsSelected = false;
  const Value *Asked = Cause ? selector(S, IsSelected) : nullptr;
  if (Asked && isOppositeElsewhere(S, Asked, Asked, !IsSelected, IsSelected))
    return;
  if (Cause) {
    report(S,
           Cause->Kind == ValueKind::Context ? Reason::SleepInContext
                                             : Reason::SleepWhileHeld,
           A, Cause, nullptr, A.Callee);
    markReported(S, Cause);
    return;
  }
  addRequirement(S, A, Left, Of);
  if (!HasLeft && !S.IsAtEnd)
    S.MaySleepAtEntry = true;
}

/// Whether a fact is about what an argument says, as its bits.
static bool isAboutArgument(const Value *V) {
  if (V->Kind == ValueKind::Param)
    return !V->Pointee;
  while (V->Kind == ValueKind::Binary || V->Kind == ValueKind::Unary)
    V = V->A;
  return V->Kind == ValueKind::Param;
}

/// False when no caller can be asked.
bool Interpreter::addRequirement(const State &S, const Action &A,
                                 llvm::ArrayRef<const Value *> Left,
                                 const Requirement *Of) {
  if (A.X && (!isVisibleToCallers(A.X) || isMadeAgain(A.X)))
    return false;
  // Whether a reference is the last one only they know.
  if (S.IsAtEnd && (A.V == Verb::Sleep || A.V == Verb::Exclude))
    return true;
  // Of declared locks the declaration tells the callers.
  if (A.X && (isDeclaredLock(A.X) || IsUnchecked))
    return false;
  Requirement R;
  R.Act = A;
  // What the caller says with its arguments counts most.
  for (bool OfArguments : {true, false})
    for (const auto &[V, Known] : S.Facts.entries())
      if (R.Facts.size() < MaxFacts && V->Kind != ValueKind::Fresh &&
          isAboutArgument(V) == OfArguments && isVisibleToCallers(V))
        R.Facts.push_back({V, Known});
  R.Left.assign(Left.begin(), Left.end());
  if (Of && Of->Selector) {
    R.Selector = Of->Selector;
    R.IsSelected = Of->IsSelected;
  } else if (A.V == Verb::Sleep) {
    R.Selector = selector(S, R.IsSelected);
  }
  for (const auto &[Key, H] : S.Holds.entries()) {
    // A caller in a context that a test ruled out does not get there.
    bool IsRuledOut = A.V == Verb::Sleep && Key->Kind == ValueKind::Context &&
                      H.isNotHeld(true);
    if ((H.Delta < 0 || H.IsLost || (H.IsFlag && H.IsTouched && !H.Delta) ||
         IsRuledOut) &&
        isVisibleToCallers(Key) && !llvm::is_contained(R.Left, Key))
      R.Left.push_back(Key);
  }
  size_t NumAlike = 0;
  Requirement *Last = nullptr;
  for (Requirement &Known : Requirements) {
    if (Known.Act.V != A.V || Known.Act.X != A.X || Known.Act.R != A.R ||
        Known.Left != R.Left)
      continue;
    // The facts of one may follow from those of the other.
    auto Implies = [](const Requirement &X, const Requirement &Y) {
      return llvm::all_of(Y.Facts, [&](const auto &F) {
        return llvm::is_contained(X.Facts, F);
      });
    };
    bool SameSelector = Known.Selector && R.Selector &&
                        Known.Selector->A->Record == R.Selector->A->Record &&
                        Known.Selector->A->Number == R.Selector->A->Number &&
                        Known.IsSelected == R.IsSelected;
    if (Implies(R, Known)) {
      Known.Selector = SameSelector ? Known.Selector : nullptr;
      return true;
    }
    if (Implies(Known, R)) {
      Known = R;
      Known.Selector = SameSelector ? R.Selector : nullptr;
      return true;
    }
    ++NumAlike;
    Last = &Known;
  }
  if (NumAlike >= MaxAlike) {
    llvm::erase_if(Last->Facts, [&](const auto &F) {
      return !llvm::is_contained(R.Facts, F);
    });
    return true;
  }
  if (Requirements.size() >= MaxRequirements) {
    // That a lock is free is what is asked most often, and least is lost by it.
    auto Free = llvm::find_if(Requirements, [](const Requirement &Known) {
      return Known.Act.V == Verb::Exclude;
    });
    if (A.V == Verb::Exclude || Free == Requirements.end())
      return false;
    Requirements.erase(Free);
  }
  Requirements.push_back(std::move(R));
  return true;
}

/// A lock was needed of which nothing is known yet. When it is acquired later
/// on this path, it was not held.
void Interpreter::noteNeed(State &S, const Action &A) {
  if (isMadeAgain(A.X))
    return;
  for (const Logged *L = S.Needs; L; L = L->Before)
    if (L->act().X == A.X)
      return;
  S.Needs = C.Logs.append(S.Needs, A);
}

void Interpreter::refuteNeeds(State &S, const Value *Lock) {
  for (const Logged *L = S.Needs; L; L = L->Before)
    if (L->act().X == Lock && !S.LostFacts) {
      reportUnmet(S, L->act());
      return;
    }
}

/// Lists that what a callee needs, or gives up, was found so at a call.
void Interpreter::auditCall(const State &S, const Action &A,
                            llvm::StringRef Callee, Verdict V) {
  if (!C.Judgements.IsOn || A.V == Verb::Exclude || A.V == Verb::Forbid)
    return;
  std::string What = A.R ? A.R->str() : model::spelling(A.V).str();
  if (A.X && !A.R)
    What += " " + Describer(C, *this, S).object(A.X);
  C.Judgements.note({Judged::Call, A.Where, F.Name.str(), Callee.str(),
                     std::move(What), V, ""},
                    Owner);
}

/// What a callee needs, in the caller's state before the call.
void Interpreter::applyRequirements(State &S, const Summary &Sum,
                                    llvm::ArrayRef<const Value *> Args,
                                    const Action &Call) {
  for (const Requirement &R : Sum.Requirements) {
    const ir::Loc &Place = R.Act.Inner.isValid() ? R.Act.Inner : R.Act.Where;
    auto Answer = [&](const Action &A, Verdict V) {
      if (A.V == Verb::Sleep)
        return;
      if (A.V == Verb::Need || A.V == Verb::Require || A.R)
        C.Judgements.answer(Place, C.indexOf(Sum), Owner, V);
      auditCall(S, A, C.M.Functions[C.indexOf(Sum)].Name, V);
    };
    bool IsClear = true;
    Substitution Translate(
        Values, Args,
        [&](const Value *Address, ir::TypeId Pointee) {
          return readFor(S, Address, Pointee);
        },
        [&](const Value *) {
          IsClear = false;
          return Values.undef();
        });
    State There = S;
    bool IsPossible = true, IsDoubtful = false;
    if (R.Selector) {
      IsClear = true;
      const Value *Mine = Translate(R.Selector);
      IsDoubtful = isOppositeElsewhere(S, R.Selector, IsClear ? Mine : nullptr,
                                       !R.IsSelected, R.IsSelected);
    }
    for (const auto &[V, Known] : R.Facts) {
      IsClear = true;
      const Value *Mine = Translate(V);
      if (!IsClear)
        continue;
      IsDoubtful |= isOppositeElsewhere(S, Mine, Mine, Known.isZero(),
                                        Known.excludesZero());
      IsPossible = There.takeOver(Mine, Known);
      if (!IsPossible)
        break;
    }
    if (!IsPossible || (IsDoubtful && R.Act.V == Verb::Sleep))
      continue;
    IsClear = true;
    Action A = R.Act;
    A.X = A.X ? Translate(A.X) : nullptr;
    A.Inner = Place;
    A.Where = Call.Where;
    if (!IsClear) {
      Answer(A, Verdict::Unknown);
      continue;
    }
    llvm::SmallVector<const Value *, 2> Left;
    for (const Value *Key : R.Left)
      Left.push_back(Translate(Key));
    if (A.V != Verb::Sleep && llvm::is_contained(Left, A.X)) {
      Answer(A, Verdict::Unknown);
      continue;
    }
    if (A.V == Verb::Exclude)
      noteOrder(There, A, Left);
    // The facts count for whoever calls this function; the state stays.
    if (A.V == Verb::Sleep)
      sleep(There, A, Left, &R);
    else
      Answer(A, require(There, A));
    S.Needs = There.Needs;
    for (const auto &[Key, H] : There.Holds.entries())
      if (H.IsReported)
        markReported(S, Key);
    if (R.Facts.empty())
      S.MaySleepAtEntry = There.MaySleepAtEntry;
  }
}
