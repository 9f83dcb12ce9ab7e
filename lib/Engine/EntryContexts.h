//===- EntryContexts.h - Functions called in a given context ----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the check of callbacks against the context that they are called in. It
// comes after all functions were analysed, when every summary is known.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_ENTRYCONTEXTS_H
#define HOLDFAST_ENGINE_ENTRYCONTEXTS_H

#include "Engine/Context.h"

namespace holdfast::engine {

/// Notes the functions that the module's operation tables hold.
void noteTables(Context &C);
/// Reports what callbacks do that their context does not allow.
void reportEntryContexts(Context &C);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_ENTRYCONTEXTS_H
