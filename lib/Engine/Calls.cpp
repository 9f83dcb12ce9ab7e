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
#include "Engine/TypeFacts.h"

#include "llvm/ADT/SmallString.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

/// The key of the N-th further symbol that an event makes.
static int64_t symbolKey(uint32_t Index, uint32_t N) {
  return int64_t(Index) | (int64_t(N) << 32);
}

static constexpr uint32_t OutParameter = 1u << 16;

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
      FM = C.Facts.function(modelName(Callee, Storage));
    }
  }
  if (FM) {
    applyModel(*FM, E, Index, Args, std::move(S), Current);
    return;
  }
  if (const Summary *Sum = Callee.empty() ? nullptr : C.summaryOf(Callee)) {
    applySummary(*Sum, E, Index, Args, S, Current);
    return;
  }
  const Value *Result = E.Result ? fresh(S, Index, E.Ty) : nullptr;
  if (!applyTable(S, E, Args))
    applyUnknown(S, E, Index, Args, Result);
  if (Result)
    define(S, E.Result, Result);
  Current.push_back(std::move(S));
}

/// A call through a member of a record that only this file knows: it runs one
/// of the functions in the tables of this file. True when none of them lets go
/// of what it is given.
bool Interpreter::applyTable(State &S, const ir::Event &E,
                             llvm::ArrayRef<const Value *> Args) {
  if (E.Code != ir::Op::Call || E.A.Kind != ir::OperandKind::Temp)
    return false;
  const ir::Event *Load = nullptr, *Member = nullptr;
  for (const ir::Event &D : F.Events) {
    if (D.Result && D.Result.Index == uint32_t(E.A.Value))
      Load = &D;
  }
  if (!Load || Load->Code != ir::Op::Load ||
      Load->A.Kind != ir::OperandKind::Temp)
    return false;
  for (const ir::Event &D : F.Events)
    if (D.Result && D.Result.Index == uint32_t(Load->A.Value))
      Member = &D;
  if (!Member || Member->Code != ir::Op::Field)
    return false;
  std::vector<uint32_t> Targets =
      C.Sites.targets(Member->Record, Member->FieldIndex);
  if (Targets.empty())
    return false;
  for (uint32_t Target : Targets)
    for (unsigned I = 0; I != Args.size(); ++I)
      if (C.Sites.isGiven(Target, I))
        return false;
  for (const Value *V : Args) {
    const ir::Record *R = V->Pointee ? C.M.recordOf(V->Pointee) : nullptr;
    if (!R)
      continue;
    ir::RecordId Id = C.M.type(V->Pointee).Record;
    for (uint32_t Target : Targets)
      for (uint32_t Field : C.Sites.preparedIn(Target, Id))
        S.forgetObject(Values.field(V, Id, Field));
    if (!S.Escaped.find(V->root()))
      S.Escaped.set(V->root(), false);
  }
  Action Ran;
  Ran.IsEscape = true;
  Ran.Where = E.Where;
  act(S, Ran);
  return true;
}

void Interpreter::applyUnknown(State &S, const ir::Event &E, uint32_t Index,
                               llvm::ArrayRef<const Value *> Args,
                               const Value *Result) {
  bool GivesPointer = false;
  Action Escape;
  // The result tells whether it failed when it is an int that somebody reads.
  if (Result && IsUsed.test(E.Result.Index) && E.Ty &&
      C.M.type(E.Ty).Kind == ir::TypeKind::Int && C.M.type(E.Ty).IsSigned)
    Escape.Y = Result;
  Escape.IsEscape = true;
  Escape.Where = E.Where;
  for (uint32_t I = 0; I != Args.size(); ++I) {
    const Value *V = Args[I];
    if (V->isInt() || V->Kind == ValueKind::Function ||
        V->Kind == ValueKind::String || V->Kind == ValueKind::Undef)
      continue;
    GivesPointer = true;
    // A variable whose address is given away is an out-parameter; what it
    // points at can be reached as well.
    if (const Value *const *Held = S.Memory.find(V)) {
      Escape.X = *Held;
      act(S, Escape);
    }
    Escape.X = V;
    act(S, Escape);
    ir::TypeId Ty = V->Pointee;
    // What a pointer points at is taken to be as before (see the top).
    if (V->root()->Kind != ValueKind::Local)
      continue;
    overwrite(S, V);
    if (Ty && !C.M.recordOf(Ty))
      S.Memory.set(V, fresh(S, symbolKey(Index, OutParameter + I), Ty));
  }
  // Objects that were stored somewhere can be reached too, if there is a way
  // from an argument to anywhere.
  if (E.Code == ir::Op::Call && GivesPointer) {
    Escape.X = nullptr;
    act(S, Escape);
  }
}

