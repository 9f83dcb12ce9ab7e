//===- LoadModel.h - Where a run's model comes from -------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines how the model of a run is put together: the built-in files, the
// nearest `.holdfast.yaml` above the checked file, and the files that the user
// named, each stronger than those before it.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_LOADMODEL_H
#define HOLDFAST_MODEL_LOADMODEL_H

#include "Model.h"

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <memory>
#include <string>

namespace holdfast::model {

/// What was compiled in; read once, at the first call.
const Model &builtinModel();

/// The path of the nearest `.holdfast.yaml` in the folder of \p CheckedFile or
/// above; empty when there is none.
std::string findProjectFile(llvm::StringRef CheckedFile,
                            llvm::vfs::FileSystem &FS);

/// builtinModel(), the project file of \p CheckedFile (none when it is empty),
/// and \p Files. The error holds the mistakes of all files (ModelErrors in
/// YamlReader.h); there is no model then.
llvm::Expected<std::unique_ptr<Model>>
loadModel(llvm::ArrayRef<std::string> Files, llvm::StringRef CheckedFile,
          llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS =
              llvm::vfs::getRealFileSystem());

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_LOADMODEL_H
