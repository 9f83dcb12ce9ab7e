//===- Calls.cpp - What a call does: model, summary, or unknown -----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model wins over a body, and a body over nothing. A call about which nothing
// is known may do anything to the objects that it can reach, so those become
// unknown; it leaves alone what memory holds behind pointers, because
// conditions that repeat around a call (`if (d->on) …; f(d); if (d->on) …`)
// mean the same thing far more often than not.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"
#include "Engine/ThreadBound.h"
#include "Engine/TypeFacts.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace holdfast;
using namespace holdfast::engine;
using ir::Op;
using model::Verb;

static constexpr int64_t OtherRound = int64_t(1) << 60;

/// Whether a model says only where a function may be called. Then what else it
/// does is in its body, or unknown.
static bool saysOnlyWhere(const model::FunctionModel &FM) {
  return !FM.Effects.empty() &&
         llvm::all_of(FM.Effects, [](const model::Effect &E) {
           return E.V == Verb::Sleep || E.V == Verb::Require ||
                  E.V == Verb::Forbid || E.V == Verb::Need ||
                  E.V == Verb::Exclude;
         });
}

/// Whether a model speaks of lives and links alone. The file that implements
/// the function says that better, unless the model says that there is nothing.
static bool isAboutLives(const model::FunctionModel &FM) {
  return !FM.Effects.empty() &&
         llvm::all_of(FM.Effects, [](const model::Effect &E) {
           return E.V <= Verb::Quiesce || E.V == Verb::Sleep;
         });
}

/// Whether a copy of a record is just that.
static bool isPlainRecord(const ir::Module &M, ir::TypeId Ty) {
  const ir::Record *R = Ty ? M.recordOf(Ty) : nullptr;
  return R && !R->HasDeletedCopy && !R->HasUserProvidedCopy;
}

void Interpreter::call(const ir::Event &E, uint32_t Index, States &Current) {
  State S = std::move(Current.front());
  Current.clear();
  llvm::SmallVector<const Value *, 6> Args;
  for (ir::Operand O : F.args(E))
    Args.push_back(operand(S, O));

  llvm::StringRef Callee = E.Name;
  const model::FunctionModel *FM = nullptr;
  if (E.Code == ir::Op::Macro) {
    FM = C.Facts.macro(E.Name);
  } else {
    const Value *Target = operand(S, E.A);
    if (Target->Kind == ValueKind::Function) {
      Callee = C.M.name({ir::OperandKind::Function, Target->Number});
      llvm::SmallString<64> Storage;
      FM = C.declared(Callee);
      if (!FM)
        FM = C.Facts.function(modelName(Callee, Storage));
      if (std::optional<uint32_t> I = FM ? C.definition(Callee) : std::nullopt;
          I && !C.M.Functions[*I].IsHeader && C.summary(*I).IsKnown &&
          isAboutLives(*FM))
        FM = nullptr;
    } else if (Target->Kind == ValueKind::Contents &&
               Target->A->Kind == ValueKind::Field) {
      const model::FieldModel *M =
          fieldModel(C.M, C.Facts, Target->A->Record, Target->A->Number);
      FM = M && M->Does ? &*M->Does : nullptr;
    }
  }
  useArguments(S, E, Args, FM);
  shareNumbers(S, Args);
  if (Callee.contains("::")) // C++
    useMoved(S, E, Callee, Args);
  bool IsOpen = FM && E.Code == ir::Op::Call && saysOnlyWhere(*FM);
  loseToCallbacks(S, Args);
  if (FM && !IsOpen) {
    applyModel(*FM, E, Index, Args, std::move(S), Current);
    return;
  }
  States Called;
  if (FM)
    applyModel(*FM, E, Index, Args, std::move(S), Called);
  else
    Called.push_back(std::move(S));
  const Summary *Sum = Callee.empty() ? nullptr : C.summaryOf(Callee);
  for (State &T : Called) {
    if (std::optional<uint32_t> I = C.definition(Callee))
      noteSite(T, *I, Args);
    if (Sum) {
      applySummary(*Sum, E, Index, Args, T, Current);
      continue;
    }
    // Its model, where there is one, says what it does to locks.
    if (!FM) {
      if (std::optional<uint32_t> I = C.definition(Callee))
        callToEach(T, *I, nullptr);
      noteLeaving(T);
      loseUnknown(T, E, Callee, Args);
    }
    // In a loop the result of the last round may still be an argument.
    const Value *Result = E.Result ? Values.fresh(Owner, Index, E.Ty) : nullptr;
    bool IsInUse = Result && InCycle.test(CurrentBlock) &&
                   llvm::any_of(Args, [&](const Value *V) {
                     return V->dependsOn(Result);
                   });
    if (Result && !IsInUse)
      fresh(T, Index, E.Ty);
    applyUnknown(T, E, Index, Callee, Args, IsInUse ? nullptr : Result);
    if (IsInUse)
      fresh(T, Index, E.Ty);
    if (Result) {
      define(T, E.Result, Result);
      if (!FM)
        takeGuessed(T, E, Callee, Result);
    }
    Current.push_back(std::move(T));
  }
}

