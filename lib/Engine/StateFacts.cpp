//===- StateFacts.cpp - What a state knows of values ----------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Facts are ranges of values. What is hard about it: a fact may be about a
// value that another one is made of, `&p->list` or `n + 1` or `!(a == b)`, and
// must be found from either.
//
//===----------------------------------------------------------------------===//

#include "Engine/State.h"

#include "llvm/Support/MathExtras.h"

using namespace holdfast;
using namespace holdfast::engine;

/// `x + 3` and `x - 3` as x and 3, -3; x is null for anything else.
static std::pair<const Value *, int64_t> constantOffset(const Value *V) {
  if (V->Kind != ValueKind::Binary || !V->B->isInt() ||
      V->B->Number == INT64_MIN)
    return {nullptr, 0};
  if (V->Number == int64_t(ir::BinaryOp::Add))
    return {V->A, V->B->Number};
  if (V->Number == int64_t(ir::BinaryOp::Sub))
    return {V->A, -V->B->Number};
  return {nullptr, 0};
}

/// The value that is null when an address is, and an error pointer when it is:
/// the pointer that it is made of. \p IsInside: the address is behind the
/// beginning of the object, and so is neither.
static const Value *pointerOf(const Value *V, bool &IsInside) {
  while (V->Kind == ValueKind::Field || V->Kind == ValueKind::Element ||
         V->Kind == ValueKind::Container) {
    // Who adds to a pointer knows that it is one.
    IsInside |= (V->Kind == ValueKind::Field && V->Number != 0) ||
                (V->Kind == ValueKind::Element && !V->B->isInt());
    V = V->A;
  }
  return V;
}

/// What other masks of the same value say of `x & m`: none of more bits is set,
/// or one of fewer is.
Range State::maskedRange(const Value *V) const {
  uint64_t Mask = V->B->Number;
  Range R;
  if (V->B->Number >= 0)
    R = Range::between(0, V->B->Number);
  for (const auto &[W, Known] : Facts.entries()) {
    if (W->Kind != ValueKind::Binary || W->A != V->A || !W->B->isInt() ||
        W->Number != int64_t(ir::BinaryOp::And))
      continue;
    uint64_t Other = W->B->Number;
    if (Known.isZero() && (Mask & ~Other) == 0)
      return Range::of(0);
    R.NonZero |= Known.excludesZero() && (Other & ~Mask) == 0;
  }
  return R;
}

Range State::range(const Value *V) const {
  if (V->isInt())
    return Range::of(V->Number);
  if (V->isAddress()) {
    bool IsInside = false;
    const Value *Pointer = pointerOf(V, IsInside);
    Range R, Of;
    if (Pointer->Kind == ValueKind::Local || Pointer->Kind == ValueKind::Global)
      IsInside = true;
    else
      Of = range(Pointer);
    if (Of.isZero() && !IsInside)
      return Of;
    R.NonZero = IsInside || Of.NonZero;
    R.NonError = IsInside || Of.NonError;
    return R;
  }
  if (V->Kind == ValueKind::Function || V->Kind == ValueKind::String) {
    Range R;
    R.NonZero = R.NonError = true;
    return R;
  }
  if (const Range *R = Facts.find(V))
    return *R;
  if (V->Kind == ValueKind::Binary && V->B->isInt() &&
      V->Number == int64_t(ir::BinaryOp::And))
    return maskedRange(V);
  if (V->Kind == ValueKind::Binary && V->A->isInt() && V->A->Number > 0 &&
      V->Number == int64_t(ir::BinaryOp::Shl)) {
    Range R; // 1 << n
    R.NonZero = true;
    return R;
  }
  if (V->IsNatural)
    return Range::natural();
  if (auto [X, Offset] = constantOffset(V); X)
    return range(X).shiftedBy(Offset);
  return Range();
}

static bool isCompare(const Value *V, ir::BinaryOp &Op, bool &IsUnsigned) {
  if (V->Kind != ValueKind::Binary)
    return false;
  IsUnsigned = V->Number >= ValueTable::UnsignedCompare;
  Op = ir::BinaryOp(V->Number % ValueTable::UnsignedCompare);
  return Op >= ir::BinaryOp::Eq;
}

