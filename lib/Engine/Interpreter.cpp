//===- Interpreter.cpp - What one event does to a state -------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

#include "Engine/TypeFacts.h"

using namespace holdfast;
using namespace holdfast::engine;
using ir::Op;

/// Temps that live across blocks, and results of calls (a call may end in
/// several states), are kept in the state's memory, at the address of a local
/// that no function has.
static constexpr int64_t TempBase = int64_t(1) << 31;

Interpreter::Interpreter(Context &C, uint32_t FunctionIndex)
    : F(C.M.Functions[FunctionIndex]), Owner(FunctionIndex), C(C),
      Values(C.Values), Temps(F.NumTemps, nullptr), Live(C.M, F),
      InState(F.NumTemps) {
  BlockOfEvent.resize(F.Events.size());
  for (uint32_t B = 0; B != F.Blocks.size(); ++B)
    for (uint32_t I = 0; I != F.Blocks[B].NumEvents; ++I)
      BlockOfEvent[F.Blocks[B].FirstEvent + I] = B;
  for (const ir::Block &B : F.Blocks) {
    if (B.Term.Kind != ir::TermKind::Return)
      continue;
    ir::Operand Returned = B.Term.Value;
    for (const ir::Event &E : llvm::reverse(F.events(B))) {
      if (Returned.Kind != ir::OperandKind::Temp || !E.Result ||
          E.Result.Index != Returned.Value)
        continue;
      // `return a && b;` returns a test of where both paths left their value.
      bool IsTest = E.Code == Op::Cast || E.Code == Op::Unary ||
                    (E.Code == Op::Binary && E.B.Kind == ir::OperandKind::Int &&
                     E.B.Value == 0);
      if (IsTest)
        Returned = E.A;
      else if (E.Code == Op::Load && E.A.Kind == ir::OperandKind::Local)
        ReturnedLocals.push_back(
            Values.local(Owner, E.A.Value, F.Locals[E.A.Value].Type));
    }
  }
  if (!C.Each.empty())
    findWalks();
  for (const ir::Event &E : F.Events)
    if (E.Result && (E.Code == Op::Call || E.Code == Op::Macro ||
                     Live.crossesBlocks(E.Result.Index)))
      InState.set(E.Result.Index);
}

State Interpreter::entryState() {
  State S;
  for (uint32_t I = 0; I != F.NumParams; ++I) {
    ir::TypeId Ty = F.Locals[I].Type;
    const Value *Address = Values.local(Owner, I, Ty);
    // A record passed by value is an object of the caller's making.
    if (!C.M.recordOf(Ty))
      S.Memory.set(Address, Values.param(I, Ty));
  }
  enterContract(S);
  enterFromOthers(S);
  return S;
}

const Value *Interpreter::operand(const State &S, ir::Operand O) {
  switch (O.Kind) {
  case ir::OperandKind::None:
  case ir::OperandKind::Undef:
    return Values.undef();
  case ir::OperandKind::Int:
    return Values.integer(O.Value);
  case ir::OperandKind::String:
    return Values.string(O.Value);
  case ir::OperandKind::Function:
    return Values.function(O.Value);
  case ir::OperandKind::Global:
    return Values.global(O.Value);
  case ir::OperandKind::Local:
    return Values.local(Owner, O.Value, F.Locals[O.Value].Type);
  case ir::OperandKind::Temp:
    if (InState.test(O.Value)) {
      const Value *const *V =
          S.Memory.find(Values.local(Owner, TempBase | O.Value, {}));
      return V ? *V : Values.undef();
    }
    return Temps[O.Value] ? Temps[O.Value] : Values.undef();
  }
  return Values.undef();
}

bool Interpreter::endsWithBlock(uint32_t Temp) const {
  return Live.isTempDeadAfter(CurrentBlock, Temp) &&
         !(F.Blocks[CurrentBlock].Term.Value == ir::Operand::temp({Temp}));
}

void Interpreter::define(State &S, ir::TempId T, const Value *V) {
  if (!T)
    return;
  if (InState.test(T.Index))
    S.Memory.set(Values.local(Owner, TempBase | T.Index, {}), V);
  else
    Temps[T.Index] = V;
}

const Value *Interpreter::fresh(State &S, int64_t Key, ir::TypeId Ty) {
  const Value *V = Values.fresh(Owner, Key, Ty);
  if (InCycle.test(CurrentBlock) && !S.References.empty())
    loseInLoop(S, V);
  if (InCycle.test(CurrentBlock) && !Values.isNewest(V)) {
    SymbolSet Symbol;
    Symbol.add(V);
    S.forgetSymbols(std::move(Symbol), [&](const Value *A) {
      return Values.merged(Owner, CurrentBlock | ValueTable::OldMeaning, A);
    });
  }
  return V;
}

