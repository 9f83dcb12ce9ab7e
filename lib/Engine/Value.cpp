//===- Value.cpp - Hash-consed symbolic values ----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Value.h"

using namespace holdfast;
using namespace holdfast::engine;

/// Deeper values lose their meaning to a reader and cost time: they are cut off
/// and become a symbol of their own.
static constexpr uint32_t MaxDepth = 24;

Value *ValueTable::make(ValueKind K, uint32_t Owner, int64_t N, const Value *A,
                        const Value *B, ir::RecordId R, ir::TypeId Pointee) {
  uint32_t Depth = 1 + std::max(A ? A->Depth : 0, B ? B->Depth : 0);
  if (Depth > MaxDepth)
    return make(ValueKind::Merged, ~0u, A->Order, nullptr, nullptr, {},
                Pointee);
  if (auto Known = Set.find_as(ValueKey{K, Owner, N, A, B, R});
      Known != Set.end()) {
    if (!(*Known)->Pointee)
      (*Known)->Pointee = Pointee;
    return *Known;
  }
  Value *V = new (Storage.Allocate<Value>()) Value();
  V->Kind = K;
  V->Owner = Owner;
  V->Number = N;
  V->A = A;
  V->B = B;
  V->Record = R;
  V->Order = Next++;
  V->Depth = Depth;
  V->Pointee = Pointee;
  V->Symbols = (A ? A->Symbols : 0) | (B ? B->Symbols : 0);
  if (K == ValueKind::Fresh || K == ValueKind::Merged)
    V->Symbols |= V->ownBit();
  V->IsInternal = K == ValueKind::Local || K == ValueKind::Merged ||
                  K == ValueKind::Undef || (A && A->IsInternal) ||
                  (B && B->IsInternal);
  Set.insert(V);
  return V;
}

ir::TypeId ValueTable::pointee(ir::TypeId Ty) const {
  if (!Ty)
    return {};
  const ir::Type &T = M.type(Ty);
  if (T.Kind != ir::TypeKind::Pointer || !T.Element ||
      M.type(T.Element).Kind == ir::TypeKind::Void)
    return {};
  return T.Element;
}

static bool isNatural(const ir::Type &T) {
  return T.Kind == ir::TypeKind::Bool ||
         (T.Kind == ir::TypeKind::Int && !T.IsSigned && T.Bits && T.Bits < 64);
}

const Value *ValueTable::ofType(Value *V, ir::TypeId Ty) const {
  V->IsNatural |= Ty && isNatural(M.type(Ty));
  return V;
}

const Value *ValueTable::param(unsigned N, ir::TypeId Ty) {
  // Of each type it is a value of its own: what it points at is part of what is
  // known of it, and the functions of a file share their values.
  ir::TypeId Pointee = pointee(Ty);
  uint32_t Kind = Pointee                       ? Pointee.Index + 1
                  : Ty && isNatural(M.type(Ty)) ? ~0u
                                                : 0;
  return ofType(make(ValueKind::Param, Kind, N, nullptr, nullptr, {}, Pointee),
                Ty);
}
const Value *ValueTable::local(uint32_t Owner, uint32_t N, ir::TypeId Ty) {
  return make(ValueKind::Local, Owner, N, nullptr, nullptr, {}, Ty);
}
const Value *ValueTable::moved(const Value *V, const Value *From,
                               const Value *To) {
  if (V == From)
    return To;
  switch (V->Kind) {
  case ValueKind::Field:
    return field(moved(V->A, From, To), V->Record, V->Number);
  case ValueKind::Container:
    return container(moved(V->A, From, To), V->Record, V->Number);
  case ValueKind::Element:
    return element(moved(V->A, From, To), V->B, V->Pointee);
  default:
    return V;
  }
}
const Value *ValueTable::typed(const Value *V, ir::TypeId Pointee) {
  Value *Mine = make(V->Kind, V->Owner, V->Number, V->A, V->B, V->Record);
  if (!Mine->Pointee)
    Mine->Pointee = Pointee;
  return Mine;
}
const Value *ValueTable::global(uint32_t N) {
  return make(ValueKind::Global, 0, N, nullptr, nullptr, {}, M.Globals[N].Type);
}
const Value *ValueTable::contents(const Value *A, ir::TypeId Ty,
                                  const Value *Since) {
  return ofType(make(ValueKind::Contents, 0, 0, A, Since, {}, pointee(Ty)), Ty);
}
const Value *ValueTable::fresh(uint32_t Owner, int64_t Event, ir::TypeId Ty) {
  return ofType(
      make(ValueKind::Fresh, Owner, Event, nullptr, nullptr, {}, pointee(Ty)),
      Ty);
}
const Value *ValueTable::merged(uint32_t Owner, uint32_t Block,
                                const Value *Address) {
  return make(ValueKind::Merged, Owner, Block, Address);
}

