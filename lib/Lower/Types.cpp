//===- Types.cpp - clang's types and records in the IR --------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements TypeLowering, but for names and annotations (Names.cpp).
//
//===----------------------------------------------------------------------===//

#include "Lower/Types.h"

#include "Lower/Compat.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace holdfast::lower {

static const RecordDecl *canonical(const RecordDecl *R) {
  return cast<RecordDecl>(R->getCanonicalDecl());
}

TypeLowering::TypeLowering(ASTContext &Ctx, ir::Module &M)
    : Ctx(Ctx), M(M), Locs(Ctx.getSourceManager(), Ctx.getLangOpts(), M),
      Policy(Ctx.getPrintingPolicy()) {
  Policy.AnonymousTagLocations = false;
  Policy.SuppressTagKeyword = true;
  hideInlineNamespaces(Policy);
  collectAliases();
}

/// C's typedefs are all at file scope; those of C++ are noted where they are
/// used.
void TypeLowering::collectAliases() {
  if (Ctx.getLangOpts().CPlusPlus)
    return;
  for (const Decl *D : Ctx.getTranslationUnitDecl()->noload_decls())
    if (const auto *T = dyn_cast<TypedefDecl>(D)) {
      QualType Under = T->getUnderlyingType().getCanonicalType();
      if (Under.hasLocalQualifiers() || !Under->isRecordType())
        continue;
      Typedefs[canonical(Under->getAsRecordDecl())].push_back(T);
    }
}

void TypeLowering::addAlias(ir::RecordId Id, llvm::StringRef Name) {
  ir::Record &Rec = M.Records[Id.Index];
  Name = M.intern(Name);
  if (Name != Rec.Name && !llvm::is_contained(Rec.Aliases, Name))
    Rec.Aliases.push_back(Name);
}

/// Walks the sugar of a type that is a record.
void TypeLowering::noteAliases(QualType T) {
  if (!Ctx.getLangOpts().CPlusPlus)
    return;
  while (true) {
    if (const auto *TT = dyn_cast<TypedefType>(T.getTypePtr())) {
      const TypedefNameDecl *D = TT->getDecl();
      std::string Name;
      llvm::raw_string_ostream OS(Name);
      D->printQualifiedName(OS, Policy);
      addAlias(declare(T->getAsRecordDecl()), Name);
    }
    QualType Next = T.getSingleStepDesugaredType(Ctx);
    if (Next == T)
      return;
    T = Next;
  }
}

ir::TypeId TypeLowering::lower(QualType T) { return lower(T, Depth::Deep); }

ir::TypeId TypeLowering::lower(QualType T, Depth D) {
  if (T.isNull())
    return M.typeId({});
  auto &Cache = D == Depth::Deep ? Deep : ShallowTypes;
  auto Known = Cache.find(T.getAsOpaquePtr());
  if (Known != Cache.end())
    return Known->second;
  QualType Canon = T.getCanonicalType();
  if (Canon->isRecordType() && T.getTypePtr() != Canon.getTypePtr())
    noteAliases(T);
  auto KnownCanon = Cache.find(Canon.getAsOpaquePtr());
  ir::TypeId Id =
      KnownCanon != Cache.end() ? KnownCanon->second : lowerCanonical(Canon, D);
  (D == Depth::Deep ? Deep : ShallowTypes)[T.getAsOpaquePtr()] = Id;
  (D == Depth::Deep ? Deep : ShallowTypes)[Canon.getAsOpaquePtr()] = Id;
  return Id;
}

ir::TypeId TypeLowering::lowerCanonical(QualType T, Depth D) {
  ir::Type Result;
  Result.IsConst = T.isConstQualified();
  const clang::Type *Ty = T.getTypePtr();
  if (Ty->isDependentType())
    return M.typeId(Result);
  if (const auto *R = dyn_cast<RecordType>(Ty)) {
    Result.Kind = ir::TypeKind::Record;
    // A record inside another has its members at any depth.
    Result.Record = lower(R->getAsRecordDecl());
  } else if (Ty->isPointerType() || Ty->isReferenceType()) {
    Result.Kind = ir::TypeKind::Pointer;
    QualType Pointee = Ty->getPointeeType();
    const RecordDecl *R = Pointee->getAsRecordDecl();
    if (D == Depth::Shallow && R) {
      ir::Type Shallow;
      Shallow.Kind = ir::TypeKind::Record;
      Shallow.IsConst = Pointee.isConstQualified();
      Shallow.Record = declare(R);
      Result.Element = M.typeId(Shallow);
    } else {
      Result.Element = lower(Pointee, D);
    }
  } else if (Ty->isNullPtrType()) {
    Result.Kind = ir::TypeKind::Pointer;
    ir::Type Void;
    Void.Kind = ir::TypeKind::Void;
    Result.Element = M.typeId(Void);
  } else if (const auto *A = dyn_cast<clang::ArrayType>(Ty)) {
    Result.Kind = ir::TypeKind::Array;
    Result.Element = lower(A->getElementType(), D);
    if (const auto *C = dyn_cast<ConstantArrayType>(A))
      Result.Count = C->getSize().getLimitedValue();
  } else if (Ty->isFunctionType()) {
    Result.Kind = ir::TypeKind::Function;
  } else if (const auto *A = dyn_cast<AtomicType>(Ty)) {
    return lower(A->getValueType(), D);
  } else if (Ty->isVoidType()) {
    Result.Kind = ir::TypeKind::Void;
  } else if (Ty->isIntegralOrEnumerationType() && !Ty->isIncompleteType()) {
    Result.Kind = Ty->isBooleanType() ? ir::TypeKind::Bool : ir::TypeKind::Int;
    Result.IsSigned = Ty->isSignedIntegerOrEnumerationType();
    Result.Bits = Ctx.getIntWidth(T);
  } else if (Ty->isRealFloatingType()) {
    Result.Kind = ir::TypeKind::Float;
    Result.Bits = Ctx.getTypeSize(T);
  }
  return M.typeId(Result);
}

