//===- Pinnedness.h - The pinned parts of a record --------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the question 'which parts of a type must not move, and since when'
// for types of the syntax tree. The answer is lib/Model's (PinnedTypes.h); here
// it is mapped to clang's members, and given what only the syntax tree shows:
// stores of an object's address into itself (SelfReference.h).
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_PINNEDNESS_H
#define HOLDFAST_CHECKS_PIN_PINNEDNESS_H

#include "checks/Session.h"
#include "checks/pin/AccessPath.h"
#include "checks/pin/SelfReference.h"

#include "Model/PinnedTypes.h"

#include "llvm/ADT/DenseSet.h"

namespace holdfast::checks {

/// A part of a record that must not move.
struct PinnedPart {
  llvm::SmallVector<PathStep, 4> Steps; ///< empty: the record itself
  std::string Name;                     ///< `lock.wait_list`; empty as above
  model::PinnedFrom From = model::PinnedFrom::Init;
  std::string Why;                ///< a clause
  model::Origin Rule;             ///< a line of a model, or of the source
  std::optional<SelfStore> Store; ///< what it was inferred from
  clang::SourceLocation Where;    ///< the first member on the way
  /// C++: a constructor or an operator that somebody wrote, of the part or of
  /// what is around it, takes care of copies.
  bool HasOwnCopy = false;
};

class Pinnedness {
public:
  explicit Pinnedness(Unit &U) : U(U), Types(U.module(), U.model()) {}

  bool isPinned(clang::QualType T);
  /// The pinned parts of a record, in the order of the members.
  llvm::ArrayRef<PinnedPart> parts(clang::QualType T);

  /// The record is address-sensitive because of \p Store, from \p From on. All
  /// marks come before the questions.
  void mark(model::PinnedFrom From, const SelfStore &Store);

private:
  PinnedPart map(const model::PinnedPart &P, const clang::RecordDecl *R);

  Unit &U;
  model::PinnedTypes Types;
  llvm::DenseMap<uint32_t, SelfStore> Stores; ///< by record
  llvm::DenseMap<const clang::RecordDecl *,
                 std::unique_ptr<std::vector<PinnedPart>>>
      Cache;
};

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_PINNEDNESS_H
