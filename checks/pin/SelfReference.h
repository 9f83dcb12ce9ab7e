//===- SelfReference.h - Stores of an object's address in itself -*- C++
//-*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the inference of address-sensitive types: one whose initialiser
// stores the address of the object, or of a part of it, into the object.
//
// What is hard about it: the store says it of the smallest record around both
// ends. `p->list.next = &p->list` speaks of the list head, not of what holds
// it.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_SELFREFERENCE_H
#define HOLDFAST_CHECKS_PIN_SELFREFERENCE_H

#include "checks/Session.h"
#include "checks/pin/AccessPath.h"

#include "clang/AST/DeclCXX.h"

#include <vector>

namespace holdfast::checks {

struct SelfStore {
  const clang::RecordDecl *Record = nullptr; ///< what is address-sensitive
  llvm::SmallVector<PathStep, 4> Part; ///< where in it the address is kept
  clang::SourceLocation Where;
  bool IsRegistered = false; ///< a registry keeps the address, not the object
  std::string Why;           ///< a clause: "'tail' holds the address of 'head'"
};

/// The store into itself that an assignment is, if it is one.
std::optional<SelfStore> selfStore(const clang::BinaryOperator *Assign);

/// What the constructors and default member initialisers of a class store into
/// the object, and where they register it.
std::vector<SelfStore> selfStoresOfConstructors(const clang::CXXRecordDecl *C,
                                                Unit &U);

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_SELFREFERENCE_H
