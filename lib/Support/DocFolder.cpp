//===- DocFolder.cpp - Where the documentation is -------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Support/DocFolder.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

std::string holdfast::docsFolder(const char *Program) {
  SmallString<256> Folder(sys::fs::getMainExecutable(
      Program, reinterpret_cast<void *>(&docsFolder)));
  sys::path::remove_filename(Folder);
  sys::path::append(Folder, "..", HOLDFAST_INSTALLED_DOCS);
  sys::path::remove_dots(Folder, /*remove_dot_dot=*/true);
  return sys::fs::is_directory(Folder) ? Folder.str().str() : HOLDFAST_DOCS;
}

std::string holdfast::fileUri(StringRef Path) {
  std::string Out = "file://";
  for (unsigned char C : Path) {
    if (isAlnum(C) || StringRef("-._~/").contains(C))
      Out += C;
    else
      Out += "%" + toHex(StringRef(reinterpret_cast<char *>(&C), 1));
  }
  return Out;
}
