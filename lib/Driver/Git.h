//===- Git.h - What git says about a project --------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what of a project changed since a revision, as lines.
//
// What is hard about it: a repository without a commit, a shallow clone and a
// folder that is in none are all usual, and each needs another sentence.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_GIT_H
#define HOLDFAST_DRIVER_GIT_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <map>
#include <string>
#include <vector>

namespace holdfast {

/// The root of the work tree that \p Folder is in, or empty.
std::string workTree(llvm::StringRef Folder);

/// By absolute path, the ranges of lines that are new or different.
using ChangedLines =
    std::map<std::string, std::vector<std::pair<unsigned, unsigned>>>;

/// What the work tree has that the common ancestor of \p Revision and HEAD has
/// not, files that git does not know included. A revision HEAD of a repository
/// without commits has nothing.
llvm::Expected<ChangedLines> changedSince(llvm::StringRef Revision,
                                          llvm::StringRef Folder);

/// The ranges in the output of `git diff -U0`; paths are below \p Root.
void readDiff(llvm::StringRef Diff, llvm::StringRef Root, ChangedLines &Out);

bool isChanged(const ChangedLines &Changes, llvm::StringRef File,
               unsigned Line);

} // namespace holdfast

#endif // HOLDFAST_DRIVER_GIT_H