const Value *ValueTable::field(const Value *A, ir::RecordId R, uint32_t N) {
  if (A->Kind == ValueKind::Container && A->Record == R && A->Number == N)
    return A->A;
  return make(ValueKind::Field, 0, N, A, nullptr, R,
              M.record(R).Fields[N].Type);
}

const Value *ValueTable::container(const Value *A, ir::RecordId R, uint32_t N) {
  if (A->Kind == ValueKind::Field && A->Record == R && A->Number == N)
    return A->A;
  return make(ValueKind::Container, 0, N, A, nullptr, R);
}

const Value *ValueTable::element(const Value *A, const Value *I,
                                 ir::TypeId Ty) {
  // The first element of a known object that is no array is the object.
  if (I->isInt() && I->Number == 0 && A->Pointee && A->Pointee == Ty)
    return A;
  return make(ValueKind::Element, 0, 0, A, I, {}, Ty);
}

const Value *ValueTable::unary(ir::UnaryOp O, const Value *A) {
  if (A->isInt())
    switch (O) {
    case ir::UnaryOp::Neg:
      return integer(int64_t(-uint64_t(A->Number)));
    case ir::UnaryOp::Not:
      return integer(~A->Number);
    case ir::UnaryOp::LogicalNot:
      return integer(!A->Number);
    }
  if (A->Kind == ValueKind::Unary && A->Number == int64_t(O) &&
      O != ir::UnaryOp::LogicalNot)
    return A->A;
  return make(ValueKind::Unary, 0, int64_t(O), A);
}

/// Folds an operation on two constants; false when it has no defined result.
static bool fold(ir::BinaryOp O, bool IsUnsigned, int64_t X, int64_t Y,
                 int64_t &Result) {
  uint64_t U = X, W = Y;
  switch (O) {
  case ir::BinaryOp::Add:
    Result = int64_t(U + W);
    return true;
  case ir::BinaryOp::Sub:
    Result = int64_t(U - W);
    return true;
  case ir::BinaryOp::Mul:
    Result = int64_t(U * W);
    return true;
  case ir::BinaryOp::And:
    Result = X & Y;
    return true;
  case ir::BinaryOp::Or:
    Result = X | Y;
    return true;
  case ir::BinaryOp::Xor:
    Result = X ^ Y;
    return true;
  case ir::BinaryOp::Eq:
    Result = X == Y;
    return true;
  case ir::BinaryOp::Ne:
    Result = X != Y;
    return true;
  case ir::BinaryOp::Lt:
    Result = IsUnsigned ? U < W : X < Y;
    return true;
  case ir::BinaryOp::Le:
    Result = IsUnsigned ? U <= W : X <= Y;
    return true;
  case ir::BinaryOp::Gt:
    Result = IsUnsigned ? U > W : X > Y;
    return true;
  case ir::BinaryOp::Ge:
    Result = IsUnsigned ? U >= W : X >= Y;
    return true;
  case ir::BinaryOp::Div:
  case ir::BinaryOp::Rem:
    if (Y == 0 || (Y == -1 && X == INT64_MIN))
      return false;
    if (IsUnsigned)
      Result = int64_t(O == ir::BinaryOp::Div ? U / W : U % W);
    else
      Result = O == ir::BinaryOp::Div ? X / Y : X % Y;
    return true;
  case ir::BinaryOp::Shl:
    if (W > 63)
      return false;
    Result = int64_t(U << W);
    return true;
  case ir::BinaryOp::Shr:
    if (W > 63)
      return false;
    Result = IsUnsigned ? int64_t(U >> W) : X >> Y;
    return true;
  }
  return false;
}

