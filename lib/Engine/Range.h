//===- Range.h - What is known about the size of a value --------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the numeric facts of a state: an interval, and two holes that system
// code lives on: zero (null), and the error pointers -4095 … -1.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_RANGE_H
#define HOLDFAST_ENGINE_RANGE_H

#include "IR/IR.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cstdint>

namespace holdfast::engine {

struct Range {
  int64_t Low = INT64_MIN, High = INT64_MAX;
  // Both are set, too, where the interval says so: equal ranges are equal bits.
  bool NonZero = false;  ///< not 0
  bool NonError = false; ///< not in [-4095, -1]

  static constexpr int64_t FirstError = -4095;

  static Range of(int64_t N) { return between(N, N); }
  static Range between(int64_t Low, int64_t High) {
    Range R;
    R.Low = Low;
    R.High = High;
    R.settle();
    return R;
  }
  /// What is no negative number.
  static Range natural() { return between(0, INT64_MAX); }
  bool isAny() const { return *this == Range(); }
  bool isConstant() const { return Low == High; }
  bool isEmpty() const { return Low > High; }
  bool isZero() const { return Low == 0 && High == 0; }
  /// Every value is other than zero.
  bool excludesZero() const { return NonZero; }
  bool isError() const { return Low >= FirstError && High <= -1; }

  friend bool operator==(const Range &A, const Range &B) {
    return A.Low == B.Low && A.High == B.High && A.NonZero == B.NonZero &&
           A.NonError == B.NonError;
  }
  friend bool operator!=(const Range &A, const Range &B) { return !(A == B); }

  /// Both hold. Empty when they contradict each other.
  Range meet(const Range &O) const {
    Range R{std::max(Low, O.Low), std::min(High, O.High), NonZero || O.NonZero,
            NonError || O.NonError};
    R.settle();
    return R;
  }
  /// Of `x + N`, where that does not overflow. The bound that moves away is
  /// given up, so that a loop that counts has soon been seen.
  Range shiftedBy(int64_t N) const {
    auto Shifted = [&](int64_t Bound, int64_t Open) {
      int64_t Sum;
      return Bound == Open || llvm::AddOverflow(Bound, N, Sum) ? Open : Sum;
    };
    return between(N < 0 && !isConstant() ? INT64_MIN : Shifted(Low, INT64_MIN),
                   N > 0 && !isConstant() ? INT64_MAX
                                          : Shifted(High, INT64_MAX));
  }
  /// One of the two holds.
  Range join(const Range &O) const {
    return {std::min(Low, O.Low), std::max(High, O.High),
            NonZero && O.NonZero, NonError && O.NonError};
  }

  /// The values X for which `X Op N` holds. An unsigned comparison with a
  /// negative constant is how IS_ERR() and its kin are written.
  static Range compare(ir::BinaryOp Op, bool IsUnsigned, int64_t N);

private:
  void settle() {
    if (NonError) {
      if (Low >= FirstError && Low <= -1)
        Low = 0;
      if (High >= FirstError && High <= -1)
        High = FirstError - 1;
    }
    if (NonZero && Low == 0)
      Low = 1;
    if (NonZero && High == 0)
      High = NonError ? FirstError - 1 : -1;
    NonZero |= Low > 0 || High < 0;
    NonError |= Low > -1 || High < FirstError;
  }
};

inline Range Range::compare(ir::BinaryOp Op, bool IsUnsigned, int64_t N) {
  Range R;
  if (Op == ir::BinaryOp::Eq)
    return of(N);
  if (Op == ir::BinaryOp::Ne) {
    R.NonZero = N == 0;
    if (N == INT64_MIN)
      R.Low = N + 1;
    else if (N == INT64_MAX)
      R.High = N - 1;
    R.settle();
    return R;
  }
  // x <= N is x < N + 1, and x > N is x >= N + 1.
  bool Less = Op == ir::BinaryOp::Lt || Op == ir::BinaryOp::Le;
  if (Op == ir::BinaryOp::Le || Op == ir::BinaryOp::Gt) {
    if (N == INT64_MAX)
      return R;
    ++N;
  }
  if (!IsUnsigned) {
    if (Less && N != INT64_MIN)
      R.High = N - 1;
    else if (!Less)
      R.Low = N;
    R.settle();
    return R;
  }
  if (N > 0) { // 0 <= x < N, or x >= N or negative
    if (Less) {
      R.Low = 0;
      R.High = N - 1;
    } else {
      R.NonZero = true;
    }
  } else if (N < 0) { // the top of the unsigned range
    if (!Less) {
      R.Low = N;
      R.High = -1;
    } else if (N <= FirstError) {
      R.NonError = true;
    }
  }
  R.settle();
  return R;
}

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_RANGE_H
