//===- ThreadSafety.h - Clang's capability attributes -----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the translation of clang's thread-safety attributes into the words of
// our own annotations (Model/Annotation.h). Nothing behind the lowering knows
// of them.
//
// What is hard about it: their arguments are expressions of the declaration,
// our places are paths from `self`, an argument or a global. What is no such
// path (`locks[f()]`) is left out: the engine would know no more of it.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_THREADSAFETY_H
#define HOLDFAST_LOWER_THREADSAFETY_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::lower {

/// The attributes of one declaration, added one after the other.
class ThreadSafetyWords {
public:
  /// The name of a variable with static storage in the module.
  using GlobalName = std::function<std::string(const clang::VarDecl *)>;

  ThreadSafetyWords(clang::ASTContext &Ctx, const clang::Decl *D,
                    GlobalName Name)
      : Ctx(Ctx), D(D), Name(std::move(Name)) {}

  /// False when the attribute is none of them.
  bool add(const clang::Attr *A);
  /// What they say: annotations without the prefix `holdfast:`.
  std::vector<std::string> finish();

private:
  /// What an expression names: an object, or a pointer that leads there.
  struct Path {
    std::string Text;
    bool IsPointer = false;
    bool IsArgument = false; ///< of a function, whose value is meant
  };
  /// Where the expressions of another declaration stand.
  struct Frame {
    const Frame *Outer = nullptr;
    const clang::Expr *Self = nullptr;
    std::vector<const clang::Expr *> Args;
  };
  using Exprs = llvm::ArrayRef<clang::Expr *>;

  std::optional<Path> path(const clang::Expr *E, const Frame *In) const;
  std::optional<Path> member(const clang::Expr *Base, const clang::ValueDecl *F,
                             const Frame *In) const;
  std::optional<Path> call(const clang::CallExpr *E, const Frame *In) const;
  std::optional<Path> variable(const clang::ValueDecl *V,
                               const Frame *In) const;
  /// The path as a place of an effect, or of a rule.
  std::optional<std::string> place(const clang::Expr *E) const;
  void effects(llvm::StringRef Verb, Exprs Args, llvm::StringRef After = "");
  void order(llvm::StringRef Word, Exprs Others);
  void guardedBy(const clang::Expr *Lock, bool IsPointee);

  clang::ASTContext &Ctx;
  const clang::Decl *D;
  GlobalName Name;
  std::vector<std::string> Texts;
  std::string Rules[2][2]; ///< by pointee, by write
};

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_THREADSAFETY_H