Range State::known(const Value *V) const {
  // Only a test is 1 when it is true.
  ir::BinaryOp Op;
  bool IsUnsigned;
  bool IsTest = isCompare(V, Op, IsUnsigned) ||
                (V->Kind == ValueKind::Unary &&
                 V->Number == int64_t(ir::UnaryOp::LogicalNot));
  if (IsTest && !Facts.find(V))
    if (std::optional<bool> T = truth(V))
      return Range::of(*T);
  return range(V);
}

static ir::BinaryOp negate(ir::BinaryOp Op) {
  switch (Op) {
  case ir::BinaryOp::Eq:
    return ir::BinaryOp::Ne;
  case ir::BinaryOp::Ne:
    return ir::BinaryOp::Eq;
  case ir::BinaryOp::Lt:
    return ir::BinaryOp::Ge;
  case ir::BinaryOp::Ge:
    return ir::BinaryOp::Lt;
  case ir::BinaryOp::Gt:
    return ir::BinaryOp::Le;
  default:
    return ir::BinaryOp::Gt;
  }
}

std::optional<bool> State::truth(const Value *V) const {
  ir::BinaryOp Op;
  bool IsUnsigned;
  if (V->Kind == ValueKind::Unary &&
      V->Number == int64_t(ir::UnaryOp::LogicalNot)) {
    std::optional<bool> T = truth(V->A);
    return T ? std::optional<bool>(!*T) : std::nullopt;
  }
  if (isCompare(V, Op, IsUnsigned) && V->B->isInt()) {
    Range R = range(V->A);
    // (a == b) == 0 and the like.
    if ((Op == ir::BinaryOp::Eq || Op == ir::BinaryOp::Ne) && V->B->Number == 0)
      if (std::optional<bool> T = truth(V->A))
        return *T == (Op == ir::BinaryOp::Ne);
    // An interval cannot say that a value is not 5.
    if (R.isConstant() && (Op == ir::BinaryOp::Eq || Op == ir::BinaryOp::Ne))
      return (R.Low == V->B->Number) == (Op == ir::BinaryOp::Eq);
    if (R.meet(Range::compare(Op, IsUnsigned, V->B->Number)).isEmpty())
      return false;
    if (R.meet(Range::compare(negate(Op), IsUnsigned, V->B->Number)).isEmpty())
      return true;
    // Of `x == 5` that is a fact, and `x != 5` has the opposite one.
    if (Op == ir::BinaryOp::Eq || Op == ir::BinaryOp::Ne)
      for (const auto &[W, Known] : Facts.entries())
        if (W->A == V->A && W->B == V->B && W->Kind == ValueKind::Binary &&
            W->Number == int64_t(negate(Op)) &&
            (Known.isZero() || Known.excludesZero()))
          return Known.isZero();
  }
  Range R = range(V);
  if (R.isZero())
    return false;
  if (R.excludesZero())
    return true;
  return std::nullopt;
}

bool State::learn(const Value *V, const Range &R) {
  Facts.set(V, R);
  const Implications *Known = Implied.find(V);
  if (!Known)
    return true;
  // What follows may change the map.
  for (const Implication &I : Implications(*Known))
    if (R.join(I.If) == I.If && !takeOver(I.Then, I.Is))
      return false;
  return true;
}

bool State::restrict(const Value *V, const Range &R) {
  Range Known = range(V);
  Range Both = Known.meet(R);
  if (Both.isEmpty())
    return false;
  if (V->isAddress()) {
    bool IsInside = false;
    const Value *Pointer = pointerOf(V, IsInside);
    Range Of;
    Of.NonZero = R.NonZero;
    Of.NonError = R.NonError;
    return IsInside || Pointer->isAddress() ||
           restrict(Pointer, R.isZero() ? R : Of);
  }
  if (!V->isInt() && V->Kind != ValueKind::Undef && Both != Known &&
      !learn(V, Both))
    return false;
  if (auto [X, Offset] = constantOffset(V); X && Both.isConstant())
    if (int64_t N; !llvm::SubOverflow(Both.Low, Offset, N))
      return restrict(X, Range::of(N));
  return true;
}

