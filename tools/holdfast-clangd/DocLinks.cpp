//===- DocLinks.cpp - Links to our pages in clangd's answers --------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DocLinks.h"

#include "Support/CheckPages.h"
#include "Support/DocFolder.h"

#include "llvm/Support/raw_ostream.h"

#include <cerrno>
#include <unistd.h>

using namespace llvm;

namespace holdfast {

static constexpr StringLiteral Theirs =
    "https://clang.llvm.org/extra/clang-tidy/checks/holdfast/";

DocLinks::DocLinks(const char *Program)
    : Docs(fileUri(docsFolder(Program))) {
  int Pipe[2];
  if (::pipe(Pipe))
    return; // the links stay wrong
  To = ::dup(1);
  ::dup2(Pipe[1], 1);
  ::close(Pipe[1]);
  From = Pipe[0];
  Pump = std::thread([this] { pump(); });
}

DocLinks::~DocLinks() {
  if (!Pump.joinable())
    return;
  outs().flush();
  ::dup2(To, 1); // the last writing end of the pipe is gone
  Pump.join();
}

void DocLinks::send(StringRef Bytes) const {
  while (!Bytes.empty()) {
    ssize_t Size = ::write(To, Bytes.data(), Bytes.size());
    if (Size < 0 && errno == EINTR)
      continue;
    if (Size <= 0)
      return; // the client is gone; clangd will see that itself
    Bytes = Bytes.drop_front(Size);
  }
}

std::string DocLinks::rewrite(StringRef Message) const {
  std::string Out;
  while (true) {
    auto [Before, After] = Message.split(Theirs);
    Out += Before;
    if (Before.size() == Message.size())
      return Out;
    auto [Name, Rest] = After.split(".html");
    if (const CheckPage *P = findCheckPage(Name))
      Out += Docs + "/checks/" + P->Family.str() + "/" + P->Name.str() + ".md";
    else
      Out += (Theirs + Name + ".html").str();
    Message = Rest;
  }
}

void DocLinks::pump() {
  static constexpr StringLiteral Header = "Content-Length: ";
  std::string Waiting;
  char Buffer[65536];
  while (true) {
    ssize_t Size = ::read(From, Buffer, sizeof(Buffer));
    if (Size < 0 && errno == EINTR)
      continue;
    if (Size <= 0)
      break;
    Waiting.append(Buffer, Size);
    // Every message that is complete; what is no message (--help) as it is.
    while (!Waiting.empty()) {
      StringRef All = Waiting;
      if (!Header.starts_with(All.take_front(Header.size()))) {
        send(All);
        Waiting.clear();
        break;
      }
      size_t End = All.find("\r\n\r\n");
      size_t Length = 0;
      if (End == StringRef::npos)
        break;
      if (All.slice(Header.size(), All.find("\r\n")).getAsInteger(10, Length)) {
        send(All);
        Waiting.clear();
        break;
      }
      StringRef Body = All.substr(End + 4);
      if (Body.size() < Length)
        break;
      Body = Body.take_front(Length);
      if (Body.contains(Theirs)) {
        std::string Other = rewrite(Body);
        send((Header + Twine(Other.size()) + "\r\n\r\n" + Other).str());
      } else {
        send(All.take_front(End + 4 + Length));
      }
      Waiting.erase(0, End + 4 + Length);
    }
  }
  send(Waiting);
}

} // namespace holdfast
