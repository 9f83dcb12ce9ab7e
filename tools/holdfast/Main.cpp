//===- Main.cpp - holdfast: the command for people ------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "Output.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace {

struct Command {
  StringRef Name;
  StringRef Usage;
  StringRef Does;
  int (*Run)(llvm::ArrayRef<StringRef>);
};

const Command Commands[] = {
    {"check", "[-p FOLDER] [FILE|FOLDER]... [-- FLAGS]",
     "what is wrong in a project; 'holdfast check --help' has the options",
     holdfast::checkCommand},
    {"baseline", "[-p FOLDER] [--output FILE]",
     "write what is wrong now into a file, for 'check --baseline'",
     holdfast::baselineCommand},
    {"kbuild", "[--werror] FLAGS FILE",
     "for the kernel: make C=1 CHECK='holdfast kbuild'",
     holdfast::kbuildCommand},
    {"lsp", "", "a language server that checks on opening and saving",
     holdfast::lspCommand},
    {"init", "--editor NAME", "the settings of an editor",
     holdfast::initCommand},
    {"explain", "CHECK...", "the page of a check", holdfast::explainCommand},
    {"list", "", "every check with its noise level and summary",
     holdfast::listCommand},
    {"model", "check FILE... | list | why NAME",
     "what the models of the libraries say", holdfast::modelCommand},
};

void printUsage(llvm::raw_ostream &OS) {
  OS << "usage: holdfast COMMAND [ARGUMENTS]\n\n";
  for (const Command &C : Commands)
    OS << "  holdfast " << C.Name << " " << C.Usage << "\n      " << C.Does
       << "\n";
}

} // namespace

static int run(int argc, const char **argv) {
  if (argc < 2) {
    printUsage(llvm::errs());
    return holdfast::UsageError;
  }
  StringRef Name = argv[1];
  if (Name == "--help" || Name == "-h" || Name == "help") {
    printUsage(llvm::outs());
    return 0;
  }
  llvm::SmallVector<StringRef, 8> Args(argv + 2, argv + argc);
  for (const Command &C : Commands)
    if (C.Name == Name)
      return C.Run(Args);
  llvm::errs() << "holdfast: no command '" << Name << "'\n\n";
  printUsage(llvm::errs());
  return holdfast::UsageError;
}

int main(int argc, const char **argv) {
  int Status = run(argc, argv);
  return holdfast::flushOutput() ? Status : holdfast::Incomplete;
}
