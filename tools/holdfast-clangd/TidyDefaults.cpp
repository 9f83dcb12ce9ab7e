//===- TidyDefaults.cpp - Our checks are on in clangd ---------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd keeps off what it has not measured to be fast, and what no .clang-tidy
// asks for. The linker puts these two functions in front of its own (--wrap).
//
//===----------------------------------------------------------------------===//

#include "Support/CheckPages.h"

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/FunctionExtras.h"

#include <optional>

using clang::tidy::ClangTidyOptions;
using llvm::StringRef;

/// clangd's TidyProvider.
using Provider =
    llvm::unique_function<void(ClangTidyOptions &, StringRef) const>;

std::optional<bool> realIsFast(StringRef Check) asm(
    "__real__ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE");
std::optional<bool> isFast(StringRef Check) asm(
    "__wrap__ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE");
Provider realDefaults() asm("__real__ZN5clang6clangd20provideDefaultChecksEv");
Provider defaults() asm("__wrap__ZN5clang6clangd20provideDefaultChecksEv");

std::optional<bool> isFast(StringRef Check) {
  return Check.starts_with("holdfast-") ? true : realIsFast(Check);
}

/// After clangd's own defaults: our quiet checks, unless the user's list speaks
/// of us.
Provider defaults() {
  return [Theirs = realDefaults()](ClangTidyOptions &Options, StringRef File) {
    Theirs(Options, File);
    if (StringRef(*Options.Checks).contains("holdfast"))
      return;
    for (const holdfast::CheckPage &P : holdfast::checkPages())
      if (P.Noise == "0" || P.Noise == "1")
        *Options.Checks += (",holdfast-" + P.Name).str();
  };
}
