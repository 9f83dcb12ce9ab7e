//===- LspConnection.h - The messages of a server ---------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the framing: `Content-Length: N`, an empty line, N bytes of JSON.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_TOOLS_HOLDFAST_LSPCONNECTION_H
#define HOLDFAST_TOOLS_HOLDFAST_LSPCONNECTION_H

#include "llvm/Support/JSON.h"

#include <optional>

namespace holdfast {

class LspConnection {
public:
  /// The next message from standard input; nothing at its end. What is no JSON
  /// is skipped.
  std::optional<llvm::json::Object> receive();
  void send(llvm::json::Object Message);
  void notify(llvm::StringRef Method, llvm::json::Value Params);
  void reply(const llvm::json::Value &Id, llvm::json::Value Result);
};

} // namespace holdfast

#endif // HOLDFAST_TOOLS_HOLDFAST_LSPCONNECTION_H
