//===- Calls.cpp - Calls, builtins and assembly ---------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements calls, clang's builtins and inline assembly.
//
//===----------------------------------------------------------------------===//

#include "Lower/Compat.h"
#include "Lower/FunctionLowering.h"

#include "clang/AST/Attr.h"
#include "clang/Basic/Builtins.h"

using namespace clang;
using holdfast::ir::Operand;

namespace holdfast::lower {

/// The function itself, unless an override may run in its place. What a model
/// or its declaration says is true of the override; an overriding destructor
/// runs the overridden one, too.
Operand FunctionLowering::calleeOf(const FunctionDecl *Fn, bool IsVirtual) {
  if (IsVirtual && !isa<CXXDestructorDecl>(Fn) && !U.hasModel(Fn) &&
      !U.says(Fn))
    return Operand::undef();
  return U.function(Fn);
}

void FunctionLowering::addArgument(const Expr *E,
                                   llvm::SmallVectorImpl<Operand> &Args,
                                   uint64_t &ByValue) {
  if (!E->isGLValue() && isAggregate(E->getType()) && Args.size() < 64)
    ByValue |= uint64_t(1) << Args.size();
  Args.push_back(operand(E));
  if (E->isGLValue())
    touch(E, Args.back(), ir::Op::Touch);
}

/// A member function that copies all members, as the language defines it.
static bool isTrivialAssignment(const FunctionDecl *Fn) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Fn);
  return Method && Method->isTrivial() && !Method->isDeleted() &&
         (Method->isCopyAssignmentOperator() ||
          Method->isMoveAssignmentOperator());
}

Operand FunctionLowering::lowerCall(const CallExpr *E) {
  const FunctionDecl *Fn = E->getDirectCallee();
  Operand Result;
  if (unsigned Builtin = E->getBuiltinCallee())
    if (lowerBuiltin(E, Builtin, Result))
      return Result;

  llvm::SmallVector<Operand, 6> Args;
  uint64_t ByValue = 0;
  Operand Callee;
  unsigned FirstArg = 0;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) {
    const Expr *Object = Member->getImplicitObjectArgument();
    Args.push_back(Object ? operand(Object) : Operand::undef());
    if (Object)
      touch(Object, Args.back(), ir::Op::Touch);
    const CXXMethodDecl *Method = Member->getMethodDecl();
    const auto *Access = dyn_cast<MemberExpr>(E->getCallee()->IgnoreParens());
    bool IsVirtual =
        Method && Method->isVirtual() && Access && !Access->hasQualifier() &&
        Object &&
        !Method->getDevirtualizedMethod(Object, Ctx.getLangOpts().AppleKext);
    Callee = Method ? calleeOf(Method, IsVirtual) : Operand::undef();
  } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E)) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Fn);
    if (Method && Method->isInstance()) {
      Args.push_back(operand(Op->getArg(0)));
      FirstArg = 1;
    } else if (Method) {
      FirstArg = 1; // a static call operator ignores its object
    }
    if (!Args.empty())
      touchOperator(Op, Args);
    Callee = Fn ? calleeOf(Fn, Method && Method->isVirtual() &&
                                   !Method->hasAttr<FinalAttr>())
                : operand(E->getCallee());
  } else {
    Callee = Fn ? U.function(Fn) : operand(E->getCallee());
  }
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
  for (unsigned I = FirstArg; I != E->getNumArgs(); ++I) {
    addArgument(E->getArg(I), Args, ByValue);
    // An operator that is no member has its object among the arguments.
    if (Op && FirstArg == 0 && I == 0)
      touchOperator(Op, Args);
  }
  Build.setSource(rangeOf(E));
  if (isTrivialAssignment(Fn) && Args.size() == 2) {
    QualType Class = recordType(Ctx, cast<CXXMethodDecl>(Fn)->getParent());
    Build.copy(Args[0], Args[1], type(Class));
    return Args[0];
  }
  QualType T = E->getType();
  if (E->isGLValue())
    T = Ctx.getPointerType(T);
  return Build.call(Callee, Args, ByValue,
                    T->isVoidType() ? ir::TypeId() : type(T));
}

