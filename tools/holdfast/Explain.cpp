//===- Explain.cpp - holdfast explain: the page of a check ----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include "Support/CheckPages.h"

#include "llvm/Support/raw_ostream.h"

using llvm::errs;
using llvm::outs;
using llvm::StringRef;

static void explain(const holdfast::CheckPage &P) {
  outs() << "holdfast-" << P.Name << ": " << P.Summary << "\n\n"
         << "family:    " << P.Family << "\n"
         << "languages: " << P.Languages << "\n"
         << "noise:     " << P.Noise << "\n"
         << "CWE:       " << P.Cwe << "\n"
         << "in Rust:   " << P.Rust << "\n"
         << "since:     " << P.Since << "\n\n"
         << P.Markdown;
}

int holdfast::explainCommand(llvm::ArrayRef<StringRef> Args) {
  if (Args.empty()) {
    errs() << "holdfast explain: expected the name of a check; "
              "'holdfast list' shows them\n";
    return UsageError;
  }
  int Status = 0;
  for (StringRef Name : Args) {
    if (const CheckPage *P = findCheckPage(Name)) {
      explain(*P);
      continue;
    }
    errs() << "holdfast explain: no check '" << Name << "'";
    if (StringRef Near = nearestCheck(Name); !Near.empty())
      errs() << "; did you mean 'holdfast-" << Near << "'?";
    errs() << "\n";
    Status = 1;
  }
  return Status;
}
