//===- LockNames.cpp - Locks that are held under another name -------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/LockNames.h"

#include "Engine/Interpreter.h"
#include "Engine/TypeFacts.h"

using namespace holdfast;
using namespace holdfast::engine;

/// Whether an object is the only one of its type of which the model says that
/// there is one, by what is known of the member that tells.
static bool isTheOne(Context &C, const State &S, const Value *Object,
                     const Value *One) {
  const model::TypeModel *T = typeModel(C.M, C.Facts, Object->Pointee);
  if (!T || T->RootIfNull.empty() || C.accessor(T->Root) != One)
    return false;
  const ir::Record *R = C.M.recordOf(Object->Pointee);
  ir::RecordId Id = C.M.type(Object->Pointee).Record;
  for (uint32_t I = 0; I != R->Fields.size(); ++I)
    if (R->Fields[I].Name == T->RootIfNull) {
      const Value *Address = C.Values.field(Object, Id, I);
      const Value *const *V = S.Memory.find(Address);
      const Value *Link = V ? *V
                            : C.Values.contents(Address, R->Fields[I].Type,
                                                S.touchedSince(Address));
      return S.known(Link).isZero();
    }
  return false;
}

/// Whether a test found two objects to be one.
static bool isSameObject(Context &C, const State &S, const Value *A,
                         const Value *B) {
  auto AreEqual = [&](const Value *X, const Value *Y) {
    return S.truth(C.Values.binary(ir::BinaryOp::Eq, false, X, Y))
        .value_or(false);
  };
  return A == B || AreEqual(A, B) || AreEqual(B, A) || isTheOne(C, S, A, B) ||
         isTheOne(C, S, B, A);
}

bool engine::isHeldAsOther(Context &C, const State &S, const Value *Lock,
                           bool ForWrite) {
  if (Lock->Kind != ValueKind::Field)
    return false;
  return llvm::any_of(S.Holds.entries(), [&](const auto &E) {
    const Value *Key = E.first;
    return Key != Lock && Key->Kind == ValueKind::Field &&
           (E.second.isHeld() || isHeldSinceLost(E.second)) &&
           (!ForWrite || E.second.IsForWrite) && mayBeSameLock(Key, Lock) &&
           isSameObject(C, S, Key->A, Lock->A);
  });
}

llvm::SmallVector<HeldInBoth, 2>
engine::heldInBoth(const State &A, const State &B, ValueTable &Values) {
  llvm::SmallVector<HeldInBoth, 2> Found;
  llvm::SmallVector<const Value *, 2> Mine;
  eachDifference(A.Holds, B.Holds,
                 [&](const Value *Key, const Hold *X, const Hold *Y) {
                   if (X && X->isHeld() && X->Delta > 0 &&
                       Key->Kind == ValueKind::Field && !(Y && Y->isHeld()))
                     Mine.push_back(Key);
                 });
  if (Mine.empty())
    return Found;
  eachDifference(
      A.Memory, B.Memory,
      [&](const Value *Variable, const Value *const *X, const Value *const *Y) {
        if (!X || !Y || Variable->Kind != ValueKind::Local)
          return;
        for (const Value *&Key : Mine) {
          if (!Key || Key == *X || !Key->isWithin(*X))
            continue;
          const Value *Other = Values.moved(Key, *X, *Y);
          const Hold *H = A.Holds.find(Key), *Theirs = B.Holds.find(Other);
          const Hold *Before = A.Holds.find(Other);
          if (!Theirs || !(*Theirs == *H) || (Before && Before->isHeld()))
            continue;
          Found.push_back({Key, Other, *X, Variable});
          Key = nullptr;
        }
      });
  return Found;
}

/// Whether two states differ only in locks that one of them has taken and
/// released, or knows nothing of any more, and the other one has not touched.
static bool differInEntryAlone(const ValueMap<Hold> &A,
                               const ValueMap<Hold> &B) {
  bool IsAlone = true;
  eachDifference(A, B, [&](const Value *, const Hold *X, const Hold *Y) {
    Hold Mine = X ? *X : Hold(), Other = Y ? *Y : Hold();
    IsAlone &= !Mine.Delta && !Other.Delta && !Mine.IsFlag && !Other.IsFlag &&
               !Mine.isHeld() && !Other.isHeld();
  });
  return IsAlone;
}

/// Whether two states agree about the references of which they are sure.
static bool agreeOnReferences(const ValueMap<Reference> &A,
                              const ValueMap<Reference> &B) {
  return A.sharesWith(B) ||
         ValueMap<Reference>::walkBoth(
             A, B, [](const Value *, const Reference *X, const Reference *Y) {
               bool IsMine = X && !X->IsUnsure, IsOther = Y && !Y->IsUnsure;
               return !IsMine && !IsOther;
             });
}

static bool agreeButForLocks(const State &A, const State &B) {
  return A.sameButLocksAndReferences(B) &&
         agreeOnReferences(A.References, B.References);
}

bool engine::agreeInCycle(const State &A, const State &B) {
  return agreeButForLocks(A, B) && differInEntryAlone(A.Holds, B.Holds);
}

bool engine::mayMergeInCycle(const State &A, const State &B,
                             ValueTable &Values) {
  if (!agreeButForLocks(A, B))
    return false;
  if (A.Holds == B.Holds)
    return true;
  ValueMap<Hold> Mine = A.Holds, Others = B.Holds;
  for (const HeldInBoth &H : heldInBoth(A, B, Values)) {
    Mine.erase(H.Mine);
    Others.erase(H.Others);
  }
  return differInEntryAlone(Mine, Others);
}

/// Where two pointers turn out to be the same, each name of a lock has seen
/// only a part of what was done to it.
void Interpreter::unite(State &S, const Value *Condition, bool Taken) {
  Condition = tested(Condition, Taken);
  ir::BinaryOp Same = Taken ? ir::BinaryOp::Eq : ir::BinaryOp::Ne;
  if (Condition->Kind != ValueKind::Binary ||
      Condition->Number != int64_t(Same) || Condition->B->isInt())
    return;
  const Value *A = Condition->A, *B = Condition->B;
  llvm::SmallVector<const Value *, 2> Names;
  for (const auto &[Key, H] : S.Holds.entries())
    if (Key->isWithin(B))
      if (const Value *Other = Values.moved(Key, B, A); S.Holds.find(Other))
        Names.append({Key, Other});
  for (const Value *Key : Names)
    lose(S, Key);
}
