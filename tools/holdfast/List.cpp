//===- List.cpp - holdfast list: every check in one line each -------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include "Support/CheckPages.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

int holdfast::listCommand(llvm::ArrayRef<StringRef> Args) {
  if (!Args.empty()) {
    llvm::errs() << "holdfast list: unexpected argument '" << Args[0] << "'\n";
    return UsageError;
  }
  size_t Width = 0;
  for (const CheckPage &P : checkPages())
    Width = std::max(Width, P.Name.size());
  for (const CheckPage &P : checkPages())
    llvm::outs() << "holdfast-" << llvm::left_justify(P.Name, Width)
                 << "  noise " << llvm::left_justify(P.Noise, 6) << "  "
                 << P.Summary << "\n";
  return 0;
}
