//===- BinaryFormat.h - Constants of the binary form ---------- -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what the writer and the reader of the binary form share.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_BINARYFORMAT_H
#define HOLDFAST_IR_BINARYFORMAT_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>

namespace holdfast::ir::binary {

constexpr llvm::StringLiteral Magic = "HFIR";
/// To be raised with every change of the format or of IR.h.
constexpr uint64_t Version = 1;

/// How a place differs from the one before it.
enum PlaceBits : uint8_t {
  NoPlace = 0,
  SamePlace = 1,
  NewPlace = 2, ///< with any of those that follow
  NewFile = 4,
  HasEnd = 8,
  SameLineEnd = 16, ///< HasEnd, and the end is on the same line
  NewMacro = 32
};

/// The second byte of an event, after Op.
enum EventBits : uint8_t {
  EventHasResult = 1,
  EventHasType = 2,
  EventIsVolatile = 4,
  EventIsImplicit = 8,
  EventHasB = 16,
  EventHasArgs = 32,
  EventHasByValue = 64
};

/// In the byte of a Binary's operator: its operands have no sign.
constexpr uint8_t SubIsUnsigned = 128;

/// An operand's number is its value times this, plus its kind.
constexpr unsigned OperandKindBits = 3;

} // namespace holdfast::ir::binary

#endif // HOLDFAST_IR_BINARYFORMAT_H
