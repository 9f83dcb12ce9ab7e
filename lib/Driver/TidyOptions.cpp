//===- TidyOptions.cpp - Which of our checks are on for a file ------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/TidyOptions.h"

#include "Support/CheckPages.h"

#include "clang-tidy/GlobList.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang::tidy;

namespace holdfast {

std::vector<std::string> checksOf(llvm::StringRef List) {
  bool IsMentioned = List.contains("holdfast");
  GlobList Globs(List);
  std::vector<std::string> Out;
  for (const CheckPage &P : checkPages()) {
    std::string Name = ("holdfast-" + P.Name).str();
    if (IsMentioned ? Globs.contains(Name) : P.Noise == "0" || P.Noise == "1")
      Out.push_back(std::move(Name));
  }
  return Out;
}

namespace {

class OnlyOurs : public FileOptionsProvider {
public:
  OnlyOurs(ClangTidyOptions Defaults, const AnalysisSettings &Settings,
           llvm::StringRef StatisticsFile)
      : FileOptionsProvider(ClangTidyGlobalOptions(), std::move(Defaults),
                            ClangTidyOptions(), llvm::vfs::getRealFileSystem()),
        Settings(Settings), StatisticsFile(StatisticsFile) {}

  std::vector<OptionsSource> getRawOptions(llvm::StringRef File) override {
    std::vector<OptionsSource> All = FileOptionsProvider::getRawOptions(File);
    ClangTidyOptions Merged;
    unsigned Order = 0;
    for (const OptionsSource &Source : All)
      Merged.mergeWith(Source.first, ++Order);
    std::string List = Merged.Checks.value_or("");
    if (!Settings.Checks.empty())
      List += "," + Settings.Checks;
    ClangTidyOptions Ours;
    Ours.Checks = "-*," + llvm::join(checksOf(List), ",");
    if (!Settings.HeaderFilter.empty())
      Ours.HeaderFilterRegex = Settings.HeaderFilter;
    Ours.CheckOptions["holdfast.Statistics"].Value = StatisticsFile;
    All.emplace_back(std::move(Ours), "holdfast");
    return All;
  }

private:
  const AnalysisSettings &Settings;
  std::string StatisticsFile;
};

} // namespace

std::unique_ptr<ClangTidyOptionsProvider>
makeOptions(const AnalysisSettings &Settings, llvm::StringRef StatisticsFile) {
  ClangTidyOptions Defaults = ClangTidyOptions::getDefaults();
  Defaults.Checks = "";
  Defaults.HeaderFilterRegex = ".*";
  return std::make_unique<OnlyOurs>(std::move(Defaults), Settings,
                                    StatisticsFile);
}

} // namespace holdfast
