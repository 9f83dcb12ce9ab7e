//===- RecordValues.cpp - Records that are copied, passed and returned ----===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A record is an address in the IR, so what it holds must be carried from one
// address to another: at a copy, into a callee that gets it by value, and out
// of one that returns it. Guards of locks (`{ .lock = l }`), numbers in a
// record of their own (`kuid_t`) and descriptors with flags are passed around
// like this.
//
// What is hard about it: a record may be large, and who copies it may never
// look at it. So what memory knows of it goes along, and only of a small one is
// the rest named as well. A parameter is read through to the record that was
// passed, when somebody looks.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;

/// Of records with more scalar members, only what is known is copied.
static constexpr size_t MaxNamedMembers = 8;
static constexpr int64_t ReturnedRecord = int64_t(1) << 59;

/// Visits the addresses of the scalar members of a record; false if there are
/// too many, or one that has no address of its own kind (a union, an array).
static bool collectMembers(
    const ir::Module &M, ValueTable &Values, const Value *Object, ir::TypeId Ty,
    llvm::SmallVectorImpl<std::pair<const Value *, ir::TypeId>> &Out) {
  const ir::Record *R = M.recordOf(Ty);
  if (!R) {
    if (M.type(Ty).Kind == ir::TypeKind::Array || Out.size() == MaxNamedMembers)
      return false;
    Out.push_back({Object, Ty});
    return true;
  }
  if (R->Kind == ir::RecordKind::Union || !R->IsComplete)
    return false;
  for (uint32_t I = 0; I != R->Fields.size(); ++I)
    if (!collectMembers(M, Values, Values.field(Object, M.type(Ty).Record, I),
                        R->Fields[I].Type, Out))
      return false;
  return true;
}

const Value *Interpreter::asPassed(const State &S, const Value *Address) {
  const Value *Root = Address->root();
  if (Root->Kind != ValueKind::Local || Root->Owner != Owner ||
      Root->Number >= F.NumParams || !C.M.recordOf(Root->Pointee) ||
      S.touchedSince(Address))
    return nullptr;
  return Values.moved(Address, Root, Values.passedRecord(Root));
}

void Interpreter::copyContents(State &S, const Value *To, const Value *From) {
  llvm::SmallVector<std::pair<const Value *, const Value *>, 8> Known;
  for (const auto &[Address, V] : S.Memory.entries())
    if (Address != From && Address->isWithin(From))
      Known.push_back({Values.moved(Address, From, To), V});
  ir::TypeId Ty = From->Pointee ? From->Pointee : To->Pointee;
  llvm::SmallVector<std::pair<const Value *, ir::TypeId>, MaxNamedMembers>
      Members;
  if (Ty && C.M.recordOf(Ty) && collectMembers(C.M, Values, From, Ty, Members))
    for (auto [Address, MemberType] : Members)
      if (!S.Memory.find(Address))
        Known.push_back(
            {Values.moved(Address, From, To), stored(S, Address, MemberType)});
  beginObject(S, To, LifeState::Unknown);
  for (auto [Address, V] : Known)
    S.Memory.set(Address, V);
}

void Interpreter::passContents(State &S, const Value *Object, Action Escape) {
  shareContents(S, Object);
  llvm::SmallVector<const Value *, 8> Held;
  for (const auto &[Address, V] : S.Memory.entries())
    if (Address->isWithin(Object) && !V->isInt() && V->Kind != ValueKind::Undef)
      Held.push_back(V);
  for (const Value *V : Held) {
    Escape.X = V;
    act(S, Escape);
  }
}

const Value *Interpreter::returnedRecord(State &S, const Value *Object) {
  // Whoever is given the record has what it holds.
  shareContents(S, Object);
  const Value *Result =
      Values.typed(Values.fresh(Owner, ReturnedRecord, {}), Object->Pointee);
  llvm::SmallVector<std::pair<const Value *, const Value *>, 8> Known;
  for (const auto &[Address, V] : S.Memory.entries())
    if (Address != Object && Address->isWithin(Object))
      Known.push_back({Values.moved(Address, Object, Result), V});
  for (auto [Address, V] : Known)
    S.Memory.set(Address, V);
  return Result;
}
