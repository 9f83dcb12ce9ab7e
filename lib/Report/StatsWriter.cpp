//===- StatsWriter.cpp - What a run did and what it cost ------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/StatsWriter.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"

#include <map>
#include <tuple>

using namespace llvm;

namespace holdfast {

void writeStats(const RunReport &R, double WallSeconds, raw_ostream &OS) {
  FileCosts Sum;
  const FileResult *Largest = nullptr;
  for (const FileResult &F : R.Files) {
    Sum.CpuSeconds += F.Costs.CpuSeconds;
    Sum.Functions += F.Costs.Functions;
    Sum.Steps += F.Costs.Steps;
    Sum.LowerSeconds += F.Costs.LowerSeconds;
    Sum.EngineSeconds += F.Costs.EngineSeconds;
    if (!Largest || F.Costs.PeakKilobytes > Largest->Costs.PeakKilobytes)
      Largest = &F;
  }
  OS << "files:      " << R.Files.size() << '\n'
     << "functions:  " << Sum.Functions << ", " << Sum.Steps << " steps\n"
     << format("time:       %.2f s, CPU %.2f s, of which lowering %.2f s and "
               "the engine %.2f s\n",
               WallSeconds, Sum.CpuSeconds, Sum.LowerSeconds,
               Sum.EngineSeconds);
  if (Largest)
    OS << "memory:     at most " << (Largest->Costs.PeakKilobytes + 1023) / 1024
       << " MB, for " << relativeTo(R.Base, Largest->File) << '\n';
  for (const FileResult &F : R.Files)
    for (const std::string &Function : F.NotFullyAnalysed)
      OS << "not fully analysed: " << relativeTo(R.Base, F.File) << ": "
         << Function << '\n';
}

using Part = FileCosts::Part;

static void writeTop(StringRef What, std::vector<Part> Parts, size_t Most,
                     raw_ostream &OS) {
  llvm::sort(Parts, [](const Part &A, const Part &B) {
    return std::tie(B.Seconds, A.Name) < std::tie(A.Seconds, B.Name);
  });
  if (Parts.size() > Most)
    Parts.resize(Most);
  OS << "seconds by " << What << ":\n";
  for (const Part &P : Parts) {
    OS << format("%10.3f  ", P.Seconds) << P.Name;
    if (P.Steps)
      OS << ", " << P.Steps << " steps";
    OS << '\n';
  }
}

void writeProfile(const RunReport &R, raw_ostream &OS) {
  std::map<std::string, double> ByCheck;
  std::vector<Part> Checks, Files, Functions;
  for (const FileResult &F : R.Files) {
    std::string Name = relativeTo(R.Base, F.File);
    Files.push_back({Name, 0, F.Costs.CpuSeconds});
    for (const Part &P : F.Costs.ByCheck)
      ByCheck[P.Name] += P.Seconds;
    for (const Part &P : F.Costs.ByFunction)
      Functions.push_back({Name + ": " + P.Name, P.Steps, P.Seconds});
  }
  for (const auto &[Name, Seconds] : ByCheck)
    Checks.push_back({Name, 0, Seconds});
  writeTop("check (the first that asks the engine pays for it)",
           std::move(Checks), 50, OS);
  writeTop("function", std::move(Functions), 20, OS);
  writeTop("file, CPU", std::move(Files), 20, OS);
}

void writeAudit(const RunReport &R, raw_ostream &OS) {
  json::Array Files;
  for (const FileResult &F : R.Files) {
    json::Array Suppressed;
    int64_t Reported = 0;
    for (const Record &Found : F.Records) {
      if (Found.State != Standing::Suppressed) {
        ++Reported;
        continue;
      }
      Suppressed.push_back(json::Object{{"check", Found.Check},
                                        {"file", Found.Where.File},
                                        {"line", Found.Where.Line},
                                        {"message", Found.Message},
                                        {"reason", Found.Justification}});
    }
    Files.push_back(
        json::Object{{"file", F.File},
                     {"outcome", spelling(F.State)},
                     {"problem", F.Problem},
                     {"remarks", json::Array(F.Remarks)},
                     {"checks", json::Array(F.Checks)},
                     {"functions", F.Costs.Functions},
                     {"notFullyAnalysed", json::Array(F.NotFullyAnalysed)},
                     {"found", Reported},
                     {"suppressed", std::move(Suppressed)},
                     {"cpuSeconds", F.Costs.CpuSeconds},
                     {"peakKilobytes", F.Costs.PeakKilobytes}});
  }
  OS << formatv("{0:2}",
                json::Value(json::Object{{"version", 1},
                                         {"tool", "holdfast"},
                                         {"toolVersion", HOLDFAST_VERSION},
                                         {"complete", R.isComplete()},
                                         {"files", std::move(Files)}}))
     << '\n';
}

} // namespace holdfast