/// The members of a model's path: of an object, or of what a pointer points at.
const Value *Interpreter::object(State &S, const model::Place &P,
                                 llvm::ArrayRef<const Value *> Args,
                                 const Value *Result) {
  const Value *V = nullptr;
  switch (P.Root) {
  case model::Place::Argument:
    V = P.Index < Args.size() ? Args[P.Index] : nullptr;
    break;
  case model::Place::Self:
    V = Args.empty() ? nullptr : Args[0];
    break;
  case model::Place::Result:
    V = Result;
    break;
  case model::Place::Global:
    for (uint32_t I = 0; I != C.M.Globals.size(); ++I)
      if (C.M.Globals[I].Name == P.Name)
        V = Values.global(I);
    break;
  case model::Place::Ignored:
    break;
  }
  for (size_t I = 0; V && I != P.Path.size(); ++I) {
    const model::PlaceStep &Step = P.Path[I];
    if (Step.K == model::PlaceStep::Element) {
      V = Values.element(V, Values.integer(0), V->Pointee);
      continue;
    }
    bool IsLast = I + 1 == P.Path.size();
    if (Step.K == model::PlaceStep::Deref) {
      // The `->` of `arg0->f`: the pointer is the address of the object.
      if (I > 0 || IsLast || P.Root == model::Place::Global)
        V = read(S, V, V->Pointee, false, 0);
      continue;
    }
    V = member(V, Step.Field);
    // A pointer member means what it points at, unless its address is meant.
    if (V && IsLast && !P.AddressOf && V->Pointee &&
        C.M.type(V->Pointee).Kind == ir::TypeKind::Pointer)
      V = read(S, V, V->Pointee, false, 0);
  }
  return V;
}

/// The address of a member of that name, also inside anonymous members.
const Value *Interpreter::member(const Value *V, llvm::StringRef Name) {
  const ir::Record *R = V->Pointee ? C.M.recordOf(V->Pointee) : nullptr;
  if (!R)
    return nullptr;
  ir::RecordId Id = C.M.type(V->Pointee).Record;
  for (uint32_t I = 0; I != R->Fields.size(); ++I)
    if (R->Fields[I].Name == Name)
      return Values.field(V, Id, I);
  for (uint32_t I = 0; I != R->Fields.size(); ++I)
    if (R->Fields[I].Name.empty() || R->Fields[I].IsBase)
      if (const Value *Inner = member(Values.field(V, Id, I), Name))
        return Inner;
  return nullptr;
}

/// Whether a function only has the name of the modelled one: it is given an
/// object of a type of which the model knows nothing.
bool Interpreter::isForeign(const Action &A) const {
  switch (A.V) {
  case Verb::Init:
  case Verb::Reinit:
  case Verb::Use:
  case Verb::Destroy:
  case Verb::Link:
  case Verb::Unlink:
  case Verb::Poison:
    break;
  default:
    return false;
  }
  ir::TypeId T = elementType(C.M, A.X->Pointee);
  return C.M.recordOf(T) && C.M.recordOf(T)->IsComplete &&
         !typeModel(C.M, C.Facts, T);
}

