//===- ClangTidyMain.cpp - clang-tidy with our checks in it ---------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy's main function, to which our checks have registered themselves.
//
// What is hard about it: clang looks for its own headers beside the program,
// and this program is not in clang's folder. So the folder that was known when
// it was built is put in front of every compile command, where a -resource-dir
// of the command itself still wins.
//
//===----------------------------------------------------------------------===//

#include "clang-tidy/tool/ClangTidyMain.h"

#include <cstdlib>
#include <string>
#include <vector>

int main(int argc, const char **argv) {
  const char *FromUser = std::getenv("HOLDFAST_RESOURCE_DIR");
  std::string Option =
      std::string("--extra-arg-before=-resource-dir=") +
      (FromUser && *FromUser ? FromUser : HOLDFAST_RESOURCE_DIR);
  std::vector<const char *> Args(argv, argv + argc);
  Args.insert(Args.begin() + 1, Option.c_str());
  return clang::tidy::clangTidyMain(Args.size(), Args.data());
}
