//===- Lower.h - From clang's AST to a module of the IR ---------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the entry point of the lowering: the functions of the main file, and
// those of headers that they call and that the Model does not know.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_LOWER_H
#define HOLDFAST_LOWER_LOWER_H

#include "IR/IR.h"
#include "Model/Model.h"

#include <map>
#include <string>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace holdfast::lower {

class MacroRecord;

struct LowerOptions {
  /// Lower the bodies of header functions that are called.
  bool HeaderFunctions = true;
};

struct LowerStats {
  unsigned Functions = 0;       ///< with a body, of the main file
  unsigned HeaderFunctions = 0; ///< with a body, of headers
  unsigned Declarations = 0;
  unsigned NoGraph = 0; ///< bodies that clang builds no control-flow graph for
  uint64_t Blocks = 0, Events = 0, MacroEvents = 0;
  /// Events that stand for what was not understood, by reason.
  std::map<std::string, unsigned> Unknown;
};

/// Fills \p Out. \p Record, when there is one, adds the expansions of modelled
/// macros that left no trace in the syntax tree.
void lowerTranslationUnit(clang::ASTContext &Ctx, const MacroRecord *Record,
                          const model::Model &TheModel, ir::Module &Out,
                          LowerStats &Stats, const LowerOptions &Options = {});

/// Whether a function runs once, before there is anybody else: it is in the
/// section that the kernel frees when it is up.
bool isStartup(const clang::FunctionDecl &F);

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_LOWER_H
