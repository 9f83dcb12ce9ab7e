//===- CompileCommands.h - How a project is compiled ------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the compile commands of a project: where they are found, each once.
//
// What is hard about it: a file that is compiled for two targets has two
// entries. They are one when they differ only in what does not change the
// meaning (the output, dependency files), and two otherwise.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_COMPILECOMMANDS_H
#define HOLDFAST_DRIVER_COMPILECOMMANDS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace holdfast {

struct CompileEntry {
  std::string File;      ///< absolute, without dots
  std::string Directory; ///< where the compiler runs
  std::vector<std::string> Command;
};

/// The absolute path without `.` and `..`; links stay as they are.
/// A relative one is seen from \p Folder, or from the working folder.
std::string absolutePath(llvm::StringRef Path, llvm::StringRef Folder = "");

/// The compile_commands.json that belongs to a folder: in it, in the usual
/// build folders below it, or in those of a folder above. Empty if none.
std::string findDatabase(llvm::StringRef Folder);

class CompileCommands {
public:
  /// Reads a compile_commands.json, or the one of a folder.
  static llvm::Expected<CompileCommands> load(llvm::StringRef Path);
  /// The same flags for each of some files.
  static CompileCommands fixed(llvm::ArrayRef<std::string> Files,
                               llvm::ArrayRef<std::string> Flags);

  /// Sorted by file; the entries of one file follow each other.
  llvm::ArrayRef<CompileEntry> entries() const { return Entries; }
  /// The entries of a file, named by its path or by that of a link to it.
  llvm::ArrayRef<CompileEntry> of(llvm::StringRef File) const;
  /// The entries of the files below a folder.
  llvm::ArrayRef<CompileEntry> below(llvm::StringRef Folder) const;
  /// The file that they were read from, or empty.
  const std::string &database() const { return Database; }

private:
  void sortAndUnite();

  std::vector<CompileEntry> Entries;
  std::string Database;
};

} // namespace holdfast

#endif // HOLDFAST_DRIVER_COMPILECOMMANDS_H
