//===- Replay.cpp - What a call of a function with a summary does ---------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each case of the callee's summary that is possible in the caller's state is
// replayed on a state of its own. What is hard about it: some actions happen on
// only some of the paths that a case stands for, with what was known there.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

/// What a callee finds at an address. What a pointer points at is all that is
/// left of its type.
const Value *Interpreter::readFor(State &S, const Value *Address,
                                  ir::TypeId Pointee) {
  const Value *V = read(S, Address, {}, false, 0);
  if (!V->Pointee && Pointee && V->Kind == ValueKind::Contents)
    return Values.typed(V, Pointee);
  return V;
}

/// Whether a callee gives a reference up in all cases, but where there is no
/// object. Who does it in some, as when it stopped a timer that had a reference
/// of its own, does not give up its caller's.
static bool isForAll(const Summary &Sum, const ReferenceChange &R) {
  return llvm::all_of(Sum.Cases, [&](const SummaryCase &Case) {
    return llvm::any_of(Case.References,
                        [&](const ReferenceChange &Other) {
                          return Other.X == R.X && Other.Kind == R.Kind;
                        }) ||
           llvm::any_of(Case.Facts, [&](const auto &Fact) {
             return R.X->isWithin(Fact.first) &&
                    (Fact.second.isZero() || Fact.second.isError());
           });
  });
}

/// In a loop, the callee may get hold of what a symbol of the call stood for in
/// the last round, before it makes the symbol again: that has another name now.
void Interpreter::nameLastRound(State &S, uint32_t Index,
                                llvm::ArrayRef<const Value *> Args) {
  SymbolSet Old;
  for (const auto &[Address, V] : S.Memory.entries()) {
    const Value *Made = wholeObject(V);
    if (Made->Kind == ValueKind::Fresh && Made->Owner == Owner &&
        uint32_t(Made->Number) == Index && Made->Number >> 32 &&
        Address->Kind != ValueKind::Local &&
        llvm::none_of(Args, [&](const Value *A) { return A->dependsOn(Made); }))
      Old.add(Made);
  }
  if (Old.size())
    S.forgetSymbols(std::move(Old), [&](const Value *A) {
      return Values.merged(Owner, CurrentBlock | ValueTable::OldMeaning, A);
    });
}

void Interpreter::applySummary(const Summary &Sum, const ir::Event &E,
                               uint32_t Index,
                               llvm::ArrayRef<const Value *> Args,
                               const State &S, States &Out) {
  Action Call;
  Call.Where = E.Where;
  State Before = S;
  if (InCycle.test(CurrentBlock))
    nameLastRound(Before, Index, Args);
  applyRequirements(Before, Sum, Args, Call);
  State T;
  uint32_t NumSymbols = 0;
  Substitution Translate(
      Values, Args,
      [&](const Value *Address, ir::TypeId Pointee) {
        return readFor(Before, Address, Pointee);
      },
      [&](const Value *) {
        return freshResult(T, symbolKey(Index, ++NumSymbols), {}, Args);
      });
  for (const SummaryCase &Case : Sum.Cases) {
    T = Before;
    NumSymbols = 0;
    Translate.startCase();
    bool IsPossible = true, IsSure = true;
    for (const auto &[V, R] : Case.Facts) {
      const Value *Mine = Translate(V);
      IsSure &= T.known(Mine).join(R) == R;
      IsPossible = T.takeOver(Mine, R);
      if (!IsPossible)
        break;
    }
    if (!IsPossible)
      continue;
    llvm::SmallVector<const Value *, 2> Cleared;
    for (const LoggedAction *L : Case.Actions) {
      const Action &Callees = L->Act;
      // What the callee made, or cleared, is the callee's to use rightly.
      auto IsWithin = [&](const Value *V) { return Callees.X->isWithin(V); };
      if (Callees.V == Verb::Use && !Callees.IsEscape &&
          (Callees.X->root()->Kind == ValueKind::Fresh ||
           llvm::any_of(Cleared, IsWithin)))
        continue;
      if (Callees.V == Verb::Zero || Callees.V == Verb::Allocate ||
          Callees.V == Verb::AllocateZeroed)
        Cleared.push_back(Callees.X);
      Action A = Callees;
      A.X = Callees.X ? Translate(Callees.X) : nullptr;
      A.Y = Callees.Y ? Translate(Callees.Y) : nullptr;
      for (const Value *&V : A.Args)
        V = Translate(V);
      A.Inner = A.Inner.isValid() ? A.Inner : Callees.Where;
      A.Where = E.Where;
      A.IsAssumed |= !IsSure;
      if (A.IsConditional) {
        actPerhaps(T, A, Translate);
        continue;
      }
      act(T, A);
    }
    T.HasFailedAssertion |= Case.HasFailedAssertion;
    callToEach(T, C.indexOf(Sum), &Case);
    applyHolds(T, Sum, Case, IsSure, Translate, Call);
    for (const ReferenceChange &R : Case.References)
      if (R.X)
        replay(T, R, Translate(R.X), E, isForAll(Sum, R));
    uint32_t NumWrite = 0;
    for (const auto &[Address, V] : Case.Writes) {
      const Value *To = Translate(Address);
      ++NumWrite;
      const Value *What =
          V ? Translate(V)
            : fresh(T, symbolKey(Index, OutParameter + NumWrite), {});
      if (Case.Returned && Address->root() == Case.Returned) {
        T.Memory.set(To, What); // a record that only the caller has
        if (E.Result && endsWithBlock(E.Result.Index))
          PassingRecords.insert(To->root());
      } else {
        if (const Value *const *Old = T.Memory.find(To))
          noteFlag(T, To, *Old, What);
        write(T, To, What);
      }
    }
    if (!llvm::all_of(Case.Found, [&](const auto &Fact) {
          return T.takeOver(Translate(Fact.first), Fact.second);
        }))
      continue;
    if (E.Result) {
      const Value *Result = Case.Returned ? Translate(Case.Returned)
                                          : freshResult(T, Index, E.Ty, Args);
      if (!T.restrict(Result, Case.ReturnedRange))
        continue;
      define(T, E.Result, Result);
      for (const ReferenceChange &R : Case.References)
        if (!R.X)
          replay(T, R, Result, E, true);
    }
    T.tidyReferences();
    Out.push_back(std::move(T));
  }
}

