//===- Session.h - What the checks of one run share -------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the session: the model, which is loaded once, and the unit, which is
// what the checks share about the translation unit at hand. There is no global
// state: the module makes a session for each set of factories, and the checks
// of one translation unit hold its unit together.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_SESSION_H
#define HOLDFAST_CHECKS_SESSION_H

#include "Engine/Analysis.h"
#include "IR/IR.h"
#include "Lower/Types.h"
#include "Model/Model.h"
#include "checks/Walk.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseMap.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace holdfast::checks {

/// A model, or what was wrong with its files: `file:line:column: error: text`.
struct LoadedModel {
  std::unique_ptr<model::Model> Rules;
  std::vector<std::string> Mistakes;
};

/// What the checks share about one translation unit. It is made when the first
/// of them is made, and set up when the first of them is given the syntax tree.
class Unit {
public:
  Unit(std::shared_ptr<const LoadedModel> M, std::vector<std::string> Problems,
       bool NeedsWalk, llvm::StringRef StatisticsFile,
       llvm::StringRef AuditFile);

  /// Sets up what needs the syntax tree; later calls do nothing.
  void start(clang::ASTContext &Ctx);

  /// What is wrong with the models and the options. When there is something,
  /// the file is not looked at, and the check that claims the problems reports
  /// them.
  llvm::ArrayRef<std::string> problems() const { return Problems; }
  bool claimProblems() { return !std::exchange(AreClaimed, true); }

  /// What the engine finds in the translation unit; it runs at the first call.
  const AnalysisResult &analysis();
  /// What its findings' places refer to.
  const ir::Module &lowered() const { return *Lowered; }

  Walk &walk() { return TheWalk; }

  const model::Model &model() const { return *Loaded->Rules; }
  clang::ASTContext &context() { return *Ctx; }
  ir::Module &module() { return *Module; }
  lower::TypeLowering &types() { return *Types; }

  /// The function definitions outside system headers, in the order of the
  /// source; templates by their instantiations.
  llvm::ArrayRef<const clang::FunctionDecl *> functions() const {
    return Functions;
  }
  /// The C++ classes with a body outside system headers.
  llvm::ArrayRef<const clang::CXXRecordDecl *> classes() const {
    return Classes;
  }
  bool isInMainFile(const clang::Decl *D) const;

  /// The model of a function, if any.
  const model::FunctionModel *modelOf(const clang::FunctionDecl *F);
  /// The source text of a range as the user wrote it, on one line.
  std::string spelling(clang::SourceRange R) const;

private:
  std::shared_ptr<const LoadedModel> Loaded;
  clang::ASTContext *Ctx = nullptr;
  std::unique_ptr<ir::Module> Module;
  std::unique_ptr<lower::TypeLowering> Types;
  llvm::DenseMap<const clang::FunctionDecl *, const model::FunctionModel *>
      FunctionModels;
  std::vector<const clang::FunctionDecl *> Functions;
  std::vector<const clang::CXXRecordDecl *> Classes;
  std::vector<std::string> Problems;
  std::string StatisticsFile, AuditFile; ///< empty when nobody asks
  std::unique_ptr<ir::Module> Lowered; ///< with all functions
  std::unique_ptr<AnalysisResult> Analysed;
  bool AreClaimed = false;
  Walk TheWalk;
};

class Session {
public:
  /// The unit of the checks that are alive, or a new one.
  std::shared_ptr<Unit> unit(clang::tidy::ClangTidyContext &Context);

private:
  std::shared_ptr<const LoadedModel> load(llvm::StringRef Models,
                                          llvm::StringRef File);

  std::weak_ptr<Unit> Current;
  std::map<std::string, std::shared_ptr<const LoadedModel>> Loaded;
};

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_SESSION_H
