//===- UnitLowering.h - What the functions of one module share --*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the lowering of what is not inside a function: names of functions and
// variables, operation tables, and the list of functions still to be lowered.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_UNITLOWERING_H
#define HOLDFAST_LOWER_UNITLOWERING_H

#include "Lower/Lower.h"
#include "Lower/Macros.h"
#include "Lower/Types.h"

#include "llvm/ADT/DenseSet.h"

namespace holdfast::lower {

class UnitLowering {
public:
  UnitLowering(clang::ASTContext &Ctx, const MacroRecord *Record,
               const model::Model &TheModel, ir::Module &M, LowerStats &Stats,
               const LowerOptions &Options);

  void run();

  /// The operand that names a function; its body is lowered later if it has one
  /// and no model.
  ir::Operand function(const clang::FunctionDecl *F);
  /// The operand of a variable with static storage.
  ir::Operand global(const clang::VarDecl *V);
  /// Lowers the body later, whether or not anybody calls it.
  void enqueue(const clang::FunctionDecl *Definition);
  bool hasModel(const clang::FunctionDecl *F);
  /// Whether its declaration says what a call of it does.
  bool says(const clang::FunctionDecl *F);
  /// The macro that an initialiser came from; empty if none.
  llvm::StringRef initMacro(const clang::Expr *Init);
  bool isInMainFile(const clang::Decl *D) const;

  clang::ASTContext &Ctx;
  const MacroRecord *Record;
  const model::Model &TheModel;
  ir::Module &M;
  LowerStats &Stats;
  TypeLowering Types;
  MacroExpansions Macros;

private:
  void collectAll(const clang::DeclContext *DC);
  void collect(const clang::Decl *D);
  void lowerFunction(const clang::FunctionDecl *F);
  void declare(const clang::FunctionDecl *F);
  void describe(const clang::FunctionDecl *F, ir::Function &Out);
  llvm::StringRef passedType(const clang::ParmVarDecl *P);
  void addTable(ir::GlobalId G, const clang::Expr *Init, std::string &Path,
                unsigned Depth);

  LowerOptions Options;
  llvm::DenseMap<const clang::FunctionDecl *, ir::Operand> FunctionOperands;
  llvm::DenseMap<const clang::FunctionDecl *, bool> Modelled;
  llvm::DenseMap<const clang::VarDecl *, ir::GlobalId> GlobalIds;
  llvm::StringMap<unsigned> GlobalNames;
  llvm::DenseMap<const clang::TypedefNameDecl *, bool> PassedTypes;
  llvm::DenseSet<const clang::FunctionDecl *> Seen;
  std::vector<const clang::FunctionDecl *> Queue;
};

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_UNITLOWERING_H
