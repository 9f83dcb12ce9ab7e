//===- AccessPath.h - Which object an expression names ----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the access path of an expression: a variable (or `this`), and the
// dereferences, members and elements that lead from it to an object. It is what
// the acceptance of copies compares: "the part that was copied is initialised
// again later".
//
// What is hard about it: the same object has many spellings. Casts,
// parentheses,
// `&*p`, `(&x)->f`, anonymous members and pointers that only ever hold the
// address of one object are folded away; all elements of an array count as one.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_ACCESSPATH_H
#define HOLDFAST_CHECKS_PIN_ACCESSPATH_H

#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace holdfast::checks {

struct PathStep {
  enum Kind : uint8_t { Deref, Member, Element } K = Deref;
  const clang::FieldDecl *Field = nullptr; ///< Member
  friend bool operator==(PathStep A, PathStep B) {
    return A.K == B.K && A.Field == B.Field;
  }
};

/// The pointer variables that hold the address of one known object throughout.
class AccessPath;
using PathAliases = llvm::DenseMap<const clang::VarDecl *, AccessPath>;

class AccessPath {
public:
  const clang::VarDecl *Base = nullptr; ///< null: `this`, or no path at all
  bool IsThis = false;
  llvm::SmallVector<PathStep, 4> Steps;

  explicit operator bool() const { return Base || IsThis; }

  /// The object that a glvalue names; empty when it is not a path.
  static AccessPath ofObject(const clang::Expr *E);
  /// The object that the value of a pointer expression points at.
  static AccessPath ofPointee(const clang::Expr *E);
  static AccessPath ofVariable(const clang::VarDecl *V);
  /// What a pointer variable points at.
  static AccessPath ofPointeeOf(const clang::VarDecl *V);

  /// The same object, by the name of what an alias stands for.
  AccessPath resolved(const PathAliases &Aliases) const;
  AccessPath plus(llvm::ArrayRef<PathStep> More) const;
  bool hasSameBase(const AccessPath &O) const {
    return Base == O.Base && IsThis == O.IsThis;
  }
  /// Whether this object contains, or is, \p Inner.
  bool contains(const AccessPath &Inner) const;
  /// The same, or by way of a pointer in this object.
  bool leadsTo(const AccessPath &Inner) const;
  /// Whether one of the two contains the other.
  bool overlaps(const AccessPath &O) const {
    return contains(O) || O.contains(*this);
  }
  friend bool operator==(const AccessPath &A, const AccessPath &B) {
    return A.hasSameBase(B) && A.Steps == B.Steps;
  }

private:
  void append(PathStep S);
};

/// The expression without parentheses, casts that keep the address, and the
/// wrappers that clang adds.
const clang::Expr *withoutCasts(const clang::Expr *E);

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_ACCESSPATH_H
