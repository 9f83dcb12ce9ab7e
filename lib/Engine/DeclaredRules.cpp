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

/// The object of a member function, at its entry.
const Value *Interpreter::entryObject() {
  return F.IsMethod ? Values.param(0, F.Locals[0].Type) : nullptr;
}

/// What a pointer-like object leads to is read.
void Interpreter::followPlace(State &S, const Value *Address,
                              const ir::Loc &Where) {
  if (Address->Kind == ValueKind::Field || Address->Kind == ValueKind::Global)
    if (const Access &A = accessRules(Address); A.ReadAt)
      judge(S, Address, *A.ReadAt, false, A, Where, false);
}

/// The rule of the pointer that leads to what an operand names.
void Interpreter::checkPointee(State &S, ir::Operand O, bool IsWrite,
                               const ir::Loc &Where) {
  if (!C.HasPointeeRules)
    return;
  while (const ir::Event *D = F.maker(O)) {
    if (D->Code == Op::Load) {
      const Value *Pointer = operand(S, D->A);
      if (Pointer->Kind != ValueKind::Field &&
          Pointer->Kind != ValueKind::Global)
        return;
      const Access &A = accessRules(Pointer);
      if (const auto &R = IsWrite ? A.WriteAt : A.ReadAt)
        judge(S, Pointer, *R, IsWrite, A, Where, false);
      return;
    }
    if (D->Code != Op::Field && D->Code != Op::Element && D->Code != Op::Cast &&
        D->Code != Op::Binary)
      return;
    O = D->A;
  }
}