/// The functions that a call through a member of a record that only this file
/// knows may run, when none of them lets go of what it is given; else none.
std::vector<uint32_t> Interpreter::tableTargets(const ir::Event &E) const {
  if (E.Code != ir::Op::Call || E.A.Kind != ir::OperandKind::Temp)
    return {};
  const ir::Event *Load = F.maker(E.A);
  if (!Load || Load->Code != Op::Load)
    return {};
  const ir::Event *Member = F.maker(Load->A);
  if (!Member || Member->Code != Op::Field)
    return {};
  std::vector<uint32_t> Targets =
      C.Sites.targets(Member->Record, Member->FieldIndex);
  for (uint32_t Target : Targets)
    for (unsigned I = 0; I != F.args(E).size(); ++I)
      if (C.Sites.isGiven(Target, I))
        return {};
  return Targets;
}

/// One of these functions got hold of an object: it has initialised at most
/// what some of them does.
void Interpreter::givenTo(State &S, llvm::ArrayRef<uint32_t> Targets,
                          const Value *V) {
  const ir::Record *R = V->Pointee ? C.M.recordOf(V->Pointee) : nullptr;
  if (!R)
    return;
  ir::RecordId Id = C.M.type(V->Pointee).Record;
  for (uint32_t Target : Targets)
    for (uint32_t Field : C.Sites.preparedIn(Target, Id))
      S.forgetObject(Values.field(V, Id, Field));
  if (!S.Escaped.find(V->root()))
    S.Escaped.set(V->root(), false);
}

void Interpreter::applyUnknown(State &S, const ir::Event &E, uint32_t Index,
                               llvm::StringRef Callee,
                               llvm::ArrayRef<const Value *> Args,
                               const Value *Result) {
  bool GivesPointer = false;
  std::vector<uint32_t> Targets = tableTargets(E);
  // It may wait for a thread.
  S.Links.eraseIf([](const auto &E) { return E.second.S == LinkState::Lent; });
  Action Escape;
  // The result tells whether it failed when it is an int that somebody reads.
  if (Result && Live.isUsed(E.Result.Index) && E.Ty &&
      C.M.type(E.Ty).Kind == ir::TypeKind::Int && C.M.type(E.Ty).IsSigned)
    Escape.Y = Result;
  Escape.IsEscape = true;
  Escape.Where = E.Where;
  Escape.Callee = Callee;
  for (uint32_t I = 0; I != Args.size(); ++I) {
    const Value *V = Args[I];
    if (V->isInt() || V->Kind == ValueKind::Function ||
        V->Kind == ValueKind::String || V->Kind == ValueKind::Undef)
      continue;
    GivesPointer = true;
    if (I < 64 && (E.ByValue >> I & 1) && isPlainRecord(C.M, V->Pointee)) {
      passContents(S, V, Escape);
      continue;
    }
    if (V->root()->Kind == ValueKind::Local)
      shareContents(S, V->root());
    else
      passToUnknown(S, V, Callee, I, Result, E.Ty);
    if (!Targets.empty()) {
      givenTo(S, Targets, V);
    } else {
      // A variable whose address is given away is an out-parameter; what it
      // points at can be reached as well.
      if (const Value *const *Held = S.Memory.find(V)) {
        Escape.X = *Held;
        act(S, Escape);
      }
      Escape.X = V;
      act(S, Escape);
    }
    ir::TypeId Ty = V->Pointee;
    // What a pointer points at is taken to be as before (see the top).
    if (V->root()->Kind != ValueKind::Local)
      continue;
    const Value *const *Before = S.Memory.find(V);
    const Value *Old = Before ? *Before : Values.undef();
    overwrite(S, V);
    if (Ty && !C.M.recordOf(Ty)) {
      S.Memory.set(V, fresh(S, symbolKey(Index, OutParameter + I), Ty));
      noteFlag(S, V, Old, *S.Memory.find(V));
    }
  }
  // Objects that were stored somewhere can be reached too, if there is a way
  // from an argument to anywhere.
  if (E.Code == ir::Op::Call && GivesPointer) {
    Escape.X = nullptr;
    act(S, Escape);
  }
}

