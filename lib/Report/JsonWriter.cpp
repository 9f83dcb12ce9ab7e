//===- JsonWriter.cpp - The report as our own JSON ------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Writers.h"

#include "llvm/Support/FormatVariadic.h"

#include <map>

using namespace llvm;

namespace holdfast {

void writeJson(const RunReport &R, raw_ostream &OS) {
  json::Array Findings, Failed, NotFully;
  std::map<std::string, int64_t> ByCheck;
  for (const Record &Finding : R.Records) {
    Findings.push_back(toJSON(Finding));
    if (Finding.State == Standing::New)
      ++ByCheck[Finding.Check];
  }
  for (const FileResult &F : R.Files) {
    if (F.State != Outcome::Checked)
      Failed.push_back(json::Object{{"file", F.File},
                                    {"outcome", spelling(F.State)},
                                    {"problem", F.Problem}});
    for (const std::string &Function : F.NotFullyAnalysed)
      NotFully.push_back(
          json::Object{{"file", F.File}, {"function", Function}});
  }
  json::Object Summary;
  for (const auto &[Check, Count] : ByCheck)
    Summary[Check] = Count;
  json::Value All =
      json::Object{{"version", 1},
                   {"tool", json::Object{{"name", "holdfast"},
                                         {"version", HOLDFAST_VERSION}}},
                   {"root", R.Root},
                   {"complete", R.isComplete()},
                   {"filesChecked", R.Files.size() - Failed.size()},
                   {"failed", std::move(Failed)},
                   {"notFullyAnalysed", std::move(NotFully)},
                   {"summary", std::move(Summary)},
                   {"stale", json::Array(R.Stale)},
                   {"findings", std::move(Findings)}};
  OS << formatv("{0:2}", All) << '\n';
}

} // namespace holdfast