bool State::assume(const Value *C, bool Holds) {
  if (C->Kind == ValueKind::Undef)
    return true;
  if (std::optional<bool> Known = truth(C))
    if (*Known != Holds)
      return false;
  if (C->Kind == ValueKind::Unary &&
      C->Number == int64_t(ir::UnaryOp::LogicalNot))
    return assume(C->A, !Holds);
  ir::BinaryOp Op;
  bool IsUnsigned;
  if (isCompare(C, Op, IsUnsigned)) {
    if (!Holds)
      Op = negate(Op);
    if (C->B->isInt()) {
      if (C->B->Number == 0 && !IsUnsigned &&
          (Op == ir::BinaryOp::Eq || Op == ir::BinaryOp::Ne)) {
        ir::BinaryOp Inner;
        bool U;
        bool IsTest = isCompare(C->A, Inner, U) ||
                      (C->A->Kind == ValueKind::Unary &&
                       C->A->Number == int64_t(ir::UnaryOp::LogicalNot));
        if (IsTest)
          return assume(C->A, Op == ir::BinaryOp::Ne);
      }
      if (!restrict(C->A, Range::compare(Op, IsUnsigned, C->B->Number)))
        return false;
      if (Op == ir::BinaryOp::Ne && C->B->Number != 0) {
        // At the end of an interval that is less of it.
        Range Left = range(C->A);
        int64_t N = C->B->Number;
        if (Left.Low == N && !restrict(C->A, Range::between(N + 1, INT64_MAX)))
          return false;
        if (Left.High == N && !restrict(C->A, Range::between(INT64_MIN, N - 1)))
          return false;
      }
      // An interval cannot say that a value is not 5: the test itself can.
      if (!truth(C))
        return learn(C, Range::of(Holds));
      return true;
    }
    if (Op == ir::BinaryOp::Eq) {
      // What was allocated since is none of what the function was given, nor of
      // what memory held at its entry.
      auto IsNew = [&](const Value *V) {
        const Reference *R =
            V->Kind == ValueKind::Fresh ? References.find(V) : nullptr;
        return R && R->IsNew && (R->isOwned() || R->isStorage());
      };
      auto IsOnlyMine = [&](const Value *New) {
        const Reference *R = References.find(New);
        return R->isStorage() && !R->IsStored && !R->Passed;
      };
      auto IsOther = [&](const Value *V, const Value *New) {
        const Value *Root = V->root();
        if (Root->Kind == ValueKind::Contents)
          return !Root->B && IsOnlyMine(New);
        return Root != New &&
               (Root->Kind == ValueKind::Param ||
                Root->Kind == ValueKind::Local ||
                Root->Kind == ValueKind::Global ||
                Root->Kind == ValueKind::Function || IsNew(Root));
      };
      if ((IsNew(C->A->root()) && IsOther(C->B, C->A->root())) ||
          (IsNew(C->B->root()) && IsOther(C->A, C->B->root())))
        return false;
      // What is known of one side holds of the other.
      if (!restrict(C->A, range(C->B)) || !restrict(C->B, range(C->A)))
        return false;
    }
    // Nothing is less than zero.
    Range Positive;
    Positive.NonZero = true;
    if (IsUnsigned && ((Op == ir::BinaryOp::Gt && !restrict(C->A, Positive)) ||
                       (Op == ir::BinaryOp::Lt && !restrict(C->B, Positive))))
      return false;
    return restrict(C, Holds ? Range::of(1) : Range::of(0));
  }
  Range R;
  if (Holds)
    R.NonZero = true;
  else
    R = Range::of(0);
  return restrict(C, R);
}

bool State::takeOver(const Value *V, const Range &R) {
  bool IsTruth =
      R.isZero() || R == Range::of(1) || (R.NonZero && R.Low == INT64_MIN);
  return (!IsTruth || assume(V, !R.isZero())) &&restrict(V, R);
}
