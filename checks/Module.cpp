//===- Module.cpp - The clang-tidy module ---------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Registers the checks of Checks.def as the module 'holdfast'.
//
//===----------------------------------------------------------------------===//

#include "checks/Compat.h"
#include "checks/FindingCheck.h"
#include "checks/Session.h"
#include "checks/model/BadAnnotationCheck.h"
#include "checks/pin/PinnedCopyCheck.h"

namespace holdfast::checks {
namespace {

class HoldfastModule : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    // The checks of one set of factories share a session; it lives as long.
    auto Shared = std::make_shared<Session>();
#define CHECK(Family, Name, Class)                                             \
  Factories.registerCheckFactory(                                              \
      "holdfast-" Name, [Shared](llvm::StringRef CheckName,                    \
                                 clang::tidy::ClangTidyContext *Context) {     \
        return std::make_unique<Class>(CheckName, Context,                     \
                                       Shared->unit(*Context));                \
      });
#include "checks/Checks.def"
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<HoldfastModule>
    Registration("holdfast", "Pinning, initialisation, ownership and context");

} // namespace
} // namespace holdfast::checks
