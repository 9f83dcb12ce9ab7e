//===- ReferencesAcrossCalls.cpp - What callers and callees owe ---------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function's return is where its duties end: what it still owns is leaked,
// unless it returns it or left it where others find it. What is left of its
// actions goes into the summary, as one change for each object, and is replayed
// at the callers.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

/// Whether some sentence of the model says what becomes of an argument.
static bool mentions(const model::FunctionModel &FM, unsigned Argument) {
  for (const model::Effect &E : FM.Effects)
    for (const model::Place &P : E.Operands)
      if ((P.Root == model::Place::Argument &&
           P.Index + FM.IsMethod == Argument) ||
          (P.Root == model::Place::Self && Argument == 0))
        return true;
  return false;
}

/// Whether the model says who owns an argument: then it may be gone already. A
/// counter with a kind goes with its object.
static bool isOwnedByModel(const model::FunctionModel &FM, unsigned Argument) {
  for (const model::Effect &E : FM.Effects)
    if ((model::isAboutOwner(E.V) &&
         !(model::hasKind(E.V) && !E.Word.empty())) ||
        E.V == Verb::Free || E.V == Verb::Move)
      for (const model::Place &P : E.Operands)
        if (P.Root == model::Place::Argument && P.Index == Argument)
          return true;
  return false;
}

/// An object that is handed on must not be gone.
void Interpreter::useArguments(State &S, const ir::Event &E,
                               llvm::ArrayRef<const Value *> Args,
                               const model::FunctionModel *FM) {
  if (S.References.empty())
    return;
  for (const Value *V : Args)
    if (const Reference *R = S.References.find(wholeObject(V));
        R && R->isOwned())
      FoundBy.insert({CurrentEvent, wholeObject(V)});
  // Who only prints a pointer does not use what it points at.
  for (const Value *V : Args)
    if (V->Kind == ValueKind::String &&
        C.M.name({ir::OperandKind::String, V->Number}).contains("%p"))
      return;
  for (unsigned I = 0; I != Args.size(); ++I) {
    // Who waits for the object that it put keeps its storage itself.
    if (FM && llvm::any_of(FM->Effects, [&](const model::Effect &Does) {
          return Does.V == Verb::Await && Does.Operands[0].Index == I;
        }))
      S.References.eraseIf([&](const auto &R) {
        return R.second.isGone() && R.first == wholeObject(Args[I]);
      });
    if (!FM || !isOwnedByModel(*FM, I))
      useObject(S, Args[I], E.Where);
  }
}

/// A model that says nothing of an argument does not say that it is not kept.
void Interpreter::passUnmentioned(State &S, const model::FunctionModel &FM,
                                  const ir::Event &E, uint32_t Index,
                                  llvm::ArrayRef<const Value *> Args) {
  auto IsFormat = [&](const Value *V) {
    return V->Kind == ValueKind::String &&
           C.M.name({ir::OperandKind::String, V->Number}).contains('%');
  };
  if (FM.Effects.empty() && llvm::any_of(Args, IsFormat))
    return; // it prints
  // A variable whose address it gets may be an out-parameter.
  for (unsigned I = 0; I != Args.size(); ++I) {
    const Value *V = Args[I];
    if (V->Kind != ValueKind::Local || !V->Pointee || mentions(FM, I) ||
        C.M.recordOf(V->Pointee) ||
        C.M.type(V->Pointee).Kind == ir::TypeKind::Array)
      continue;
    shareContents(S, V);
    overwrite(S, V);
    S.Memory.set(V, fresh(S, symbolKey(Index, OutParameter + I), V->Pointee));
  }
  if (S.References.empty() || FM.Effects.empty())
    return;
  for (unsigned I = 0; I != Args.size(); ++I)
    if (!mentions(FM, I))
      passToUnknown(S, Args[I], FM.Name, I,
                    E.Result ? Values.fresh(Owner, Index, E.Ty) : nullptr,
                    E.Ty);
}

/// Whether a call is of a function of this file that others call, too.
bool Interpreter::isForOthers(const ir::Event &E) const {
  if (E.Code != ir::Op::Call || E.A.Kind != ir::OperandKind::Function)
    return false;
  std::optional<uint32_t> I = C.definition(C.M.name(E.A));
  return I && !C.M.Functions[*I].IsStatic && !C.M.Functions[*I].IsHeader;
}

