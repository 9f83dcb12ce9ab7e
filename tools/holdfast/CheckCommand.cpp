//===- CheckCommand.cpp - holdfast check and holdfast baseline ------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `holdfast check [files|folders] [-- FLAGS]` says what is wrong, in one of the
// formats. `holdfast baseline` writes what is wrong now into a file, so that
// `holdfast check --baseline` says only what is new.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "Output.h"

#include "Driver/CheckRun.h"

#include "Driver/Baseline.h"
#include "Report/StatsWriter.h"
#include "Report/Writers.h"

#include "llvm/Support/CommandLine.h"

#include <chrono>
#include <thread>

using namespace llvm;
using namespace holdfast;

namespace {

cl::SubCommand Check("check", "check the files of a project");
cl::SubCommand Write("baseline", "write the findings of now into a file");
cl::OptionCategory Category("options");

#define FOR_BOTH cl::cat(Category), cl::sub(Check), cl::sub(Write)
#define FOR_CHECK cl::cat(Category), cl::sub(Check)

cl::list<std::string> Paths(cl::Positional, FOR_BOTH,
                            cl::desc("[files and folders; all by default]"));
cl::opt<std::string> Database("p", FOR_BOTH, cl::value_desc("folder"),
                              cl::desc("where compile_commands.json is"));
cl::opt<unsigned> Jobs("j", FOR_BOTH, cl::Prefix, cl::value_desc("number"),
                       cl::desc("files at a time; all processors by default"));
cl::opt<std::string> Checks("checks", FOR_BOTH, cl::value_desc("globs"),
                            cl::desc("after the list of .clang-tidy"));
cl::opt<std::string> HeaderFilter("header-filter", FOR_BOTH,
                                  cl::value_desc("regex"),
                                  cl::desc("headers whose findings count"));
cl::list<std::string> ExtraArgs("extra-arg", FOR_BOTH, cl::value_desc("flag"),
                                cl::desc("after each compile command"));
cl::opt<unsigned> Timeout("timeout", FOR_BOTH, cl::init(300),
                          cl::value_desc("seconds"), cl::desc("for one file"));
cl::opt<unsigned> Memory("memory", FOR_BOTH, cl::init(4096),
                         cl::value_desc("MB"), cl::desc("for one file"));
cl::opt<bool> Quiet("quiet", FOR_BOTH, cl::desc("no progress"));

cl::opt<Format> OutputFormat(
    "format", FOR_CHECK, cl::desc("how findings are written"),
    cl::values(clEnumValN(Format::Text, "text", "for people; the default"),
               clEnumValN(Format::Json, "json", "all that is known"),
               clEnumValN(Format::Sarif, "sarif", "SARIF 2.1.0"),
               clEnumValN(Format::GitHub, "github", "annotations"),
               clEnumValN(Format::GitLab, "gitlab", "code quality"),
               clEnumValN(Format::JUnit, "junit", "test results")));
cl::opt<std::string> Output("output", FOR_BOTH, cl::value_desc("file"),
                            cl::desc("instead of standard output"));
cl::opt<std::string> Since("since", FOR_CHECK, cl::value_desc("revision"),
                           cl::desc("only what touches a line changed since"));
cl::opt<std::string> Known("baseline", FOR_CHECK, cl::value_desc("file"),
                           cl::desc("only what is not in this file"));
cl::opt<bool> NeedsReasons("require-reason", FOR_CHECK,
                           cl::desc("a NOLINT must say why"));
cl::opt<bool> Stats("stats", FOR_CHECK, cl::desc("say what the run did"));
cl::opt<bool> Profile("profile", FOR_CHECK,
                      cl::desc("say where the time went"));
cl::opt<std::string> Audit("audit", FOR_CHECK, cl::value_desc("file"),
                           cl::desc("write what ran on what"));

/// Fills \p Request from the command line; 0, or the status to end with.
bool parse(StringRef Name, ArrayRef<StringRef> Args, CheckRequest &Request) {
  const auto *Dashes = llvm::find(Args, "--");
  Request.HasFlags = Dashes != Args.end();
  std::vector<std::string> Words{"holdfast", Name.str()};
  for (StringRef A : ArrayRef(Args.begin(), Dashes))
    Words.push_back(A.str());
  if (Request.HasFlags)
    for (StringRef A : ArrayRef(Dashes + 1, Args.end()))
      Request.Flags.push_back(A.str());
  std::vector<const char *> Argv;
  for (const std::string &W : Words)
    Argv.push_back(W.c_str());
  if (!cl::ParseCommandLineOptions(Argv.size(), Argv.data(), "", &errs()))
    return false;
  if (Request.HasFlags && Paths.empty()) {
    errs() << "holdfast " << Name << ": flags after '--', but no file\n";
    return false;
  }
  Request.Database = Database;
  Request.Paths.assign(Paths.begin(), Paths.end());
  Request.Since = Since;
  Request.BaselineFile = Known;
  Request.Settings.Checks = Checks;
  Request.Settings.HeaderFilter = HeaderFilter;
  Request.Settings.ExtraArgs.assign(ExtraArgs.begin(), ExtraArgs.end());
  Request.Settings.WithProfile = Profile;
  Request.Settings.NeedsReasons = NeedsReasons;
  Request.Limits.Jobs =
      Jobs ? Jobs : std::max(1u, std::thread::hardware_concurrency());
  Request.Limits.Seconds = Timeout;
  Request.Limits.Megabytes = Memory;
  Request.IsQuiet = Quiet;
  return true;
}

/// Runs what the command line asks for; without a value the request is wrong.
std::optional<RunReport> run(StringRef Name, ArrayRef<StringRef> Args) {
  CheckRequest Request;
  if (!parse(Name, Args, Request))
    return std::nullopt;
  Expected<RunReport> Run = runCheck(Request);
  if (Run)
    return std::move(*Run);
  errs() << "holdfast " << Name << ": " << toString(Run.takeError()) << '\n';
  return std::nullopt;
}

} // namespace