/// False when the builtin is an ordinary call.
bool FunctionLowering::lowerBuiltin(const CallExpr *E, unsigned Builtin,
                                    Operand &Result) {
  switch (Builtin) {
  case Builtin::BI__builtin_expect:
  case Builtin::BI__builtin_expect_with_probability:
  case Builtin::BI__builtin_assume_aligned:
  case Builtin::BI__builtin_launder:
  case Builtin::BI__builtin_addressof:
  case Builtin::BIaddressof:
  case Builtin::BI__addressof:
  case Builtin::BImove:
  case Builtin::BImove_if_noexcept:
  case Builtin::BIforward:
  case Builtin::BIforward_like:
  case Builtin::BIas_const:
    if (E->getNumArgs() == 0)
      return false;
    Result = operand(E->getArg(0));
    return true;
  case Builtin::BI__builtin_unreachable:
  case Builtin::BI__builtin_assume:
  case Builtin::BI__builtin_prefetch:
    return true;
  case Builtin::BI__builtin_is_constant_evaluated:
    Result = Operand::integer(0);
    return true;
  default:
    break;
  }
  if (Operand Value = constant(E)) {
    Result = Value;
    return true;
  }
  if (Ctx.BuiltinInfo.isUnevaluated(Builtin)) {
    Result = E->getType()->isVoidType() ? Operand() : Operand::undef();
    return true;
  }
  // The compiler's name of a library function.
  if (!Ctx.BuiltinInfo.isLibFunction(Builtin))
    return false;
  std::string Name = builtinName(Ctx, Builtin);
  llvm::StringRef Short = Name;
  Short.consume_front("__builtin_");
  llvm::SmallVector<Operand, 4> Args;
  uint64_t ByValue = 0;
  for (const Expr *Arg : E->arguments())
    addArgument(Arg, Args, ByValue);
  Build.setSource(rangeOf(E));
  QualType T = E->getType();
  Result = Build.call(U.M.functionOperand(Short), Args, ByValue,
                      T->isVoidType() ? ir::TypeId() : type(T));
  return true;
}

/// Loads and stores that others may see at once.
Operand FunctionLowering::lowerAtomic(const AtomicExpr *E) {
  Operand Place = operand(E->getPtr());
  QualType ValueTy = E->getValueType();
  ir::TypeId Ty = type(ValueTy);
  bool IsVoid = E->getType()->isVoidType();
  // The generic forms take and give their values through pointers.
  Operand Second =
      E->getNumSubExprs() > 2 && E->getOp() != AtomicExpr::AO__c11_atomic_load
          ? operand(E->getVal1())
          : Operand();
  bool IsAggregate = isAggregate(ValueTy);
  if (E->isCmpXChg()) {
    // It happens, and the place has a value nobody knows; or it does not, and
    // the expected value is what the place held.
    Build.store(Second, Operand::undef(), Ty);
    Build.store(Place, Operand::undef(), Ty, true);
    return Build.unknown("compare and exchange", {}, type(E->getType()));
  }
  llvm::StringRef Name = E->getOpAsString();
  if (Name.contains("init") || Name.contains("store")) {
    if (IsAggregate)
      Build.copy(Place, Second, Ty);
    else if (Second && E->getVal1()->getType()->isPointerType() &&
             !ValueTy->isPointerType())
      Build.store(Place, Build.load(Second, Ty), Ty, true);
    else
      Build.store(Place, Second, Ty, true);
    return {};
  }
  if (IsAggregate)
    return unknown("atomic operation", E, {Place, Second});
  Operand Old = Build.load(Place, Ty, true);
  if (Name.contains("load")) {
    if (!IsVoid)
      return Old;
    Build.store(Second, Old, Ty);
    return {};
  }
  Operand New =
      Name.contains("exchange") && !IsVoid ? Second : Operand::undef();
  Build.store(Place, New, Ty, true);
  if (IsVoid)
    return {};
  return Name.contains("fetch_") || Name.contains("exchange")
             ? Old
             : Operand::undef();
}

/// Outputs get values nobody knows; memory that the code may change escapes.
void FunctionLowering::lowerAsm(const GCCAsmStmt *S) {
  llvm::SmallVector<Operand, 4> Escaping;
  bool MayStore = false;
  for (unsigned I = 0; I != S->getNumOutputs(); ++I) {
    const Expr *Out = S->getOutputExpr(I);
    Operand Place = operand(Out);
    auto Constraint = std::string(S->getOutputConstraint(I));
    bool IsMemory = llvm::StringRef(Constraint).contains('m');
    MayStore |= IsMemory;
    if (IsMemory || isAggregate(Out->getType())) {
      Escaping.push_back(Place);
      continue;
    }
    // It reads what it overwrites, and may store it elsewhere.
    if (Constraint[0] == '+')
      Escaping.push_back(Build.load(Place, type(Out->getType()), false));
    Build.store(Place, Operand::undef(), type(Out->getType()));
  }
  for (unsigned I = 0; I != S->getNumClobbers(); ++I)
    MayStore |= llvm::StringRef(S->getClobber(I)) == "memory";
  for (unsigned I = 0; I != S->getNumInputs(); ++I) {
    const Expr *In = S->getInputExpr(I);
    Operand Value = operand(In);
    // A pointer, or a number that may be one.
    bool MayPoint = In->getType()->isPointerType() || In->isGLValue() ||
                    Ctx.getTypeSizeInChars(In->getType()) ==
                        Ctx.getTypeSizeInChars(Ctx.VoidPtrTy);
    if (MayStore && Value.Kind != ir::OperandKind::Int && MayPoint)
      Escaping.push_back(Value);
  }
  if (!Escaping.empty())
    Build.unknown("asm", Escaping, {});
}

} // namespace holdfast::lower
