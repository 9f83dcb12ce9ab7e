//===- WorkerFiles.cpp - Files that a worker needs for itself -------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/WorkerFiles.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <sys/mman.h>
#include <unistd.h>

using namespace llvm;

namespace holdfast {

ScratchFile::ScratchFile() : Descriptor(memfd_create("holdfast", MFD_CLOEXEC)) {
  if (Descriptor >= 0)
    Path = "/proc/self/fd/" + std::to_string(Descriptor);
}

ScratchFile::~ScratchFile() {
  if (Descriptor >= 0)
    ::close(Descriptor);
}

ScratchFolder::ScratchFolder(bool IsWanted) {
  SmallString<128> Name;
  if (IsWanted && !sys::fs::createUniqueDirectory("holdfast-profile", Name))
    Path = Name.str().str();
}

ScratchFolder::~ScratchFolder() {
  if (!Path.empty())
    sys::fs::remove_directories(Path);
}

void ScratchFolder::read(std::vector<FileCosts::Part> &ByCheck) const {
  if (Path.empty())
    return;
  std::error_code Problem;
  for (sys::fs::directory_iterator It(Path, Problem), End;
       It != End && !Problem; It.increment(Problem)) {
    auto Buffer = MemoryBuffer::getFile(It->path());
    if (!Buffer)
      continue;
    Expected<json::Value> Read = json::parse((*Buffer)->getBuffer());
    if (!Read) {
      consumeError(Read.takeError());
      continue;
    }
    const json::Object *Times = Read->getAsObject()
                                    ? Read->getAsObject()->getObject("profile")
                                    : nullptr;
    if (!Times)
      continue;
    for (const auto &[Name, Seconds] : *Times) {
      StringRef Check = Name;
      if (Check.consume_front("time.clang-tidy.") &&
          Check.consume_back(".wall"))
        ByCheck.push_back({Check.str(), 0, Seconds.getAsNumber().value_or(0)});
    }
  }
}

} // namespace holdfast