int holdfast::statusOf(const RunReport &Run) {
  bool IsMisused = false, IsIncomplete = false;
  for (const FileResult &F : Run.Files) {
    IsMisused |= F.State == Outcome::Misused;
    IsIncomplete |= F.State != Outcome::Checked;
  }
  return IsMisused                  ? UsageError
         : IsIncomplete             ? Incomplete
         : Run.count(Standing::New) ? FoundSomething
                                    : 0;
}

void holdfast::writeRemarks(const RunReport &Run) {
  // What is said of every file is said once.
  std::vector<std::string> Said;
  for (const FileResult &F : Run.Files)
    for (const std::string &Remark : F.Remarks)
      if (!is_contained(Said, Remark)) {
        Said.push_back(Remark);
        errs() << "holdfast: " << Remark << '\n';
      }
}

int holdfast::checkCommand(ArrayRef<StringRef> Args) {
  auto Start = std::chrono::steady_clock::now();
  std::optional<RunReport> Run = run("check", Args);
  if (!Run)
    return UsageError;
  writeRemarks(*Run);
  int Status = statusOf(*Run);
  auto Finding = [&](raw_ostream &OS) { write(OutputFormat, *Run, OS); };
  if (!writeOutput(Output, Finding))
    Status = Incomplete;
  if (OutputFormat != Format::Text || !Output.empty())
    writeSummary(*Run, errs());
  std::chrono::duration<double> Taken =
      std::chrono::steady_clock::now() - Start;
  if (Stats)
    writeStats(*Run, Taken.count(), errs());
  if (Profile)
    writeProfile(*Run, errs());
  if (!Audit.empty() &&
      !writeOutput(Audit, [&](raw_ostream &OS) { writeAudit(*Run, OS); }))
    Status = Incomplete;
  return Status;
}

int holdfast::baselineCommand(ArrayRef<StringRef> Args) {
  std::optional<RunReport> Run = run("baseline", Args);
  if (!Run)
    return UsageError;
  writeRemarks(*Run);
  std::string File = Output.empty() ? ".holdfast-baseline" : Output.getValue();
  if (int Status = statusOf(*Run); Status > FoundSomething) {
    writeSummary(*Run, errs());
    errs() << "holdfast baseline: '" << File
           << "' is not written: it would hide what was not looked at\n";
    return Status;
  }
  if (!writeOutput(File, [&](raw_ostream &OS) { Baseline::write(*Run, OS); }))
    return Incomplete;
  errs() << "holdfast baseline: "
         << counted(Run->count(Standing::New), "finding") << " in '" << File
         << "'; 'holdfast check --baseline=" << File << "' says what is new\n";
  return 0;
}
