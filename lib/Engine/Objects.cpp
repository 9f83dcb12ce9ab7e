//===- Objects.cpp - What an action does to an object ---------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rules of the families. Each action asks what is known of its objects;
// what is known to be wrong is reported, and what is not known goes into the
// log, so that a caller who knows more can tell.
//
//===----------------------------------------------------------------------===//

#include "Engine/Describe.h"
#include "Engine/Interpreter.h"
#include "Engine/Log.h"
#include "Engine/TypeFacts.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

bool Interpreter::isInitialisedWhenZero(const Value *X) const {
  const model::TypeModel *T = typeModel(C.M, C.Facts, X->Pointee);
  return !T || T->Zero == model::ZeroState::Initialised;
}

void Interpreter::setLife(State &S, const Value *X, LifeState L,
                          const Note *Since) {
  // Of an element of unknown index only itself is known: the others of the
  // array may be in either state from now on.
  for (const Value *V = X; V; V = V->parent())
    if (V->Kind == ValueKind::Element && !V->B->isInt() &&
        S.life(V->A).S != LifeState::Unknown)
      S.setLife(V->A, {LifeState::Unknown, nullptr});
  S.setLife(X, {L, Since});
}

const Note *Interpreter::note(State &S, const Action &A) {
  Note *N = new (Storage.Allocate<Note>()) Note();
  N->K = Note::Kind::Acted;
  N->Before = S.Trail;
  N->Where = A.Where;
  N->V = A.V;
  N->X = A.X;
  N->Y = A.Y;
  N->Text = A.Callee;
  N->Block = CurrentBlock;
  S.Trail = N;
  return N;
}

void Interpreter::noteBranch(State &S, const Value *Condition, bool Taken,
                             const ir::Loc &Where, bool WasKnown) {
  Note *N = new (Storage.Allocate<Note>()) Note();
  N->K = Note::Kind::Branch;
  N->Before = S.Trail;
  N->Where = Where;
  N->X = Condition;
  N->Taken = Taken;
  N->WasKnown = WasKnown;
  N->Block = CurrentBlock;
  S.Trail = N;
}

/// Whether a value contains a symbol of a loop, which means another thing in
/// each round: a log that mixes the rounds would lie.
bool Interpreter::isMadeAgain(const Value *V) const {
  if (V->Kind == ValueKind::Merged)
    return V->Owner != Owner ||
           InCycle.test(V->Number & ~int64_t(ValueTable::OldMeaning));
  if (V->Kind == ValueKind::Fresh && V->Owner == Owner) {
    uint32_t Event = uint32_t(V->Number);
    return Event < BlockOfEvent.size() && InCycle.test(BlockOfEvent[Event]);
  }
  return (V->A && isMadeAgain(V->A)) || (V->B && isMadeAgain(V->B));
}

void Interpreter::log(State &S, const Action &A) {
  if (A.X && (!isVisibleToCallers(A.X) || isMadeAgain(A.X)))
    return;
  // The same thing again tells a caller nothing new.
  for (const Logged *L = S.Log; L; L = L->Before) {
    const Action &Known = L->act();
    if (Known.IsEscape == A.IsEscape && Known.V == A.V && Known.X == A.X &&
        Known.Y == A.Y && (!Known.IsConditional || A.IsConditional))
      return;
    if (Known.X == A.X && Known.V != Verb::Use && !Known.IsEscape)
      break;
  }
  if (S.Log && S.Log->Length >= Summary::MaxActions) {
    S.IsLogCut |= A.V != Verb::Use || A.IsEscape;
    return;
  }
  S.Log = C.Logs.append(S.Log, A);
}

static bool isNoObject(const Value *V) {
  return V->isInt() || V->Kind == ValueKind::Undef ||
         V->Kind == ValueKind::Function || V->Kind == ValueKind::String;
}

/// Others can reach the object that a value points at.
void Interpreter::escape(State &S, const Value *V) {
  if (isNoObject(V))
    return;
  S.Escaped.set(V->root(), true);
}

