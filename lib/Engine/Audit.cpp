//===- Audit.cpp - How each ruled access was judged -----------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Audit.h"

using namespace holdfast;
using namespace holdfast::engine;

static constexpr unsigned MaxDepth = 16;

llvm::StringRef holdfast::text(Verdict V) {
  switch (V) {
  case Verdict::Proved:
    return "proved";
  case Verdict::Exempt:
    return "exempt";
  case Verdict::Asked:
    return "asked";
  case Verdict::Unknown:
    return "unknown";
  case Verdict::Violated:
    return "violated";
  }
  llvm_unreachable("all verdicts are handled");
}

void Audit::note(Judged J, uint32_t Function) {
  if (!IsOn)
    return;
  Key K{place(J.Where), J.K, J.What, J.Rule};
  auto [It, IsNew] = All.try_emplace(std::move(K));
  auto &[Known, Owner] = It->second;
  if (IsNew || Known.V < J.V) {
    Known = std::move(J);
    Owner = Function;
  }
}

void Audit::answer(const ir::Loc &Place, uint32_t Callee, uint32_t Caller,
                   Verdict V) {
  if (!IsOn)
    return;
  auto [It, IsNew] = Answers[{place(Place), Callee}].try_emplace(Caller, V);
  if (!IsNew)
    It->second = std::max(It->second, V);
}

Verdict Audit::resolve(const Place &P, uint32_t Function,
                       llvm::function_ref<bool(uint32_t)> MayHaveOtherCallers,
                       unsigned Depth) const {
  auto It = Answers.find({P, Function});
  if (It == Answers.end())
    return Verdict::Unknown;
  Verdict Worst = Verdict::Proved;
  for (const auto &[Caller, V] : It->second)
    Worst = std::max(Worst,
                     V != Verdict::Asked ? V
                     : Depth == MaxDepth
                         ? Verdict::Unknown
                         : resolve(P, Caller, MayHaveOtherCallers, Depth + 1));
  return Worst < Verdict::Unknown && MayHaveOtherCallers(Function)
             ? Verdict::Unknown
             : Worst;
}

std::vector<Judged>
Audit::finish(llvm::function_ref<bool(uint32_t)> MayHaveOtherCallers) {
  std::vector<Judged> List;
  for (auto &[K, Entry] : All) {
    auto &[J, Function] = Entry;
    if (J.V == Verdict::Asked) {
      J.V = resolve(std::get<0>(K), Function, MayHaveOtherCallers, 0);
      J.By = "callers";
    }
    List.push_back(std::move(J));
  }
  return List;
}
