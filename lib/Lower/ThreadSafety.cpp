//===- ThreadSafety.cpp - Clang's capability attributes -------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements ThreadSafetyWords.
//
//===----------------------------------------------------------------------===//

#include "Lower/ThreadSafety.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/Version.h"

using namespace clang;

namespace holdfast::lower {

/// An accessor that gives what another one gives is followed so many times.
static constexpr unsigned MaxFrames = 8;

static bool leadsOn(QualType T) {
  return T->isPointerType() || T->isReferenceType();
}

/// What wraps an expression and names the same object.
static const Expr *plain(const Expr *E) {
  while (E) {
    const Expr *Before = E;
    E = E->IgnoreParenImpCasts();
    if (const auto *C = dyn_cast<ExplicitCastExpr>(E))
      E = C->getSubExpr();
    else if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(E))
      E = M->getSubExpr();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(E))
      E = B->getSubExpr();
    else if (const auto *C = dyn_cast<FullExpr>(E))
      E = C->getSubExpr();
    else if (const auto *A = dyn_cast<CXXDefaultArgExpr>(E))
      E = A->getExpr();
    if (E == Before)
      return E;
  }
  return E;
}

/// The expression that a call of the function stands for: what its attribute
/// says, or all that its body does.
static const Expr *result(const FunctionDecl *F) {
  for (const FunctionDecl *R : F->redecls())
    if (const auto *A = R->getAttr<LockReturnedAttr>())
      return A->getArg();
  const FunctionDecl *Definition = F->getDefinition();
  const auto *Body = Definition
                         ? dyn_cast_or_null<CompoundStmt>(Definition->getBody())
                         : nullptr;
  if (!Body || Body->size() != 1)
    return nullptr;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  return Return ? Return->getRetValue() : nullptr;
}

std::optional<ThreadSafetyWords::Path>
ThreadSafetyWords::variable(const ValueDecl *V, const Frame *In) const {
  if (const auto *P = dyn_cast<ParmVarDecl>(V)) {
    unsigned Index = P->getFunctionScopeIndex();
    if (In)
      return Index < In->Args.size() ? path(In->Args[Index], In->Outer)
                                     : std::nullopt;
    if (!isa<FunctionDecl>(D))
      return std::nullopt;
    return Path{"arg" + std::to_string(Index), leadsOn(P->getType()), true};
  }
  if (const auto *G = dyn_cast<VarDecl>(V); G && G->hasGlobalStorage()) {
    std::string Text = Name(G);
    // A template's or an overloaded operator's is no name of our paths.
    if (Text.empty() || !llvm::all_of(Text, [](char C) {
          return isAsciiIdentifierContinue(C) || C == ':';
        }))
      return std::nullopt;
    return Path{Text, leadsOn(G->getType())};
  }
  return std::nullopt;
}

std::optional<ThreadSafetyWords::Path>
ThreadSafetyWords::member(const Expr *Base, const ValueDecl *F,
                          const Frame *In) const {
  const auto *Field = dyn_cast<FieldDecl>(F);
  if (!Field)
    return variable(F, In);
  Path P{"self", true};
  if (Base) {
    std::optional<Path> Known = path(Base, In);
    if (!Known)
      return std::nullopt;
    P = *Known;
  }
  if (Field->getName().empty())
    return P; // its members are found from the outer object
  P.Text += (P.IsPointer ? "->" : ".") + Field->getName().str();
  P.IsPointer = leadsOn(Field->getType());
  P.IsArgument = false;
  return P;
}

std::optional<ThreadSafetyWords::Path>
ThreadSafetyWords::call(const CallExpr *E, const Frame *In) const {
  const FunctionDecl *F = E->getDirectCallee();
  const Expr *Result = F ? result(F) : nullptr;
  unsigned Depth = 0;
  for (const Frame *Outer = In; Outer; Outer = Outer->Outer)
    ++Depth;
  if (!Result || Depth >= MaxFrames)
    return std::nullopt;
  Frame Inner;
  Inner.Outer = In;
  llvm::append_range(Inner.Args, E->arguments());
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E)) {
    Inner.Self = M->getImplicitObjectArgument();
  } else if (isa<CXXOperatorCallExpr>(E) && isa<CXXMethodDecl>(F)) {
    Inner.Self = Inner.Args.front();
    Inner.Args.erase(Inner.Args.begin());
  }
  return path(Result, &Inner);
}

