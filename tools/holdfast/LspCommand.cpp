//===- LspCommand.cpp - holdfast lsp: a language server beside others -----===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checks a file when it is opened and when it is saved, for editors whose own
// clangd stays what it is. Findings come with their path, the page of their
// check, and as actions the fix and the comment that suppresses them.
//
// What is hard about it: columns are UTF-16 units there, and bytes with us. And
// a file that could not be analysed must not look like a clean one: that is an
// error at its first line.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "LspConnection.h"

#include "Driver/CheckRun.h"
#include "Support/CheckPages.h"
#include "Support/DocFolder.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

using namespace llvm;
using namespace holdfast;

namespace {

std::string pathOf(StringRef Uri) {
  Uri.consume_front("file://");
  std::string Out;
  for (size_t I = 0; I < Uri.size(); ++I) {
    unsigned Byte = 0;
    if (Uri[I] == '%' && I + 2 < Uri.size() &&
        !Uri.substr(I + 1, 2).getAsInteger(16, Byte)) {
      Out += static_cast<char>(Byte);
      I += 2;
    } else {
      Out += Uri[I];
    }
  }
  return Out;
}

/// A line of a text, counted from 1.
StringRef lineOf(StringRef Text, unsigned Line) {
  for (; Line > 1; --Line)
    Text = Text.split('\n').second;
  return Text.split('\n').first.rtrim('\r');
}

class Server {
public:
  int run();

private:
  void handle(StringRef Method, const json::Object &Message);
  void check(const std::string &Uri);
  json::Array actions(const json::Object &Params);
  json::Object position(const Place &P, unsigned Line, unsigned Column);
  json::Object range(const Place &P);
  json::Object diagnostic(const Record &R);
  json::Object problem(const std::string &File, StringRef Text);
  StringRef textOf(const std::string &File);

