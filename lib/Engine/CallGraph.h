//===- CallGraph.h - Callees before callers ---------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the order in which functions are analysed: by strongly connected
// components of the call graph, callees first. Within a cycle the order is that
// of the source, and a call into the cycle that has no summary yet is unknown.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_CALLGRAPH_H
#define HOLDFAST_ENGINE_CALLGRAPH_H

#include "Engine/Context.h"

namespace holdfast::engine {

/// The indices of all definitions of the module, callees before callers where
/// the calls have no cycle. A function whose address is given to a callee
/// counts as called, because a callback's summary is asked at its registration.
std::vector<uint32_t> bottomUpOrder(const Context &C);

/// The definitions that each function calls, or gives the address of away.
std::vector<std::vector<uint32_t>> callees(const Context &C);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_CALLGRAPH_H
