//===- Commands.h - The sub-commands of holdfast ----------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Declares the sub-commands, one a file. Each gets the arguments after its name
// and returns the exit status: 0, 1 when what was asked for does not hold, or 2
// when the command line is wrong.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_TOOLS_HOLDFAST_COMMANDS_H
#define HOLDFAST_TOOLS_HOLDFAST_COMMANDS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace holdfast {

/// The exit statuses beside 0; the worst counts.
constexpr int FoundSomething = 1;
constexpr int UsageError = 2; ///< or a mistake in the configuration
constexpr int Incomplete = 3; ///< something was not analysed or not written

/// `check [FILE|FOLDER]… [-- FLAGS]`: what is wrong in a project.
int checkCommand(llvm::ArrayRef<llvm::StringRef> Args);

/// `baseline`: the findings of now, for `check --baseline`.
int baselineCommand(llvm::ArrayRef<llvm::StringRef> Args);

/// `lsp`: a language server that checks on opening and saving.
int lspCommand(llvm::ArrayRef<llvm::StringRef> Args);

/// `init --editor NAME`: the settings of an editor.
int initCommand(llvm::ArrayRef<llvm::StringRef> Args);

/// `kbuild FLAGS FILE`: the CHECK of a kernel build.
int kbuildCommand(llvm::ArrayRef<llvm::StringRef> Args);

/// `explain CHECK…`: the page of each check.
int explainCommand(llvm::ArrayRef<llvm::StringRef> Args);

/// `list`: every check with its noise level and summary.
int listCommand(llvm::ArrayRef<llvm::StringRef> Args);

/// `model check FILE… | list | why NAME`: what the models say.
int modelCommand(llvm::ArrayRef<llvm::StringRef> Args);

} // namespace holdfast

#endif // HOLDFAST_TOOLS_HOLDFAST_COMMANDS_H