/// `A & Mask` where A's own constants settle it, as in `(flags & ~WAIT) &
/// WAIT`; null when they do not.
const Value *ValueTable::maskedBits(const Value *A, int64_t Mask) {
  if (Mask == 0)
    return integer(0);
  if (A->Kind != ValueKind::Binary || !A->B->isInt())
    return nullptr;
  if (A->Number == int64_t(ir::BinaryOp::And))
    return binary(ir::BinaryOp::And, false, A->A, integer(A->B->Number & Mask));
  if (A->Number != int64_t(ir::BinaryOp::Or))
    return nullptr;
  if ((A->B->Number & Mask) == Mask)
    return integer(Mask);
  return (A->B->Number & Mask) == 0
             ? binary(ir::BinaryOp::And, false, A->A, integer(Mask))
             : nullptr;
}

const Value *ValueTable::binary(ir::BinaryOp O, bool IsUnsigned, const Value *A,
                                const Value *B) {
  int64_t Result;
  if (A->isInt() && B->isInt() &&
      fold(O, IsUnsigned, A->Number, B->Number, Result))
    return integer(Result);
  bool IsCompare = O >= ir::BinaryOp::Eq;
  if (A == B && A->Kind != ValueKind::Undef) {
    if (O == ir::BinaryOp::Eq || O == ir::BinaryOp::Le || O == ir::BinaryOp::Ge)
      return integer(1);
    if (IsCompare || O == ir::BinaryOp::Sub || O == ir::BinaryOp::Xor)
      return integer(0);
  }
  if (B->isInt() && B->Number == 0 &&
      (O == ir::BinaryOp::Add || O == ir::BinaryOp::Sub ||
       O == ir::BinaryOp::Or || O == ir::BinaryOp::Xor))
    return A;
  if (O == ir::BinaryOp::And && B->isInt())
    if (const Value *Bits = maskedBits(A, B->Number))
      return Bits;
  // One order for comparisons: the constant on the right, else the older value
  // on the left, so that `a == b` and `b == a` are one value.
  if (IsCompare && (A->isInt() || (!B->isInt() && B->Order < A->Order))) {
    std::swap(A, B);
    switch (O) {
    case ir::BinaryOp::Lt:
      O = ir::BinaryOp::Gt;
      break;
    case ir::BinaryOp::Gt:
      O = ir::BinaryOp::Lt;
      break;
    case ir::BinaryOp::Le:
      O = ir::BinaryOp::Ge;
      break;
    case ir::BinaryOp::Ge:
      O = ir::BinaryOp::Le;
      break;
    default:
      break;
    }
  }
  bool KeepSign = IsUnsigned && O > ir::BinaryOp::Ne;
  return make(ValueKind::Binary, 0,
              int64_t(O) + (KeepSign ? UnsignedCompare : 0), A, B);
}

const Value *engine::tested(const Value *V, bool &Taken) {
  for (;; V = V->A) {
    bool IsZero =
        V->Kind == ValueKind::Binary && V->B->isInt() && V->B->Number == 0;
    bool IsNot = (V->Kind == ValueKind::Unary &&
                  V->Number == int64_t(ir::UnaryOp::LogicalNot)) ||
                 (IsZero && V->Number == int64_t(ir::BinaryOp::Eq));
    if (!IsNot && !(IsZero && V->Number == int64_t(ir::BinaryOp::Ne)))
      return V;
    Taken ^= IsNot;
  }
}

bool engine::isElement(const Value *V) {
  for (; V; V = V->parent())
    if (V->Kind == ValueKind::Element && !V->B->isInt())
      return true;
  return false;
}
