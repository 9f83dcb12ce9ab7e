//===- CheckRun.cpp - A run over many files -------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/CheckRun.h"

#include "Driver/Baseline.h"
#include "Driver/Git.h"
#include "Driver/HeaderUsers.h"
#include "Driver/Progress.h"
#include "Driver/TidyOptions.h"
#include "Report/Fingerprint.h"

#include "Model/LoadModel.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <map>
#include <numeric>
#include <optional>
#include <tuple>

using namespace llvm;

namespace holdfast {
namespace {

Error problem(const Twine &Text) {
  return createStringError(inconvertibleErrorCode(), Text);
}

/// The entries to analyse, and the files for which there is none.
struct Selection {
  std::vector<const CompileEntry *> Entries;
  std::vector<FileResult> Unknown;
};

class Selector {
public:
  explicit Selector(const CompileCommands &Commands)
      : Commands(Commands), Users(Commands) {}

  void addAll() { add(Commands.entries()); }
  Error addPath(StringRef Path);
  void addFile(StringRef File, bool IsGiven);
  Selection take();

private:
  void add(ArrayRef<CompileEntry> Some) {
    for (const CompileEntry &E : Some)
      Chosen.Entries.push_back(&E);
  }

  const CompileCommands &Commands;
  HeaderUsers Users;
  Selection Chosen;
};

Error Selector::addPath(StringRef Path) {
  if (sys::fs::is_directory(Path)) {
    ArrayRef<CompileEntry> Below = Commands.below(Path);
    SmallString<256> Real;
    if (Below.empty() && !sys::fs::real_path(Path, Real))
      Below = Commands.below(Real);
    if (Below.empty())
      return problem("no file below '" + Path + "' is in '" +
                     Commands.database() + "'");
    add(Below);
    return Error::success();
  }
  if (!sys::fs::exists(Path))
    return problem("there is no file '" + Path + "'");
  addFile(Path, /*IsGiven=*/true);
  return Error::success();
}

void Selector::addFile(StringRef File, bool IsGiven) {
  if (ArrayRef<CompileEntry> Own = Commands.of(File); !Own.empty())
    return add(Own);
  const CompileEntry *User =
      isHeader(File) ? Users.representative(File) : nullptr;
  if (User) {
    Chosen.Entries.push_back(User);
    return;
  }
  // A changed file that is no part of the build may be of another one.
  if (!IsGiven && !isHeader(File) && !isSource(File))
    return;
  FileResult Unknown;
  Unknown.File = absolutePath(File);
  Unknown.State = Outcome::NotParsed;
  Unknown.Problem = isHeader(File)
                        ? "no file of '" + Commands.database() + "' includes it"
                        : "it is not in '" + Commands.database() + "'";
  Chosen.Unknown.push_back(std::move(Unknown));
}

Selection Selector::take() {
  llvm::sort(Chosen.Entries);
  Chosen.Entries.erase(llvm::unique(Chosen.Entries), Chosen.Entries.end());
  return std::move(Chosen);
}

/// Large files first: then no worker is left with one at the end.
std::vector<size_t> bySize(ArrayRef<const CompileEntry *> Entries) {
  std::vector<uint64_t> Sizes;
  for (const CompileEntry *E : Entries) {
    uint64_t Size = 0;
    if (sys::fs::file_size(E->File, Size))
      Size = 0;
    Sizes.push_back(Size);
  }
  std::vector<size_t> Order(Entries.size());
  std::iota(Order.begin(), Order.end(), 0);
  llvm::sort(Order, [&](size_t A, size_t B) {
    return std::tie(Sizes[B], A) < std::tie(Sizes[A], B);
  });
  return Order;
}

/// All records by place. One that several files give, from a header, is there
/// once: a finding rather than a suppressed one.
std::vector<Record> unite(ArrayRef<FileResult> Files) {
  std::vector<const Record *> Sorted;
  std::map<const Record *, size_t> Order; // of equal ones: that of the files
  for (const FileResult &F : Files)
    for (const Record &R : F.Records) {
      Order[&R] = Sorted.size();
      Sorted.push_back(&R);
    }
  llvm::sort(Sorted, [&](const Record *A, const Record *B) {
    auto Key = [&](const Record *R) {
      return std::tie(R->Where.File, R->Where.Line, R->Where.Column, R->Check,
                      R->Message, R->State, Order[R]);
    };
    return Key(A) < Key(B);
  });
  auto IsSame = [](const Record &A, const Record &B) {
    return std::tie(A.Where.File, A.Where.Line, A.Where.Column, A.Check,
                    A.Message) == std::tie(B.Where.File, B.Where.Line,
                                           B.Where.Column, B.Check, B.Message);
  };
  std::vector<Record> All;
  for (const Record *R : Sorted)
    if (All.empty() || !IsSame(All.back(), *R))
      All.push_back(*R);
  return All;
}

bool touches(const Record &R, const ChangedLines &Changes) {
  return isChanged(Changes, R.Where.File, R.Where.Line) ||
         any_of(R.Path, [&](const Step &S) {
           return isChanged(Changes, S.Where.File, S.Where.Line);
         });
}

Expected<CompileCommands> commandsOf(const CheckRequest &Request,
                                     StringRef Folder) {
  if (Request.HasFlags)
    return CompileCommands::fixed(Request.Paths, Request.Flags);
  std::string Database = Request.Database;
  if (Database.empty()) {
    Database = findDatabase(Folder);
    if (Database.empty())
      return problem(howToGetDatabase(Folder));
  }
  return CompileCommands::load(Database);
}

bool isBelow(StringRef Path, StringRef File) {
  std::string Absolute = absolutePath(Path);
  return File == Absolute || relativeTo(Absolute, File) != File;
}

Error select(const CheckRequest &Request,
             const std::optional<ChangedLines> &Changes, Selector &Chosen) {
  if (Changes) {
    for (const auto &Entry : *Changes) {
      StringRef File = Entry.first;
      bool IsAsked =
          Request.Paths.empty() || any_of(Request.Paths, [&](StringRef Path) {
            return isBelow(Path, File);
          });
      if (IsAsked && !Entry.second.empty() &&
          (isSource(File) || isHeader(File)))
        Chosen.addFile(File, /*IsGiven=*/false);
    }
    return Error::success();
  }
  if (Request.Paths.empty())
    Chosen.addAll();
  for (const std::string &Path : Request.Paths)
    if (Error E = Chosen.addPath(Path))
      return E;
  return Error::success();
}

} // namespace

std::string howToGetDatabase(StringRef Folder) {
  return ("no compile_commands.json in '" + Folder +
          "', its build folders or the folders above: CMake writes one with "
          "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON, Meson always, and 'bear -- "
          "make' "
          "for any other build; -p FOLDER names another place")
      .str();
}

Expected<RunReport> runCheck(const CheckRequest &Request) {
  if (std::string Mistake = mistakeIn(Request.Settings); !Mistake.empty())
    return problem(Mistake);
  RunReport Run;
  Run.Base = absolutePath(".");
  Run.Root = workTree(Run.Base);
  if (Run.Root.empty())
    Run.Root = Run.Base;
  std::optional<Baseline> Known;
  if (!Request.BaselineFile.empty()) {
    Expected<Baseline> Read = Baseline::read(Request.BaselineFile);
    if (!Read)
      return Read.takeError();
    Known = std::move(*Read);
  }
  std::optional<ChangedLines> Changes;
  if (!Request.Since.empty()) {
    Expected<ChangedLines> Read = changedSince(Request.Since, Run.Base);
    if (!Read)
      return Read.takeError();
    Changes = std::move(*Read);
  }
  Expected<CompileCommands> Commands = commandsOf(Request, Run.Base);
  if (!Commands)
    return Commands.takeError();
  Selector Chosen(*Commands);
  if (Error E = select(Request, Changes, Chosen))
    return E;
  Selection Files = Chosen.take();

  model::builtinModel(); // now, so that every worker has it
  std::vector<size_t> Order = bySize(Files.Entries);
  std::vector<FileResult> Results(Order.size());
  {
    Progress Shown(Order.size(), !Request.IsQuiet);
    runWorkers(
        Order.size(), Request.Limits,
        [&](size_t I) {
          return analyseFile(*Files.Entries[Order[I]], Request.Settings);
        },
        [&](size_t I, FileResult R) {
          R.File = Files.Entries[Order[I]]->File;
          Shown.step(count_if(R.Records,
                              [](const Record &R) {
                                return R.State == Standing::New;
                              }),
                     R.State != Outcome::Checked);
          Results[Order[I]] = std::move(R);
        });
  }
  // The entries are in the order of their files.
  for (FileResult &Unknown : Files.Unknown) {
    auto After = llvm::partition_point(
        Results, [&](const FileResult &R) { return R.File < Unknown.File; });
    Results.insert(After, std::move(Unknown));
  }
  Run.Files = std::move(Results);
  Run.Records = unite(Run.Files);
  setFingerprints(Run.Records);
  if (Known)
    Known->apply(Run, /*IsWhole=*/!Changes);
  if (Changes)
    llvm::erase_if(Run.Records,
                   [&](const Record &R) { return !touches(R, *Changes); });
  return Run;
}

} // namespace holdfast
