//===- Output.cpp - Where a command writes --------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Output.h"

#include "llvm/Support/FileSystem.h"

using namespace llvm;

static bool fail(StringRef File, const std::error_code &Problem) {
  errs() << "holdfast: cannot write " << File << ": " << Problem.message()
         << '\n';
  return false;
}

bool holdfast::flushOutput() {
  outs().flush();
  std::error_code Problem = outs().error();
  outs().clear_error();
  bool IsWritten = !Problem || fail("standard output", Problem);
  // Who cannot read a mistake must not take the run for a good one.
  IsWritten &= !errs().has_error();
  errs().clear_error();
  return IsWritten;
}

bool holdfast::writeOutput(StringRef File,
                           function_ref<void(raw_ostream &)> Write) {
  if (File.empty() || File == "-") {
    Write(outs());
    return flushOutput();
  }
  // A device or a pipe has no neighbour to be renamed from.
  sys::fs::file_status Status;
  bool IsPlain = sys::fs::status(File, Status) || is_regular_file(Status);
  std::string Target = IsPlain ? (File + ".new").str() : File.str();
  std::error_code Problem;
  {
    raw_fd_ostream OS(Target, Problem);
    if (Problem)
      return fail("'" + File.str() + "'", Problem);
    Write(OS);
    OS.close();
    Problem = OS.error();
    OS.clear_error();
  }
  if (!Problem && IsPlain)
    Problem = sys::fs::rename(Target, File);
  if (!Problem)
    return true;
  if (IsPlain)
    sys::fs::remove(Target);
  return fail("'" + File.str() + "'", Problem);
}
