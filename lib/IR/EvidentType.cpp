//===- EvidentType.cpp - The type that an event need not state ------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements EvidentType.
//
//===----------------------------------------------------------------------===//

#include "IR/EvidentType.h"

#include "IR/OpNames.h"

using namespace holdfast::ir;

bool holdfast::ir::operator==(const Type &A, const Type &B) {
  return A.Kind == B.Kind && A.IsSigned == B.IsSigned &&
         A.IsConst == B.IsConst && A.Bits == B.Bits && A.Element == B.Element &&
         A.Count == B.Count && A.Record == B.Record;
}

static Type signedInt() {
  Type T;
  T.Kind = TypeKind::Int;
  T.IsSigned = true;
  T.Bits = 32;
  return T;
}

static Type voidType() {
  Type T;
  T.Kind = TypeKind::Void;
  return T;
}

/// An object of that type can be read and written.
static bool isObject(const Type &T) {
  return T.Kind != TypeKind::Void && T.Kind != TypeKind::Function &&
         T.Kind != TypeKind::Unknown;
}

const EvidentType::Temp *EvidentType::temp(Operand O) const {
  if (O.Kind != OperandKind::Temp || size_t(O.Value) >= Temps.size() ||
      !Temps[O.Value].IsKnown)
    return nullptr;
  return &Temps[O.Value];
}

std::optional<Type> EvidentType::object(Operand Address) const {
  if (Address.Kind == OperandKind::Local)
    return M.type(F.Locals[Address.Value].Type);
  if (Address.Kind == OperandKind::Global)
    return M.type(M.global(Address).Type);
  const Temp *T = temp(Address);
  if (!T)
    return std::nullopt;
  if (T->IsAddress)
    return T->Ty;
  if (T->Ty.Kind == TypeKind::Pointer)
    return M.type(T->Ty.Element);
  return std::nullopt;
}

std::optional<Type> EvidentType::value(Operand O) const {
  const Temp *T = temp(O);
  if (!T || T->IsAddress)
    return std::nullopt;
  return T->Ty;
}

/// An array that is named decays; a pointer's target is the element.
std::optional<Type> EvidentType::element(Operand Base) const {
  std::optional<Type> Object = object(Base);
  const Temp *T = temp(Base);
  if (Object && Object->Kind == TypeKind::Array && (!T || T->IsAddress))
    return M.type(Object->Element);
  return Object;
}

std::optional<Type> EvidentType::of(const Event &E) const {
  std::optional<Type> T;
  switch (E.Code) {
  case Op::Load:
  case Op::Store:
  case Op::Copy:
  case Op::Zero:
    T = object(E.A);
    if (!(T && isObject(*T)) && E.Code == Op::Copy)
      T = object(E.B);
    else if (!(T && isObject(*T)) && E.Code == Op::Store)
      T = value(E.B);
    if (!T || !isObject(*T))
      return std::nullopt;
    T->IsConst = false;
    return T;
  case Op::Element:
    T = element(E.A);
    return T && isObject(*T) ? T : std::nullopt;
  case Op::Unary:
    if (UnaryOp(E.Sub) == UnaryOp::LogicalNot)
      return signedInt();
    return value(E.A);
  case Op::Binary:
    if (isComparison(BinaryOp(E.Sub)))
      return signedInt();
    T = value(E.A);
    return T ? T : value(E.B);
  case Op::Call:
    if (E.A.Kind == OperandKind::Function)
      if (const Function *Callee = M.findFunction(M.name(E.A)))
        return M.type(Callee->ReturnType);
    return E.Result ? std::nullopt : std::optional(voidType());
  case Op::Macro:
  case Op::Unknown:
    return E.Result ? std::nullopt : std::optional(voidType());
  case Op::Cast:
  case Op::Field:
  case Op::Container:
  case Op::Begin:
  case Op::End:
  case Op::Touch:
  case Op::Modify:
  case Op::Follow:
    return std::nullopt;
  }
  return std::nullopt;
}

void EvidentType::define(const Event &E) {
  if (!E.Result)
    return;
  Temp T;
  T.IsKnown = true;
  T.IsAddress = true;
  switch (E.Code) {
  case Op::Field:
    T.Ty = M.type(M.record(E.Record).Fields[E.FieldIndex].Type);
    break;
  case Op::Container:
    T.Ty.Kind = TypeKind::Record;
    T.Ty.Record = E.Record;
    break;
  case Op::Element:
    T.Ty = M.type(E.Ty);
    break;
  default:
    T.IsAddress = false;
    T.Ty = M.type(E.Ty);
    break;
  }
  if (E.Result.Index >= Temps.size())
    Temps.resize(E.Result.Index + 1);
  Temps[E.Result.Index] = T;
}