void Interpreter::replay(State &S, const ReferenceChange &R, const Value *X,
                         const ir::Event &E, bool IsForAll) {
  Action A;
  A.X = X;
  A.Where = E.Where;
  A.Inner = R.Where;
  A.Callee = R.Callee;
  A.From = R.From;
  const Value *K = R.Kind == Holding::Number       ? X
                   : X->Kind == ValueKind::Counter ? X
                                                   : countedObject(X);
  if (K->Kind != ValueKind::Counter && R.Kind != Holding::Number &&
      !counted(K, "", false))
    return;
  if (S.range(K).isZero() && R.Kind != Holding::Number)
    return;
  const Reference *Mine = S.References.find(K);
  bool IsMine = Mine && (Mine->isOwned() || Mine->IsNew);
  if (R.IsUnsure ||
      (R.Count < 0 && R.Now == Phase::Dropped && !IsForAll && !IsMine)) {
    Reference Unsure;
    Unsure.IsUnsure = true;
    S.References.replace(K, Unsure);
    return;
  }
  if (R.Count > 0) {
    A.V = R.Kind == Holding::Storage  ? Verb::Allocate
          : R.Kind == Holding::Number ? Verb::Reserve
                                      : Verb::Get;
    takeReference(S, A, K, R.Kind, R.IsNew);
  } else if (R.Count < 0 || R.Now != Phase::Held) {
    A.V = R.Now == Phase::Freed   ? Verb::Free
          : R.Now == Phase::Given ? Verb::Give
                                  : Verb::Put;
    dropReference(S, A, K, R.Now == Phase::Held ? Phase::Dropped : R.Now, R.As);
    if (const Reference *Now = S.References.find(K); Now && isForOthers(E)) {
      Reference Theirs = *Now;
      Theirs.IsByOthers = true;
      S.References.replace(K, Theirs);
    }
  }
  // A new object that was stored is found through an out-parameter, and owned.
  // What a callee left switched on, others switch off.
  bool IsCounter = K->Kind == ValueKind::Counter && R.Count > 0;
  if (const Reference *Now = S.References.find(K); Now && IsCounter) {
    Reference Left = *Now;
    Left.IsStored = true;
    S.References.replace(K, Left);
  }
  if (R.IsStored && (R.Count <= 0 || !R.IsNew))
    share(S, K, nullptr);
}

/// A number that is not zero says that something failed, unless it is positive.
static bool isErrorResult(const Range &R, bool IsPointer) {
  if (R.isError() || IsPointer)
    return R.isError();
  return R.High < 0 || (R.excludesZero() && R.Low == INT64_MIN);
}

/// Whether the call that got the object failed, and so did not keep it.
bool Interpreter::hasFailed(const State &S, const PassedTo &P) const {
  if (!P.Result || !P.ResultType)
    return false;
  Range R = S.range(P.Result);
  ir::TypeKind Kind = C.M.type(P.ResultType).Kind;
  if (Kind == ir::TypeKind::Pointer || Kind == ir::TypeKind::Bool)
    return R.isZero() || R.isError();
  return isErrorResult(R, false);
}

/// Whether the object was reached through one that is gone or has forgotten it:
/// that one gave up the reference in its release function. Or through one that
/// was stored where others find both.
bool Interpreter::goesWithItsHolder(const State &S, const Value *K) const {
  if (K->Kind == ValueKind::Counter)
    return false;
  while (K->Kind == ValueKind::Contents) {
    K = wholeObject(K->A);
    const Reference *R = S.References.find(K);
    if (R && R->Now != Phase::Held)
      return true;
    if (S.Kept.find(K) && llvm::any_of(S.Memory.entries(), [&](const auto &M) {
          const Value *Root = M.first->root();
          return M.second == K && Root != K &&
                 (Root->Kind == ValueKind::Param ||
                  Root->Kind == ValueKind::Global);
        }))
      return true;
  }
  return false;
}

void Interpreter::leak(State &S, const Value *K, const Reference &R, Reason Why,
                       const Value *Detail, const ir::Loc &Where,
                       bool IsError) {
  if (S.LostFacts || S.HasFailedAssertion || F.Name == "main")
    return; // what the program owns goes with it
  Action A;
  A.V = Verb::Get;
  A.Where = Where;
  A.From = R.From;
  Finding F = aboutReference(S, Why, A,
                             K->Kind == ValueKind::Counter ? K->A : K, Detail);
  if (!R.Giver.empty())
    C.Give.kept(R.Giver, Where);
  if (R.Passed || !R.Giver.empty())
    C.Keep.suspect(
        std::move(F), R.Passed, IsError,
        [&](const PassedTo &P) { return hasFailed(S, P); }, R.Giver);
  else
    C.report(std::move(F));
}

/// A loop makes a symbol again: what it stood for in the last round is named by
/// nothing but the variable that is about to be overwritten.
void Interpreter::loseInLoop(State &S, const Value *Symbol) {
  const Reference *R = S.References.find(Symbol);
  if (!R || !R->isOwned() || !R->IsNew || R->Inside ||
      R->Kind == Holding::Number || S.range(Symbol).isZero())
    return;
  unsigned Holders = 0;
  for (const auto &[Address, V] : S.Memory.entries())
    if (V->dependsOn(Symbol) || Address->dependsOn(Symbol)) {
      ++Holders;
      if (Address->Kind != ValueKind::Local)
        return;
    }
  if (Holders <= 1) // the variable
    leak(S, Symbol, *R, Reason::LostInLoop, nullptr,
         F.Events[CurrentEvent].Where, false);
}

