//===- Touches.cpp - Objects that are used by reference -------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A call that is given an object by reference, as its own object or as an
// argument, uses the object there: a rule about access counts at the call. In
// the events a reference is an address like others, and to take an address is
// no access. So the lowering says which of them are, where something has a
// rule.
//
//===----------------------------------------------------------------------===//

#include "Lower/FunctionLowering.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using holdfast::ir::Op;
using holdfast::ir::Operand;

namespace holdfast::lower {

/// Whether a variable or member has a rule.
static bool hasRule(const ValueDecl *D) {
  auto IsRule = [](const Attr *A) {
    const auto *Ours = dyn_cast<AnnotateAttr>(A);
    return isa<GuardedByAttr, PtGuardedByAttr, GuardedVarAttr,
               PtGuardedVarAttr>(A) ||
           (Ours && Ours->getAnnotation().starts_with("holdfast:"));
  };
  return D->hasAttrs() && llvm::any_of(D->attrs(), IsRule);
}

/// Whether something on the way to what an expression names has a rule.
static bool mayHaveRule(const Expr *E) {
  while (true) {
    E = E->IgnoreParenCasts();
    if (const auto *M = dyn_cast<MemberExpr>(E)) {
      if (hasRule(M->getMemberDecl()))
        return true;
      E = M->getBase();
    } else if (const auto *R = dyn_cast<DeclRefExpr>(E)) {
      return hasRule(R->getDecl());
    } else if (const auto *U = dyn_cast<UnaryOperator>(E)) {
      E = U->getSubExpr();
    } else if (const auto *S = dyn_cast<ArraySubscriptExpr>(E)) {
      E = S->getBase();
    } else {
      return false;
    }
  }
}

void FunctionLowering::touch(const Expr *E, Operand Address, Op How) {
  if (!mayHaveRule(E))
    return;
  Build.setSource(rangeOf(E));
  Build.touch(How, Address);
}

void FunctionLowering::touchOperator(const CXXOperatorCallExpr *E,
                                     llvm::ArrayRef<Operand> Args) {
  const Expr *Object = E->getArg(0);
  switch (E->getOperator()) {
  case OO_Star:
  case OO_ArrowStar:
  case OO_Arrow:
  case OO_Subscript:
    if (E->getOperator() != OO_Star || E->getNumArgs() == 1)
      touch(Object, Args[0], Op::Follow);
    touch(Object, Args[0], Op::Touch);
    break;
  case OO_PlusPlus:
  case OO_MinusMinus:
    touch(Object, Args[0], Op::Modify);
    break;
  default:
    touch(Object, Args[0], E->isAssignmentOp() ? Op::Modify : Op::Touch);
  }
}

} // namespace holdfast::lower
