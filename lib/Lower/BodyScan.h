//===- BodyScan.h - What must be known of a body before its CFG -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines one walk over a function's body, before its CFG is built, that finds
// what the CFG's order of elements cannot tell: how deep it nests, which
// expressions are the arguments of modelled macros, what is never evaluated.
//
// What is hard about it: bodies may nest ten thousand deep, so the walk keeps
// its own stack.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_BODYSCAN_H
#define HOLDFAST_LOWER_BODYSCAN_H

#include "Lower/Macros.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <vector>

namespace holdfast::lower {

/// One expansion of a modelled macro in a body.
struct Expansion {
  clang::FileID Id;
  const clang::Stmt *Root = nullptr; ///< all that the expansion made
  llvm::SmallVector<const clang::Expr *, 4> Args; ///< null when not found
  unsigned Assigned = 0;   ///< bit i: the expansion assigns to argument i
  bool IsRejected = false; ///< not one event: it opens a loop, or leaves it
  bool IsEmitted = false;
  /// What follows, or comes before, the expansion in its compound statement.
  const clang::Stmt *Next = nullptr, *Previous = nullptr;
};

class BodyScan {
public:
  BodyScan(clang::ASTContext &Ctx, MacroExpansions &Macros)
      : Ctx(Ctx), Macros(Macros) {}

  void run(const clang::Stmt *Body);

  /// Statements that no event is made for.
  static constexpr unsigned Dead = ~0u;
  /// The index in Expansions that a statement is part of, or Dead.
  llvm::DenseMap<const clang::Stmt *, unsigned> Hidden;
  std::vector<Expansion> Expansions;
  /// Expressions of record type whose value nobody uses.
  llvm::DenseSet<const clang::Stmt *> Discarded;
  /// The last expression of a statement expression of record type.
  llvm::DenseSet<const clang::Stmt *> CopiedOut;
  std::vector<const clang::LambdaExpr *> Lambdas;
  unsigned Depth = 0;
  bool HasTry = false;

private:
  struct Frame {
    const clang::Stmt *S;
    unsigned Depth;
    unsigned HiddenBy; ///< None, Dead, or the outermost expansion's index
    unsigned Current;  ///< the innermost expansion whose body S is in, or None
    const clang::Stmt *Next, *Previous;
  };
  static constexpr unsigned None = ~0u - 1;

  void visit(Frame F);
  bool enterExpansion(Frame &F);
  bool isArgument(const Frame &F);
  void pushChildren(const Frame &F);
  void push(const clang::Stmt *S, const Frame &Parent, bool IsDead = false);
  unsigned expansion(clang::FileID Id);
  void unhideRejected();
  void noteAssigned(const clang::Stmt *S);

  clang::ASTContext &Ctx;
  MacroExpansions &Macros;
  bool HasMacros = true; ///< there may be modelled expansions in the body
  std::vector<Frame> Stack;
  llvm::DenseMap<clang::FileID, unsigned> Indices;
  llvm::DenseSet<const clang::Stmt *> AssignedPlaces;
};

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_BODYSCAN_H
