//===- IR.cpp - The tables of a module ------------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements Module: types, files and names are found by their content, so that
// equal ones have equal ids.
//
//===----------------------------------------------------------------------===//

#include "IR/IR.h"

#include "llvm/ADT/SmallString.h"

using namespace holdfast::ir;

template <typename T> static void append(llvm::SmallVectorImpl<char> &S, T V) {
  const char *Bytes = reinterpret_cast<const char *>(&V);
  S.append(Bytes, Bytes + sizeof(T));
}

TypeId Module::typeId(const Type &T) {
  llvm::SmallString<32> Key;
  append(Key, T.Kind);
  append(Key, uint8_t(T.IsSigned | T.IsConst << 1));
  append(Key, T.Bits);
  append(Key, T.Element.Index);
  append(Key, T.Record.Index);
  append(Key, T.Count);
  auto [It, IsNew] = TypeIds.try_emplace(Key, uint32_t(Types.size()));
  if (IsNew)
    Types.push_back(T);
  return {It->second};
}

const Record *Module::recordOf(TypeId T) const {
  if (!T || type(T).Kind != TypeKind::Record || !type(T).Record)
    return nullptr;
  return &record(type(T).Record);
}

FileId Module::fileId(llvm::StringRef Path) {
  auto [It, IsNew] = FileIds.try_emplace(Path, uint32_t(Files.size()));
  if (IsNew)
    Files.push_back(intern(Path));
  return {It->second};
}

int64_t Module::nameIndex(llvm::StringRef Name) {
  auto [It, IsNew] = NameIds.try_emplace(Name, uint32_t(Names.size()));
  if (IsNew)
    Names.push_back(intern(Name));
  return It->second;
}

const Function *Module::findFunction(llvm::StringRef Name) const {
  auto It = FunctionIds.find(Name);
  return It == FunctionIds.end() ? nullptr : &Functions[It->second];
}

void Module::indexFunctions() {
  FunctionIds.clear();
  for (size_t I = 0; I != Functions.size(); ++I) {
    auto [It, IsNew] = FunctionIds.try_emplace(Functions[I].Name, uint32_t(I));
    if (!IsNew && !Functions[It->second].isDefinition())
      It->second = uint32_t(I);
  }
}