const Value *Interpreter::condition(State &S, const model::Condition &If,
                                    llvm::ArrayRef<const Value *> Args,
                                    const Value *Result) {
  const Value *V = object(S, If.Subject, Args, Result);
  if (!V)
    return Values.undef();
  if (If.Mask)
    V = Values.binary(ir::BinaryOp::And, false, V, Values.integer(If.Mask));
  auto Compare = [&](ir::BinaryOp Op, bool IsUnsigned, int64_t N) {
    return Values.binary(Op, IsUnsigned, V, Values.integer(N));
  };
  switch (If.K) {
  case model::Condition::Always:
    return Values.integer(1);
  case model::Condition::IsError:
    return Compare(ir::BinaryOp::Ge, true, Range::FirstError);
  case model::Condition::IsOk:
    return Compare(ir::BinaryOp::Lt, true, Range::FirstError);
  case model::Condition::Compare:
    break;
  }
  switch (If.Op) {
  case model::CompareOp::Eq:
    return Compare(ir::BinaryOp::Eq, false, If.Value);
  case model::CompareOp::Ne:
    return Compare(ir::BinaryOp::Ne, false, If.Value);
  case model::CompareOp::Lt:
    return Compare(ir::BinaryOp::Lt, false, If.Value);
  case model::CompareOp::Le:
    return Compare(ir::BinaryOp::Le, false, If.Value);
  case model::CompareOp::Gt:
    return Compare(ir::BinaryOp::Gt, false, If.Value);
  case model::CompareOp::Ge:
    return Compare(ir::BinaryOp::Ge, false, If.Value);
  }
  return Values.undef();
}

void Interpreter::applyModel(const model::FunctionModel &FM, const ir::Event &E,
                             uint32_t Index, llvm::ArrayRef<const Value *> Args,
                             State S, States &Out) {
  const Value *Result = Values.undef();
  if (E.Result) {
    Result = fresh(S, Index, E.Ty);
    for (const model::Effect &Effect : FM.Effects)
      if (Effect.V == Verb::Alias && Effect.Operands.size() == 2)
        if (const Value *V = object(S, Effect.Operands[1], Args, Result))
          Result = V;
    define(S, E.Result, Result);
  }
  Out.push_back(std::move(S));
  for (const model::Effect &Effect : FM.Effects) {
    if (Effect.V == Verb::Alias)
      continue;
    States Next;
    for (State &T : Out) {
      // Who does not look at the result takes the call to have succeeded.
      bool IsIgnored = Effect.If.Subject.Root == model::Place::Result &&
                       !(E.Result && IsUsed.test(E.Result.Index));
      if (Effect.If.K != model::Condition::Always && !IsIgnored) {
        const Value *If = condition(T, Effect.If, Args, Result);
        State Not = T;
        if (Not.assume(If, false)) {
          failInit(Not, Effect, E, Args, Result);
          Next.push_back(std::move(Not));
        }
        if (!T.assume(If, true))
          continue;
      }
      if (Effect.V == Verb::NoReturn)
        continue;
      Action A;
      A.V = Effect.V;
      A.Where = E.Where;
      A.Callee = FM.Name;
      A.From = &FM;
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
      if (IsComplete && !isForeign(A))
        act(T, A);
      Next.push_back(std::move(T));
    }
    Out = std::move(Next);
  }
}

/// An initialiser did not initialise its object: nobody may use it.
void Interpreter::failInit(State &S, const model::Effect &Effect,
                           const ir::Event &E,
                           llvm::ArrayRef<const Value *> Args,
                           const Value *Result) {
  if (Effect.V != Verb::Init ||
      Effect.Operands[0].Root == model::Place::Result ||
      Effect.If.Subject.Root != model::Place::Result)
    return;
  Action A;
  A.V = Verb::Init;
  A.X = object(S, Effect.Operands[0], Args, Result);
  A.Where = E.Where;
  if (A.X && !isForeign(A) && S.life(A.X).S != LifeState::Initialised)
    setLife(S, A.X, LifeState::Failed, nullptr);
}