std::optional<ThreadSafetyWords::Path>
ThreadSafetyWords::path(const Expr *E, const Frame *In) const {
  E = plain(E);
  if (!E)
    return std::nullopt;
  if (isa<CXXThisExpr>(E)) {
    if (!In) {
      // In a lambda it is what was captured.
      const auto *M = dyn_cast<CXXMethodDecl>(D);
      return Path{M && M->getParent()->isLambda() ? "self->this" : "self",
                  true};
    }
    return In->Self ? path(In->Self, In->Outer) : std::nullopt;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    // In C a member is named without its object; `&S::m` is no object.
    if (isa<FieldDecl>(Ref->getDecl()))
      return member(nullptr, Ref->getDecl(), In);
    return variable(Ref->getDecl(), In);
  }
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return member(M->getBase(), M->getMemberDecl(), In);
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    std::optional<Path> P = path(U->getSubExpr(), In);
    if (!P)
      return P;
    switch (U->getOpcode()) {
    case UO_AddrOf:
      // The address leads to the object; so does a pointer to a pointer.
      return P->IsPointer && U->getSubExpr()->getType()->isPointerType()
                 ? std::nullopt
                 : P;
    case UO_Deref:
      return leadsOn(E->getType()) ? std::nullopt : P;
    default:
      return std::nullopt;
    }
  }
  if (const auto *C = dyn_cast<CallExpr>(E))
    return call(C, In);
  // A copy of a smart pointer leads where the original does.
  if (const auto *C = dyn_cast<CXXConstructExpr>(E);
      C && C->getNumArgs() == 1 &&
      C->getConstructor()->isCopyOrMoveConstructor())
    return path(C->getArg(0), In);
  return std::nullopt;
}

std::optional<std::string> ThreadSafetyWords::place(const Expr *E) const {
  std::optional<Path> P = path(E, nullptr);
  if (!P)
    return std::nullopt;
  bool IsStep = P->Text.find_first_of(".>") != std::string::npos;
  // A member that is a pointer means in an effect what it points at.
  bool IsRule = !isa<FunctionDecl>(D);
  bool Follow = P->IsPointer && P->Text != "self" && !P->IsArgument &&
                (IsRule || !IsStep);
  return (Follow ? "*" : "") + P->Text;
}

static bool isScoped(const Decl *D) {
  const auto *M = dyn_cast<CXXMethodDecl>(D);
  return M && M->getParent()->hasAttr<ScopedLockableAttr>();
}

void ThreadSafetyWords::effects(llvm::StringRef Verb, Exprs Args,
                                llvm::StringRef After) {
  auto Say = [&](llvm::StringRef Does, llvm::StringRef Place,
                 llvm::StringRef After) {
    std::string Text = ("effect " + Does + " " + Place + After).str();
    // A definition repeats what it inherits.
    if (!llvm::is_contained(Texts, Text))
      Texts.push_back(std::move(Text));
  };
  const auto *Method = dyn_cast<CXXMethodDecl>(D);
  if (Args.empty()) {
    if (Method && Method->isInstance())
      Say(Verb, "self", After);
    return;
  }
  for (const Expr *E : Args) {
    E = plain(E);
    llvm::StringRef Does = Verb;
    // `!mu` is a demand that it is not held.
    const auto *Not = dyn_cast<UnaryOperator>(E);
    const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
    if ((Not && Not->getOpcode() == UO_LNot) ||
        (Call && Call->getOperator() == OO_Exclaim)) {
      if (Verb != "need")
        continue;
      Does = "exclude";
      E = Not ? Not->getSubExpr() : Call->getArg(0);
    }
    std::optional<std::string> P = place(E);
    if (!P)
      continue;
    Say(Does, *P, Does == Verb ? After : "");
    // What a guard is built with it acquires and releases from then on.
    if (isa<CXXConstructorDecl>(D) && isScoped(D) && *P != "self")
      Say("guard", *P + " with self", "");
  }
}

void ThreadSafetyWords::guardedBy(const Expr *Lock, bool IsPointee) {
  std::optional<std::string> P = place(Lock);
  if (!P)
    return;
  for (bool IsWrite : {false, true}) {
    std::string &R = Rules[IsPointee][IsWrite];
    R += std::string(R.empty() ? "" : " && ") +
         (IsWrite ? "held_write(" : "held(") + *P + ")";
  }
}

void ThreadSafetyWords::order(llvm::StringRef Word, Exprs Others) {
  for (const Expr *E : Others)
    if (std::optional<std::string> P = place(E))
      Texts.push_back((Word + " held(" + *P + ")").str());
}

static llvm::StringRef modeOf(bool IsShared) {
  return IsShared ? " in read" : " in write";
}

