//===- CallEffects.h - A model's places at a call ---------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what a place of a function's model (`arg0->lock`) stands for at a
// call in the syntax tree: an object, its type and its access path.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_CALLEFFECTS_H
#define HOLDFAST_CHECKS_PIN_CALLEFFECTS_H

#include "checks/Session.h"
#include "checks/pin/AccessPath.h"

#include "clang/AST/Expr.h"

#include <optional>

namespace holdfast::checks {

struct CallPlace {
  const clang::Expr *Root = nullptr; ///< the argument, as it is written
  AccessPath Path;                   ///< of the object; empty when unknown
  clang::QualType Type;              ///< of the object; null when unknown
  bool IsReference = false;          ///< C++: given by reference, not address
  bool IsElement = false;            ///< an element of a container
  llvm::SmallVector<clang::QualType, 2> ElementTypes;
};

CallPlace callPlace(const clang::CallExpr *C, const model::Place &P, Unit &U);

/// The number of bytes that a call of a copying function names, when it is
/// visible: the last integer argument that can be evaluated.
std::optional<uint64_t> copiedBytes(const clang::CallExpr *C,
                                    clang::ASTContext &Ctx);

/// Whether what is copied begins behind an object, so that its type says
/// nothing: `p + 1`, unless the size counts objects of that type.
bool isBehindObject(const clang::CallExpr *C, const CallPlace &P);

/// Whether the result has another type than the argument that it is made from:
/// then no constructor of either can have run.
bool isBitCast(const clang::CallExpr *C);

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_CALLEFFECTS_H
