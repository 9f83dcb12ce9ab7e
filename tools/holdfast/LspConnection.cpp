//===- LspConnection.cpp - Messages of the language server protocol -------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LspConnection.h"

#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <cstdio>
#include <string>

using namespace llvm;

namespace holdfast {

/// A line without its end; nothing at the end of the input.
static std::optional<std::string> readLine() {
  std::string Line;
  for (int C = std::getchar(); C != EOF; C = std::getchar()) {
    if (C == '\n')
      return StringRef(Line).rtrim('\r').str();
    Line += static_cast<char>(C);
  }
  return std::nullopt;
}

std::optional<json::Object> LspConnection::receive() {
  while (true) {
    size_t Length = 0;
    while (true) {
      std::optional<std::string> Line = readLine();
      if (!Line)
        return std::nullopt;
      if (Line->empty())
        break;
      StringRef Value = *Line;
      if (Value.consume_front_insensitive("content-length:") &&
          Value.trim().getAsInteger(10, Length))
        Length = 0;
    }
    // A length may be nonsense: only what comes is given memory.
    std::string Body;
    while (Body.size() != Length) {
      char Buffer[4096];
      size_t Wanted = std::min(sizeof(Buffer), Length - Body.size());
      size_t Size = std::fread(Buffer, 1, Wanted, stdin);
      if (!Size)
        return std::nullopt;
      Body.append(Buffer, Size);
    }
    Expected<json::Value> Read = json::parse(Body);
    if (!Read) {
      consumeError(Read.takeError());
      continue;
    }
    if (json::Object *O = Read->getAsObject())
      return std::move(*O);
  }
}

void LspConnection::send(json::Object Message) {
  Message["jsonrpc"] = "2.0";
  std::string Body;
  raw_string_ostream(Body) << json::Value(std::move(Message));
  outs() << "Content-Length: " << Body.size() << "\r\n\r\n" << Body;
  outs().flush();
}

void LspConnection::notify(StringRef Method, json::Value Params) {
  send(json::Object{{"method", Method}, {"params", std::move(Params)}});
}

void LspConnection::reply(const json::Value &Id, json::Value Result) {
  send(json::Object{{"id", Id}, {"result", std::move(Result)}});
}

} // namespace holdfast
