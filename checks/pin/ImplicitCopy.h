//===- ImplicitCopy.h - Whether a class can be copied -----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the question whether the compiler would make a copy or a move of a
// C++ class by itself.
//
// What is hard about it: clang decides this when somebody asks for a copy, and
// until then the declaration does not exist. So the language's rules are
// applied here, without overload resolution.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_IMPLICITCOPY_H
#define HOLDFAST_CHECKS_PIN_IMPLICITCOPY_H

#include "clang/AST/DeclCXX.h"

namespace holdfast::checks {

/// Whether the class has a copy or a move constructor that nobody wrote, or
/// that is defaulted, and that is not deleted.
bool hasImplicitCopyOrMove(const clang::CXXRecordDecl *C);

/// C++: a copy or a move that is written out, or deleted, decides for itself
/// what happens to the parts.
bool hasOwnCopy(const clang::RecordDecl *R);

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_IMPLICITCOPY_H