/// Code that nobody knows got hold of an object, or ran.
void Interpreter::actUnknown(State &S, const Action &A) {
  // Y is the result of the call, when that tells whether it failed.
  Action Told = A;
  Told.Y = nullptr;
  if (A.X) {
    if (isNoObject(A.X))
      return;
    S.IsStirred |= InCycle.test(CurrentBlock);
    // Who is given a member of a record that only this file knows cannot find
    // the record.
    const Value *Whole = A.X->root(), *Inner = A.X;
    while (Inner->parent() &&
           !(Inner->Kind == ValueKind::Field && C.Sites.isOurs(Inner->Record)))
      Inner = Inner->parent();
    bool IsMember = Inner != Whole;
    S.doubt(IsMember ? Inner : Whole, A.Y);
    if (!IsMember)
      escape(S, A.X);
    else if (!S.Escaped.find(Whole))
      S.Escaped.set(Whole, false);
    if (A.Inner.isValid()) {
      passToUnknown(S, A.X, A.Callee, ~0u);
      if (Whole->Kind == ValueKind::Local)
        shareContents(S, A.X);
    }
  } else {
    // It may have prepared whatever it could reach.
    llvm::SmallVector<const Value *, 4> Reachable;
    for (const auto &[V, L] : S.Lives.entries())
      if (const bool *IsGiven = S.Escaped.find(V->root());
          IsGiven && *IsGiven && L.S != LifeState::Unknown)
        Reachable.push_back(V);
    for (const Value *V : Reachable)
      S.Lives.set(V, S.life(V).isRaw()
                         ? Life{S.life(V).S, S.life(V).Since, true,
                                S.life(V).InDoubt ? S.life(V).Judge : A.Y}
                         : Life());
  }
  log(S, Told);
}

void Interpreter::act(State &S, const Action &A) {
  if (A.IsEscape)
    return actUnknown(S, A);
  if (model::isAboutOwner(A.V))
    return;
  if (model::isAboutLock(A.V) || model::isAboutContext(A.V) ||
      A.V == Verb::Sleep)
    return actHold(S, A);
  noteTouch(S, A);
  switch (A.V) {
  case Verb::Use:
    use(S, A);
    return;
  case Verb::Reinit:
    use(S, A);
    S.unlink(A.X);
    setLife(S, A.X, LifeState::Initialised, note(S, A));
    return;
  case Verb::Init:
    initialise(S, A);
    return;
  case Verb::Destroy:
    if (Hold H = S.hold(A.X); H.Delta > 0 && !H.IsLost && !S.LostFacts) {
      report(S, Reason::DestroyedWhileHeld, A, A.X, nullptr);
      lose(S, A.X);
    }
    use(S, A);
    setLife(S, A.X, LifeState::Destroyed, note(S, A));
    dismiss(S, A.X);
    return;
  case Verb::Link:
    link(S, A);
    return;
  case Verb::Unlink:
    leaveStructure(S, A.X);
    [[fallthrough]];
  case Verb::Deregister:
    note(S, A);
    S.unlink(A.X);
    break;
  case Verb::Poison:
    leaveStructure(S, A.X);
    S.unlink(A.X);
    setLife(S, A.X, LifeState::Destroyed, note(S, A));
    break;
  case Verb::Register:
    S.Links.set(A.X, {LinkState::Registered, nullptr, note(S, A)});
    escape(S, A.X);
    checkCallbacks(S, A);
    break;
  case Verb::Publish:
    S.Published.set(A.X->root(), {checkCallbacks(S, A) ? nullptr : note(S, A)});
    escape(S, A.X);
    break;
  case Verb::Callback:
    S.Callbacks = C.Logs.appendOnce(S.Callbacks, A);
    if (A.X->Kind == ValueKind::Function && !A.Word.empty())
      C.Entries.push_back(
          {C.M.name({ir::OperandKind::Function, A.X->Number}).str(),
           C.Contexts.index(A.Word), A.Where, A.From ? &A.From->From : nullptr,
           Owner});
    break;
  case Verb::Zero:
    beginObject(S, A.X, LifeState::Zeroed);
    break;
  case Verb::Allocate:
    beginObject(S, A.X, LifeState::Uninitialised);
    S.Escaped.erase(A.X);
    break;
  case Verb::AllocateZeroed:
    beginObject(S, A.X, LifeState::Zeroed);
    S.Escaped.erase(A.X);
    break;
  case Verb::Free:
    release(S, A);
    return;
  case Verb::Copy:
    beginObject(S, A.X, LifeState::Unknown);
    break;
  case Verb::Move: {
    Action Old = A;
    Old.X = A.Y;
    release(S, Old);
    beginObject(S, A.X, LifeState::Unknown);
    break;
  }
  case Verb::Swap:
    beginObject(S, A.X, LifeState::Unknown);
    beginObject(S, A.Y, LifeState::Unknown);
    break;
  case Verb::Await: {
    // Whoever signalled may have taken out what it was given through a list.
    S.Links.eraseIf([](const auto &E) {
      return isHeldByOthers(E.second) || E.second.S == LinkState::Lent;
    });
    Action Unnamed = A; // who waits is no business of the callers
    Unnamed.X = nullptr;
    log(S, Unnamed);
    return;
  }
  case Verb::Quiesce:
    S.Published.erase(A.X->root());
    dismiss(S, A.X->root());
    S.Links.eraseIf(
        [](const auto &E) { return E.second.S == LinkState::Lent; });
    return;
  case Verb::Alias:
  case Verb::NoReturn:
  default:
    return; // handled where the call's result is made
  }
  log(S, A);
}

