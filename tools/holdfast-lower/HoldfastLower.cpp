//===- HoldfastLower.cpp - Prints the IR of a source file -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// holdfast-lower FILE... [--function NAME] [--model FILE] [--counts] [--time]
//                [-p BUILD] [-- FLAGS]
// prints what the lowering makes of each file, after checking that it is sound.
//
//===----------------------------------------------------------------------===//

#include "IR/Printer.h"
#include "IR/Verifier.h"
#include "Lower/Lower.h"
#include "Lower/MacroRecord.h"
#include "Model/LoadModel.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/CommonOptionsParser.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Timer.h"

using namespace clang;
using namespace holdfast;
namespace cl = llvm::cl;

static cl::OptionCategory Category("holdfast-lower options");
static cl::opt<std::string> OnlyFunction("function",
                                         cl::desc("print this function only"),
                                         cl::cat(Category));
static cl::list<std::string>
    ModelFiles("model", cl::desc("a model file to add"), cl::cat(Category));
static cl::opt<bool> NoModels("no-builtin-models",
                              cl::desc("without the built-in models"),
                              cl::cat(Category));
static cl::opt<bool> ShowStats("counts", cl::desc("print counts, not the IR"),
                               cl::cat(Category));
static cl::opt<bool> ShowTime("time", cl::desc("print the CPU time taken"),
                              cl::cat(Category));
static cl::opt<unsigned> Repeat("repeat", cl::init(1),
                                cl::desc("lower so often; --time gives the "
                                         "least time"),
                                cl::cat(Category));
static cl::opt<bool> AllowErrors("allow-errors",
                                 cl::desc("lower a file that does not compile"),
                                 cl::cat(Category));
static cl::opt<bool> SkipRecord("no-macro-record",
                                cl::desc("do not watch the preprocessor"),
                                cl::cat(Category));

namespace {

void printStats(const ir::Module &M, const lower::LowerStats &S) {
  llvm::outs() << S.Functions << " functions, " << S.HeaderFunctions
               << " of headers, " << S.Declarations << " declarations, "
               << S.NoGraph << " without a graph\n"
               << S.Blocks << " blocks, " << S.Events << " events, "
               << S.MacroEvents << " of macros, " << M.Types.size()
               << " types, " << M.Records.size() << " records, "
               << M.Globals.size() << " globals, " << M.Tables.size()
               << " table entries\n";
  for (const auto &[Reason, Count] : S.Unknown)
    llvm::outs() << Count << " unknown: " << Reason << "\n";
}

class LowerConsumer : public ASTConsumer {
public:
  LowerConsumer(const model::Model &TheModel, bool &IsSound,
                std::unique_ptr<lower::MacroRecord> Record)
      : TheModel(TheModel), IsSound(IsSound), Record(std::move(Record)),
        Start(llvm::TimeRecord::getCurrentTime()) {}

  void HandleTranslationUnit(ASTContext &Ctx) override {
    if (Ctx.getDiagnostics().hasErrorOccurred() && !AllowErrors)
      return;
    llvm::TimeRecord Parsed = llvm::TimeRecord::getCurrentTime();
    double Least = 0;
    std::unique_ptr<ir::Module> Out;
    lower::LowerStats Stats;
    for (unsigned I = 0; I != std::max(1u, unsigned(Repeat)); ++I) {
      Out = std::make_unique<ir::Module>();
      Stats = {};
      double Before = llvm::TimeRecord::getCurrentTime().getProcessTime();
      lower::lowerTranslationUnit(Ctx, Record.get(), TheModel, *Out, Stats);
      double Taken =
          llvm::TimeRecord::getCurrentTime(false).getProcessTime() - Before;
      Least = I ? std::min(Least, Taken) : Taken;
    }
    const ir::Module &M = *Out;
    if (llvm::Error E = ir::verify(M)) {
      llvm::errs() << "holdfast-lower: unsound IR: " << toString(std::move(E))
                   << "\n";
      IsSound = false;
    }
    if (ShowTime)
      llvm::outs() << llvm::format(
          "parse %.1f ms, lower %.1f ms\n",
          1000 * (Parsed.getProcessTime() - Start.getProcessTime()),
          1000 * Least);
    if (ShowStats)
      printStats(M, Stats);
    if (ShowStats || ShowTime)
      return;
    if (OnlyFunction.empty())
      ir::print(M, llvm::outs());
    else if (const ir::Function *F = M.findFunction(OnlyFunction))
      ir::print(M, *F, llvm::outs());
    else
      llvm::errs() << "holdfast-lower: no function '" << OnlyFunction << "'\n";
  }

private:
  const model::Model &TheModel;
  bool &IsSound;
  std::unique_ptr<lower::MacroRecord> Record;
  llvm::TimeRecord Start;
};

class LowerAction : public ASTFrontendAction {
public:
  LowerAction(const model::Model &TheModel, bool &IsSound)
      : TheModel(TheModel), IsSound(IsSound) {}
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 llvm::StringRef) override {
    std::unique_ptr<lower::MacroRecord> Record;
    if (!SkipRecord)
      Record = lower::MacroRecord::install(CI.getPreprocessor(), TheModel);
    return std::make_unique<LowerConsumer>(TheModel, IsSound,
                                           std::move(Record));
  }

private:
  const model::Model &TheModel;
  bool &IsSound;
};

class LowerFactory : public tooling::FrontendActionFactory {
public:
  explicit LowerFactory(const model::Model &TheModel) : TheModel(TheModel) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<LowerAction>(TheModel, IsSound);
  }
  bool IsSound = true;

private:
  const model::Model &TheModel;
};

} // namespace

int main(int argc, const char **argv) {
  auto Options = tooling::CommonOptionsParser::create(argc, argv, Category);
  if (!Options) {
    llvm::errs() << toString(Options.takeError());
    return 1;
  }
  tooling::ClangTool Tool(Options->getCompilations(),
                          Options->getSourcePathList());
  const char *Override = ::getenv("HOLDFAST_RESOURCE_DIR");
  Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
      {"-resource-dir", Override ? Override : HOLDFAST_RESOURCE_DIR},
      tooling::ArgumentInsertPosition::BEGIN));
  std::unique_ptr<model::Model> Loaded;
  model::Model Empty;
  const model::Model *TheModel = NoModels ? &Empty : &model::builtinModel();
  if (!ModelFiles.empty()) {
    std::vector<std::string> Files(ModelFiles.begin(), ModelFiles.end());
    auto Result = model::loadModel(Files, Options->getSourcePathList().front());
    if (!Result) {
      llvm::errs() << toString(Result.takeError()) << "\n";
      return 1;
    }
    Loaded = std::move(*Result);
    TheModel = Loaded.get();
  }
  LowerFactory Factory(*TheModel);
  int Status = Tool.run(&Factory);
  return Factory.IsSound ? Status : 2;
}
