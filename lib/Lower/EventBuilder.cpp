//===- EventBuilder.cpp - Appends events to a function --------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements EventBuilder.
//
//===----------------------------------------------------------------------===//

#include "Lower/EventBuilder.h"

#include "llvm/Support/MathExtras.h"

using namespace holdfast::ir;

namespace holdfast::lower {

EventBuilder::EventBuilder(Module &M, Function &F, Locations &Locs)
    : M(M), F(F), Locs(Locs) {
  Type T;
  T.Kind = TypeKind::Void;
  Void = M.typeId(T);
}

Event &EventBuilder::emit(Op Code, TypeId Ty) {
  Event &E = F.Events.emplace_back();
  E.Code = Code;
  E.Ty = Ty;
  E.IsImplicit = Implicit;
  E.Where = where();
  return E;
}

Operand EventBuilder::define(Event &E, bool IsTruth) {
  E.Result.Index = F.NumTemps++;
  TempIsTruth.push_back(IsTruth);
  return Operand::temp(E.Result);
}

void EventBuilder::addArgs(Event &E, llvm::ArrayRef<Operand> Args) {
  E.FirstArg = F.Args.size();
  E.NumArgs = Args.size();
  for (Operand A : Args)
    F.Args.push_back(A ? A : Operand::undef());
}

int64_t EventBuilder::wrap(int64_t Value, TypeId Ty) const {
  const Type &T = M.type(Ty);
  if (T.Kind == TypeKind::Bool)
    return Value != 0;
  if (T.Kind != TypeKind::Int || T.Bits == 0 || T.Bits >= 64)
    return Value;
  if (T.IsSigned)
    return llvm::SignExtend64(Value, T.Bits);
  return Value & llvm::maskTrailingOnes<uint64_t>(T.Bits);
}

Operand EventBuilder::load(Operand Address, TypeId Ty, bool Volatile) {
  Event &E = emit(Op::Load, Ty);
  E.A = Address ? Address : Operand::undef();
  E.IsVolatile = Volatile;
  return define(E, M.type(Ty).Kind == TypeKind::Bool);
}

void EventBuilder::store(Operand Address, Operand Value, TypeId Ty,
                         bool Volatile) {
  Event &E = emit(Op::Store, Ty);
  E.A = Address ? Address : Operand::undef();
  E.B = Value ? Value : Operand::undef();
  E.IsVolatile = Volatile;
}

void EventBuilder::copy(Operand To, Operand From, TypeId Ty) {
  if (To == From)
    return;
  Event &E = emit(Op::Copy, Ty);
  E.A = To ? To : Operand::undef();
  E.B = From ? From : Operand::undef();
}

void EventBuilder::zero(Operand Address, TypeId Ty) {
  emit(Op::Zero, Ty).A = Address;
}

Operand EventBuilder::field(Operand Base, RecordId R, unsigned Index) {
  // In broken code a record may have lost members.
  if (!R || Index >= M.record(R).Fields.size())
    return Operand::undef();
  Event &E = emit(Op::Field, {});
  E.A = Base ? Base : Operand::undef();
  E.Record = R;
  E.FieldIndex = Index;
  return define(E);
}

Operand EventBuilder::container(Operand Member, RecordId R, unsigned Index) {
  if (!R || Index >= M.record(R).Fields.size())
    return Operand::undef();
  Event &E = emit(Op::Container, {});
  E.A = Member ? Member : Operand::undef();
  E.Record = R;
  E.FieldIndex = Index;
  LastContainer = define(E);
  LastContainerRecord = R;
  return LastContainer;
}

Operand EventBuilder::element(Operand Base, Operand Index, TypeId Ty) {
  Event &E = emit(Op::Element, Ty);
  E.A = Base ? Base : Operand::undef();
  E.B = Index ? Index : Operand::undef();
  return define(E);
}

Operand EventBuilder::unary(UnaryOp Op, Operand A, TypeId Ty) {
  if (A.Kind == OperandKind::Int) {
    switch (Op) {
    case UnaryOp::Neg:
      return Operand::integer(wrap(int64_t(0 - uint64_t(A.Value)), Ty));
    case UnaryOp::Not:
      return Operand::integer(wrap(~A.Value, Ty));
    case UnaryOp::LogicalNot:
      return Operand::integer(A.Value == 0);
    }
  }
  Event &E = emit(ir::Op::Unary, Ty);
  E.Sub = uint8_t(Op);
  E.A = A ? A : Operand::undef();
  return define(E, Op == UnaryOp::LogicalNot);
}

static bool isComparison(BinaryOp Op) { return Op >= BinaryOp::Eq; }

/// The value of a constant operation; false when it has none.
static bool fold(BinaryOp Op, int64_t A, int64_t B, bool IsSigned,
                 unsigned Bits, int64_t &Result) {
  uint64_t UA = A, UB = B;
  switch (Op) {
  case BinaryOp::Add:
    Result = UA + UB;
    return true;
  case BinaryOp::Sub:
    Result = UA - UB;
    return true;
  case BinaryOp::Mul:
    Result = UA * UB;
    return true;
  case BinaryOp::Div:
  case BinaryOp::Rem:
    if (B == 0 || (IsSigned && B == -1))
      return false;
    if (IsSigned)
      Result = Op == BinaryOp::Div ? A / B : A % B;
    else
      Result = Op == BinaryOp::Div ? UA / UB : UA % UB;
    return true;
  case BinaryOp::Shl:
  case BinaryOp::Shr:
    if (UB >= Bits)
      return false;
    Result = Op == BinaryOp::Shl ? int64_t(UA << UB)
             : IsSigned          ? A >> B
                                 : int64_t(UA >> UB);
    return true;
  case BinaryOp::And:
    Result = A & B;
    return true;
  case BinaryOp::Or:
    Result = A | B;
    return true;
  case BinaryOp::Xor:
    Result = A ^ B;
    return true;
  case BinaryOp::Eq:
    Result = A == B;
    return true;
  case BinaryOp::Ne:
    Result = A != B;
    return true;
  case BinaryOp::Lt:
    Result = IsSigned ? A < B : UA < UB;
    return true;
  case BinaryOp::Le:
    Result = IsSigned ? A <= B : UA <= UB;
    return true;
  case BinaryOp::Gt:
    Result = IsSigned ? A > B : UA > UB;
    return true;
  case BinaryOp::Ge:
    Result = IsSigned ? A >= B : UA >= UB;
    return true;
  }
  return false;
}

Operand EventBuilder::binary(BinaryOp Op, Operand A, Operand B, TypeId Ty,
                             TypeId OperandTy) {
  const Type &T = M.type(OperandTy);
  int64_t Value;
  if (A.Kind == OperandKind::Int && B.Kind == OperandKind::Int &&
      fold(Op, A.Value, B.Value, T.IsSigned, T.Bits ? T.Bits : 64, Value))
    return Operand::integer(isComparison(Op) ? Value : wrap(Value, Ty));
  Event &E = emit(ir::Op::Binary, Ty);
  E.Sub = uint8_t(Op);
  E.IsUnsigned =
      T.Kind == TypeKind::Pointer || (T.Kind == TypeKind::Int && !T.IsSigned);
  E.A = A ? A : Operand::undef();
  E.B = B ? B : Operand::undef();
  return define(E, isComparison(Op));
}

Operand EventBuilder::cast(Operand A, TypeId From, TypeId To) {
  if (From == To || isVoid(To) || A.Kind == OperandKind::Undef)
    return A;
  const Type &Source = M.type(From), &Target = M.type(To);
  if (Target.Kind == TypeKind::Bool)
    return truth(A, From);
  if (A.Kind == OperandKind::Int && Target.Kind != TypeKind::Float)
    return Operand::integer(wrap(A.Value, To));
  bool FromBits = Source.Kind == TypeKind::Int || Source.Kind == TypeKind::Bool;
  if (Source.Kind == TypeKind::Int && Target.Kind == TypeKind::Int &&
      Source.Bits == Target.Bits)
    return A;
  if (Source.Kind == TypeKind::Pointer && Target.Kind == TypeKind::Int &&
      Target.Bits == 64)
    return A;
  // A truth value fits into everything.
  if (FromBits && Target.Kind == TypeKind::Int && isTruth(A))
    return A;
  if (Source.Kind == TypeKind::Pointer && Target.Kind == TypeKind::Pointer) {
    const Type &Pointee = M.type(Target.Element);
    if (Pointee.Kind == TypeKind::Void || Pointee.Kind == TypeKind::Function ||
        (Pointee.Kind == TypeKind::Int && Pointee.Bits == 8))
      return A;
    if (A == LastContainer && Pointee.Kind == TypeKind::Record &&
        Pointee.Record == LastContainerRecord)
      return A;
    const Type &Old = M.type(Source.Element);
    if (Old.Kind == Pointee.Kind && Old.Bits == Pointee.Bits &&
        Old.Record == Pointee.Record && Old.Element == Pointee.Element &&
        Old.Count == Pointee.Count)
      return A; // only qualifiers or signs differ
  }
  Event &E = emit(Op::Cast, To);
  E.A = A ? A : Operand::undef();
  return define(E);
}

Operand EventBuilder::truth(Operand A, TypeId From) {
  if (isTruth(A))
    return A;
  Type Bool;
  Bool.Kind = TypeKind::Bool;
  Bool.Bits = 8;
  return binary(BinaryOp::Ne, A, Operand::integer(0), M.typeId(Bool), From);
}

Operand EventBuilder::call(Operand Callee, llvm::ArrayRef<Operand> Args,
                           uint64_t ByValue, TypeId Ty) {
  Event &E = emit(Op::Call, Ty ? Ty : Void);
  E.A = Callee ? Callee : Operand::undef();
  E.ByValue = ByValue;
  addArgs(E, Args);
  return isVoid(Ty) ? Operand() : define(E, M.type(Ty).Kind == TypeKind::Bool);
}

Operand EventBuilder::macro(llvm::StringRef Name, llvm::ArrayRef<Operand> Args,
                            TypeId Ty) {
  Event &E = emit(Op::Macro, Ty ? Ty : Void);
  E.Name = Name;
  addArgs(E, Args);
  return isVoid(Ty) ? Operand() : define(E);
}

Operand EventBuilder::unknown(llvm::StringRef Reason,
                              llvm::ArrayRef<Operand> Args, TypeId Ty) {
  Event &E = emit(Op::Unknown, Ty ? Ty : Void);
  E.Name = M.intern(Reason);
  addArgs(E, Args);
  return isVoid(Ty) ? Operand() : define(E);
}

void EventBuilder::begin(Operand Local) { emit(Op::Begin, {}).A = Local; }
void EventBuilder::end(Operand Local) { emit(Op::End, {}).A = Local; }

void EventBuilder::touch(Op How, Operand Address) {
  emit(How, {}).A = Address ? Address : Operand::undef();
}

} // namespace holdfast::lower