/// `.a.b` for a member of a global, so that a constant table can be asked.
llvm::StringRef Interpreter::tableEntry(const Value *Address) const {
  const Value *Root = Address->root();
  if (Root->Kind != ValueKind::Global)
    return {};
  std::string Path;
  for (const Value *V = Address; V != Root; V = V->parent()) {
    std::string Step;
    if (V->Kind == ValueKind::Field) {
      llvm::StringRef Name = C.M.record(V->Record).Fields[V->Number].Name;
      Step = Name.empty() ? "" : "." + Name.str();
    } else if (V->B->isInt()) {
      Step = "[" + std::to_string(V->B->Number) + "]";
    } else {
      return {};
    }
    Path = Step + Path;
  }
  return C.tableEntry(uint32_t(Root->Number), Path);
}

const Value *Interpreter::read(State &S, const Value *Address, ir::TypeId Ty,
                               bool IsVolatile, int64_t Event) {
  const Value *Root = Address->root();
  // Whoever can reach an object may write it, and may have unlinked it too. The
  // node's own pointers say nothing, unless they are read as what others write.
  auto IsHeld = [&](const auto &E) {
    return E.first->root() == Root && isHeldByOthers(E.second) &&
           (IsVolatile || !Address->isWithin(E.first));
  };
  if (Address->Kind != ValueKind::Local) {
    llvm::SmallVector<const Value *, 2> Held;
    for (const auto &E : S.Links.entries())
      if (IsHeld(E))
        Held.push_back(E.first);
    for (const Value *V : Held) {
      S.Links.erase(V);
      Action Unknown; // callers cannot know either
      Unknown.IsEscape = true;
      Unknown.X = V;
      log(S, Unknown);
    }
    if (IsVolatile)
      return fresh(S, Event, Ty);
  }
  return stored(S, Address, Ty);
}

/// What memory holds, as long as nobody else writes it.
const Value *Interpreter::stored(State &S, const Value *Address,
                                 ir::TypeId Ty) {
  if (const Value *const *V = S.Memory.find(Address))
    return *V;
  const Value *Root = Address->root();
  bool IsScalar = !C.M.recordOf(Ty);
  Life Now = S.life(Address);
  LifeState L = Now.InDoubt ? LifeState::Unknown : Now.S;
  if (IsScalar && L == LifeState::Zeroed && !S.Escaped.find(Root))
    return Values.integer(0);
  if (IsScalar && L == LifeState::Uninitialised &&
      Address->Kind == ValueKind::Local)
    return Values.undef();
  if (llvm::StringRef Name = tableEntry(Address); !Name.empty())
    return Values.function(
        const_cast<ir::Module &>(C.M).functionOperand(Name).Value);
  if (const Value *Passed = asPassed(S, Address))
    return Values.contents(Passed, Ty);
  return Values.contents(Address, Ty, S.touchedSince(Address));
}

void Interpreter::write(State &S, const Value *Address, const Value *V) {
  S.Memory.set(Address, V);
  if (V->Kind == ValueKind::Function && Address->Kind == ValueKind::Field)
    noteStoredFunction(Address, V);
  // Whoever reaches the place reaches the object.
  if (Address->Kind != ValueKind::Local)
    escape(S, V);
  if (Address->root()->Kind != ValueKind::Local) {
    noteBoundStore(S, Address, V);
    share(S, V, Address);
  } else if (Address->Kind == ValueKind::Element) {
    share(S, V, nullptr); // which one a loop gives up, is not known
  }
  // A part that is written by hand is no longer known to be raw.
  const Value *Written = nullptr;
  for (const Value *P = Address->parent(); P; P = P->parent()) {
    if (!S.life(P).isRaw())
      break;
    if (typeModel(C.M, C.Facts, P->Pointee))
      Written = P;
  }
  if (Written)
    setLife(S, Written, LifeState::Unknown, nullptr);
}

/// A function is stored where the model says in which context it is called.
void Interpreter::noteStoredFunction(const Value *Address, const Value *V) {
  const model::FieldModel *M =
      fieldModel(C.M, C.Facts, Address->Record, Address->Number);
  if (M && !M->CalledIn.empty())
    C.Entries.push_back({C.M.name({ir::OperandKind::Function, V->Number}).str(),
                         C.Contexts.index(M->CalledIn),
                         F.Events[CurrentEvent].Where, &M->From, Owner});
}