/// Whether a symbol stands for the result of a call that is a number.
bool Interpreter::isNumber(const Value *Symbol) const {
  uint32_t Event = uint32_t(Symbol->Number);
  ir::TypeId Ty = Event < F.Events.size() ? F.Events[Event].Ty : ir::TypeId();
  return Ty && C.M.type(Ty).Kind == ir::TypeKind::Int;
}

/// Whether an object is one of several that are reached alike: the elements of
/// an array, the nodes of a list. A loop takes and gives up references to all.
static bool isOneOfMany(const Value *K) {
  llvm::SmallVector<const Value *, 8> Members;
  for (const Value *V = K; V; V = V->A) {
    if (V->Kind == ValueKind::Element)
      return true;
    if (V->Kind == ValueKind::Container &&
        (V->A->Kind == ValueKind::Contents || V->A->Kind == ValueKind::Fresh ||
         V->A->Kind == ValueKind::Merged))
      return true;
    // The first one of an array of pointers.
    if (V->Kind == ValueKind::Contents && V->A->Kind == ValueKind::Contents)
      return true;
    if (V->Kind != ValueKind::Field)
      continue;
    for (const Value *M : Members)
      if (M->Record == V->Record && M->Number == V->Number)
        return true;
    Members.push_back(V);
  }
  return false;
}

/// Whether an object of the same type was given up that the function never got:
/// it may be the same one, found under another name.
static bool isKnownAsOther(const ir::Module &M, const State &S,
                           const Value *K) {
  if (!K->Pointee || !M.recordOf(K->Pointee))
    return false;
  return llvm::any_of(S.References.entries(), [&](const auto &E) {
    const auto &[Other, R] = E;
    return Other != K && !R.IsUnsure && R.Count < 0 &&
           (Other->Pointee == K->Pointee || R.As == M.type(K->Pointee).Record);
  });
}

/// Whether a value says something of others, and leads to none of them.
static bool isTest(const Value *V) {
  return (V->Kind == ValueKind::Unary &&
          V->Number == int64_t(ir::UnaryOp::LogicalNot)) ||
         (V->Kind == ValueKind::Binary &&
          V->Number % ValueTable::UnsignedCompare >= int64_t(ir::BinaryOp::Eq));
}