ir::RecordId TypeLowering::declare(const RecordDecl *R) {
  const RecordDecl *Canon = canonical(R);
  auto Known = Records.find(Canon);
  if (Known != Records.end())
    return Known->second;
  ir::RecordId Id;
  std::string Name = recordName(R);
  Id.Index = M.Records.size();
  Records[Canon] = Id;
  if (unsigned Count = NamesTaken[Name]++)
    Name += "#" + std::to_string(Count + 1);
  ir::Record &Rec = M.Records.emplace_back();
  Rec.Name = M.intern(Name);
  Rec.Kind = R->isUnion()   ? ir::RecordKind::Union
             : R->isClass() ? ir::RecordKind::Class
                            : ir::RecordKind::Struct;
  Rec.Where = Locs.loc(R->getLocation());
  auto Alias = Typedefs.find(Canon);
  if (Alias != Typedefs.end())
    for (const TypedefNameDecl *T : Alias->second)
      addAlias(Id, T->getName());
  return Id;
}

ir::RecordId TypeLowering::lower(const RecordDecl *R) {
  ir::RecordId Id = declare(R);
  const RecordDecl *Def = R->getDefinition();
  if (Def && Def->isCompleteDefinition() && !Def->isInvalidDecl() &&
      !Def->isDependentContext() && !M.Records[Id.Index].IsComplete)
    complete(Def, Id);
  return Id;
}

void TypeLowering::complete(const RecordDecl *R, ir::RecordId Id) {
  M.Records[Id.Index].IsComplete = true;
  std::vector<ir::Field> Fields;
  bool HasDeletedCopy = false, HasUserProvidedCopy = false;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R)) {
    for (const CXXBaseSpecifier &Base : Class->bases()) {
      ir::Field &F = Fields.emplace_back();
      F.IsBase = true;
      F.Type = lower(Base.getType(), Depth::Shallow);
      if (const ir::Record *BaseRecord = M.recordOf(F.Type))
        F.Name = BaseRecord->Name;
    }
    HasDeletedCopy = Class->defaultedCopyConstructorIsDeleted();
    for (const CXXConstructorDecl *C : Class->ctors()) {
      if (C->isCopyConstructor())
        HasDeletedCopy |= C->isDeleted();
      if (C->isCopyOrMoveConstructor())
        HasUserProvidedCopy |= C->isUserProvided();
    }
  }
  for (const FieldDecl *FD : R->fields()) {
    ir::Field F;
    F.Name = M.intern(FD->getName());
    F.Type = lower(FD->getType(), Depth::Shallow);
    F.IsBitField = FD->isBitField();
    F.Annotations = annotations(FD);
    Fields.push_back(std::move(F));
  }
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R);
      Class && Class->isLambda()) {
    auto F = Fields.begin();
    for (const LambdaCapture &C : Class->captures()) {
      if (F == Fields.end())
        break;
      F->Name = C.capturesVariable() ? M.intern(C.getCapturedVar()->getName())
                                     : llvm::StringRef("this");
      ++F;
    }
  }
  ir::Record &Rec = M.Records[Id.Index];
  Rec.Fields = std::move(Fields);
  Rec.HasDeletedCopy = HasDeletedCopy;
  Rec.HasUserProvidedCopy = HasUserProvidedCopy;
  Rec.Where = Locs.loc(R->getLocation());
  Rec.Annotations = annotations(R);
}

unsigned TypeLowering::fieldIndex(const FieldDecl *F) {
  unsigned Bases = 0;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(F->getParent()))
    if (const CXXRecordDecl *Def = Class->getDefinition())
      Bases = Def->getNumBases();
  return Bases + F->getFieldIndex();
}

unsigned TypeLowering::baseIndex(const CXXRecordDecl *Derived,
                                 const CXXRecordDecl *Base) {
  unsigned Index = 0;
  if (const CXXRecordDecl *Def = Derived->getDefinition())
    for (const CXXBaseSpecifier &B : Def->bases()) {
      const CXXRecordDecl *R = B.getType()->getAsCXXRecordDecl();
      if (R && R->getCanonicalDecl() == Base->getCanonicalDecl())
        return Index;
      ++Index;
    }
  return ~0u;
}

} // namespace holdfast::lower
