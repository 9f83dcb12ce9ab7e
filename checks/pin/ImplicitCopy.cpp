//===- ImplicitCopy.cpp - Whether a class can be copied -------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/ImplicitCopy.h"

using namespace clang;

namespace holdfast::checks {
namespace {

bool isCopyable(const CXXRecordDecl *C);
bool isMovable(const CXXRecordDecl *C);

/// Whether all bases and members can be copied, or moved.
bool allOf(const CXXRecordDecl *C, bool (*Predicate)(const CXXRecordDecl *)) {
  auto can = [&](QualType T) {
    const CXXRecordDecl *R =
        T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
    R = R ? R->getDefinition() : nullptr;
    return !R || Predicate(R);
  };
  return llvm::all_of(
             C->bases(),
             [&](const CXXBaseSpecifier &B) { return can(B.getType()); }) &&
         llvm::all_of(C->fields(),
                      [&](const FieldDecl *F) { return can(F->getType()); });
}

bool hasImplicitCopy(const CXXRecordDecl *C) {
  return !C->hasUserDeclaredCopyConstructor() &&
         !C->hasUserDeclaredMoveConstructor() &&
         !C->hasUserDeclaredMoveAssignment() && allOf(C, isCopyable);
}

bool hasImplicitMove(const CXXRecordDecl *C) {
  return !C->hasUserDeclaredCopyConstructor() &&
         !C->hasUserDeclaredMoveConstructor() &&
         !C->hasUserDeclaredCopyAssignment() &&
         !C->hasUserDeclaredMoveAssignment() &&
         !C->hasUserDeclaredDestructor() && allOf(C, isMovable);
}

bool isCopyable(const CXXRecordDecl *C) {
  return hasImplicitCopy(C) ||
         llvm::any_of(C->ctors(), [](const CXXConstructorDecl *Ctor) {
           return Ctor->isCopyConstructor() && !Ctor->isImplicit() &&
                  !Ctor->isDeleted();
         });
}

bool isMovable(const CXXRecordDecl *C) {
  return isCopyable(C) || hasImplicitMove(C) ||
         llvm::any_of(C->ctors(), [](const CXXConstructorDecl *Ctor) {
           return Ctor->isMoveConstructor() && !Ctor->isImplicit() &&
                  !Ctor->isDeleted();
         });
}

} // namespace

bool hasImplicitCopyOrMove(const CXXRecordDecl *C) {
  return hasImplicitCopy(C) || hasImplicitMove(C) ||
         llvm::any_of(C->ctors(), [](const CXXConstructorDecl *Ctor) {
           return Ctor->isCopyOrMoveConstructor() && !Ctor->isDeleted() &&
                  !Ctor->isUserProvided();
         });
}

bool hasOwnCopy(const RecordDecl *R) {
  const auto *C = dyn_cast_or_null<CXXRecordDecl>(R);
  return C && C->hasDefinition() &&
         llvm::any_of(C->ctors(), [](const CXXConstructorDecl *Ctor) {
           return Ctor->isCopyOrMoveConstructor() &&
                  (Ctor->isUserProvided() || Ctor->isDeleted());
         });
}

} // namespace holdfast::checks
