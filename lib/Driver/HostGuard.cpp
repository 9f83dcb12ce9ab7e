//===- HostGuard.cpp - Refuses a clang-tidy of another LLVM ---------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plugin that was built for another LLVM may load, list its checks, find
// nothing and let the host exit with 0: a gate would be green for ever. So the
// first thing that the plugin does is to ask its host for its version, and to
// end the process when that is not the one that the plugin was built for.
//
// What is hard about it: it must run before every other initialiser, which may
// already trip over the difference, and it may use nothing that the two
// versions can disagree about: one function that returns a std::string is all
// it asks of the host.
//
//===----------------------------------------------------------------------===//

#include "clang/Basic/Version.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

/// What sysexits.h calls EX_SOFTWARE.
constexpr int ExitRefused = 70;

/// Ends the process when the host is of another version. Patch releases of one
/// LLVM version have one ABI, so that major and minor decide.
struct HostGuard {
  HostGuard() {
    std::string Host = clang::getClangFullVersion();
    char Wanted[64];
    std::snprintf(Wanted, sizeof(Wanted), "clang version %d.%d.",
                  CLANG_VERSION_MAJOR, CLANG_VERSION_MINOR);
    if (std::strstr(Host.c_str(), Wanted))
      return;
    std::fprintf(stderr,
                 "holdfast: this plugin is built for clang-tidy %d.%d and "
                 "cannot run in '%s'; use the plugin of the same version\n",
                 CLANG_VERSION_MAJOR, CLANG_VERSION_MINOR, Host.c_str());
    std::_Exit(ExitRefused);
  }
};

// 101 is the first priority that is not reserved for the implementation.
__attribute__((init_priority(101))) HostGuard Guard;

} // namespace
