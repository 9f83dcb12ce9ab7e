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
#include "llvm/Support/Path.h"

#include <cstdlib>

using namespace llvm;
using namespace holdfast;

/// The flags that a compiler is meant to see. Those of CHECKFLAGS and CF come
/// first and are sparse's; the compiler's own begin with the file for the
/// dependencies. A command without one is not from a build, so it is ours.
static ArrayRef<StringRef> compilerFlags(ArrayRef<StringRef> Flags) {
  const StringRef *First = find_if(Flags, [](StringRef Flag) {
    return Flag.starts_with("-Wp,-MD") || Flag.starts_with("-Wp,-MMD");
  });
  return First == Flags.end() ? Flags : ArrayRef<StringRef>(First, Flags.end());
}

/// An option that looks like one of ours, and is not: a build has those before
/// the flags for sparse, of which only `--arch` looks so.
static StringRef wrongOption(ArrayRef<StringRef> Flags) {
  bool IsOurs = Flags.front().starts_with("--") &&
                !Flags.front().starts_with("--arch=") &&
                compilerFlags(Flags).begin() != Flags.begin();
  return IsOurs ? Flags.front() : StringRef();
}

/// What a build with a cross GCC, which knows its target by itself, compiles
/// for; empty when the flags say it, or when it is this machine.
static std::string targetFlag(ArrayRef<StringRef> Flags) {
  const char *Prefix = std::getenv("CROSS_COMPILE");
  StringRef Target = Prefix ? sys::path::filename(Prefix) : StringRef();
  if (!Target.consume_back("-") || any_of(Flags, [](StringRef Flag) {
        return Flag.starts_with("--target=") || Flag == "-target";
      }))
    return {};
  return ("--target=" + Target).str();
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
  if (StringRef Wrong = wrongOption(Args); !Wrong.empty()) {
    errs() << "holdfast kbuild: there is no option '" << Wrong
           << "'; there are --werror and --checks=GLOBS\n";
    return UsageError;
  }
  Request.Paths.push_back(Args.back().str());
  Request.HasFlags = true;
  ArrayRef<StringRef> Flags = compilerFlags(Args.drop_back());
  if (std::string Target = targetFlag(Flags); !Target.empty())
    Request.Flags.push_back(std::move(Target));
  for (StringRef A : Flags)
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
