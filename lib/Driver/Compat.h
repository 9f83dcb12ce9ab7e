//===- Compat.h - What differs between clang 19 and 22 ----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the few names whose spelling depends on clang's version, for
// lib/Driver.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_COMPAT_H
#define HOLDFAST_DRIVER_COMPAT_H

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/Version.h"
#if CLANG_VERSION_MAJOR >= 22
#include "clang/Options/Options.h"
#else
#include "clang/Driver/Options.h"
#endif

namespace holdfast {

#if CLANG_VERSION_MAJOR >= 22
namespace options = clang::options;
inline const llvm::opt::OptTable &driverOptions() {
  return clang::getDriverOptTable();
}
#else
namespace options = clang::driver::options;
inline const llvm::opt::OptTable &driverOptions() {
  return clang::driver::getDriverOptTable();
}
#endif

/// An engine that hands everything to \p Consumer, which clang-tidy's context
/// reports through.
inline std::unique_ptr<clang::DiagnosticsEngine>
connect(clang::tidy::ClangTidyContext &Context,
        clang::DiagnosticConsumer &Consumer) {
#if CLANG_VERSION_MAJOR >= 22
  auto Options = std::make_unique<clang::DiagnosticOptions>();
  auto Engine = std::make_unique<clang::DiagnosticsEngine>(
      clang::DiagnosticIDs::create(), *Options, &Consumer, false);
  Context.setDiagnosticsEngine(std::move(Options), Engine.get());
#else
  auto Engine = std::make_unique<clang::DiagnosticsEngine>(
      new clang::DiagnosticIDs, new clang::DiagnosticOptions, &Consumer, false);
  Context.setDiagnosticsEngine(Engine.get());
#endif
  return Engine;
}

} // namespace holdfast

#endif // HOLDFAST_DRIVER_COMPAT_H
