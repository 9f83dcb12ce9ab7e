//===- CiWriters.cpp - Reports for GitHub, GitLab and JUnit ---------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// GitHub reads commands from the log of a step, GitLab a 'code quality' file,
// and every other system a JUnit file.
//
//===----------------------------------------------------------------------===//

#include "Report/Writers.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <map>

using namespace llvm;

namespace holdfast {

/// The message and its path, a line each.
static std::string story(const Record &R, const RunReport &Run) {
  std::string Out = R.Message + " [" + R.Check + "]";
  for (const Step &S : R.Path)
    Out += "\n" + relativeTo(Run.Root, S.Where.File) + ":" +
           std::to_string(S.Where.Line) + ": " + S.Text;
  return Out;
}

static std::string escapeCommand(StringRef Text, bool IsProperty) {
  std::string Out;
  for (char C : Text) {
    if (C == '%' || C == '\r' || C == '\n' ||
        (IsProperty && (C == ':' || C == ',')))
      Out += "%" + toHex(StringRef(&C, 1));
    else
      Out += C;
  }
  return Out;
}

void writeGitHub(const RunReport &R, raw_ostream &OS) {
  for (const Record &F : R.Records) {
    if (F.State != Standing::New)
      continue;
    OS << (F.IsError ? "::error" : "::warning")
       << " file=" << escapeCommand(relativeTo(R.Root, F.Where.File), true)
       << ",line=" << F.Where.Line << ",col=" << F.Where.Column;
    if (F.Where.EndLine)
      OS << ",endLine=" << F.Where.EndLine
         << ",endColumn=" << F.Where.EndColumn;
    OS << ",title=" << escapeCommand(F.Check, true)
       << "::" << escapeCommand(story(F, R), false) << '\n';
  }
  for (const FileResult &F : R.Files)
    if (F.State != Outcome::Checked)
      OS << "::error file=" << escapeCommand(relativeTo(R.Root, F.File), true)
         << ",title=not analysed::" << escapeCommand(F.Problem, false) << '\n';
}

static json::Object gitLabIssue(std::string Check, std::string Text,
                                std::string Fingerprint, std::string Severity,
                                std::string Path, unsigned Line) {
  json::Object Lines{{"begin", Line ? Line : 1}};
  return json::Object{{"description", std::move(Text)},
                      {"check_name", std::move(Check)},
                      {"fingerprint", std::move(Fingerprint)},
                      {"severity", std::move(Severity)},
                      {"location", json::Object{{"path", std::move(Path)},
                                                {"lines", std::move(Lines)}}}};
}

void writeGitLab(const RunReport &R, raw_ostream &OS) {
  json::Array Issues;
  for (const Record &F : R.Records)
    if (F.State == Standing::New)
      Issues.push_back(gitLabIssue(
          F.Check, F.Message, F.Fingerprint, F.IsError ? "critical" : "major",
          relativeTo(R.Root, F.Where.File), F.Where.Line));
  for (const FileResult &F : R.Files)
    if (F.State != Outcome::Checked) {
      std::string Path = relativeTo(R.Root, F.File);
      Issues.push_back(gitLabIssue("not-analysed", "not analysed: " + F.Problem,
                                   "not-analysed:" + Path, "blocker", Path, 1));
    }
  OS << formatv("{0:2}", json::Value(std::move(Issues))) << '\n';
}

static std::string escapeXml(StringRef Text) {
  std::string Out;
  for (char C : Text) {
    if (C == '&')
      Out += "&amp;";
    else if (C == '<')
      Out += "&lt;";
    else if (C == '>')
      Out += "&gt;";
    else if (C == '"')
      Out += "&quot;";
    else if (C == '\n')
      Out += "&#10;";
    else if (static_cast<unsigned char>(C) < 0x20 && C != '\t')
      Out += '?'; // not a character of XML
    else
      Out += C;
  }
  return Out;
}

void writeJUnit(const RunReport &R, raw_ostream &OS) {
  std::map<std::string, std::vector<const Record *>> ByFile;
  std::map<std::string, const FileResult *> Failed;
  for (const FileResult &F : R.Files) {
    std::string Path = relativeTo(R.Root, F.File);
    ByFile[Path];
    if (F.State != Outcome::Checked)
      Failed[Path] = &F;
  }
  for (const Record &F : R.Records)
    if (F.State == Standing::New)
      ByFile[relativeTo(R.Root, F.Where.File)].push_back(&F);
  size_t Bad =
      count_if(ByFile, [](const auto &E) { return !E.second.empty(); });
  OS << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
     << "  <testsuite name=\"holdfast\" tests=\"" << ByFile.size()
     << "\" failures=\"" << Bad << "\" errors=\"" << Failed.size() << "\">\n";
  for (const auto &[Path, Findings] : ByFile) {
    OS << "    <testcase classname=\"holdfast\" name=\"" << escapeXml(Path)
       << '"';
    auto Failure = Failed.find(Path);
    if (Findings.empty() && Failure == Failed.end()) {
      OS << "/>\n";
      continue;
    }
    OS << ">\n";
    if (Failure != Failed.end())
      OS << "      <error message=\"" << escapeXml(Failure->second->Problem)
         << "\"/>\n";
    for (const Record *F : Findings)
      OS << "      <failure type=\"" << F->Check << "\" message=\""
         << escapeXml(F->Message) << "\">" << escapeXml(Path) << ':'
         << F->Where.Line << ": " << escapeXml(story(*F, R)) << "</failure>\n";
    OS << "    </testcase>\n";
  }
  OS << "  </testsuite>\n</testsuites>\n";
}

} // namespace holdfast
