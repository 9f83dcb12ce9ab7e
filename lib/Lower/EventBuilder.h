//===- EventBuilder.h - Appends events to a function ------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the builder of events: operands in, operand out. It folds what is
// constant, drops casts that change nothing, and knows nothing of expressions.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_EVENTBUILDER_H
#define HOLDFAST_LOWER_EVENTBUILDER_H

#include "IR/IR.h"
#include "Lower/Locations.h"

#include <utility>

namespace holdfast::lower {

class EventBuilder {
public:
  EventBuilder(ir::Module &M, ir::Function &F, Locations &Locs);

  /// The source of the events that follow.
  void setSource(clang::SourceRange R) {
    if (R.isValid() && !IsHeld)
      Source = R;
  }
  /// Whether the source stays as it is, for code that is written elsewhere.
  bool holdSource(bool Hold) { return std::exchange(IsHeld, Hold); }
  clang::SourceRange source() const { return Source; }
  void setImplicit(bool Value) { Implicit = Value; }
  bool isImplicit() const { return Implicit; }
  ir::Loc where() { return Locs.loc(Source); }

  ir::Operand load(ir::Operand Address, ir::TypeId Ty, bool Volatile = false);
  void store(ir::Operand Address, ir::Operand Value, ir::TypeId Ty,
             bool Volatile = false);
  void copy(ir::Operand To, ir::Operand From, ir::TypeId Ty);
  void zero(ir::Operand Address, ir::TypeId Ty);
  ir::Operand field(ir::Operand Base, ir::RecordId R, unsigned Index);
  ir::Operand element(ir::Operand Base, ir::Operand Index, ir::TypeId Ty);
  ir::Operand container(ir::Operand Member, ir::RecordId R, unsigned Index);
  ir::Operand unary(ir::UnaryOp Op, ir::Operand A, ir::TypeId Ty);
  /// \p OperandTy decides how constants compare and divide.
  ir::Operand binary(ir::BinaryOp Op, ir::Operand A, ir::Operand B,
                     ir::TypeId Ty, ir::TypeId OperandTy);
  /// A conversion of a value of type \p From; no event when the bits stay.
  ir::Operand cast(ir::Operand A, ir::TypeId From, ir::TypeId To);
  /// The value as 0 or 1.
  ir::Operand truth(ir::Operand A, ir::TypeId From);
  ir::Operand call(ir::Operand Callee, llvm::ArrayRef<ir::Operand> Args,
                   uint64_t ByValue, ir::TypeId Ty);
  ir::Operand macro(llvm::StringRef Name, llvm::ArrayRef<ir::Operand> Args,
                    ir::TypeId Ty);
  ir::Operand unknown(llvm::StringRef Reason, llvm::ArrayRef<ir::Operand> Args,
                      ir::TypeId Ty);
  void begin(ir::Operand Local);
  void end(ir::Operand Local);
  /// Touch, Modify or Follow.
  void touch(ir::Op How, ir::Operand Address);

  /// A signed or unsigned value of the type's width, as Operand::Value holds
  /// it.
  int64_t wrap(int64_t Value, ir::TypeId Ty) const;

private:
  ir::Event &emit(ir::Op Code, ir::TypeId Ty);
  ir::Operand define(ir::Event &E, bool IsTruth = false);
  bool isVoid(ir::TypeId Ty) const {
    return !Ty || M.type(Ty).Kind == ir::TypeKind::Void;
  }
  bool isTruth(ir::Operand A) const {
    return (A.Kind == ir::OperandKind::Temp && TempIsTruth[A.Value]) ||
           (A.Kind == ir::OperandKind::Int && (A.Value == 0 || A.Value == 1));
  }
  void addArgs(ir::Event &E, llvm::ArrayRef<ir::Operand> Args);

  ir::Module &M;
  ir::Function &F;
  Locations &Locs;
  clang::SourceRange Source;
  bool Implicit = false, IsHeld = false;
  ir::TypeId Void;
  std::vector<bool> TempIsTruth; ///< the value is 0 or 1
  ir::Operand LastContainer;
  ir::RecordId LastContainerRecord;
};

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_EVENTBUILDER_H
