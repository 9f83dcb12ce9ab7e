//===- DocLinks.h - Links to our pages in clangd's answers ------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the filter between clangd and its client. clangd makes the link of a
// check's page from its name, into LLVM's site, where our checks are not.
//
// What is hard about it: the link is made as the answer is written. So standard
// output becomes a pipe, and a thread rewrites the messages that have such a
// link; all others pass as they are.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_TOOLS_HOLDFAST_CLANGD_DOCLINKS_H
#define HOLDFAST_TOOLS_HOLDFAST_CLANGD_DOCLINKS_H

#include "llvm/ADT/StringRef.h"

#include <string>
#include <thread>

namespace holdfast {

class DocLinks {
public:
  /// From now on, standard output goes through the filter.
  explicit DocLinks(const char *Program);
  /// Waits until everything is written.
  ~DocLinks();

private:
  void pump();
  std::string rewrite(llvm::StringRef Message) const;
  void send(llvm::StringRef Bytes) const;

  std::string Docs; ///< a file: address of the folder of the pages
  int From = -1, To = -1;
  std::thread Pump;
};

} // namespace holdfast

#endif // HOLDFAST_TOOLS_HOLDFAST_CLANGD_DOCLINKS_H
