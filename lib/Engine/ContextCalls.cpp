//===- ContextCalls.cpp - What a call does to locks and contexts ----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The effects of a model that are about contexts, and what a call of something
// unknown leaves known of the locks that are held.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

/// An effect on a context; `save` and `restore` have a variable, which a macro
/// may change although it is given by its name alone.
void Interpreter::actOnContext(State &S, Action A, const model::Effect &Effect,
                               const ir::Event &E, uint32_t Index,
                               llvm::ArrayRef<const Value *> Args,
                               const Value *Result) {
  A.X = Values.context(C.Contexts.index(Effect.Word));
  if (Effect.Operands.empty()) {
    act(S, A);
    return;
  }
  const model::Place &P = Effect.Operands[0];
  if (Effect.V != Verb::Save && Effect.V != Verb::Restore) {
    if (const Value *Of = object(S, P, Args, Result)) {
      A.X = Values.context(A.X->Number, Of);
      act(S, A);
    }
    return;
  }
  if (Effect.V == Verb::Restore || P.Root == model::Place::Result) {
    A.Y = object(S, P, Args, Result);
  } else if (P.Root == model::Place::Argument && P.Index < Args.size()) {
    A.Y = fresh(S, symbolKey(Index, OutParameter - 1), {});
    bool IsAddress = P.Path.size() == 1;
    if (const Value *To = IsAddress ? Args[P.Index] : variable(S, E, P.Index))
      write(S, To, A.Y);
  }
  if (A.Y)
    act(S, A);
}

/// Whether a test found out about the running code what is known not to be so:
/// the path does not exist. Other contexts somebody else may have changed.
bool Interpreter::isRefuted(const State &S, const model::Effect &Effect) {
  if ((Effect.V != Verb::Assume && Effect.V != Verb::AssumeNot) ||
      !Effect.Operands.empty())
    return false;
  unsigned Context = C.Contexts.index(Effect.Word);
  if (!(C.Contexts.forbidSleep() >> Context & 1))
    return false;
  std::optional<bool> Known = isIn(S, Values.context(Context));
  return Known && *Known != (Effect.V == Verb::Assume);
}

/// The variable that an argument of a macro names.
const Value *Interpreter::variable(const State &S, const ir::Event &E,
                                   unsigned Index) {
  const ir::Event *Load = F.maker(F.args(E)[Index]);
  return Load && Load->Code == ir::Op::Load ? operand(S, Load->A) : nullptr;
}

/// A call of something unknown: what it does to locks, its name tells.
void Interpreter::loseUnknown(State &S, const ir::Event &E,
                              llvm::StringRef Callee,
                              llvm::ArrayRef<const Value *> Args) {
  if (std::optional<uint32_t> I = C.definition(Callee)) {
    Substitution Translate(
        Values, Args,
        [&](const Value *Address, ir::TypeId) {
          return read(S, Address, {}, false, 0);
        },
        [&](const Value *V) { return V; });
    for (const Value *Key : C.summary(*I).Changes) {
      const Value *Mine = Translate(Key);
      if (isElement(Mine))
        loseElements(S);
      lose(S, Mine);
    }
  }
  if (Callee.empty() && E.A.Kind == ir::OperandKind::Temp)
    if (const Value *Target = operand(S, E.A);
        Target->Kind == ValueKind::Contents &&
        Target->A->Kind == ValueKind::Field)
      Callee = C.M.record(Target->A->Record).Fields[Target->A->Number].Name;
  loseHolds(S, Callee, Args);
}

/// Code that nobody knows ran, which by its name has to do with locks.
void Interpreter::loseHolds(State &S, llvm::StringRef Callee,
                            llvm::ArrayRef<const Value *> Args) {
  if (!C.mayLock(Callee))
    return;
  S.HasUnknownLocks = true; // declared ones apart
  llvm::SmallVector<const Value *, 4> Lost;
  for (const auto &[Key, H] : S.Holds.entries())
    if (H.Delta && !H.IsLost && !isDeclaredLock(Key))
      Lost.push_back(Key);
  for (const Value *Key : Lost)
    lose(S, Key);
}

/// Whoever is given a function may call it at once, as kref_put() does: nothing
/// is known any more of the locks that it changes.
void Interpreter::loseToCallbacks(State &S,
                                  llvm::ArrayRef<const Value *> Args) {
  for (const Value *V : Args) {
    if (V->Kind != ValueKind::Function)
      continue;
    std::optional<uint32_t> I = C.definition(
        C.M.name({ir::OperandKind::Function, uint32_t(V->Number)}));
    if (!I)
      continue;
    for (const Value *Changed : C.summary(*I).Changes) {
      llvm::SmallVector<const Value *, 2> Lost;
      for (const auto &[Key, H] : S.Holds.entries())
        if (!H.IsLost && !isDeclaredLock(Key) &&
            (Key == Changed || mayBeSameLock(Key, Changed)))
          Lost.push_back(Key);
      for (const Value *Key : Lost)
        lose(S, Key);
    }
  }
}
