//===- Givers.cpp - Which unknown functions return a reference ------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Givers.h"

#include "Engine/TypeFacts.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallString.h"

#include <vector>

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

namespace {

/// Which functions a variable of one function may get its value from.
class Sources {
public:
  Sources(const ir::Module &M, const ir::Function &F) {
    for (const ir::Event &E : F.Events) {
      if (E.Code == ir::Op::Call && E.Result &&
          E.A.Kind == ir::OperandKind::Function)
        ByTemp[E.Result.Index].push_back(M.name(E.A));
      else if (E.Code == ir::Op::Cast && E.Result)
        ByTemp[E.Result.Index] = of(E.A);
      else if (E.Code == ir::Op::Store &&
               E.A.Kind == ir::OperandKind::Local)
        for (llvm::StringRef Name : of(E.B))
          ByLocal[E.A.Value].push_back(Name);
    }
    for (const ir::Event &E : F.Events)
      if (E.Code == ir::Op::Load && E.Result &&
          E.A.Kind == ir::OperandKind::Local)
        if (auto It = ByLocal.find(E.A.Value); It != ByLocal.end())
          ByTemp[E.Result.Index] = It->second;
  }
  std::vector<llvm::StringRef> of(ir::Operand O) const {
    if (O.Kind != ir::OperandKind::Temp)
      return {};
    auto It = ByTemp.find(O.Value);
    return It == ByTemp.end() ? std::vector<llvm::StringRef>() : It->second;
  }

private:
  llvm::DenseMap<int64_t, std::vector<llvm::StringRef>> ByTemp, ByLocal;
};

} // namespace

/// Whether the function gives up the reference to an argument, or frees it.
static bool givesUp(const model::FunctionModel &FM, unsigned Argument) {
  return llvm::any_of(FM.Effects, [&](const model::Effect &E) {
    if ((E.V != Verb::Put && E.V != Verb::Free) || E.Operands.empty() ||
        (E.V == Verb::Put && !E.Word.empty()))
      return false;
    const model::Place &P = E.Operands[0];
    return P.Root == model::Place::Argument && P.Index == Argument &&
           P.Path.empty();
  });
}

Givers::Givers(const ir::Module &M, const model::Model &Facts) {
  llvm::StringSet<> Known;
  for (const ir::Function &F : M.Functions)
    if (F.isDefinition())
      Known.insert(F.Name);
  for (const ir::Function &F : M.Functions) {
    if (!F.isDefinition())
      continue;
    std::optional<Sources> From; // most functions give up nothing
    for (const ir::Event &E : F.Events) {
      if (E.Code != ir::Op::Call || E.A.Kind != ir::OperandKind::Function)
        continue;
      llvm::SmallString<64> Storage;
      const model::FunctionModel *FM =
          Facts.function(modelName(M.name(E.A), Storage));
      if (!FM)
        continue;
      llvm::ArrayRef<ir::Operand> Args = F.args(E);
      for (unsigned I = 0; I != Args.size(); ++I) {
        if (!givesUp(*FM, I))
          continue;
        if (!From)
          From.emplace(M, F);
        for (llvm::StringRef Name : From->of(Args[I])) {
          llvm::SmallString<64> Other;
          if (!Known.contains(Name) && !Facts.function(modelName(Name, Other)))
            Candidates.insert(Name);
        }
      }
    }
  }
}
