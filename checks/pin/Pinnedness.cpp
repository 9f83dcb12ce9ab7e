//===- Pinnedness.cpp - The pinned parts of a record ----------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/Pinnedness.h"

#include "checks/pin/ImplicitCopy.h"

#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace holdfast::checks {
namespace {

const RecordDecl *definition(QualType T) {
  const RecordDecl *R = T.isNull() ? nullptr : T->getAsRecordDecl();
  R = R ? R->getDefinition() : nullptr;
  return R && !R->isDependentType() && !R->isInvalidDecl() ? R : nullptr;
}

/// Takes \p Name off the front of a path, where it is a whole component.
bool consumeComponent(llvm::StringRef &Path, llvm::StringRef Name) {
  llvm::StringRef Rest = Path;
  if (Name.empty() || !Rest.consume_front(Name) ||
      !(Rest.empty() || Rest[0] == '.' || Rest[0] == '['))
    return false;
  Path = Rest;
  return true;
}

const FieldDecl *takeField(const RecordDecl *R, llvm::StringRef &Path) {
  for (const FieldDecl *F : R->fields()) {
    if (F->isAnonymousStructOrUnion()) {
      if (const RecordDecl *Inner = definition(F->getType()))
        if (const FieldDecl *Found = takeField(Inner, Path))
          return Found;
    } else if (consumeComponent(Path, F->getName())) {
      return F;
    }
  }
  return nullptr;
}

} // namespace

bool Pinnedness::isPinned(QualType T) {
  const RecordDecl *R = definition(T);
  return R && Types.pinnedPart(U.types().lower(R));
}

llvm::ArrayRef<PinnedPart> Pinnedness::parts(QualType T) {
  const RecordDecl *R = definition(T);
  if (!R)
    return {};
  std::unique_ptr<std::vector<PinnedPart>> &Parts = Cache[R];
  if (!Parts) {
    Parts = std::make_unique<std::vector<PinnedPart>>();
    for (const model::PinnedPart &P : Types.parts(U.types().lower(T)))
      if (P.From != model::PinnedFrom::Never)
        Parts->push_back(map(P, R));
  }
  return *Parts;
}

PinnedPart Pinnedness::map(const model::PinnedPart &P, const RecordDecl *R) {
  PinnedPart Out;
  Out.From = P.From;
  Out.Why = P.Why;
  Out.Rule = P.Rule;
  Out.Where = R->getLocation();
  llvm::StringRef Path = P.Path;
  Out.Name = Path.ltrim('.').str();
  while (R && Path.consume_front(".")) {
    const FieldDecl *F = takeField(R, Path);
    QualType T;
    if (F) {
      T = F->getType();
      if (Out.Steps.empty())
        Out.Where = F->getLocation();
      Out.Steps.push_back({PathStep::Member, F});
    } else if (const auto *C = dyn_cast<CXXRecordDecl>(R)) {
      // A base class is no step: its members are members of the derived class.
      for (const CXXBaseSpecifier &B : C->bases()) {
        const RecordDecl *Base = definition(B.getType());
        if (Base && consumeComponent(
                        Path, U.module().record(U.types().lower(Base)).Name)) {
          T = B.getType();
          break;
        }
      }
    }
    while (Path.consume_front("[]")) {
      if (Out.Steps.empty() || Out.Steps.back().K != PathStep::Element)
        Out.Steps.push_back({PathStep::Element, nullptr});
      const ArrayType *A = T.isNull() ? nullptr : T->getAsArrayTypeUnsafe();
      T = A ? A->getElementType() : QualType();
    }
    R = definition(T);
    Out.HasOwnCopy |= hasOwnCopy(R);
  }
  if (auto It = Stores.find(P.Record.Index); It != Stores.end() && !P.Type) {
    Out.Store = It->second;
    for (PathStep S : It->second.Part) {
      Out.Steps.push_back(S);
      if (S.K == PathStep::Member && !S.Field->isAnonymousStructOrUnion())
        Out.Name += (Out.Name.empty() ? "" : ".") + S.Field->getNameAsString();
    }
    if (!It->second.Part.empty() && It->second.Part[0].Field && P.Path.empty())
      Out.Where = It->second.Part[0].Field->getLocation();
  }
  return Out;
}

void Pinnedness::mark(model::PinnedFrom From, const SelfStore &Store) {
  ir::RecordId R = U.types().lower(Store.Record->getDefinition());
  if (!Stores.try_emplace(R.Index, Store).second)
    return;
  ir::Loc L = U.types().locations().loc(Store.Where);
  model::Origin Where;
  Where.File = U.module().file(L.File).str();
  Where.Line = L.Line;
  Types.markPinned(R, Store.Why, std::move(Where), From);
}

} // namespace holdfast::checks