void Interpreter::overwrite(State &S, const Value *Object) {
  // In the next round of a loop the event's last symbol may be in use still.
  int64_t Key = (int64_t(1) << 62) | CurrentEvent;
  const Value *Last = Values.fresh(Owner, Key, {});
  auto IsInUse = [&](const ir::Event &E) {
    const Value *V = E.Result && !InState.test(E.Result.Index)
                         ? Temps[E.Result.Index]
                         : nullptr;
    return V && V->dependsOn(Last);
  };
  uint32_t First = F.Blocks[CurrentBlock].FirstEvent;
  if (InCycle.test(CurrentBlock) &&
      llvm::any_of(llvm::ArrayRef(F.Events).slice(First, CurrentEvent - First),
                   IsInUse))
    Key |= int64_t(1) << 61;
  S.touch(Object, fresh(S, Key, {}));
}

void Interpreter::beginObject(State &S, const Value *Object, LifeState L) {
  if (L == LifeState::Unknown)
    overwrite(S, Object);
  else
    S.touch(Object, Values.undef());
  S.Links.eraseIf([&](const auto &E) { return E.first->isWithin(Object); });
  S.Published.erase(Object);
  if (!S.Moves.empty())
    S.Moves.eraseIf([&](const auto &E) { return E.first->isWithin(Object); });
  setLife(S, Object, L, nullptr);
  dismiss(S, Object);
}

void Interpreter::runBlock(uint32_t Block, State S,
                           llvm::function_ref<void(State &)> AtEnd) {
  CurrentBlock = Block;
  PassingRecords.clear();
  S.IsStirred &= InCycle.test(Block);
  const ir::Block &B = F.Blocks[Block];
  llvm::ArrayRef<ir::Event> Events = F.events(B);
  // Each state that a call splits off goes through the rest of the block with
  // its own values of the temps.
  struct Rest {
    State S;
    size_t From;
    std::vector<const Value *> Temps;
  };
  std::vector<Rest> Work;
  Work.push_back({std::move(S), 0, {}});
  // In the order of events, so that those meet which a block of many calls has
  // split too often.
  auto Wait = [&](State S, size_t From) {
    Rest *Alike = nullptr;
    if (llvm::count_if(Work, [&](const Rest &R) { return R.From == From; }) >=
        C.Options.MaxStates)
      for (Rest &R : Work)
        if (R.From == From && R.Temps == Temps &&
            (!Alike || !Alike->S.sameAttributes(S)))
          Alike = &R;
    if (Alike)
      Alike->S.mergeFrom(S, Values, C.Logs, Owner,
                         F.Blocks.size() + B.FirstEvent + From,
                         InCycle.test(Block), false);
    else
      Work.push_back({std::move(S), From, Temps});
  };
  while (!Work.empty() && Steps <= C.Options.StepBudget) {
    auto First = llvm::min_element(
        Work, [](const Rest &X, const Rest &Y) { return X.From < Y.From; });
    Rest R = std::move(*First);
    Work.erase(First);
    if (!R.Temps.empty())
      Temps = std::move(R.Temps);
    States Current;
    Current.push_back(std::move(R.S));
    size_t I = R.From;
    for (; I != Events.size() && Current.size() == 1; ++I) {
      ++Steps;
      run(Events[I], B.FirstEvent + I, Current);
    }
    if (Current.empty())
      continue;
    if (I == Events.size() && Current.size() == 1) {
      Current.front().Memory.eraseIf([&](const auto &Entry) {
        const Value *A = Entry.first;
        if (A->Kind != ValueKind::Local)
          return PassingRecords.contains(A->root());
        return A->Number >= TempBase
                   ? endsWithBlock(A->Number & ~TempBase)
                   : A->Owner == Owner &&
                         Live.isLocalDeadAfter(CurrentBlock, A->Number);
      });
      AtEnd(Current.front());
      continue;
    }
    for (State &T : Current)
      Wait(std::move(T), I);
  }
}

void Interpreter::forgetTested(uint32_t Block, State &S) const {
  ir::Operand Tested = F.Blocks[Block].Term.Value;
  if (Tested.Kind == ir::OperandKind::Temp && InState.test(Tested.Value) &&
      Live.isTempDeadAfter(Block, Tested.Value))
    S.Memory.erase(Values.local(Owner, TempBase | Tested.Value, {}));
}

