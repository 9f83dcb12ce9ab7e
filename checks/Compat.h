//===- Compat.h - What differs between clang-tidy 19 and 22 -----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Includes the module registry, which moved.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_COMPAT_H
#define HOLDFAST_CHECKS_COMPAT_H

#include "clang/Basic/Version.h"

#include "clang-tidy/ClangTidyModule.h"
#if CLANG_VERSION_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

namespace holdfast::checks {

/// Whether there may be checks that no module registers: those that a
/// configuration file defines.
inline bool mayHaveCustomChecks(const clang::tidy::ClangTidyContext &Context) {
#if CLANG_VERSION_MAJOR < 22
  return false;
#else
  return Context.canExperimentalCustomChecks();
#endif
}

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_COMPAT_H