void Interpreter::applyModel(const model::FunctionModel &FM, const ir::Event &E,
                             uint32_t Index, llvm::ArrayRef<const Value *> Args,
                             State S, States &Out) {
  const Value *Result = Values.undef();
  llvm::SaveAndRestore<unsigned> First(FirstArgument,
                                       FM.IsMethod && E.Code == ir::Op::Call);
  if (E.Code != ir::Op::Call || !saysOnlyWhere(FM))
    passUnmentioned(S, FM, E, Index, Args);
  bool IsOwned = llvm::any_of(FM.Effects, [](const model::Effect &Effect) {
    return Effect.V == Verb::Get && !Effect.Operands.empty() &&
           Effect.Operands[0].Root == model::Place::Result;
  });
  if (E.Result || IsOwned) {
    Result = freshResult(S, Index, E.Ty, Args);
    for (const model::Effect &Effect : FM.Effects)
      if (Effect.V == Verb::Bound && E.A.Kind == ir::OperandKind::Function)
        Result = boundResult(Values, E);
    for (const model::Effect &Effect : FM.Effects) {
      if (Effect.V != Verb::Alias || Effect.Operands.size() != 2)
        continue;
      const Value *V = object(S, Effect.Operands[1], Args, Result);
      if (!V)
        continue;
      if (Effect.If.K != model::Condition::Always) {
        State Not = S; // the result is something else, as null
        if (Not.assume(condition(Not, Effect.If, Args, Result), false)) {
          define(Not, E.Result, Result);
          applyEffects(FM, E, Index, Args, Result, std::move(Not), Out);
        }
        if (!S.assume(condition(S, Effect.If, Args, V), true))
          return;
      }
      Result = V;
    }
    define(S, E.Result, Result);
  }
  applyEffects(FM, E, Index, Args, Result, std::move(S), Out);
}

/// One after the other, on the states that they split.
void Interpreter::applyEffects(const model::FunctionModel &FM,
                               const ir::Event &E, uint32_t Index,
                               llvm::ArrayRef<const Value *> Args,
                               const Value *Result, State S, States &Results) {
  States Out;
  Out.push_back(std::move(S));
  for (const model::Effect &Effect : FM.Effects) {
    if (Effect.V == Verb::Alias)
      continue;
    States Next;
    for (State &T : Out) {
      // Who does not look at the result takes the call to have succeeded.
      bool IsIgnored = Effect.If.Subject.Root == model::Place::Result &&
                       !(E.Result && Live.isUsed(E.Result.Index));
      if (IsIgnored && Effect.V == Verb::NoReturn) {
        Next.push_back(std::move(T)); // nor does it say what the result is
        continue;
      }
      Action A;
      A.V = Effect.V;
      A.Where = E.Where;
      A.Callee = FM.Name;
      A.From = &FM;
      A.Word = Effect.Word;
      A.IsForWrite = Effect.Word == "write" || Effect.Word == "nested" ||
                     (Effect.V == Verb::Acquire && Effect.Word.empty());
      A.IsTry = Effect.If.Subject.Root == model::Place::Result &&
                Effect.If.K != model::Condition::Always;
      bool IsConditional = Effect.If.K != model::Condition::Always;
      // Of what nobody linked there is nothing to tell apart.
      if (IsConditional && Effect.V == Verb::Unlink) {
        const Value *X = object(T, Effect.Operands[0], Args, Result);
        if (!X || !T.isLinkedOrHead(X)) {
          // A loop that ends when the list is empty takes out what callers put
          // there.
          if (X && InCycle.test(CurrentBlock)) {
            A.X = X;
            A.IsConditional = true;
            log(T, A);
          }
          Next.push_back(std::move(T));
          continue;
        }
      }
      if (IsConditional && !IsIgnored) {
        const Value *If = condition(T, Effect.If, Args, Result);
        if (Effect.V == Verb::Sleep && !T.truth(If)) {
          // Nothing is otherwise after it, so one state is enough.
          if (State There = T; There.assume(If, true))
            act(There, A);
          Next.push_back(std::move(T));
          continue;
        }
        State Not = T;
        if (Not.assume(If, false)) {
          failInit(Not, FM, Effect, E, Args, Result);
          // What is only given up if it is not the last one is the last one.
          if (Effect.V == Verb::Put && A.IsTry)
            if (const Value *X = object(Not, Effect.Operands[0], Args, Result))
              Not.IsAtEnd |= isVisibleToCallers(X);
          Next.push_back(std::move(Not));
        }
        if (!T.assume(If, true))
          continue;
        // What a call gives is no error pointer either.
        bool IsGiven = Effect.V == Verb::Get || Effect.V == Verb::Allocate ||
                       Effect.V == Verb::AllocateZeroed;
        if (IsGiven && Effect.Operands[0].Root == model::Place::Result &&
            Effect.Operands[0].Path.empty()) {
          Range Pointer;
          Pointer.NonError = true;
          if (!T.restrict(Result, Pointer))
            continue;
        }
      }
      if (Effect.V == Verb::NoReturn)
        continue;
      if (model::isAboutContext(Effect.V)) {
        if (A.IsTry && isRefuted(T, Effect))
          continue;
        actOnContext(T, A, Effect, E, Index, Args, Result);
        Next.push_back(std::move(T));
        continue;
      }
      bool IsNew = Effect.V == Verb::Get &&
                   makeTarget(T, Effect.Operands[0], Args, Result, Index);
      bool IsComplete = true;
      for (size_t I = 0; I != Effect.Operands.size(); ++I) {
        const model::Place &P = Effect.Operands[I];
        const Value *V = object(T, P, Args, Result);
        if (Effect.V == Verb::Callback && I > 0) {
          A.Args.push_back(V ? V : Values.undef());
          continue;
        }
        IsComplete &= V != nullptr;
        (I == 0 ? A.X : A.Y) = V;
      }
      if (A.V == Verb::Read || A.V == Verb::Write) {
        if (A.X)
          checkRules(T, A.X, A.V == Verb::Write, E.Where, false);
        if (A.X && A.V == Verb::Write) {
          storeToEach(T, A.X, nullptr);
          T.forgetObject(A.X);
        }
        Next.push_back(std::move(T));
        continue;
      }
      if (IsComplete && !isForeign(A)) {
        noteLinks(T, A, E, Args);
        act(T, A);
        own(T, A, model::hasKind(A.V) ? Effect.Word : "", IsNew);
        if (A.V == Verb::Allocate || A.V == Verb::AllocateZeroed)
          noteSize(T, A.X, Args);
        // An out-parameter may be a place that others find.
        if (IsNew)
          for (const auto &[Address, V] : T.Memory.entries())
            if (V == A.X && Address->root()->Kind != ValueKind::Local)
              share(T, V, Address);
      }
      Next.push_back(std::move(T));
    }
    Out = std::move(Next);
  }
  for (State &T : Out)
    Results.push_back(std::move(T));
}

