//===- SelfReference.cpp - Stores of an object's address in itself --------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/SelfReference.h"

#include "checks/pin/CallEffects.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace holdfast::checks {
namespace {

std::string nameOf(llvm::ArrayRef<PathStep> Steps) {
  std::string Name;
  for (const PathStep &S : Steps) {
    if (S.K == PathStep::Member)
      Name += (Name.empty() ? "" : ".") + S.Field->getNameAsString();
    else if (S.K == PathStep::Element)
      Name += "[]";
  }
  return Name;
}

/// The record that the first \p N steps of a path lead to.
const RecordDecl *recordAt(const AccessPath &P, size_t N,
                           const CXXRecordDecl *This) {
  QualType T;
  if (P.IsThis) {
    if (N == 0)
      return This;
  } else {
    T = P.Base->getType();
    if (T->isReferenceType())
      T = T->getPointeeType();
  }
  for (const PathStep &S : llvm::ArrayRef(P.Steps).take_front(N)) {
    switch (S.K) {
    case PathStep::Deref:
      T = T.isNull() ? T : T->getPointeeType();
      break;
    case PathStep::Member:
      T = S.Field->getType();
      break;
    case PathStep::Element:
      T = T.isNull() || !T->isArrayType()
              ? QualType()
              : QualType(T->getPointeeOrArrayElementType(), 0);
      break;
    }
    if (T.isNull())
      return nullptr;
  }
  return T.isNull() ? nullptr : T->getAsRecordDecl();
}

/// \p Place, a pointer, becomes the address of \p Object.
std::optional<SelfStore> selfStore(const AccessPath &Place,
                                   const AccessPath &Object,
                                   const CXXRecordDecl *This,
                                   SourceLocation Where) {
  if (!Place || !Object || !Place.hasSameBase(Object))
    return std::nullopt;
  size_t N = 0;
  while (N < Place.Steps.size() && N < Object.Steps.size() &&
         Place.Steps[N] == Object.Steps[N])
    ++N;
  // The address that is kept must be of the object itself: what lies behind a
  // pointer of the object stays where it is.
  auto Behind = llvm::ArrayRef(Object.Steps).drop_front(N);
  auto Part = llvm::ArrayRef(Place.Steps).drop_front(N);
  auto isDeref = [](const PathStep &S) { return S.K == PathStep::Deref; };
  if (Part.empty() || llvm::any_of(Behind, isDeref) ||
      llvm::any_of(Part, isDeref) || Part[0].K != PathStep::Member)
    return std::nullopt;
  // The two may be of different elements of one array.
  if (N && Place.Steps[N - 1].K == PathStep::Element)
    return std::nullopt;
  SelfStore S;
  S.Record = recordAt(Place, N, This);
  if (!S.Record)
    return std::nullopt;
  S.Part.assign(Part.begin(), Part.end());
  S.Where = Where;
  S.Why = "'" + nameOf(Part) + "' holds the address of " +
          (Behind.empty() ? "the object itself" : "'" + nameOf(Behind) + "'");
  return S;
}

AccessPath addressIn(const Expr *E) {
  E = withoutCasts(E);
  if (!E || !(E->getType()->isPointerType() || E->getType()->isArrayType()))
    return {};
  const auto *U = dyn_cast<UnaryOperator>(E);
  bool IsVariable = isa<DeclRefExpr>(E) && E->getType()->isPointerType();
  // A member that is a pointer holds some other object's address.
  if (!isa<CXXThisExpr>(E) && !(U && U->getOpcode() == UO_AddrOf) &&
      !E->getType()->isArrayType() && !IsVariable)
    return {};
  return AccessPath::ofPointee(E);
}

/// An address that is cast to another kind of pointer is kept as a name of the
/// object, not to reach it.
bool isMereIdentity(const BinaryOperator *Assign) {
  const Expr *From = Assign->getRHS()->IgnoreParenImpCasts();
  if (!isa<ExplicitCastExpr>(From))
    return false;
  QualType Kept = Assign->getLHS()->getType()->getPointeeType(),
           Object = withoutCasts(From)->getType();
  Object = Object->isPointerType()
               ? Object->getPointeeType()
               : QualType(Object->getPointeeOrArrayElementType(), 0);
  return !Kept->isVoidType() && !Kept->isAnyCharacterType() &&
         Kept.getCanonicalType().getUnqualifiedType() !=
             Object.getCanonicalType().getUnqualifiedType();
}

class ConstructorScan {
public:
  ConstructorScan(const CXXRecordDecl *C, Unit &U) : C(C), U(U) {}

