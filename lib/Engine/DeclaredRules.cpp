//===- DeclaredRules.cpp - Members that declared locks guard --------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rules whose locks the source itself declares (`guarded_by`, `pt_guarded_by`):
// they hold for every object that its own class is not making or ending, and
// for what a pointer leads to.
//
// What is hard about it: what a pointer-like object leads to has no address of
// its own, so the event that read the pointer is looked for.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;
using ir::Op;
using model::Rule;
using Tri = std::optional<bool>;

/// The object whose members a rule names by `self`: that of the member, or the
/// one around it where it has no name.
const Value *Interpreter::selfOf(const Value *Address) const {
  if (Address->Kind != ValueKind::Field)
    return nullptr;
  const ir::Module &M = C.M;
  const Value *Self = Address->A;
  while (Self && Self->Kind == ValueKind::Field &&
         M.record(Self->Record).Fields[Self->Number].Name.empty())
    Self = Self->A;
  return Self;
}

/// Whether the locks that a rule asks for are declared ones: then it holds for
/// every object that is not being made or ended.
bool Interpreter::asksForDeclared(State &S, const Rule &R, const Value *Self) {
  if (R.K == Rule::AnyLock)
    return true;
  if (R.K == Rule::Held || R.K == Rule::HeldRead || R.K == Rule::HeldWrite) {
    const Value *Lock = ruleObject(S, R.Path, Self);
    return Lock && isDeclaredLock(Lock);
  }
  return llvm::any_of(R.Children, [&](const Rule &Child) {
    return asksForDeclared(S, Child, Self);
  });
}

bool Interpreter::isDeclaredRule(State &S, const Rule &R,
                                 const Value *Address) {
  return C.HasDeclaredLocks && asksForDeclared(S, R, selfOf(Address));
}

void Interpreter::checkRule(State &S, const Value *Address,
                            const std::optional<Rule> &R, bool IsWrite,
                            const ir::Loc &Where) {
  if (!R || S.LostFacts)
    return;
  const Value *Self = selfOf(Address);
  if (isDeclaredRule(S, *R, Address)
          ? IsOwnMaker && Address->root() == entryObject()
          : isPrivate(S, Address))
    return;
  Action Touch;
  Touch.V = model::Verb::Use;
  Touch.X = Address;
  Touch.Where = Where;
  Touch.Callee = F.Name;
  Tri Holds = evaluate(S, *R, Self);
  if (!Holds)
    needLocks(S, *R, Self, Touch);
  if (!Holds || *Holds)
    return;
  report(S, IsWrite ? Reason::UnguardedWrite : Reason::UnguardedRead, Touch,
         Address, nullptr, R->str());
}

/// The object of a member function, at its entry.
const Value *Interpreter::entryObject() {
  return F.IsMethod ? Values.param(0, F.Locals[0].Type) : nullptr;
}

/// What a pointer-like object leads to is read.
void Interpreter::followPlace(State &S, const Value *Address,
                              const ir::Loc &Where) {
  if (Address->Kind == ValueKind::Field || Address->Kind == ValueKind::Global)
    checkRule(S, Address, accessRules(Address).ReadAt, false, Where);
}

/// The rule of the pointer that leads to what an operand names.
void Interpreter::checkPointee(State &S, ir::Operand O, bool IsWrite,
                               const ir::Loc &Where) {
  if (!C.HasPointeeRules)
    return;
  while (O.Kind == ir::OperandKind::Temp) {
    const ir::Event *D = definition(O);
    if (!D)
      return;
    if (D->Code == Op::Load) {
      const Value *Pointer = operand(S, D->A);
      if (Pointer->Kind != ValueKind::Field &&
          Pointer->Kind != ValueKind::Global)
        return;
      const Access &A = accessRules(Pointer);
      checkRule(S, Pointer, IsWrite ? A.WriteAt : A.ReadAt, IsWrite, Where);
      return;
    }
    if (D->Code != Op::Field && D->Code != Op::Element && D->Code != Op::Cast &&
        D->Code != Op::Binary)
      return;
    O = D->A;
  }
}

/// The event that makes a temporary.
const ir::Event *Interpreter::definition(ir::Operand O) const {
  for (const ir::Event &E : F.Events)
    if (E.Result && E.Result.Index == uint32_t(O.Value))
      return &E;
  return nullptr;
}