std::vector<ReferenceChange>
Interpreter::referencesAtExit(State &S, const Value *Returned,
                              const ir::Loc &Where) {
  std::vector<ReferenceChange> Changes;
  S.tidyReferences();
  Range Result = Returned ? S.range(Returned) : Range();
  bool IsPointer =
      F.ReturnType && C.M.type(F.ReturnType).Kind == ir::TypeKind::Pointer;
  // A number that is returned as a pointer says what went wrong.
  bool IsNumber = IsPointer && Returned && Returned->Kind == ValueKind::Fresh &&
                  Returned->Owner == Owner && isNumber(Returned);
  bool IsTruth =
      F.ReturnType && C.M.type(F.ReturnType).Kind == ir::TypeKind::Bool;
  bool IsError =
      Returned && IsTruth
          ? Result.isZero()
          : Returned && (IsNumber || isErrorResult(Result, IsPointer));
  const Value *Whole = Returned ? wholeObject(Returned) : nullptr;
  // What callers find through what they gave: `*out = x`.
  auto Place = [&](const Value *K) -> const Value * {
    // What is in a structure too, or in a second place, has its owner there.
    if (llvm::any_of(S.Links.entries(),
                     [&](const auto &E) { return E.first->isWithin(K); }))
      return nullptr;
    size_t Visible = 0;
    const Value *Found = nullptr;
    for (const auto &[Address, V] : S.Memory.entries())
      if (isVisibleToCallers(Address)) {
        if (++Visible > Summary::MaxWrites)
          return nullptr;
        if (wholeObject(V) != K)
          continue;
        if (Found || Address->root()->Kind != ValueKind::Param)
          return nullptr;
        Found = Address;
      }
    return Found;
  };
  auto IsTakenInLoop = [&](const Reference &R) {
    return R.Since && R.Since->Block != ~0u && InCycle.test(R.Since->Block);
  };
  auto Add = [&](const Value *X, const Reference &R) {
    ReferenceChange New;
    New.X = X;
    New.Kind = R.Kind;
    New.Count = R.Count;
    New.Now = R.Now;
    // Whoever was given the object after the last put has released it.
    if (R.IsLast && R.Now == Phase::Held) {
      New.Now = R.Passed ? Phase::Dropped : Phase::Held;
      New.IsStored |= !R.Passed;
      New.Count = R.Passed ? -1 : 0;
    }
    New.IsNew = R.IsNew;
    New.As = R.As;
    // What another object holds is that one's to give up, and what others got
    // hold of before is kept for them.
    New.IsStored |= R.IsStored || R.Inside ||
                    (!R.IsNew && R.Count > 0 && X && S.Escaped.find(X->root()));
    // A loop takes references to many, and another one gives them up.
    New.IsUnsure |= !R.IsNew && R.Count > 0 && IsTakenInLoop(R);
    New.Where = R.Since ? R.Since->Where : Where;
    New.Callee = R.Since ? R.Since->Text : llvm::StringRef();
    New.From = R.From;
    Changes.push_back(std::move(New));
  };
  for (const auto &[K, R] : S.References.entries()) {
    if (R.IsUnsure) {
      if (isVisibleToCallers(K) && K->Kind != ValueKind::Fresh &&
          !isMadeAgain(K)) {
        Add(K, R);
        Changes.back().IsUnsure = true;
      }
      continue;
    }
    if (R.isGone() && R.IsNew && R.Passed)
      C.Keep.gaveUpAfter(R.Passed, IsError,
                         [&](const PassedTo &P) { return hasFailed(S, P); });
    bool IsReturned = Returned && (K == Returned || K == Whole);
    // What is found through the object, or is made of its address, is returned.
    if (!IsReturned && Returned && R.isOwned() && R.Kind == Holding::Counted &&
        Returned->dependsOn(K) && !isTest(Returned))
      continue;
    if (!IsReturned && Returned && R.isOwned() && R.Kind == Holding::Counted &&
        Returned->Kind == ValueKind::Fresh && Returned->Owner == Owner &&
        IsPointer && !IsNumber &&
        FoundBy.count({uint32_t(Returned->Number), K}))
      continue; // as what a function found with its help
    if (IsReturned && !R.Giver.empty())
      continue; // the caller knows no more
    if (IsReturned && R.Count > 0 && R.Now == Phase::Held) {
      Reference Theirs = R;
      Theirs.IsNew |= K->Kind == ValueKind::Fresh || !isVisibleToCallers(K);
      Theirs.IsStored = false;
      if (!R.IsStored)
        Add(K->Kind == ValueKind::Param ? K : nullptr, Theirs);
      continue;
    }
    if (R.IsNew && R.IsStored && R.Count > 0) {
      if (Place(K))
        Add(K, R);
      continue;
    }
    if (!R.IsNew && K->Kind != ValueKind::Fresh &&
        K->Kind != ValueKind::Merged && isVisibleToCallers(K) &&
        (R.Count != 0 || R.Now != Phase::Held || R.IsStored || R.IsLast) &&
        !isMadeAgain(K))
      Add(K, R);
    if (!R.isOwned())
      continue;
    // What another object holds goes with that one.
    const Value *Outer = nullptr;
    bool GoesWithDevice = false;
    if (R.Inside) {
      const Reference *Holder = S.References.find(R.Inside);
      GoesWithDevice = IsError && Holder && Holder->IsManaged;
      if (!GoesWithDevice &&
          (!Holder || Holder->Now != Phase::Freed || Holder->IsUnsure))
        continue;
      Outer = R.Inside;
    }
    if (!R.IsNew && R.Giver.empty() &&
        (!IsError || IsTruth || isOneOfMany(K) || IsTakenInLoop(R) ||
         S.Kept.find(K) || goesWithItsHolder(S, K)))
      continue; // balanced by another function, or in another object
    if (R.Kind == Holding::Counted && isKnownAsOther(C.M, S, K))
      continue;
    // What is set up once is there for good.
    if (F.IsStartup && !IsError && R.Kind == Holding::Counted)
      continue;
    // What is counted of an object that is leaked itself is leaked with it.
    if (const Reference *Object =
            K->Kind == ValueKind::Counter ? S.References.find(K->A) : nullptr;
        Object && Object->isOwned() && Object->IsNew && !Object->IsStored &&
        !Object->Inside)
      continue;
    leak(S, K, R,
         GoesWithDevice                ? Reason::LeakedInManaged
         : Outer                       ? Reason::LeakedInside
         : !R.IsNew && R.Giver.empty() ? Reason::LeakedOnError
         : R.Kind == Holding::Number   ? Reason::LeakedNumber
         : R.Kind == Holding::Storage  ? Reason::LeakedStorage
                                       : Reason::LeakedReference,
         Outer, Where, IsError);
  }
  for (const auto &[K, IsKept] : S.Kept.entries())
    if (!S.References.find(K)) {
      Reference R;
      R.IsStored = true;
      Add(K, R);
    }
  return Changes;
}
