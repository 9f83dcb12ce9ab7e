//===- CopyFinder.h - The walk that finds copies ----------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the walk over one function's body. CopySites.cpp goes through
// statements and calls, CopyValues.cpp decides what an expression that gives a
// value is a copy of.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_COPYFINDER_H
#define HOLDFAST_CHECKS_PIN_COPYFINDER_H

#include "checks/pin/CopySites.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Stack.h"
#include "llvm/ADT/DenseSet.h"

namespace holdfast::checks {

/// Where the value of an expression goes.
struct Destination {
  CopyForm Form = CopyForm::Init;
  const clang::Stmt *At = nullptr;
  clang::SourceRange Range;
  const clang::VarDecl *Var = nullptr;
  AccessPath To = {};
  std::string Name = {}, Callee = {};
  const clang::FunctionDecl *CalleeDecl = nullptr;
};

class CopyFinder {
public:
  CopyFinder(const clang::FunctionDecl *F, Unit &U,
             llvm::function_ref<bool(clang::QualType)> IsPinned,
             llvm::function_ref<void(CopySite)> Report)
      : F(F), U(U), IsPinned(IsPinned), Report(Report) {}

  void run();

private:
  void walk(const clang::Stmt *S);
  void walkChildren(const clang::Stmt *S) {
    for (const clang::Stmt *C : S->children())
      if (C) // generated code nests deeply
        clang::runWithSufficientStackSpace([] {}, [&] { walk(C); });
  }
  void declaration(const clang::VarDecl *V, const clang::Stmt *At,
                   CopyForm Form);
  void assignment(const clang::Expr *E, const clang::Expr *To,
                  const clang::Expr *From);
  void call(const clang::CallExpr *C);
  void arguments(const clang::Expr *Call,
                 llvm::ArrayRef<const clang::Expr *> Args,
                 const clang::FunctionDecl *Callee);
  void modelled(const clang::CallExpr *C, const model::FunctionModel &M);
  void capture(const clang::LambdaExpr *L);

  /// \p E is used as a value that goes to \p D.
  void value(const clang::Expr *E, const Destination &D);
  void construction(const clang::CXXConstructExpr *C, const Destination &D);
  void elements(const clang::InitListExpr *L, const Destination &D);
  /// The object that \p E names is copied to \p D.
  void source(const clang::Expr *E, const Destination &D, bool IsBitwise);

  const clang::FunctionDecl *F;
  Unit &U;
  llvm::function_ref<bool(clang::QualType)> IsPinned;
  llvm::function_ref<void(CopySite)> Report;
  llvm::DenseSet<const clang::Expr *>
      Done; ///< constructions that value() has seen
  llvm::DenseSet<const clang::VarDecl *> Carriers; ///< see carrier()
  llvm::DenseMap<const clang::CallExpr *, Destination> ResultOf;
};

inline bool isRecord(clang::QualType T) {
  return !T.isNull() && T->isRecordType();
}

/// Whether a C++ copy is the compiler's own, member by member.
inline bool isMemberwise(const clang::CXXMethodDecl *M) {
  return !M->isUserProvided() && !M->isDeleted();
}

/// Whether both are one record, apart from qualifiers.
bool isSameRecord(clang::QualType A, clang::QualType B);

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_COPYFINDER_H