/// An action that only some of the callee's paths do.
void Interpreter::actPerhaps(State &S, Action A, Substitution &Translate) {
  llvm::SmallVector<std::pair<const Value *, Range>, 8> Guard;
  bool IsSure = A.IsExact;
  for (const auto &[V, R] : A.Guard) {
    const Value *W = Translate(V);
    Range Known = S.known(W);
    if (Known.meet(R).isEmpty())
      return;
    if (Known.join(R) == R)
      continue; // it holds, whoever calls this function
    IsSure = false;
    if (isVisibleToCallers(W))
      Guard.push_back({W, R});
    else
      A.IsExact = false;
  }
  A.IsConditional = !IsSure;
  A.Guard = Guards(Guard).copy(Values.storage());
  if (A.IsEscape || A.V == Verb::Use || A.V == Verb::Callback || IsSure) {
    act(S, A);
    return;
  }
  for (const Value *V : {A.X, A.Y})
    if (V)
      S.forgetObject(V);
  if (A.V == Verb::Unlink)
    S.Links.eraseIf([&](const auto &E) { return E.second.Into == A.X; });
  if (A.V == Verb::Link || A.V == Verb::Register || A.V == Verb::Publish)
    escape(S, A.X);
  log(S, A);
}

/// At a publication, whoever may now be called back must find initialised what
/// it uses. True when somebody may be: then it is known who the others are.
bool Interpreter::checkCallbacks(State &S, const Action &Publication) {
  const Value *Root = Publication.X->root();
  bool Found = false;
  for (const Logged *L = S.Callbacks; L; L = L->Before) {
    const Action &Callback = L->act();
    // Whoever is registered by one part is not called for another one.
    auto IsGiven = [&](const Value *V) {
      return Publication.V == Verb::Register
                 ? V->isWithin(Publication.X) || Publication.X->isWithin(V)
                 : V->root() == Root;
    };
    if (llvm::none_of(Callback.Args, IsGiven))
      continue;
    Found = true;
    if (Callback.X->Kind != ValueKind::Function)
      continue;
    const Summary *Sum =
        C.summaryOf(C.M.name({ir::OperandKind::Function, Callback.X->Number}));
    if (!Sum)
      continue;
    for (const SummaryCase &Case : Sum->Cases) {
      Substitution Translate(
          Values, Callback.Args,
          [&](const Value *Address, ir::TypeId) {
            return read(S, Address, {}, false, 0);
          },
          [&](const Value *) { return Values.undef(); });
      bool IsSure = true, IsPossible = true;
      for (const auto &[V, R] : Case.Facts) {
        Range Known = S.known(Translate(V));
        IsSure &= Known.join(R) == R;
        IsPossible &= !Known.meet(R).isEmpty();
      }
      if (!IsPossible)
        continue;
      llvm::SmallVector<const Value *, 4> Prepared; // by the callback itself
      for (const LoggedAction *Each : Case.Actions) {
        const Action &Inner = Each->Act;
        if (Inner.V == Verb::Init)
          Prepared.push_back(Inner.X);
        if (Inner.IsEscape || Inner.V != Verb::Use ||
            llvm::any_of(Prepared,
                         [&](const Value *V) { return Inner.X->isWithin(V); }))
          continue;
        if (llvm::any_of(Inner.Guard, [&](const auto &G) {
              return S.known(Translate(G.first)).meet(G.second).isEmpty();
            }))
          continue;
        const Value *Part = Translate(Inner.X);
        // Of a global that it is not given, what it asks before counts.
        if (Part->root() != Root && (!IsSure || Inner.IsConditional))
          continue;
        Raw IsRaw = rawness(S, Part);
        bool IsOpen =
            IsRaw == Raw::Perhaps ||
            (isAsCallerLeftIt(S, Part) && C.Sites.isConstructor(Part, Owner));
        if (IsRaw != Raw::Yes && !IsOpen)
          continue;
        Action A = Publication;
        A.Inner = Inner.Inner.isValid() ? Inner.Inner : Inner.Where;
        A.V = Verb::Use;
        A.Callee = C.M.name({ir::OperandKind::Function, Callback.X->Number});
        // The publication is where it is, whoever called it.
        if (Publication.Inner.isValid() &&
            C.M.file(Publication.Inner.File) == C.M.MainFile) {
          A.CalledAt = A.Where;
          A.Where = Publication.Inner;
        }
        if (IsRaw != Raw::Yes) {
          suspect(S, Reason::PublishBeforeInit, A, Root, Part);
          continue;
        }
        report(S, Reason::PublishBeforeInit, A, Root, Part);
        setLife(S, Part, LifeState::Unknown, nullptr);
      }
    }
  }
  return Found;
}
