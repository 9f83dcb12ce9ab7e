//===- CopySites.h - Where a function copies a record -----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the search for copies of records in a function: one walk over its body
// that stops at nothing but values of record type and calls of modelled functions.
//
// What is hard about it: a copy has no node of its own. In C it is a record that
// is read where its value is wanted: by an initialiser, an assignment, a call, a
// return, possibly through a statement expression or a conditional. In C++ it is
// a constructor or an assignment operator that nobody wrote, unless it is elided.
// And a copy can be a call that takes addresses.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_COPYSITES_H
#define HOLDFAST_CHECKS_PIN_COPYSITES_H

#include "checks/Session.h"
#include "checks/pin/AccessPath.h"

#include "clang/AST/Decl.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <optional>

namespace holdfast::checks {

enum class CopyForm : uint8_t {
  Init,        ///< T x = y;
  Assign,      ///< x = y;
  Parameter,   ///< void f(T x) {…}
  Argument,    ///< f(y);
  Return,      ///< return y;
  NamedReturn, ///< C++: return local;
  Element,     ///< {…, y, …}
  Capture,     ///< [y] {…}
  Range,       ///< for (auto x : y)
  Binding,     ///< auto [a, b] = y;
  VaArg,       ///< va_arg(ap, T)
  Bytes,       ///< memcpy(p, q, n)
  Move,        ///< realloc(p, n): bytes, and the source is gone
  Swap,        ///< swap(x, y)
  InMacro,     ///< a macro's own variable is the copy
  Store,       ///< C++: a library keeps a copy: make_shared<T>(y)
  Relocate     ///< C++: a container moves its elements
};

struct CopySite {
  CopyForm Form = CopyForm::Init;
  const clang::FunctionDecl *In = nullptr;
  const clang::Stmt *At = nullptr; ///< null for a parameter
  clang::SourceRange Range;
  clang::QualType Type;             ///< the record that is copied
  const clang::Expr *Source = nullptr; ///< the object, or its address
  const clang::VarDecl *DestVar = nullptr;
  AccessPath From, To;              ///< empty when unknown
  std::string DestName, SourceName; ///< as the source spells them
  std::string Callee;               ///< the function that copies
  const clang::FunctionDecl *CalleeDecl = nullptr; ///< Argument
  bool IsOverwrite = false;         ///< only the destination's type is known
  bool IsBitwise = true;            ///< no constructor of the type runs
  std::optional<uint64_t> NumBytes; ///< when it is visible
};

/// Calls \p Report for each copy of a record that \p IsPinned in \p F.
void findCopies(const clang::FunctionDecl *F, Unit &U,
                llvm::function_ref<bool(clang::QualType)> IsPinned,
                llvm::function_ref<void(CopySite)> Report);

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_COPYSITES_H
