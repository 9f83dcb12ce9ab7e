//===- ModelPlaces.cpp - What a model's words mean in a state -------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model says `arg0->lock` and `ret == 0`; here that becomes objects and
// conditions of the caller.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"
#include "Engine/TypeFacts.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

/// The members of a model's path: of an object, or of what a pointer points at.
const Value *Interpreter::object(State &S, const model::Place &P,
                                 llvm::ArrayRef<const Value *> Args,
                                 const Value *Result) {
  const Value *V = nullptr;
  switch (P.Root) {
  case model::Place::Argument:
    V = P.Index + FirstArgument < Args.size() ? Args[P.Index + FirstArgument]
                                              : nullptr;
    break;
  case model::Place::Self:
    V = Args.empty() ? nullptr : Args[0];
    break;
  case model::Place::Result:
    V = Result;
    break;
  case model::Place::Global:
    if (std::optional<uint32_t> I = C.global(P.Name))
      V = Values.global(*I);
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
/// object of a type of which the model knows nothing. What the project itself
/// says of a function, in a model or at its declaration, it says of its own.
bool Interpreter::isForeign(const Action &A) const {
  if (!A.From || !A.From->IsBuiltin)
    return false;
  switch (A.V) {
  case Verb::Init:
  case Verb::Reinit:
  case Verb::Use:
  case Verb::Destroy:
  case Verb::Link:
  case Verb::Unlink:
  case Verb::Poison:
  case Verb::Acquire:
  case Verb::Release:
  case Verb::Assert:
  case Verb::Need:
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