/// A node is taken out: whoever pointed at it points at something else now.
void Interpreter::leaveStructure(State &S, const Value *Node) {
  if (Node->Kind == ValueKind::Contents)
    overwrite(S, Node->A);
}

void Interpreter::use(State &S, const Action &A) {
  LifeState Now = S.life(A.X).S;
  bool IsGone = Now == LifeState::Destroyed || Now == LifeState::Failed;
  Raw IsRaw = rawness(S, A.X);
  Reason Why = Now == LifeState::Destroyed ? Reason::UseAfterDestroy
               : Now == LifeState::Failed  ? Reason::UseAfterFailedInit
               : A.V == Verb::Destroy      ? Reason::DestroyBeforeInit
                                           : Reason::UseBeforeInit;
  // Who initialises a part on some condition, and hands the object to a function
  // that uses it on some condition, means the same condition.
  bool IsOnCondition = A.Inner.isValid() && (A.IsAssumed || A.IsConditional);
  bool MayAgree =
      IsRaw == Raw::Yes && IsOnCondition && C.Sites.initialises(Owner, A.X);
  if ((IsRaw == Raw::Yes && !MayAgree) || IsGone) {
    report(S, Why, A, A.X, nullptr);
    setLife(S, A.X, LifeState::Unknown, nullptr); // once is enough
    return;
  }
  if (IsRaw == Raw::Perhaps && !IsOnCondition)
    suspect(S, Why, A, A.X, A.X);
  if (IsRaw == Raw::Perhaps || isAsCallerLeftIt(S, A.X))
    suspectEarly(S, Why, A);
  // What this function made ready is no matter of its callers.
  if (Now != LifeState::Initialised)
    log(S, A);
}

void Interpreter::initialise(State &S, const Action &A) {
  Action Done = A;
  if (const Link *L = S.Links.find(A.X);
      L && L->S == LinkState::Linked && !L->Judge && !isMadeAgain(A.X)) {
    if (!A.WasReported)
      report(S, Reason::ReinitLinked, A, A.X, L->Into);
    Done.WasReported = true;
  } else {
    // Somebody was given the object before this part of it was ready.
    const Value *Root = A.X->root();
    if (const Exposure *E = S.Published.find(Root);
        E && E->Since && rawness(S, A.X) != Raw::No && !A.WasReported &&
        C.Sites.isUsedByOthers(A.X, Owner)) {
      Action Publication = A;
      Publication.Where = E->Since->Where;
      Publication.Callee = E->Since->Text;
      Publication.Inner = A.Where;
      report(S, Reason::PublishBeforeInit, Publication, Root, A.X);
      Done.WasReported = true;
    }
  }
  confirm(S, A);
  overwrite(S, A.X);
  S.Links.eraseIf([&](const auto &E) {
    return E.first->isWithin(A.X) || E.second.Into == A.X;
  });
  setLife(S, A.X, LifeState::Initialised, note(S, A));
  log(S, Done);
}

