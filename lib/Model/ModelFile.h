//===- ModelFile.h - Reads model files --------------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the reader of model files (docs/models.md). It reports every mistake
// of a file, and a file with a mistake adds nothing to the model.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_MODELFILE_H
#define HOLDFAST_MODEL_MODELFILE_H

#include "Model.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

#include <string>
#include <vector>

namespace holdfast::model {

/// Adds the entries of a file; their origins bear the buffer's identifier. The
/// error is a ModelErrors (YamlReader.h).
llvm::Error readModelFile(llvm::MemoryBufferRef Buffer, Model &M);

/// Reads a `.holdfast.yaml`, which may hold entries itself and names further
/// files: \p Files gets their paths as they are written.
llvm::Error readProjectFile(llvm::MemoryBufferRef Buffer, Model &M,
                            std::vector<std::string> &Files);

/// The words that a model file uses for these.
llvm::StringRef spelling(PinnedFrom P);
llvm::StringRef spelling(ZeroState Z);
/// In the order of the enums.
llvm::ArrayRef<llvm::StringRef> pinnedFromWords();
llvm::ArrayRef<llvm::StringRef> zeroStateWords();

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_MODELFILE_H
