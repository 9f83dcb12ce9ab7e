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
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang::tidy;
namespace fs = llvm::sys::fs;

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

/// What in a list of checks names none of ours, said; in a list that is for
/// other tools too, only what is meant for us is asked about.
std::string wrongCheck(llvm::StringRef List, bool IsForOthersToo) {
  llvm::SmallVector<llvm::StringRef> Globs;
  llvm::SplitString(List, Globs, ",\n");
  for (llvm::StringRef Glob : Globs) {
    Glob = Glob.trim();
    bool TakesAway = Glob.consume_front("-");
    if (Glob.empty() ||
        (IsForOthersToo && (TakesAway || !Glob.starts_with("holdfast-"))))
      continue;
    GlobList Named(Glob);
    if (llvm::any_of(checkPages(), [&](const CheckPage &P) {
          return Named.contains(("holdfast-" + P.Name).str());
        }))
      continue;
    llvm::StringRef Near = nearestCheck(Glob);
    return ("there is no check '" + Glob + "'" +
            (Near.empty() ? "; 'holdfast list' shows them"
                          : "; did you mean 'holdfast-" + Near + "'?"))
        .str();
  }
  return {};
}

std::string wrongFilter(llvm::StringRef Filter) {
  std::string Problem;
  if (Filter.empty() || llvm::Regex(Filter).isValid(Problem))
    return {};
  return ("'" + Filter + "' is no regular expression: " + Problem).str();
}

/// The `.clang-tidy` that is nearest to a file, or empty.
std::string nearestConfiguration(llvm::StringRef File) {
  llvm::StringRef At = llvm::sys::path::parent_path(File);
  for (; !At.empty(); At = llvm::sys::path::parent_path(At)) {
    llvm::SmallString<256> Name(At);
    llvm::sys::path::append(Name, ".clang-tidy");
    if (fs::is_regular_file(Name))
      return Name.str().str();
  }
  return {};
}

class OnlyOurs : public FileOptionsProvider {
public:
  OnlyOurs(ClangTidyOptions Defaults, const std::string &File,
           const AnalysisSettings &Settings, llvm::StringRef StatisticsFile,
           std::string &Mistake)
      : FileOptionsProvider(ClangTidyGlobalOptions(), std::move(Defaults),
                            ClangTidyOptions(), llvm::vfs::getRealFileSystem()),
        File(File), Settings(Settings), StatisticsFile(StatisticsFile),
        Mistake(Mistake) {
    ConfigHandlers = {{".clang-tidy", [this](llvm::MemoryBufferRef Text) {
                         return parse(Text);
                       }}};
  }

  std::vector<OptionsSource> getRawOptions(llvm::StringRef) override {
    // One that cannot be read is passed over by clang-tidy.
    std::string Nearest = nearestConfiguration(File);
    if (!Nearest.empty())
      if (auto Text = llvm::MemoryBuffer::getFile(Nearest); !Text)
        complain(Text.getError().message(), Nearest);
    std::vector<OptionsSource> All = FileOptionsProvider::getRawOptions(File);
    ClangTidyOptions Merged;
    unsigned Order = 0;
    for (const OptionsSource &Source : All)
      Merged.mergeWith(Source.first, ++Order);
    complain(wrongOptions(Merged), Nearest);
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
  llvm::ErrorOr<ClangTidyOptions> parse(llvm::MemoryBufferRef Text) {
    return parseConfigurationWithDiags(Text, [&](const llvm::SMDiagnostic &D) {
      if (D.getKind() == llvm::SourceMgr::DK_Error)
        complain(D.getMessage(),
                 (D.getFilename() + ":" + llvm::Twine(D.getLineNo()) + ":" +
                  llvm::Twine(D.getColumnNo() + 1))
                     .str());
    });
  }

  std::string wrongOptions(const ClangTidyOptions &Merged) const {
    std::string Problem =
        wrongCheck(Merged.Checks.value_or(""), /*IsForOthersToo=*/true);
    for (const auto &Filter :
         {Merged.HeaderFilterRegex, Merged.ExcludeHeaderFilterRegex})
      if (Problem.empty())
        Problem = wrongFilter(Filter.value_or(""));
    return Problem;
  }

  void complain(llvm::StringRef Problem, const std::string &Where) {
    if (!Problem.empty() && Mistake.empty())
      Mistake = Where + ": error: " + Problem.str();
  }

  std::string File;
  const AnalysisSettings &Settings;
  std::string StatisticsFile;
  std::string &Mistake;
};

} // namespace

std::unique_ptr<ClangTidyOptionsProvider>
makeOptions(const std::string &File, const AnalysisSettings &Settings,
            llvm::StringRef StatisticsFile, std::string &Mistake) {
  ClangTidyOptions Defaults = ClangTidyOptions::getDefaults();
  Defaults.Checks = "";
  Defaults.HeaderFilterRegex = ".*";
  return std::make_unique<OnlyOurs>(std::move(Defaults), File, Settings,
                                    StatisticsFile, Mistake);
}

std::string mistakeIn(const AnalysisSettings &Settings) {
  std::string Problem = wrongCheck(Settings.Checks, /*IsForOthersToo=*/false);
  if (!Problem.empty())
    return "--checks: " + Problem;
  Problem = wrongFilter(Settings.HeaderFilter);
  return Problem.empty() ? "" : "--header-filter: " + Problem;
}

} // namespace holdfast
