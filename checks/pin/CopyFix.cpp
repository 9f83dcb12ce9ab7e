//===- CopyFix.cpp - Copies that can be a pointer or a reference ----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/CopyFix.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace holdfast::checks {
namespace {

class FixBuilder {
public:
  FixBuilder(const CopySite &S, Unit &U)
      : S(S), U(U), V(S.DestVar), SM(U.context().getSourceManager()) {}

  std::vector<Edit> build() {
    if (!V || V->getBeginLoc().isMacroID() || V->getLocation().isMacroID())
      return {};
    const LangOptions &LO = U.context().getLangOpts();
    if (S.Form == CopyForm::Parameter ? !LO.CPlusPlus : !isPlainLocal())
      return {};
    if (S.Form == CopyForm::Parameter && !canChangeSignature())
      return {};
    walk(S.In->getBody(), nullptr, nullptr);
    if (!IsSafe)
      return {};
    if (LO.CPlusPlus) {
      // A reference is used as the object was.
      Edits.clear();
      bool IsConst = V->getType().isConstQualified();
      insert(V->getLocation(), "&");
      if (!IsConst)
        insert(V->getBeginLoc(), "const ");
    } else {
      insert(V->getLocation(), "*");
      const Expr *From = S.Source->IgnoreParens();
      const auto *Star = dyn_cast<UnaryOperator>(From);
      if (Star && Star->getOpcode() == UO_Deref)
        replace(CharSourceRange::getTokenRange(Star->getOperatorLoc()), "");
      else
        insert(S.Source->getBeginLoc(), "&");
    }
    return std::move(Edits);
  }

private:
  bool isPlainLocal() const {
    if (S.Form != CopyForm::Init || !S.Source || !S.At || !S.From ||
        !V->hasLocalStorage() || V->isStaticLocal())
      return false;
    const auto *D = dyn_cast<DeclStmt>(S.At);
    // `&` must go in front of the source as a whole.
    const Expr *E = S.Source->IgnoreParens();
    const Expr *Init = V->getInit()->IgnoreParenImpCasts();
    if (const auto *C = dyn_cast<CXXConstructExpr>(Init))
      Init = C->getNumArgs() ? C->getArg(0)->IgnoreParenImpCasts() : Init;
    return D && D->isSingleDecl() && !S.Source->getBeginLoc().isMacroID() &&
           Init == E &&
           isa<DeclRefExpr, MemberExpr, ArraySubscriptExpr, UnaryOperator>(E);
  }

  bool canChangeSignature() const {
    const auto *M = dyn_cast<CXXMethodDecl>(S.In);
    return S.In->getPreviousDecl() == nullptr && !(M && M->isVirtual()) &&
           S.In->getTemplatedKind() == FunctionDecl::TK_NonTemplate;
  }

  void walk(const Stmt *N, const Stmt *Parent, const Stmt *Grandparent) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(N); Ref && Ref->getDecl() == V)
      use(Ref, Parent, Grandparent);
    for (const Stmt *C : N->children())
      if (C)
        walk(C, N, Parent);
  }

  void use(const DeclRefExpr *Ref, const Stmt *Parent,
           const Stmt *Grandparent) {
    if (Ref->getLocation().isMacroID()) {
      IsSafe = false;
      return;
    }
    if (U.context().getLangOpts().CPlusPlus) {
      IsSafe &= isReadInCxx(Parent, Grandparent);
      return;
    }
    // `x.f`, read as a scalar: becomes `x->f`.
    const auto *M = dyn_cast_or_null<MemberExpr>(Parent);
    const auto *Read = dyn_cast_or_null<ImplicitCastExpr>(Grandparent);
    if (M && !M->isArrow() && Read &&
        Read->getCastKind() == CK_LValueToRValue &&
        M->getOperatorLoc().isValid()) {
      replace(CharSourceRange::getTokenRange(M->getOperatorLoc()), "->");
      return;
    }
    // `&x`, given to what only reads it: becomes `x`.
    const auto *Addr = dyn_cast_or_null<UnaryOperator>(Parent);
    if (Addr && Addr->getOpcode() == UO_AddrOf) {
      const auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(Grandparent);
      if (Cast && Cast->getType()->isPointerType() &&
          Cast->getType()->getPointeeType().isConstQualified()) {
        replace(CharSourceRange::getCharRange(Addr->getOperatorLoc(),
                                              Ref->getLocation()),
                "");
        return;
      }
    }
    IsSafe = false;
  }

  /// A use that a reference to const allows as well.
  static bool isReadInCxx(const Stmt *Parent, const Stmt *Grandparent) {
    const auto *M = dyn_cast_or_null<MemberExpr>(Parent);
    if (const auto *C = dyn_cast_or_null<ImplicitCastExpr>(Parent)) {
      if (C->getCastKind() != CK_NoOp || !C->getType().isConstQualified())
        return false;
      // `x.f()` of a const function, or an argument for a `const T &`.
      return isa_and_nonnull<MemberExpr, CallExpr>(Grandparent);
    }
    const auto *Read = dyn_cast_or_null<ImplicitCastExpr>(Grandparent);
    return M && Read && Read->getCastKind() == CK_LValueToRValue;
  }

  void insert(SourceLocation L, llvm::StringRef Text) {
    replace(CharSourceRange::getCharRange(L, L), Text);
  }

  void replace(CharSourceRange R, llvm::StringRef Text) {
    Edit E;
    E.Text = Text.str();
    E.Range = U.types().locations().loc(R.getBegin());
    SourceLocation End = R.getEnd();
    if (R.isTokenRange())
      End = Lexer::getLocForEndOfToken(End, 0, SM, U.context().getLangOpts());
    E.Range.EndLine = SM.getSpellingLineNumber(End);
    E.Range.EndColumn = SM.getSpellingColumnNumber(End);
    Edits.push_back(std::move(E));
  }

  const CopySite &S;
  Unit &U;
  const VarDecl *V;
  const SourceManager &SM;
  bool IsSafe = true;
  std::vector<Edit> Edits;
};

} // namespace

std::vector<Edit> fixOf(const CopySite &S, Unit &U) {
  if (S.Form != CopyForm::Parameter && S.Form != CopyForm::Init)
    return {};
  return FixBuilder(S, U).build();
}

} // namespace holdfast::checks
