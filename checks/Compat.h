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

#endif // HOLDFAST_CHECKS_COMPAT_H