  void member(const FieldDecl *F, const Expr *Init) {
    QualType T = F->getType();
    AccessPath Place;
    Place.IsThis = true;
    Place = Place.plus({{PathStep::Member, F}});
    if (const auto *L = dyn_cast<InitListExpr>(withoutCasts(Init)))
      if (L->getNumInits() == 1)
        Init = L->getInit(0);
    if (T->isPointerType())
      note(selfStore(Place, addressIn(Init), C, Init->getExprLoc()));
    else if (T->isReferenceType())
      note(selfStore(Place, AccessPath::ofObject(Init), C, Init->getExprLoc()));
  }

  void walk(const Stmt *S) {
    if (const auto *B = dyn_cast<BinaryOperator>(S);
        B && B->getOpcode() == BO_Assign && B->getType()->isPointerType())
      note(selfStore(AccessPath::ofObject(B->getLHS()), addressIn(B->getRHS()),
                     C, B->getExprLoc()));
    if (const auto *Call = dyn_cast<CallExpr>(S))
      call(Call);
    if (isa<LambdaExpr>(S))
      return;
    for (const Stmt *Child : S->children())
      if (Child)
        walk(Child);
  }

  std::vector<SelfStore> Found;

private:
  void note(std::optional<SelfStore> S) {
    if (S && S->Record == C)
      Found.push_back(std::move(*S));
  }
  /// A registry is given the object's address.
  void call(const CallExpr *Call) {
    const FunctionDecl *F = Call->getDirectCallee();
    const model::FunctionModel *M = F ? U.modelOf(F) : nullptr;
    if (!M)
      return;
    for (const model::Effect &E : M->Effects) {
      if (E.V != model::Verb::Register && E.V != model::Verb::Link &&
          E.V != model::Verb::Publish)
        continue;
      AccessPath P = E.Operands.empty()
                         ? AccessPath()
                         : callPlace(Call, E.Operands[0], U).Path;
      if (!P.IsThis ||
          llvm::any_of(P.Steps, [](auto S) { return S.K == PathStep::Deref; }))
        continue;
      SelfStore S;
      S.Record = C;
      S.Part.assign(P.Steps.begin(), P.Steps.end());
      S.Where = Call->getExprLoc();
      S.IsRegistered = true;
      S.Why = "'" + F->getNameAsString() + "' keeps its address";
      Found.push_back(std::move(S));
    }
  }

  const CXXRecordDecl *C;
  Unit &U;
};

} // namespace

std::optional<SelfStore> selfStore(const BinaryOperator *Assign) {
  if (Assign->getOpcode() != BO_Assign || !Assign->getType()->isPointerType())
    return std::nullopt;
  // Most assignments end here, before any path is made.
  const Expr *To = Assign->getLHS()->IgnoreParens();
  if (!isa<MemberExpr, ArraySubscriptExpr>(To))
    return std::nullopt;
  AccessPath Object = addressIn(Assign->getRHS());
  if (!Object || isMereIdentity(Assign))
    return std::nullopt;
  return selfStore(AccessPath::ofObject(To), Object, nullptr,
                   Assign->getExprLoc());
}

std::vector<SelfStore> selfStoresOfConstructors(const CXXRecordDecl *C,
                                                Unit &U) {
  ConstructorScan Scan(C, U);
  for (const FieldDecl *F : C->fields())
    if (const Expr *Init =
            F->hasInClassInitializer() ? F->getInClassInitializer() : nullptr)
      Scan.member(F, Init);
  for (const CXXConstructorDecl *Ctor : C->ctors()) {
    // What a copy constructor stores repairs the copy.
    const FunctionDecl *Def = nullptr;
    if (Ctor->isCopyOrMoveConstructor() || Ctor->isImplicit() ||
        !Ctor->hasBody(Def))
      continue;
    for (const CXXCtorInitializer *I : cast<CXXConstructorDecl>(Def)->inits())
      if (I->isWritten() && I->isMemberInitializer())
        Scan.member(I->getMember(), I->getInit());
    Scan.walk(Def->getBody());
  }
  return std::move(Scan.Found);
}

} // namespace holdfast::checks