void Interpreter::link(State &S, const Action &A) {
  // What is read again in each round of a loop is another node, or the loop
  // would not end.
  auto IsOfLastRound = [&](const Link &L) {
    return InCycle.test(CurrentBlock) && L.Since &&
           L.Since->Block == CurrentBlock && A.X->readsMemory();
  };
  if (const Link *L = S.Links.find(A.X);
      L && A.Y && L->S == LinkState::Linked && !L->Judge && !isMadeAgain(A.X) &&
      !IsOfLastRound(*L))
    report(S, Reason::LinkTwice, A, A.X, L->Into);
  const Note *N = note(S, A);
  setLife(S, A.X, LifeState::Initialised, N);
  overwrite(S, A.X); // they point at each other now
  escape(S, A.X);
  if (A.Y) {
    S.Links.set(A.X, {LinkState::Linked, A.Y, N});
    overwrite(S, A.Y);
  } else {
    S.unlink(A.X); // a callee's: who knows whether it is in there still
  }
  // A structure of this frame is gone when the caller goes on, and others have
  // no name there.
  Action Told = A;
  if (A.Y && !isVisibleToCallers(A.Y))
    Told.Y = nullptr;
  log(S, Told);
}

void Interpreter::release(State &S, const Action &A) {
  Range R = S.range(A.X);
  if (R.isZero())
    return;
  leaveScope(S, A.X, A.Where, Reason::FreedWhileLinked,
             Reason::FreedWhileRegistered);
  S.Links.eraseIf([&](const auto &E) { return E.first->isWithin(A.X); });
  setLife(S, A.X, LifeState::Freed, note(S, A));
  log(S, A);
}

/// The storage of an object ends: nobody may hold the address of a part of it.
void Interpreter::leaveScope(State &S, const Value *Object,
                             const ir::Loc &Where, Reason Linked,
                             Reason Registered) {
  llvm::SmallVector<std::pair<const Value *, Link>, 2> Held;
  for (const auto &[V, L] : S.Links.entries())
    if (V->isWithin(Object))
      Held.push_back({V, L});
  for (const auto &[V, L] : Held) {
    Action A;
    A.X = V;
    A.Where = Where;
    A.From = nullptr;
    if (L.Judge)
      continue; // it may have been taken out
    if (L.S == LinkState::Registered) {
      report(S, Registered, A, V, nullptr);
    } else if (L.S == LinkState::Lent) {
      report(S, Reason::LentAtExit, A, V, nullptr);
    } else if (L.S == LinkState::Linked) {
      // A structure of the same frame goes with it.
      bool Outlives = !L.Into || L.Into->root()->Kind != ValueKind::Local;
      if (!Outlives || (L.Into && L.Into->isWithin(Object)))
        continue;
      report(S, Linked, A, V, L.Into);
    } else {
      continue;
    }
    S.Links.erase(V);
  }
}

Finding Interpreter::finding(const State &S, Reason Why, const Action &A,
                             const Value *Object, const Value *Detail,
                             llvm::StringRef DetailText) {
  Describer D(C, *this, S);
  Finding New;
  New.Why = Why;
  New.Where = A.Where;
  New.Function = F.Name.str();
  New.Object = D.object(Object);
  New.Detail = Detail ? D.object(Detail) : DetailText.str();
  New.Path = D.path(Object, Detail,
                    Why == Reason::PublishBeforeInit ? Detail : Object, A);
  if (A.CalledAt.isValid())
    New.Path.insert(New.Path.begin(),
                    {A.CalledAt, "called from '" + F.Name.str() + "' here"});
  if (A.From)
    New.Rule = A.From->From;
  return New;
}

void Interpreter::report(const State &S, Reason Why, const Action &A,
                         const Value *Object, const Value *Detail,
                         llvm::StringRef DetailText) {
  C.report(finding(S, Why, A, Object, Detail, DetailText));
}