  LspConnection Client;
  std::string Docs = docsFolder();
  std::map<std::string, std::string> Open; ///< by path: what the editor has
  std::map<std::string, std::string> Disk; ///< by path: other files, read once
  std::map<std::string, std::vector<Record>> Found; ///< by path
  bool IsShutDown = false;
};

StringRef Server::textOf(const std::string &File) {
  if (auto It = Open.find(File); It != Open.end())
    return It->second;
  auto [It, IsNew] = Disk.try_emplace(File);
  if (IsNew)
    if (auto Buffer = MemoryBuffer::getFile(File))
      It->second = (*Buffer)->getBuffer().str();
  return It->second;
}

json::Object Server::position(const Place &P, unsigned Line, unsigned Column) {
  StringRef Source = lineOf(textOf(P.File), std::max(1u, Line));
  SmallVector<UTF16> Units;
  if (!convertUTF8ToUTF16String(Source.take_front(Column ? Column - 1 : 0),
                                Units))
    Units.assign(Column ? Column - 1 : 0, 0);
  // The conversion ends its result with a zero that does not count.
  return json::Object{{"line", Line ? Line - 1 : 0},
                      {"character", Units.size()}};
}

json::Object Server::range(const Place &P) {
  bool HasEnd = P.EndLine != 0;
  return json::Object{{"start", position(P, P.Line, P.Column)},
                      {"end", position(P, HasEnd ? P.EndLine : P.Line,
                                       HasEnd ? P.EndColumn : P.Column + 1)}};
}

json::Object Server::diagnostic(const Record &R) {
  json::Array Steps;
  for (const Step &S : R.Path)
    if (S.Where.Line)
      Steps.push_back(
          json::Object{{"location", json::Object{{"uri", fileUri(S.Where.File)},
                                                 {"range", range(S.Where)}}},
                       {"message", S.Text}});
  json::Object D{
      {"range", range(R.Where)}, {"severity", R.IsError ? 1 : 2},
      {"source", "holdfast"},    {"code", R.Check},
      {"message", R.Message},    {"relatedInformation", std::move(Steps)}};
  if (const CheckPage *P = findCheckPage(R.Check))
    D["codeDescription"] =
        json::Object{{"href", fileUri(Docs + "/checks/" + P->Family.str() +
                                      "/" + P->Name.str() + ".md")}};
  return D;
}

json::Object Server::problem(const std::string &File, StringRef Text) {
  Place Start;
  Start.File = File;
  Start.Line = Start.Column = 1;
  return json::Object{{"range", range(Start)},
                      {"severity", 1},
                      {"source", "holdfast"},
                      {"code", "not-analysed"},
                      {"message", json::fixUTF8(Text)}};
}

void Server::check(const std::string &File) {
  CheckRequest Request;
  Request.IsQuiet = true;
  Request.Paths = {File};
  Request.Settings.MainFileText = Open[File];
  Request.Database = findDatabase(sys::path::parent_path(File));
  Expected<RunReport> Run =
      Request.Database.empty()
          ? Expected<RunReport>(createStringError(
                inconvertibleErrorCode(),
                howToGetDatabase(sys::path::parent_path(File))))
          : runCheck(Request);
  json::Array Diagnostics;
  Disk.clear();
  Found[File].clear();
  if (!Run) {
    Diagnostics.push_back(problem(File, toString(Run.takeError())));
  } else {
    for (const FileResult &F : Run->Files)
      if (F.State != Outcome::Checked)
        Diagnostics.push_back(problem(File, "not analysed: " + F.Problem));
    for (Record &R : Run->Records)
      if (R.State == Standing::New && R.Where.File == File) {
        Diagnostics.push_back(diagnostic(R));
        Found[File].push_back(std::move(R));
      }
  }
  Client.notify("textDocument/publishDiagnostics",
                json::Object{{"uri", fileUri(File)},
                             {"diagnostics", std::move(Diagnostics)}});
}

json::Array Server::actions(const json::Object &Params) {
  json::Array Out;
  const json::Object *Document = Params.getObject("textDocument");
  const json::Object *Range = Params.getObject("range");
  if (!Document || !Range || !Range->getObject("start") ||
      !Range->getObject("end"))
    return Out;
  std::string File = pathOf(Document->getString("uri").value_or(""));
  int64_t First = Range->getObject("start")->getInteger("line").value_or(0) + 1;
  int64_t Last = Range->getObject("end")->getInteger("line").value_or(0) + 1;
  auto Add = [&](const Record &R, std::string Title, json::Object Changes) {
    Out.push_back(
        json::Object{{"title", std::move(Title)},
                     {"kind", "quickfix"},
                     {"diagnostics", json::Array{diagnostic(R)}},
                     {"edit", json::Object{{"changes", std::move(Changes)}}}});
  };
  for (const Record &R : Found[File]) {
    if (R.Where.Line < First || R.Where.Line > Last)
      continue;
    std::map<std::string, json::Array> Edits;
    for (const TextEdit &E : R.Fix)
      Edits[E.Range.File].push_back(
          json::Object{{"range", range(E.Range)}, {"newText", E.NewText}});
    json::Object Changes;
    for (auto &[Name, Some] : Edits)
      Changes[fileUri(Name)] = std::move(Some);
    if (!Changes.empty())
      Add(R, "apply the fix of " + R.Check, std::move(Changes));
    Place End = R.Where;
    End.Column = lineOf(textOf(File), End.Line).size() + 1;
    End.EndLine = End.Line;
    End.EndColumn = End.Column;
    Add(R, "suppress " + R.Check + " here, with a reason",
        json::Object{{fileUri(File),
                      json::Array{json::Object{
                          {"range", range(End)},
                          {"newText", " // NOLINT(" + R.Check + "): "}}}}});
  }
  return Out;
}

void Server::handle(StringRef Method, const json::Object &Message) {
  static const json::Object Nothing;
  const json::Value *Id = Message.get("id");
  const json::Object *Given = Message.getObject("params");
  const json::Object &Params = Given ? *Given : Nothing;
  const json::Object *Document = Params.getObject("textDocument");
  std::string File =
      Document ? absolutePath(pathOf(Document->getString("uri").value_or("")))
               : "";
  if (Method == "initialize") {
    json::Object Sync{{"openClose", true},
                      {"change", 1},
                      {"save", json::Object{{"includeText", true}}}};
    Client.reply(
        *Id, json::Object{{"capabilities",
                           json::Object{{"textDocumentSync", std::move(Sync)},
                                        {"codeActionProvider", true}}},
                          {"serverInfo", json::Object{{"name", "holdfast"}}}});
  } else if (Method == "shutdown") {
    IsShutDown = true;
    Client.reply(*Id, nullptr);
  } else if (Method == "textDocument/didOpen" && Document) {
    Open[File] = Document->getString("text").value_or("").str();
    check(File);
  } else if (Method == "textDocument/didChange" && Document) {
    const json::Array *Changes = Params.getArray("contentChanges");
    if (Open.count(File) && Changes && !Changes->empty() &&
        Changes->back().getAsObject())
      Open[File] =
          Changes->back().getAsObject()->getString("text").value_or("").str();
  } else if (Method == "textDocument/didSave" && Document) {
    if (std::optional<StringRef> Text = Params.getString("text"))
      Open[File] = Text->str();
    if (Open.count(File))
      check(File);
  } else if (Method == "textDocument/didClose" && Document) {
    Open.erase(File);
    Found.erase(File);
    Client.notify(
        "textDocument/publishDiagnostics",
        json::Object{{"uri", fileUri(File)}, {"diagnostics", json::Array()}});
  } else if (Method == "textDocument/codeAction") {
    Client.reply(*Id, actions(Params));
  } else if (Id) {
    Client.send(json::Object{
        {"id", *Id},
        {"error", json::Object{{"code", -32601},
                               {"message", "no method " + Method.str()}}}});
  }
}

int Server::run() {
  while (std::optional<json::Object> Message = Client.receive()) {
    std::optional<StringRef> Method = Message->getString("method");
    if (!Method)
      continue; // an answer to nothing that we asked
    if (*Method == "exit")
      return IsShutDown ? 0 : 1;
    if ((*Method == "initialize" || *Method == "shutdown" ||
         *Method == "textDocument/codeAction") &&
        !Message->get("id"))
      continue;
    handle(*Method, *Message);
  }
  return 1;
}

} // namespace

int holdfast::lspCommand(ArrayRef<StringRef> Args) {
  if (!Args.empty()) {
    errs() << "holdfast lsp: unexpected argument '" << Args[0] << "'\n";
    return UsageError;
  }
  return Server().run();
}
