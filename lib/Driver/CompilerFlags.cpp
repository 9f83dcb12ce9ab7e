//===- CompilerFlags.cpp - Compile commands of other compilers ------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/CompilerFlags.h"

#include "Driver/Compat.h"

#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"

#include <cstdlib>
#include <set>

using namespace llvm;

namespace holdfast {

std::string resourceFolder() {
  const char *FromUser = std::getenv("HOLDFAST_RESOURCE_DIR");
  return FromUser && *FromUser ? FromUser : HOLDFAST_RESOURCE_DIR;
}

static bool isHarmless(StringRef Flag) {
  return Flag.starts_with("-f") || Flag.starts_with("-m") ||
         Flag.starts_with("-W") || Flag.starts_with("--param");
}

/// Asks for a file beside the object: the dependencies that a kernel build asks
/// the preprocessor for, a trace, the intermediate files.
static bool writesFile(StringRef Flag) {
  return Flag.starts_with("-Wp,-M") || Flag.starts_with("-ftime-trace") ||
         Flag.starts_with("-save-temps") || Flag.starts_with("--save-temps");
}

std::vector<std::string> analysisCommand(ArrayRef<std::string> Command,
                                         std::vector<std::string> &Remarks) {
  std::vector<const char *> Args;
  for (const std::string &A : Command.drop_front())
    Args.push_back(A.c_str());
  unsigned MissingIndex = 0, MissingCount = 0;
  opt::InputArgList Parsed = driverOptions().ParseArgs(
      Args, MissingIndex, MissingCount, opt::Visibility(options::ClangOption));
  std::set<unsigned> Dropped;
  for (const opt::Arg *A : Parsed.filtered(options::OPT_UNKNOWN))
    if (StringRef Flag = A->getSpelling(); isHarmless(Flag)) {
      Dropped.insert(A->getIndex());
      Remarks.push_back(
          ("clang does not know '" + Flag + "'; it is left out").str());
    }
  std::vector<std::string> Out{Command.front()};
  for (unsigned I = 0; I != Args.size(); ++I)
    if (!Dropped.count(I) && !writesFile(Args[I]) &&
        !StringRef(Args[I]).starts_with("-Werror"))
      Out.push_back(Args[I]);
  return Out;
}

} // namespace holdfast
