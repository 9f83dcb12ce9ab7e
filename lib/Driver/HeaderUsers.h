//===- HeaderUsers.h - A file that stands for a header ----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines how a header is checked: through one file that includes it.
//
// What is hard about it: nothing says who includes a header. So the sources are
// read for their include directives, which are resolved with the compile
// command's folders, and so on through the headers: the nearest source that
// reaches the header is taken. Conditions around directives do not count.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_HEADERUSERS_H
#define HOLDFAST_DRIVER_HEADERUSERS_H

#include "Driver/CompileCommands.h"

#include <memory>

namespace holdfast {

class HeaderUsers {
public:
  explicit HeaderUsers(const CompileCommands &Commands);
  ~HeaderUsers();

  /// Null when no source seems to include it.
  const CompileEntry *representative(llvm::StringRef Header);

private:
  struct Graph;
  const CompileCommands &Commands;
  std::unique_ptr<Graph> Includes;
};

/// By its ending.
bool isHeader(llvm::StringRef File);
bool isSource(llvm::StringRef File);

} // namespace holdfast

#endif // HOLDFAST_DRIVER_HEADERUSERS_H
