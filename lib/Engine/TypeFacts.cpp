//===- TypeFacts.cpp - What the Model says of an IR type ------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/TypeFacts.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"

using namespace holdfast;
using namespace holdfast::engine;

const model::TypeModel *engine::typeModel(const ir::Module &M,
                                          const model::Model &Facts,
                                          ir::TypeId T) {
  const ir::Record *R = M.recordOf(T);
  return R ? recordModel(M, Facts, *R) : nullptr;
}

const model::TypeModel *engine::recordModel(const ir::Module &M,
                                            const model::Model &Facts,
                                            const ir::Record &R) {
  auto HasField = [&](llvm::StringRef Name) {
    return llvm::any_of(R.Fields,
                        [&](const ir::Field &F) { return F.Name == Name; });
  };
  if (const model::TypeModel *Known = Facts.type(R.Name, HasField))
    return Known;
  for (llvm::StringRef Alias : R.Aliases)
    if (const model::TypeModel *Known = Facts.type(Alias, HasField))
      return Known;
  return nullptr;
}

const model::FieldModel *engine::fieldModel(const ir::Module &M,
                                            const model::Model &Facts,
                                            ir::RecordId Record,
                                            unsigned Field) {
  const ir::Record &R = M.record(Record);
  const model::TypeModel *T = recordModel(M, Facts, R);
  return T ? T->field(R.Fields[Field].Name) : nullptr;
}

ir::TypeId engine::elementType(const ir::Module &M, ir::TypeId T) {
  while (T && M.type(T).Kind == ir::TypeKind::Array)
    T = M.type(T).Element;
  return T;
}

llvm::StringRef engine::modelName(llvm::StringRef Name,
                                  llvm::SmallVectorImpl<char> &Storage) {
  if (!Name.ends_with(")") && !Name.contains('<') && !Name.contains(") "))
    return Name; // C
  Storage.clear();
  size_t End = Name.rfind(')'), Depth = 0;
  // The parameters: from the last closing parenthesis back to its partner.
  for (size_t I = End == llvm::StringRef::npos ? 0 : End + 1; I-- > 0;) {
    if (Name[I] == ')')
      ++Depth;
    else if (Name[I] == '(' && --Depth == 0) {
      Name = Name.substr(0, I);
      break;
    }
  }
  for (size_t I = 0; I != Name.size(); ++I) {
    bool IsOperator =
        llvm::StringRef(Storage.data(), Storage.size()).ends_with("operator") ||
        llvm::StringRef(Storage.data(), Storage.size())
            .ends_with("operator<") ||
        llvm::StringRef(Storage.data(), Storage.size()).ends_with("operator-");
    if (!IsOperator && Name[I] == '<')
      ++Depth;
    else if (!IsOperator && Name[I] == '>' && Depth)
      --Depth;
    else if (!Depth)
      Storage.push_back(Name[I]);
  }
  return {Storage.data(), Storage.size()};
}

const model::FunctionModel *engine::calledModel(const ir::Module &M,
                                                const model::Model &Facts,
                                                const ir::Event &E) {
  if (E.Code == ir::Op::Macro)
    return Facts.macro(E.Name);
  if (E.Code != ir::Op::Call || E.A.Kind != ir::OperandKind::Function)
    return nullptr;
  llvm::SmallString<64> Storage;
  return Facts.function(modelName(M.name(E.A), Storage));
}

bool engine::allocates(const model::FunctionModel &FM) {
  return llvm::any_of(FM.Effects, [](const model::Effect &E) {
    return E.V == model::Verb::Allocate || E.V == model::Verb::AllocateZeroed;
  });
}
