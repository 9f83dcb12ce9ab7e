//===- CallGraph.cpp - Callees before callers -----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/CallGraph.h"

using namespace holdfast;
using namespace holdfast::engine;

std::vector<std::vector<uint32_t>> engine::callees(const Context &C) {
  std::vector<std::vector<uint32_t>> Out(C.M.Functions.size());
  for (uint32_t I = 0; I != C.M.Functions.size(); ++I) {
    const ir::Function &F = C.M.Functions[I];
    auto Add = [&](ir::Operand O) {
      if (O.Kind != ir::OperandKind::Function)
        return;
      if (std::optional<uint32_t> To = C.definition(C.M.name(O)))
        if (*To != I)
          Out[I].push_back(*To);
    };
    for (const ir::Event &E : F.Events) {
      Add(E.A);
      Add(E.B);
      for (ir::Operand O : F.args(E))
        Add(O);
    }
  }
  return Out;
}

// Post-order of a depth-first search, without recursion: a chain of 10,000
// calls must not end the stack. Within a cycle that is as good an order as any.
std::vector<uint32_t> engine::bottomUpOrder(const Context &C) {
  std::vector<std::vector<uint32_t>> Callees = callees(C);
  std::vector<uint32_t> Order;
  std::vector<char> Seen(Callees.size(), 0);
  std::vector<std::pair<uint32_t, size_t>> Stack;
  for (uint32_t Root = 0; Root != Callees.size(); ++Root) {
    if (Seen[Root])
      continue;
    Seen[Root] = 1;
    Stack.push_back({Root, 0});
    while (!Stack.empty()) {
      auto &[Function, Next] = Stack.back();
      if (Next == Callees[Function].size()) {
        if (C.M.Functions[Function].isDefinition())
          Order.push_back(Function);
        Stack.pop_back();
        continue;
      }
      uint32_t To = Callees[Function][Next++];
      if (!Seen[To]) {
        Seen[To] = 1;
        Stack.push_back({To, 0});
      }
    }
  }
  return Order;
}
