//===- FileAnalysis.cpp - The checks over one file ------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/FileAnalysis.h"

#include "Driver/Compat.h"
#include "Driver/CompilerFlags.h"
#include "Driver/NolintFindings.h"
#include "Driver/Recorder.h"
#include "Driver/TidyOptions.h"
#include "Driver/WorkerFiles.h"

#include "clang-tidy/ClangTidy.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace clang;

namespace holdfast {
namespace {

/// One command for one file.
class OneCommand : public tooling::CompilationDatabase {
public:
  OneCommand(const CompileEntry &E, std::vector<std::string> Command)
      : Command(E.Directory, E.File, std::move(Command), "") {}
  std::vector<tooling::CompileCommand>
  getCompileCommands(llvm::StringRef) const override {
    return {Command};
  }

private:
  tooling::CompileCommand Command;
};

class CheckAction : public ASTFrontendAction {
public:
  explicit CheckAction(tidy::ClangTidyASTConsumerFactory &Consumers)
      : Consumers(Consumers) {}
  std::unique_ptr<ASTConsumer>
  CreateASTConsumer(CompilerInstance &CI, llvm::StringRef File) override {
    return Consumers.createASTConsumer(CI, File);
  }

private:
  tidy::ClangTidyASTConsumerFactory &Consumers;
};

class CheckFactory : public tooling::FrontendActionFactory {
public:
  explicit CheckFactory(tidy::ClangTidyContext &Context) : Consumers(Context) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<CheckAction>(Consumers);
  }
  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation,
                     FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> Containers,
                     DiagnosticConsumer *Consumer) override {
    // As clang-tidy does: code may ask for __clang_analyzer__.
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
    // Nobody reads how many warnings there were, of which most are not ours.
    Invocation->getDiagnosticOpts().ShowCarets = false;
    return FrontendActionFactory::runInvocation(Invocation, Files, Containers,
                                                Consumer);
  }

private:
  tidy::ClangTidyASTConsumerFactory Consumers;
};

void readStatistics(llvm::StringRef File, FileResult &Result) {
  auto Buffer = llvm::MemoryBuffer::getFileAsStream(File);
  if (!Buffer || (*Buffer)->getBufferSize() == 0)
    return; // no check needed the engine
  llvm::Expected<llvm::json::Value> Read =
      llvm::json::parse((*Buffer)->getBuffer());
  if (!Read)
    return llvm::consumeError(Read.takeError());
  const llvm::json::Object &O = *Read->getAsObject();
  FileCosts &C = Result.Costs;
  C.Functions = O.getInteger("functions").value_or(0);
  C.Steps = O.getInteger("steps").value_or(0);
  C.LowerSeconds = O.getNumber("lowerSeconds").value_or(0);
  C.EngineSeconds = O.getNumber("engineSeconds").value_or(0);
  for (const llvm::json::Value &Name : *O.getArray("notFullyAnalysed"))
    Result.NotFullyAnalysed.push_back(Name.getAsString()->str());
  for (const llvm::json::Value &V : *O.getArray("costs")) {
    const llvm::json::Array &Cost = *V.getAsArray();
    C.ByFunction.push_back({Cost[0].getAsString()->str(),
                            uint64_t(*Cost[1].getAsInteger()),
                            *Cost[2].getAsNumber()});
  }
}

} // namespace

FileResult analyseFile(const CompileEntry &Entry,
                       const AnalysisSettings &Settings) {
  FileResult Result;
  Result.File = Entry.File;
  if (!llvm::sys::fs::is_directory(Entry.Directory)) {
    Result.State = Outcome::NotParsed;
    Result.Problem =
        "its command runs in '" + Entry.Directory + "', which is no folder";
    return Result;
  }
  ScratchFile Statistics;
  ScratchFolder Profile(Settings.WithProfile);
  std::string Mistake;
  tidy::ClangTidyContext Context(
      makeOptions(Entry.File, Settings, Statistics.path(), Mistake));
  if (!Profile.path().empty()) {
    Context.setEnableProfiling(true);
    Context.setProfileStoragePrefix(Profile.path());
  } else if (Settings.WithProfile) {
    Result.Remarks.push_back("no temporary folder can be made, so no check has "
                             "a profile");
  }

  std::vector<std::string> Command =
      analysisCommand(Entry.Command, Result.Remarks);
  llvm::append_range(Command, Settings.ExtraArgs);
  OneCommand Commands(Entry, std::move(Command));
  tooling::ClangTool Tool(Commands, Entry.File);
  Tool.setPrintErrorMessage(false);
  Tool.appendArgumentsAdjuster(tooling::getStripPluginsAdjuster());
  Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
      {"-resource-dir", resourceFolder()},
      tooling::ArgumentInsertPosition::BEGIN));
  if (Settings.MainFileText)
    Tool.mapVirtualFile(Entry.File, *Settings.MainFileText);
  Recorder Consumer(Context);
  std::unique_ptr<DiagnosticsEngine> Engine = connect(Context, Consumer);
  Tool.setDiagnosticConsumer(&Consumer);
  {
    CheckFactory Factory(Context);
    int Status = Tool.run(&Factory);
    Result.Checks = checksOf(Context.getOptions().Checks.value_or(""));
    Consumer.giveTo(Result);
    if (Status && Result.State == Outcome::Checked) {
      Result.State = Outcome::NotParsed;
      Result.Problem = "clang could not start on it";
    }
  }
  if (!Mistake.empty()) {
    Result.State = Outcome::Misused;
    Result.Problem = Mistake;
  }
  readStatistics(Statistics.path(), Result);
  Profile.read(Result.Costs.ByCheck);
  addNolintFindings(Settings, Consumer.suppressedLines(), Result);
  return Result;
}

} // namespace holdfast
