//===- TypeFacts.h - What the Model says of an IR type ----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines how the engine asks the Model about types, and about callees by their
// names in the IR.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_TYPEFACTS_H
#define HOLDFAST_ENGINE_TYPEFACTS_H

#include "IR/IR.h"
#include "Model/Model.h"

namespace holdfast::engine {

/// The model of a record type; null for others, and when there is none.
const model::TypeModel *typeModel(const ir::Module &M,
                                  const model::Model &Facts, ir::TypeId T);

const model::TypeModel *recordModel(const ir::Module &M,
                                    const model::Model &Facts,
                                    const ir::Record &R);

/// What is known of a member of a record; null when that is nothing.
const model::FieldModel *fieldModel(const ir::Module &M,
                                    const model::Model &Facts,
                                    ir::RecordId Record, unsigned Field);

/// The type of an array's innermost element; other types as they are.
ir::TypeId elementType(const ir::Module &M, ir::TypeId T);

/// A C++ function's name in the IR has its parameter types and its template
/// arguments; models do without. \p Storage holds the result where it differs.
llvm::StringRef modelName(llvm::StringRef Name,
                          llvm::SmallVectorImpl<char> &Storage);

/// What the model says of the function or macro that an event calls; null when
/// that is nothing, or the callee is not named.
const model::FunctionModel *
calledModel(const ir::Module &M, const model::Model &Facts, const ir::Event &E);

/// Whether a function gives new storage.
bool allocates(const model::FunctionModel &FM);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_TYPEFACTS_H
