//===- SarifWriter.cpp - The report as SARIF 2.1.0 ------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is hard about it: viewers read little of SARIF, and each something else.
// GitHub shows the first location alone, so the story is a code flow; it takes
// only `primaryLocationLineHash` for identity; and it reads `help`, not
// `helpUri`, so a check's page is in the file as Markdown. Columns are bytes
// with us, and code points there.
//
//===----------------------------------------------------------------------===//

#include "Report/Writers.h"

#include "Support/CheckPages.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace holdfast {
namespace {

json::Object text(std::string Text) {
  return json::Object{{"text", std::move(Text)}};
}

class SarifWriter {
public:
  explicit SarifWriter(const RunReport &R) : Run(R) {}

  json::Value log() {
    json::Array Results;
    for (const Record &F : Run.Records)
      Results.push_back(result(F));
    json::Object R{
        {"tool", json::Object{{"driver", driver()}}},
        {"automationDetails", json::Object{{"id", "holdfast/"}}},
        {"columnKind", "unicodeCodePoints"},
        {"originalUriBaseIds",
         json::Object{{"SRCROOT", json::Object{{"description",
                                                text("the project's root")}}}}},
        {"invocations", json::Array{invocation()}},
        {"results", std::move(Results)}};
    return json::Object{
        {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
        {"version", "2.1.0"},
        {"runs", json::Array{std::move(R)}}};
  }

private:
  json::Object driver() {
    json::Array Rules;
    for (const CheckPage &P : checkPages()) {
      json::Array Tags{P.Family};
      SmallVector<StringRef> Weaknesses;
      StringRef(P.Cwe).split(Weaknesses, ',');
      for (StringRef W : Weaknesses)
        if (W = W.trim().split(' ').first; W.starts_with("CWE-"))
          Tags.push_back("external/cwe/" + W.lower());
      std::string Summary = ("Reports that " + P.Summary + ".").str();
      Rules.push_back(json::Object{
          {"id", ("holdfast-" + P.Name).str()},
          {"name", P.Name},
          {"shortDescription", text(Summary)},
          {"fullDescription", text(Summary)},
          {"help",
           json::Object{{"text", P.Markdown}, {"markdown", P.Markdown}}},
          {"defaultConfiguration", json::Object{{"level", "warning"}}},
          {"properties",
           json::Object{{"tags", std::move(Tags)},
                        {"precision", P.Noise == "0"   ? "very-high"
                                      : P.Noise == "1" ? "high"
                                                       : "medium"},
                        {"problem.severity", "warning"}}}});
    }
    return json::Object{{"name", "Holdfast"},
                        {"version", HOLDFAST_VERSION},
                        {"semanticVersion", HOLDFAST_VERSION},
                        {"rules", std::move(Rules)}};
  }

  json::Object artifact(StringRef File) {
    std::string Relative = relativeTo(Run.Root, File);
    std::string Uri;
    for (unsigned char C : Relative) {
      if (isAlnum(C) || StringRef("-._~/").contains(C))
        Uri += C;
      else
        Uri += "%" + toHex(StringRef(reinterpret_cast<char *>(&C), 1));
    }
    if (StringRef(Relative).starts_with("/"))
      return json::Object{{"uri", "file://" + Uri}};
    return json::Object{{"uri", Uri}, {"uriBaseId", "SRCROOT"}};
  }

  /// Bytes to code points.
  static unsigned column(StringRef File, unsigned Line, unsigned Column) {
    std::string Source = sourceLine(File, Line);
    if (isASCII(Source))
      return Column;
    unsigned Points = 1;
    for (unsigned I = 0; I + 1 < Column; ++I)
      Points += I >= Source.size() || (Source[I] & 0xC0) != 0x80;
    return Points;
  }

  json::Object region(const Place &P) {
    json::Object R{{"startLine", P.Line},
                   {"startColumn", column(P.File, P.Line, P.Column)}};
    R["endLine"] = P.EndLine ? P.EndLine : P.Line;
    R["endColumn"] = P.EndLine ? column(P.File, P.EndLine, P.EndColumn)
                               : column(P.File, P.Line, P.Column) + 1;
    return R;
  }

  json::Object location(const Place &P) {
    json::Object Physical{{"artifactLocation", artifact(P.File)}};
    if (P.Line)
      Physical["region"] = region(P);
    return json::Object{{"physicalLocation", std::move(Physical)}};
  }

  json::Object fix(const Record &F) {
    json::Array Replacements;
    for (const TextEdit &E : F.Fix)
      Replacements.push_back(
          json::Object{{"deletedRegion", region(E.Range)},
                       {"insertedContent", text(E.NewText)}});
    return json::Object{
        {"description", text("what '" + F.Check + "' suggests")},
        {"artifactChanges",
         json::Array{json::Object{
             {"artifactLocation", artifact(F.Fix.front().Range.File)},
             {"replacements", std::move(Replacements)}}}}};
  }

  json::Object result(const Record &F) {
    json::Object R{{"ruleId", F.Check},
                   {"level", F.IsError ? "error" : "warning"},
                   {"message", text(F.Message)},
                   {"partialFingerprints",
                    json::Object{{"primaryLocationLineHash", F.Fingerprint}}}};
    if (const CheckPage *P = findCheckPage(F.Check))
      R["ruleIndex"] = P - checkPages().begin();
    json::Object Where = location(F.Where);
    if (!F.Function.empty())
      Where["logicalLocations"] = json::Array{json::Object{
          {"fullyQualifiedName", F.Function}, {"kind", "function"}}};
    R["locations"] = json::Array{std::move(Where)};
    json::Array Steps;
    for (const Step &S : F.Path) {
      json::Object At = location(S.Where);
      At["message"] = text(S.Text);
      Steps.push_back(json::Object{{"location", std::move(At)}});
    }
    if (!Steps.empty()) {
      json::Object Last = location(F.Where);
      Last["message"] = text(F.Message);
      Steps.push_back(json::Object{{"location", std::move(Last)},
                                   {"importance", "essential"}});
      R["codeFlows"] = json::Array{json::Object{
          {"threadFlows",
           json::Array{json::Object{{"locations", std::move(Steps)}}}}}};
    }
    if (!F.Fix.empty())
      R["fixes"] = json::Array{fix(F)};
    if (Run.HasBaseline)
      R["baselineState"] = F.State == Standing::Known ? "unchanged" : "new";
    if (F.State == Standing::Suppressed) {
      json::Object S{{"kind", "inSource"}, {"status", "accepted"}};
      if (!F.Justification.empty())
        S["justification"] = F.Justification;
      R["suppressions"] = json::Array{std::move(S)};
    } else if (F.State == Standing::Known) {
      R["suppressions"] =
          json::Array{json::Object{{"kind", "external"},
                                   {"status", "accepted"},
                                   {"justification", "it is in the baseline"}}};
    }
    json::Object Properties;
    if (!F.Rule.empty())
      Properties["rule"] = F.Rule;
    if (!F.Reason.empty())
      Properties["reason"] = F.Reason;
    if (!Properties.empty())
      R["properties"] = std::move(Properties);
    return R;
  }

  json::Object invocation() {
    json::Array Notices;
    for (const FileResult &F : Run.Files)
      if (F.State != Outcome::Checked)
        Notices.push_back(
            json::Object{{"level", "error"},
                         {"message", text("not analysed: " + F.Problem)},
                         {"locations", json::Array{location({F.File})}}});
    json::Object I{{"executionSuccessful", Run.isComplete()}};
    if (!Notices.empty())
      I["toolExecutionNotifications"] = std::move(Notices);
    return I;
  }

  const RunReport &Run;
};

} // namespace

void writeSarif(const RunReport &R, raw_ostream &OS) {
  OS << formatv("{0:2}", SarifWriter(R).log()) << '\n';
}

} // namespace holdfast