bool ThreadSafetyWords::add(const Attr *A) {
  auto ArgsOf = [](const auto *X) {
    return Exprs(X->args_begin(), X->args_size());
  };
  auto Try = [&](bool Shared, const Expr *Success, Exprs Args) {
    Expr::EvalResult Value;
    bool IfTrue = true;
    if (!Success->isValueDependent() && Success->EvaluateAsRValue(Value, Ctx)) {
      if (Value.Val.isInt())
        IfTrue = Value.Val.getInt() != 0;
      else if (Value.Val.isLValue())
        IfTrue = !Value.Val.isNullPointer();
    }
    effects(
        "acquire", Args,
        (modeOf(Shared) + (IfTrue ? " if ret != 0" : " if ret == 0")).str());
  };
  if (const auto *X = dyn_cast<AcquireCapabilityAttr>(A)) {
    effects("acquire", ArgsOf(X), modeOf(X->isShared()));
  } else if (const auto *X = dyn_cast<ReleaseCapabilityAttr>(A)) {
    effects("release", ArgsOf(X), X->isGeneric() ? "" : modeOf(X->isShared()));
  } else if (const auto *X = dyn_cast<TryAcquireCapabilityAttr>(A)) {
    Try(X->isShared(), X->getSuccessValue(), ArgsOf(X));
  } else if (const auto *X = dyn_cast<RequiresCapabilityAttr>(A)) {
    effects("need", ArgsOf(X), modeOf(X->isShared()));
  } else if (const auto *X = dyn_cast<AssertCapabilityAttr>(A)) {
    effects("assert", ArgsOf(X), modeOf(X->isShared()));
  } else if (const auto *X = dyn_cast<LocksExcludedAttr>(A)) {
    effects("exclude", ArgsOf(X));
#if CLANG_VERSION_MAJOR < 21
  } else if (const auto *X = dyn_cast<AssertExclusiveLockAttr>(A)) {
    effects("assert", ArgsOf(X), modeOf(false));
  } else if (const auto *X = dyn_cast<AssertSharedLockAttr>(A)) {
    effects("assert", ArgsOf(X), modeOf(true));
  } else if (const auto *X = dyn_cast<ExclusiveTrylockFunctionAttr>(A)) {
    Try(false, X->getSuccessValue(), ArgsOf(X));
  } else if (const auto *X = dyn_cast<SharedTrylockFunctionAttr>(A)) {
    Try(true, X->getSuccessValue(), ArgsOf(X));
#endif
  } else if (const auto *X = dyn_cast<GuardedByAttr>(A)) {
    guardedBy(X->getArg(), false);
  } else if (const auto *X = dyn_cast<PtGuardedByAttr>(A)) {
    guardedBy(X->getArg(), true);
  } else if (const auto *X = dyn_cast<LockReturnedAttr>(A)) {
    if (std::optional<std::string> P = place(X->getArg()))
      Texts.push_back("effect alias ret to " + *P);
  } else if (isa<NoThreadSafetyAnalysisAttr>(A)) {
    Texts.push_back("unchecked");
  } else if (isa<CapabilityAttr>(A)) {
    bool IsReentrant = false;
#if CLANG_VERSION_MAJOR >= 21
    IsReentrant = D->hasAttr<ReentrantCapabilityAttr>();
#endif
    Texts.push_back(IsReentrant ? "lock reentrant" : "lock");
  } else if (isa<ScopedLockableAttr>(A)) {
    Texts.push_back("lock");
#if CLANG_VERSION_MAJOR >= 21
  } else if (isa<ReentrantCapabilityAttr>(A)) {
#endif
  } else if (isa<GuardedVarAttr, PtGuardedVarAttr>(A)) {
    for (std::string &R : Rules[isa<PtGuardedVarAttr>(A)])
      R += R.empty() ? "any_lock" : " && any_lock";
  } else if (const auto *X = dyn_cast<AcquiredBeforeAttr>(A)) {
    order("before", ArgsOf(X));
  } else if (const auto *X = dyn_cast<AcquiredAfterAttr>(A)) {
    order("after", ArgsOf(X));
  } else {
    return false;
  }
  return true;
}

std::vector<std::string> ThreadSafetyWords::finish() {
  static constexpr llvm::StringLiteral Words[2][2] = {{"read", "write"},
                                                      {"read-at", "write-at"}};
  for (bool IsPointee : {false, true})
    for (bool IsWrite : {false, true})
      if (const std::string &R = Rules[IsPointee][IsWrite]; !R.empty())
        Texts.push_back((Words[IsPointee][IsWrite] + " " + R).str());
  return std::move(Texts);
}

} // namespace holdfast::lower
