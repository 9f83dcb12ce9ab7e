//===- ClangdMain.cpp - clangd with our checks in it ----------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd's main function, to which our checks have registered themselves.
//
// What is hard about it: clangd has no interface for what we need of it. It
// looks for clang's headers beside itself, keeps checks off that it does not
// know (TidyDefaults.cpp), and links every check to LLVM's site (DocLinks.cpp).
//
//===----------------------------------------------------------------------===//

#include "DocLinks.h"

#include "llvm/ADT/StringRef.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace clang::clangd {
int clangdMain(int argc, char *argv[]);
} // namespace clang::clangd

int main(int argc, char *argv[]) {
  const char *FromUser = std::getenv("HOLDFAST_RESOURCE_DIR");
  std::string Option =
      std::string("--resource-dir=") +
      (FromUser && *FromUser ? FromUser : HOLDFAST_RESOURCE_DIR);
  std::vector<char *> Args(argv, argv + argc);
  bool IsGiven = false;
  for (llvm::StringRef A : Args)
    IsGiven |= A.ltrim('-').starts_with("resource-dir");
  if (!IsGiven)
    Args.insert(Args.begin() + 1, Option.data());
  Args.push_back(nullptr);
  holdfast::DocLinks Links(argv[0]);
  return clang::clangd::clangdMain(Args.size() - 1, Args.data());
}
