//===- CompileModels.cpp - Turns the YAML models into a string literal ----===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs during the build: checks every built-in model file, so that a mistake in
// one fails the build, and writes what LoadModel.cpp includes.
//
//   holdfast-compile-models OUTPUT FILE…
//
//===----------------------------------------------------------------------===//

#include "CompiledModel.h"
#include "ModelFile.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/WithColor.h"

using namespace llvm;
using namespace holdfast::model;

static bool readFile(StringRef Path, Model &M) {
  auto Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer) {
    WithColor::error() << Path << ": " << Buffer.getError().message() << '\n';
    return false;
  }
  if (Error E = readModelFile(**Buffer, M)) {
    errs() << toString(std::move(E)) << '\n';
    return false;
  }
  return true;
}

int main(int Argc, char **Argv) {
  if (Argc < 2) {
    WithColor::error() << "expected OUTPUT FILE…\n";
    return 2;
  }
  Model M;
  bool IsGood = true;
  for (int I = 2; I < Argc; ++I)
    IsGood &= readFile(Argv[I], M);
  if (!IsGood)
    return 1;

  std::string Text;
  raw_string_ostream TextStream(Text);
  writeCompiledModel(M, TextStream);
  std::error_code EC;
  raw_fd_ostream OS(Argv[1], EC);
  if (EC) {
    WithColor::error() << Argv[1] << ": " << EC.message() << '\n';
    return 2;
  }
  OS << "\"\"\n";
  StringRef Left = Text;
  while (!Left.empty()) {
    auto [Line, After] = Left.split('\n');
    OS << '"';
    OS.write_escaped(Line, /*UseHexEscapes=*/false) << "\\n\"\n";
    Left = After;
  }
  return 0;
}
