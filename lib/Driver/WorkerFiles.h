//===- WorkerFiles.h - Files that a worker needs for itself -----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines a file in memory, and a folder for clang-tidy's profile, which are
// gone with the process even when it crashes (the folder: when it does not).
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_WORKERFILES_H
#define HOLDFAST_DRIVER_WORKERFILES_H

#include "Report/Record.h"

namespace holdfast {

class ScratchFile {
public:
  ScratchFile();
  ~ScratchFile();
  ScratchFile(const ScratchFile &) = delete;
  ScratchFile &operator=(const ScratchFile &) = delete;
  const std::string &path() const { return Path; }

private:
  int Descriptor = -1;
  std::string Path; ///< empty when there is none
};

class ScratchFolder {
public:
  explicit ScratchFolder(bool IsWanted);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder &) = delete;
  ScratchFolder &operator=(const ScratchFolder &) = delete;
  const std::string &path() const { return Path; }
  /// The wall time of each check, as clang-tidy wrote it here.
  void read(std::vector<FileCosts::Part> &ByCheck) const;

private:
  std::string Path;
};

} // namespace holdfast

#endif // HOLDFAST_DRIVER_WORKERFILES_H
