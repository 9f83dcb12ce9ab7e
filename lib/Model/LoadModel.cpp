//===- LoadModel.cpp - Where a run's model comes from ---------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoadModel.h"

#include "CompiledModel.h"
#include "ModelFile.h"
#include "YamlReader.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace holdfast::model {

// Written by the build (CMakeLists.txt).
static const char BuiltinText[] =
#include "BuiltinModels.inc"
    ;

const Model &builtinModel() {
  static const std::unique_ptr<const Model> Builtin = [] {
    auto M = std::make_unique<Model>();
    readCompiledModel(StringRef(BuiltinText, sizeof(BuiltinText) - 1), *M);
    return M;
  }();
  return *Builtin;
}

std::string findProjectFile(StringRef CheckedFile, vfs::FileSystem &FS) {
  SmallString<128> Folder(CheckedFile);
  if (FS.makeAbsolute(Folder))
    return "";
  sys::path::remove_dots(Folder, /*remove_dot_dot=*/true);
  for (StringRef Dir = sys::path::parent_path(Folder); !Dir.empty();
       Dir = sys::path::parent_path(Dir)) {
    SmallString<128> Candidate(Dir);
    sys::path::append(Candidate, ".holdfast.yaml");
    if (FS.exists(Candidate))
      return std::string(Candidate);
  }
  return "";
}

namespace {

/// Reads files into one model and gathers the mistakes of all of them.
class Loader {
public:
  Loader(Model &M, vfs::FileSystem &FS) : M(M), FS(FS) {}

  void loadFile(StringRef Path) {
    if (auto Buffer = open(Path))
      gather(readModelFile({Buffer->getBuffer(), Path}, M));
  }

  // The project's own entries win over those of the files that it names.
  void loadProjectFile(StringRef Path) {
    auto Buffer = open(Path);
    if (!Buffer)
      return;
    Model Own;
    std::vector<std::string> Files;
    gather(readProjectFile({Buffer->getBuffer(), Path}, Own, Files));
    for (const std::string &File : Files) {
      SmallString<128> Full(File);
      if (sys::path::is_relative(File)) {
        Full = sys::path::parent_path(Path);
        sys::path::append(Full, File);
        sys::path::remove_dots(Full, /*remove_dot_dot=*/true);
      }
      loadFile(Full);
    }
    M.take(Own);
  }

  Error takeErrors() {
    if (Mistakes.empty())
      return Error::success();
    return make_error<ModelErrors>(std::move(Mistakes));
  }

private:
  std::unique_ptr<MemoryBuffer> open(StringRef Path) {
    auto Buffer = FS.getBufferForFile(Path);
    if (Buffer)
      return std::move(*Buffer);
    Mistakes.push_back(
        {Path.str(), 0, 0,
         "this model file cannot be read: " + Buffer.getError().message()});
    return nullptr;
  }

  void gather(Error E) {
    handleAllErrors(std::move(E), [&](const ModelErrors &Found) {
      append_range(Mistakes, Found.mistakes());
    });
  }

  Model &M;
  vfs::FileSystem &FS;
  std::vector<FileMistake> Mistakes;
};

} // namespace

Expected<std::unique_ptr<Model>>
loadModel(ArrayRef<std::string> Files, StringRef CheckedFile,
          IntrusiveRefCntPtr<vfs::FileSystem> FS) {
  auto M = std::make_unique<Model>(&builtinModel());
  Loader L(*M, *FS);
  if (!CheckedFile.empty()) {
    std::string Project = findProjectFile(CheckedFile, *FS);
    if (!Project.empty())
      L.loadProjectFile(Project);
  }
  for (const std::string &File : Files)
    L.loadFile(File);
  if (Error E = L.takeErrors())
    return std::move(E);
  return std::move(M);
}

} // namespace holdfast::model
