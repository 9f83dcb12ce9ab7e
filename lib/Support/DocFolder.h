//===- DocFolder.h - Where the documentation is -----------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines where the running program finds the pages, and how an editor is told
// of a file.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_SUPPORT_DOCFOLDER_H
#define HOLDFAST_SUPPORT_DOCFOLDER_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace holdfast {

/// The folder that is installed with the program, or that of the sources when it
/// runs where it was built. \p Program is argv[0], or null.
std::string docsFolder(const char *Program = nullptr);

/// `file:///a%20b` for `/a b`.
std::string fileUri(llvm::StringRef Path);

} // namespace holdfast

#endif // HOLDFAST_SUPPORT_DOCFOLDER_H
