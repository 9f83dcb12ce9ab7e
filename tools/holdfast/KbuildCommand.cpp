//===- KbuildCommand.cpp - holdfast kbuild: the CHECK of a kernel build ---===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `make C=1 CHECK='holdfast kbuild'` calls this as it calls sparse: flags for
// sparse, the flags of the compiler, and last the file.
//
// What is hard about it: what is written must be a compiler's diagnostics, and
// a finding must not end the build unless that is asked for, as with sparse. A
// file that was not analysed must end it: nobody reads a log that goes on.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "Output.h"

#include "Driver/CheckRun.h"
#include "Report/Writers.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace holdfast;

/// The macros that the kernel defines for sparse, which is no compiler.
static bool isForSparse(StringRef Flag) {
  static constexpr llvm::StringLiteral Flags[] = {
      "-D__linux__", "-Dlinux",   "-D__STDC__",       "-Dunix",
      "-D__unix__",  "-Wbitwise", "-Wno-return-void", "-Wno-unknown-attribute"};
  return is_contained(Flags, Flag);
}

int holdfast::kbuildCommand(ArrayRef<StringRef> Args) {
  CheckRequest Request;
  Request.IsQuiet = true;
  bool IsStrict = false;
  while (!Args.empty()) {
    StringRef A = Args.front();
    if (A == "--werror")
      IsStrict = true;
    else if (A.consume_front("--checks="))
      Request.Settings.Checks = A.str();
    else
      break;
    Args = Args.drop_front();
  }
  if (Args.empty() || Args.back().starts_with("-")) {
    errs() << "holdfast kbuild: expected compiler flags and a file; it is for "
              "make C=1 CHECK='holdfast kbuild'\n";
    return UsageError;
  }
  Request.Paths.push_back(Args.back().str());
  Request.HasFlags = true;
  for (StringRef A : Args.drop_back())
    if (!isForSparse(A))
      Request.Flags.push_back(A.str());
  Expected<RunReport> Run = runCheck(Request);
  if (!Run) {
    errs() << "holdfast kbuild: " << toString(Run.takeError()) << '\n';
    return UsageError;
  }
  for (const Record &R : Run->Records)
    if (R.State == Standing::New)
      writeFinding(R, *Run, errs());
  for (const FileResult &F : Run->Files) {
    for (const std::string &Function : F.NotFullyAnalysed)
      errs() << relativeTo(Run->Base, F.File) << ": note: '" << Function
             << "' is not fully analysed\n";
    if (F.State != Outcome::Checked)
      errs() << relativeTo(Run->Base, F.File)
             << ": error: not analysed: " << F.Problem << '\n';
  }
  int Status = statusOf(*Run);
  return Status == FoundSomething && !IsStrict ? 0 : Status;
}