void Interpreter::run(const ir::Event &E, uint32_t Index, States &Current) {
  CurrentEvent = Index;
  State &S = Current.front();
  switch (E.Code) {
  case Op::Load: {
    const Value *From = operand(S, E.A);
    useObject(S, From, E.Where);
    checkAccess(S, From, false, E, E.A);
    const Value *V = read(S, From, E.Ty, E.IsVolatile, Index);
    define(S, E.Result, V);
    // What is asserted of what was read is asserted of the member.
    const Value *Object;
    if (E.IsVolatile && !C.Each.empty() && C.Each.memberAt(From, Object))
      S.Memory.set(From, V);
    break;
  }
  case Op::Store: {
    const Value *To = operand(S, E.A);
    useObject(S, To, E.Where);
    checkAccess(S, To, true, E, E.A);
    if (!C.Each.empty())
      storeToEach(S, To, operand(S, E.B));
    write(S, To, operand(S, E.B));
    break;
  }
  case Op::Copy: {
    const Value *To = operand(S, E.A), *From = operand(S, E.B);
    const ir::Terminator &T = F.Blocks[CurrentBlock].Term;
    if (T.Kind == ir::TermKind::Return && T.Value == E.A &&
        From->root()->Kind == ValueKind::Local)
      leaveScope(S, From, T.Where, Reason::ReturnedWhileLinked,
                 Reason::StackRegisteredAtExit);
    useObject(S, To, E.Where);
    useObject(S, From, E.Where);
    if (!E.IsImplicit) {
      checkAccess(S, From, false, E, E.B);
      checkAccess(S, To, true, E, E.A);
    }
    if (To->root()->Kind != ValueKind::Local)
      shareContents(S, From);
    copyContents(S, To, From);
    break;
  }
  case Op::Zero:
    beginObject(S, operand(S, E.A), LifeState::Zeroed);
    break;
  case Op::Field:
    define(S, E.Result, Values.field(operand(S, E.A), E.Record, E.FieldIndex));
    break;
  case Op::Element:
    define(S, E.Result, Values.element(operand(S, E.A), operand(S, E.B), E.Ty));
    break;
  case Op::Container:
    define(S, E.Result,
           Values.container(operand(S, E.A), E.Record, E.FieldIndex));
    break;
  case Op::Unary:
    define(S, E.Result, Values.unary(ir::UnaryOp(E.Sub), operand(S, E.A)));
    break;
  case Op::Binary:
    define(S, E.Result,
           Values.binary(ir::BinaryOp(E.Sub), E.IsUnsigned, operand(S, E.A),
                         operand(S, E.B)));
    break;
  case Op::Cast: {
    const Value *V = operand(S, E.A);
    if (E.Ty && C.M.type(E.Ty).Kind == ir::TypeKind::Bool)
      V = Values.binary(ir::BinaryOp::Ne, false, V, Values.integer(0));
    define(S, E.Result, V);
    break;
  }
  case Op::Begin:
    beginObject(S, operand(S, E.A), LifeState::Uninitialised);
    break;
  case Op::End: {
    const Value *Object = operand(S, E.A);
    const ir::Terminator &T = F.Blocks[CurrentBlock].Term;
    leaveScope(S, Object,
               T.Kind == ir::TermKind::Return && T.Where.isValid() ? T.Where
                                                                   : E.Where,
               Reason::StackLinkedAtExit, Reason::StackRegisteredAtExit);
    S.Links.eraseIf([&](const auto &L) {
      return L.second.Into && L.second.Into->isWithin(Object);
    });
    S.touch(Object, Values.undef());
    auto Inside = [&](const auto &L) { return L.first->isWithin(Object); };
    S.Links.eraseIf(Inside);
    S.Lives.eraseIf(Inside);
    S.Touched.erase(Object);
    dismiss(S, Object);
    break;
  }
  case Op::Call:
  case Op::Macro:
    call(E, Index, Current);
    break;
  case Op::Touch:
  case Op::Modify:
    checkAccess(S, operand(S, E.A), E.Code == Op::Modify, E, E.A);
    break;
  case Op::Follow:
    followPlace(S, operand(S, E.A), E.Where);
    break;
  case Op::Unknown: {
    llvm::SmallVector<const Value *, 4> Args;
    for (ir::Operand O : F.args(E))
      Args.push_back(operand(S, O));
    shareNumbers(S, Args);
    applyUnknown(S, E, Index, {}, Args);
    break;
  }
  }
}

void Interpreter::finish(uint32_t Block, State &S, Summary &Into) {
  CurrentBlock = Block;
  const ir::Terminator &T = F.Blocks[Block].Term;
  const Value *Returned = nullptr;
  if (T.Value)
    Returned = operand(S, T.Value);
  if (Returned && Returned->Kind == ValueKind::Local &&
      C.M.recordOf(Returned->Pointee))
    Returned = returnedRecord(S, Returned);
  collectEarly(S, Returned);
  noteExit(Block, S, Returned);
  settleBoundStores(S);
  std::vector<ReferenceChange> References;
  if (!S.References.empty() || !S.Kept.empty())
    References = referencesAtExit(S, Returned, T.Where);
  Into.add(S, Returned, Values, C.Logs, std::move(References));
}
