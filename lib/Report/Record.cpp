//===- Record.cpp - A finding as a report needs it ------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Record.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace holdfast {

static constexpr StringLiteral Outcomes[] = {"checked",   "not parsed",
                                             "misused",   "crashed",
                                             "timed out", "out of memory"};
static constexpr StringLiteral Standings[] = {"new", "known", "suppressed"};

StringRef spelling(Outcome O) { return Outcomes[static_cast<size_t>(O)]; }
StringRef spelling(Standing S) { return Standings[static_cast<size_t>(S)]; }

bool RunReport::isComplete() const {
  return all_of(
      Files, [](const FileResult &F) { return F.State == Outcome::Checked; });
}

size_t RunReport::count(Standing S) const {
  return count_if(Records, [&](const Record &R) { return R.State == S; });
}

std::string relativeTo(StringRef Folder, StringRef File) {
  StringRef Rest = File;
  if (!Folder.empty() && Rest.consume_front(Folder) &&
      (Folder.ends_with("/") || Rest.consume_front("/")))
    return Rest.str();
  return File.str();
}

json::Value toJSON(const Place &P) {
  return json::Object{{"file", P.File},
                      {"line", P.Line},
                      {"column", P.Column},
                      {"endLine", P.EndLine},
                      {"endColumn", P.EndColumn}};
}

static json::Value toJSON(const Step &S) {
  return json::Object{{"where", toJSON(S.Where)}, {"text", S.Text}};
}

static json::Value toJSON(const TextEdit &E) {
  return json::Object{{"range", toJSON(E.Range)}, {"newText", E.NewText}};
}

static json::Value toJSON(const FileCosts::Part &P) {
  return json::Object{
      {"name", P.Name}, {"steps", P.Steps}, {"seconds", P.Seconds}};
}

template <typename T> static json::Array array(const std::vector<T> &Items) {
  json::Array Out;
  for (const T &Item : Items)
    Out.push_back(toJSON(Item));
  return Out;
}

json::Value toJSON(const Record &R) {
  json::Object O{{"check", R.Check},
                 {"message", R.Message},
                 {"error", R.IsError},
                 {"where", toJSON(R.Where)},
                 {"path", array(R.Path)},
                 {"fix", array(R.Fix)},
                 {"function", R.Function},
                 {"object", R.Object},
                 {"reason", R.Reason},
                 {"rule", R.Rule},
                 {"state", spelling(R.State)},
                 {"justification", R.Justification},
                 {"fingerprint", R.Fingerprint}};
  return O;
}

static json::Value toJSON(const FileCosts &C) {
  return json::Object{
      {"functions", C.Functions},          {"steps", C.Steps},
      {"lowerSeconds", C.LowerSeconds},    {"engineSeconds", C.EngineSeconds},
      {"byFunction", array(C.ByFunction)}, {"byCheck", array(C.ByCheck)}};
}

json::Value toJSON(const FileResult &R) {
  return json::Object{{"file", R.File},
                      {"outcome", static_cast<int64_t>(R.State)},
                      {"problem", R.Problem},
                      {"remarks", json::Array(R.Remarks)},
                      {"notFullyAnalysed", json::Array(R.NotFullyAnalysed)},
                      {"checks", json::Array(R.Checks)},
                      {"records", array(R.Records)},
                      {"costs", toJSON(R.Costs)}};
}

bool fromJSON(const json::Value &V, Place &P, json::Path Where) {
  json::ObjectMapper O(V, Where);
  // LLVM 19 reads no unsigned.
  uint64_t Line, Column, EndLine, EndColumn;
  if (!O || !O.map("file", P.File) || !O.map("line", Line) ||
      !O.map("column", Column) || !O.map("endLine", EndLine) ||
      !O.map("endColumn", EndColumn))
    return false;
  P = {std::move(P.File), unsigned(Line), unsigned(Column), unsigned(EndLine),
       unsigned(EndColumn)};
  return true;
}

static bool fromJSON(const json::Value &V, Step &S, json::Path Where) {
  json::ObjectMapper O(V, Where);
  return O && O.map("where", S.Where) && O.map("text", S.Text);
}

static bool fromJSON(const json::Value &V, TextEdit &E, json::Path Where) {
  json::ObjectMapper O(V, Where);
  return O && O.map("range", E.Range) && O.map("newText", E.NewText);
}

static bool fromJSON(const json::Value &V, FileCosts::Part &P,
                     json::Path Where) {
  json::ObjectMapper O(V, Where);
  return O && O.map("name", P.Name) && O.map("steps", P.Steps) &&
         O.map("seconds", P.Seconds);
}

bool fromJSON(const json::Value &V, Record &R, json::Path Where) {
  json::ObjectMapper O(V, Where);
  std::string State;
  if (!O || !O.map("check", R.Check) || !O.map("message", R.Message) ||
      !O.map("error", R.IsError) || !O.map("where", R.Where) ||
      !O.map("path", R.Path) || !O.map("fix", R.Fix) ||
      !O.map("function", R.Function) || !O.map("object", R.Object) ||
      !O.map("reason", R.Reason) || !O.map("rule", R.Rule) ||
      !O.map("state", State) || !O.map("justification", R.Justification) ||
      !O.map("fingerprint", R.Fingerprint))
    return false;
  const auto *Found = find(Standings, State);
  if (Found == std::end(Standings)) {
    Where.field("state").report("no such state");
    return false;
  }
  R.State = static_cast<Standing>(Found - std::begin(Standings));
  return true;
}

static bool fromJSON(const json::Value &V, FileCosts &C, json::Path Where) {
  json::ObjectMapper O(V, Where);
  return O && O.map("functions", C.Functions) && O.map("steps", C.Steps) &&
         O.map("lowerSeconds", C.LowerSeconds) &&
         O.map("engineSeconds", C.EngineSeconds) &&
         O.map("byFunction", C.ByFunction) && O.map("byCheck", C.ByCheck);
}

bool fromJSON(const json::Value &V, FileResult &R, json::Path Where) {
  json::ObjectMapper O(V, Where);
  int64_t State = 0;
  if (!O || !O.map("file", R.File) || !O.map("outcome", State) ||
      !O.map("problem", R.Problem) || !O.map("remarks", R.Remarks) ||
      !O.map("notFullyAnalysed", R.NotFullyAnalysed) ||
      !O.map("checks", R.Checks) || !O.map("records", R.Records) ||
      !O.map("costs", R.Costs))
    return false;
  if (State < 0 || State >= int64_t(std::size(Outcomes))) {
    Where.field("outcome").report("no such outcome");
    return false;
  }
  R.State = static_cast<Outcome>(State);
  return true;
}

} // namespace holdfast