void Interpreter::applySummary(const Summary &Sum, const ir::Event &E,
                               uint32_t Index,
                               llvm::ArrayRef<const Value *> Args,
                               const State &S, States &Out) {
  for (const SummaryCase &Case : Sum.Cases) {
    State T = S;
    State Before = S;
    uint32_t NumSymbols = 0;
    Substitution Translate(
        Values, Args,
        [&](const Value *Address, ir::TypeId Pointee) {
          // What a pointer points at is all that is left of its type.
          const Value *V = read(Before, Address, {}, false, 0);
          if (!V->Pointee && Pointee && V->Kind == ValueKind::Contents)
            return Values.typed(V, Pointee);
          return V;
        },
        [&](const Value *) {
          return fresh(T, symbolKey(Index, ++NumSymbols), {});
        });
    bool IsPossible = true;
    for (const auto &[V, R] : Case.Facts) {
      const Value *W = Translate(V);
      if (R.isZero() || R == Range::of(1) || (R.NonZero && R.Low == INT64_MIN))
        IsPossible &= T.assume(W, !R.isZero());
      IsPossible &= IsPossible && T.restrict(W, R);
      if (!IsPossible)
        break;
    }
    if (!IsPossible)
      continue;
    for (const Action &Callees : Case.Actions) {
      Action A = Callees;
      A.X = Callees.X ? Translate(Callees.X) : nullptr;
      A.Y = Callees.Y ? Translate(Callees.Y) : nullptr;
      for (const Value *&V : A.Args)
        V = Translate(V);
      A.Inner = A.Inner.isValid() ? A.Inner : Callees.Where;
      A.Where = E.Where;
      if (A.IsConditional) {
        actPerhaps(T, A, Translate);
        continue;
      }
      act(T, A);
    }
    uint32_t NumWrite = 0;
    for (const auto &[Address, V] : Case.Writes) {
      const Value *To = Translate(Address);
      ++NumWrite;
      write(T, To,
            V ? Translate(V)
              : fresh(T, symbolKey(Index, OutParameter + NumWrite), {}));
    }
    if (E.Result) {
      const Value *Result =
          Case.Returned ? Translate(Case.Returned) : fresh(T, Index, E.Ty);
      if (!T.restrict(Result, Case.ReturnedRange))
        continue;
      define(T, E.Result, Result);
    }
    Out.push_back(std::move(T));
  }
}

/// An action that only some of the callee's paths do.
void Interpreter::actPerhaps(State &S, Action A, Substitution &Translate) {
  llvm::SmallVector<std::pair<const Value *, Range>, 8> Guard;
  bool IsSure = !A.Guard.empty();
  for (const auto &[V, R] : A.Guard) {
    const Value *W = Translate(V);
    Range Known = S.known(W);
    if (Known.meet(R).isEmpty())
      return;
    IsSure &= Known.join(R) == R;
    if (isVisibleToCallers(W))
      Guard.push_back({W, R});
  }
  A.Guard = Guards(Guard).copy(Values.storage());
  if (A.IsEscape || A.V == Verb::Use || IsSure) {
    act(S, A);
    return;
  }
  for (const Value *V : {A.X, A.Y})
    if (V)
      S.forgetObject(V);
  log(S, A);
}

/// At a publication, whoever may now be called back must find initialised what
/// it uses. True when somebody may be: then it is known who the others are.
bool Interpreter::checkCallbacks(State &S, const Action &Publication) {
  const Value *Root = Publication.X->root();
  bool Found = false;
  for (const Logged *L = S.Callbacks; L; L = L->Before) {
    const Action &Callback = L->Act;
    if (llvm::none_of(Callback.Args,
                      [&](const Value *V) { return V->root() == Root; }))
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
      llvm::SmallVector<const Value *, 4> Prepared; // by the callback itself
      for (const Action &Inner : Case.Actions) {
        if (Inner.V == Verb::Init)
          Prepared.push_back(Inner.X);
        if (Inner.IsEscape || Inner.V != Verb::Use ||
            llvm::any_of(Prepared,
                         [&](const Value *V) { return Inner.X->isWithin(V); }))
          continue;
        const Value *Part = Translate(Inner.X);
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
