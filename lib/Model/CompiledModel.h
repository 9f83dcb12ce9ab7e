//===- CompiledModel.h - The built-in models in a form that loads fast -*- C++
//-*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the form that the build turns the YAML files into. Reading YAML costs
// far more than a check may spend at its start; this form is one entry a line,
// with tabs between the fields, and its mistakes were found at build time.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_COMPILEDMODEL_H
#define HOLDFAST_MODEL_COMPILEDMODEL_H

#include "Model.h"

#include "llvm/Support/raw_ostream.h"

namespace holdfast::model {

/// What several files of one library say of a function, macro or type adds up.
void writeCompiledModel(const Model &M, llvm::raw_ostream &OS);
/// \p Text is what writeCompiledModel() wrote, and must outlive \p M, which
/// reads functions and macros when it is asked for them; anything else is a
/// bug.
void readCompiledModel(llvm::StringRef Text, Model &M);

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_COMPILEDMODEL_H