/// The symbol of a result. In a loop the one of the last round may still be an
/// argument (`n = next(n)`): then it is another.
const Value *Interpreter::freshResult(State &S, int64_t Key, ir::TypeId Ty,
                                      llvm::ArrayRef<const Value *> Args) {
  if (InCycle.test(CurrentBlock)) {
    const Value *Usual = Values.fresh(Owner, Key, Ty);
    if (llvm::any_of(Args, [&](const Value *V) { return V->dependsOn(Usual); }))
      Key |= OtherRound;
  }
  return fresh(S, Key, Ty);
}

/// A reference that comes through an argument (`get *arg1`) is to a new object,
/// and is stored there. True when nobody knew of the object before.
bool Interpreter::makeTarget(State &S, const model::Place &P,
                             llvm::ArrayRef<const Value *> Args,
                             const Value *Result, uint32_t Index) {
  if (P.Root == model::Place::Result && P.Path.empty())
    return Result->Kind == ValueKind::Fresh && Result->Owner == Owner &&
           uint32_t(Result->Number) == Index;
  if (P.Root != model::Place::Argument || P.Path.empty() || P.AddressOf)
    return false;
  model::Place Where = P;
  if (P.Path.size() == 1 && P.Path[0].K == model::PlaceStep::Deref)
    Where.Path.clear();
  else if (P.Path.back().K == model::PlaceStep::Member)
    Where.AddressOf = true;
  else
    return false;
  const Value *Address = object(S, Where, Args, Result);
  if (!Address || (Address->Pointee &&
                   C.M.type(Address->Pointee).Kind != ir::TypeKind::Pointer))
    return false;
  const Value *New =
      fresh(S, symbolKey(Index, OutParameter + 64 + P.Index), Address->Pointee);
  write(S, Address, New);
  return true;
}

/// An initialiser did not initialise its object: nobody may use it.
void Interpreter::failInit(State &S, const model::FunctionModel &FM,
                           const model::Effect &Effect, const ir::Event &E,
                           llvm::ArrayRef<const Value *> Args,
                           const Value *Result) {
  if (Effect.V != Verb::Init ||
      Effect.Operands[0].Root == model::Place::Result ||
      Effect.If.Subject.Root != model::Place::Result)
    return;
  Action A;
  A.V = Verb::Init;
  A.From = &FM;
  A.X = object(S, Effect.Operands[0], Args, Result);
  A.Where = E.Where;
  if (A.X && !isForeign(A) && S.life(A.X).S != LifeState::Initialised)
    setLife(S, A.X, LifeState::Failed, nullptr);
}
