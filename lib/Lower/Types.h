//===- Types.h - clang's types and records in the IR ------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the translation of types, records and their annotations.
//
// What is hard about it: one translation unit of a kernel reaches thousands of
// records through pointers. So a record's members are filled in when a type
// that an event, a variable or a table uses contains it or points at it; a
// record that is only behind a member that nobody loads is known by its name
// alone.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_TYPES_H
#define HOLDFAST_LOWER_TYPES_H

#include "IR/IR.h"
#include "Lower/Locations.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/PrettyPrinter.h"
#include "llvm/ADT/DenseMap.h"

#include <functional>
#include <string>

namespace holdfast::lower {

class TypeLowering {
public:
  TypeLowering(clang::ASTContext &Ctx, ir::Module &M);

  ir::TypeId lower(clang::QualType T);
  /// The record, with its members where it is defined.
  ir::RecordId lower(const clang::RecordDecl *R);
  unsigned fieldIndex(const clang::FieldDecl *F);
  /// The index of the member that stands for a direct base class; ~0u if none.
  unsigned baseIndex(const clang::CXXRecordDecl *Derived,
                     const clang::CXXRecordDecl *Base);
  /// What the attributes of a declaration say.
  std::vector<ir::Annotation> annotations(const clang::Decl *D);

  /// `f` in C, and for C linkage; `ns::S::f(int) const` in C++.
  std::string functionName(const clang::FunctionDecl *F);
  /// The name that a model uses: qualified, without template arguments and
  /// parameters.
  std::string modelName(const clang::FunctionDecl *F);

  /// Names a variable with static storage, which is in the module from then on.
  std::function<std::string(const clang::VarDecl *)> GlobalName;

  Locations &locations() { return Locs; }
  const clang::PrintingPolicy &policy() const { return Policy; }

private:
  enum class Depth { Shallow, Deep };
  ir::TypeId lower(clang::QualType T, Depth D);
  ir::TypeId lowerCanonical(clang::QualType T, Depth D);
  ir::RecordId declare(const clang::RecordDecl *R);
  void complete(const clang::RecordDecl *R, ir::RecordId Id);
  std::string recordName(const clang::RecordDecl *R);
  void noteAliases(clang::QualType T);
  void addAlias(ir::RecordId Id, llvm::StringRef Name);
  void collectAliases();

  clang::ASTContext &Ctx;
  ir::Module &M;
  Locations Locs;
  clang::PrintingPolicy Policy;
  llvm::DenseMap<const void *, ir::TypeId> Deep, ShallowTypes;
  llvm::DenseMap<const clang::RecordDecl *, ir::RecordId> Records;
  llvm::StringMap<unsigned> NamesTaken;
  llvm::DenseMap<const clang::RecordDecl *,
                 llvm::SmallVector<const clang::TypedefNameDecl *, 1>>
      Typedefs;
};

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_TYPES_H
