//===- CompilerFlags.h - Compile commands of other compilers ----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what is changed in a compile command so that clang understands it.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_COMPILERFLAGS_H
#define HOLDFAST_DRIVER_COMPILERFLAGS_H

#include "llvm/ADT/ArrayRef.h"

#include <string>
#include <vector>

namespace holdfast {

/// The folder with clang's own headers: the one of the build, unless
/// HOLDFAST_RESOURCE_DIR says another.
std::string resourceFolder();

/// The command without the -f, -m, -W and --param flags that clang does not
/// have: GCC's, which change code and warnings, not meaning. Each is a remark.
/// A flag of any other kind stays, and is an error where it counts. -Werror
/// goes too: a warning of another compiler is no reason not to look. And so do
/// flags that write files: an analysis changes nothing in a build.
std::vector<std::string> analysisCommand(llvm::ArrayRef<std::string> Command,
                                         std::vector<std::string> &Remarks);

} // namespace holdfast

#endif // HOLDFAST_DRIVER_COMPILERFLAGS_H
