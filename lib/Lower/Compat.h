//===- Compat.h - What differs between clang 19 and 22 ----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the few names whose spelling depends on clang's version, for
// lib/Lower.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_COMPAT_H
#define HOLDFAST_LOWER_COMPAT_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/PrettyPrinter.h"
#include "clang/Basic/Version.h"

namespace holdfast::lower {

/// `std::mutex`, not `std::__1::mutex`.
inline void hideInlineNamespaces(clang::PrintingPolicy &Policy) {
#if CLANG_VERSION_MAJOR >= 21
  Policy.SuppressInlineNamespace = static_cast<unsigned>(
      clang::PrintingPolicy::SuppressInlineNamespaceMode::All);
#else
  Policy.SuppressInlineNamespace = true;
#endif
}

inline clang::QualType recordType(const clang::ASTContext &Ctx,
                                  const clang::RecordDecl *R) {
#if CLANG_VERSION_MAJOR >= 22
  return Ctx.getCanonicalTagType(R);
#else
  return Ctx.getRecordType(R);
#endif
}

inline std::string builtinName(const clang::ASTContext &Ctx, unsigned Id) {
  // A std::string since 20, a const char pointer or StringRef before.
  return std::string(Ctx.BuiltinInfo.getName(Id));
}

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_COMPAT_H
