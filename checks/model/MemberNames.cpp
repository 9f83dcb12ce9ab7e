//===- MemberNames.cpp - Members that a rule names and no record has ------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/model/MemberNames.h"

#include "Lower/Compat.h"
#include "Model/LoadModel.h"
#include "Model/Syntax.h"

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace clang;

namespace holdfast::checks {
namespace {

/// A record whose members are all known, or null.
const RecordDecl *known(const RecordDecl *R) {
  R = R ? R->getDefinition() : nullptr;
  return R && !R->isInvalidDecl() && !R->isDependentContext() ? R : nullptr;
}

/// Its classes first, \p Do until one says true.
bool inSelfAndBases(const RecordDecl *R,
                    llvm::function_ref<bool(const RecordDecl *)> Do) {
  if (Do(R))
    return true;
  const auto *Class = dyn_cast<CXXRecordDecl>(R);
  return Class && llvm::any_of(Class->bases(), [&](const CXXBaseSpecifier &B) {
           const RecordDecl *Base = known(B.getType()->getAsRecordDecl());
           return Base && inSelfAndBases(Base, Do);
         });
}

/// The member, be it in an unnamed record inside; null when there is none.
const NamedDecl *memberOf(ASTContext &Ctx, const RecordDecl *R,
                          llvm::StringRef Name) {
  const NamedDecl *Found = nullptr;
  inSelfAndBases(R, [&](const RecordDecl *In) {
    DeclContext::lookup_result Members = In->lookup(&Ctx.Idents.get(Name));
    Found = Members.empty() ? nullptr : Members.front();
    return Found != nullptr;
  });
  return Found;
}

std::string nearestMember(const RecordDecl *R, llvm::StringRef Name) {
  llvm::SmallVector<llvm::StringRef> Names;
  inSelfAndBases(R, [&](const RecordDecl *In) {
    for (const Decl *D : In->decls())
      if (const auto *Member = dyn_cast<ValueDecl>(D))
        if (const IdentifierInfo *I = Member->getIdentifier())
          Names.push_back(I->getName());
    return false;
  });
  return model::nearestWord(Name, Names).str();
}

std::string complaint(ASTContext &Ctx, const RecordDecl *R,
                      llvm::StringRef Name) {
  std::string Near = nearestMember(R, Name);
  std::string Type =
      lower::recordType(Ctx, R).getAsString(Ctx.getPrintingPolicy());
  return "'" + Type + "' has no member '" + Name.str() + "'" +
         (Near.empty() ? "" : "; did you mean '" + Near + "'?");
}

/// Follows members from \p R as long as they are inside it.
class Follower {
public:
  Follower(ASTContext &Ctx, const RecordDecl *R) : Ctx(Ctx), At(known(R)) {}

  void member(llvm::StringRef Name) {
    if (!At)
      return;
    const NamedDecl *Member = memberOf(Ctx, At, Name);
    if (!Member) {
      Problem = complaint(Ctx, At, Name);
      At = nullptr;
      return;
    }
    const auto *Value = dyn_cast<ValueDecl>(Member);
    Type = Value ? Value->getType() : QualType();
    enter();
  }
  void element() {
    const ArrayType *Array = Type.isNull() ? nullptr : Ctx.getAsArrayType(Type);
    Type = Array ? Array->getElementType() : QualType();
    enter();
  }
  void leave() {
    Type = QualType();
    At = nullptr;
  }
  const std::string &problem() const { return Problem; }

private:
  void enter() {
    At = Type.isNull() ? nullptr : known(Type->getAsRecordDecl());
  }

  ASTContext &Ctx;
  const RecordDecl *At;
  QualType Type;
  std::string Problem;
};

std::string missingInPath(ASTContext &Ctx, const RecordDecl *Self,
                          const model::RulePath &P) {
  Follower At(Ctx, P.Root == "self" ? Self : nullptr);
  for (const model::RuleStep &S : P.Steps) {
    for (const model::RulePath &Argument : S.Args)
      if (std::string Text = missingInPath(Ctx, Self, Argument); !Text.empty())
        return Text;
    if (S.K == model::RuleStep::Call)
      At.leave();
    else if (S.K == model::RuleStep::Index)
      At.element();
    else
      At.member(S.Name);
  }
  return At.problem();
}

std::string missingAlong(ASTContext &Ctx, const RecordDecl *R,
                         llvm::StringRef Path) {
  Follower At(Ctx, R);
  llvm::SmallVector<llvm::StringRef> Names;
  Path.split(Names, '.');
  for (llvm::StringRef Name : Names)
    At.member(Name);
  return At.problem();
}

/// The record of a name as models write it, where this source defines it.
const RecordDecl *recordNamed(ASTContext &Ctx, llvm::StringRef Name) {
  bool IsTag = Name.consume_front("struct ") || Name.consume_front("union ") ||
               Name.consume_front("class ");
  const DeclContext *In = Ctx.getTranslationUnitDecl();
  llvm::SmallVector<llvm::StringRef> Parts;
  Name.split(Parts, "::");
  for (llvm::StringRef Part : Parts) {
    auto It = Ctx.Idents.find(Part);
    if (!In || It == Ctx.Idents.end())
      return nullptr;
    bool IsLast = Part.end() == Name.end();
    const DeclContext *Next = nullptr;
    for (const NamedDecl *D : In->lookup(It->second)) {
      if (const auto *Space = dyn_cast<NamespaceDecl>(D); Space && !IsLast)
        Next = Space;
      else if (const auto *R = dyn_cast<RecordDecl>(D))
        Next = R->getDefinition();
      else if (const auto *Alias = dyn_cast<TypedefNameDecl>(D);
               Alias && !IsTag)
        Next = known(Alias->getUnderlyingType()->getAsRecordDecl());
    }
    In = Next;
  }
  const auto *Found = dyn_cast_or_null<RecordDecl>(In);
  return known(Found);
}

} // namespace

std::string missingMember(ASTContext &Ctx, const RecordDecl *Self,
                          const model::Rule &R) {
  if (R.K == model::Rule::All)
    return missingAlong(Ctx, recordNamed(Ctx, R.Name), R.Field);
  std::string Text = missingInPath(Ctx, Self, R.Path);
  for (const model::Rule &Child : R.Children)
    if (Text.empty())
      Text = missingMember(Ctx, Self, Child);
  return Text;
}

std::vector<std::string> membersMissingIn(const model::Model &M,
                                          ASTContext &Ctx) {
  std::vector<std::string> Out;
  // What is built in comes first. It is about all versions of its libraries.
  size_t NumBuiltin = model::builtinModel().numTypes(), Number = 0;
  M.forEachType([&](const model::TypeModel &T) {
    if (Number++ < NumBuiltin)
      return;
    const RecordDecl *R = T.Fields.empty() ? nullptr : recordNamed(Ctx, T.Name);
    if (!R || (!T.HasField.empty() && !memberOf(Ctx, R, T.HasField)))
      return;
    for (const model::FieldModel &F : T.Fields) {
      std::string Text = missingAlong(Ctx, R, F.Name);
      for (llvm::StringRef Rule : {F.Read, F.Write, F.Exempt}) {
        if (Rule.empty() || !Text.empty())
          continue;
        if (auto Parsed = model::parseRule(Rule, M.contextNames()))
          Text = missingMember(Ctx, R, *Parsed);
        else
          llvm::consumeError(Parsed.takeError());
      }
      if (!Text.empty())
        Out.push_back("model " + F.From.str() + ": error: " + Text);
    }
  });
  return Out;
}

} // namespace holdfast::checks
