//===- Session.cpp - What the checks of one run share ---------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/Session.h"

#include "Lower/Lower.h"

#include "Model/LoadModel.h"
#include "Model/YamlReader.h"
#include "checks/Declarations.h"
#include "checks/Statistics.h"
#include "checks/model/MemberNames.h"

#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

#include <chrono>

using namespace clang;

namespace holdfast::checks {

Unit::Unit(std::shared_ptr<const LoadedModel> M,
           std::vector<std::string> Problems, bool NeedsWalk,
           llvm::StringRef StatisticsFile, llvm::StringRef AuditFile)
    : Loaded(std::move(M)), Problems(std::move(Problems)),
      StatisticsFile(StatisticsFile), AuditFile(AuditFile), TheWalk(NeedsWalk) {
  this->Problems.insert(this->Problems.end(), Loaded->Mistakes.begin(),
                        Loaded->Mistakes.end());
}

void Unit::start(ASTContext &Context) {
  if (Ctx)
    return;
  Ctx = &Context;
  Module = std::make_unique<ir::Module>();
  Types = std::make_unique<lower::TypeLowering>(Context, *Module);
  collectDeclarations(Context, Functions, Classes);
  if (Loaded->Rules)
    llvm::append_range(Problems, membersMissingIn(*Loaded->Rules, Context));
}

const AnalysisResult &Unit::analysis() {
  if (!Analysed) {
    Lowered = std::make_unique<ir::Module>();
    lower::LowerStats Stats;
    auto Start = std::chrono::steady_clock::now();
    lower::lowerTranslationUnit(*Ctx, nullptr, model(), *Lowered, Stats);
    std::chrono::duration<double> Taken =
        std::chrono::steady_clock::now() - Start;
    AnalysisOptions Options;
    Options.Audit = !AuditFile.empty();
    Analysed =
        std::make_unique<AnalysisResult>(analyse(*Lowered, model(), Options));
    if (Options.Audit)
      appendAudit(AuditFile, *Lowered, Analysed->Audit);
    if (!StatisticsFile.empty())
      appendStatistics(StatisticsFile, Stats, Analysed->Stats, Taken.count());
  }
  return *Analysed;
}

bool Unit::isInMainFile(const Decl *D) const {
  const SourceManager &SM = Ctx->getSourceManager();
  return SM.isInMainFile(SM.getExpansionLoc(D->getLocation()));
}

const model::FunctionModel *Unit::modelOf(const FunctionDecl *F) {
  F = F->getCanonicalDecl();
  auto [It, IsNew] = FunctionModels.try_emplace(F, nullptr);
  if (!IsNew)
    return It->second;
  const model::FunctionModel *M = nullptr;
  if (!Ctx->getLangOpts().CPlusPlus || F->isExternC()) {
    if (const IdentifierInfo *Id = F->getIdentifier()) {
      llvm::StringRef Name = Id->getName();
      M = model().function(Name);
      // A compiler's builtin does what the function of that name does.
      if (!M && Name.consume_front("__builtin_"))
        M = model().function(Name);
    }
  } else {
    M = model().function(Types->modelName(F));
  }
  FunctionModels[F] = M;
  return M;
}

std::string Unit::spelling(SourceRange R) const {
  const SourceManager &SM = Ctx->getSourceManager();
  CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(R), SM, Ctx->getLangOpts());
  if (Range.isInvalid()) // it begins or ends within a macro
    Range = SM.getExpansionRange(R);
  llvm::StringRef Text = Lexer::getSourceText(Range, SM, Ctx->getLangOpts());
  std::string Out;
  bool IsSpace = false;
  for (char C : Text) {
    if (llvm::isSpace(C)) {
      IsSpace = !Out.empty();
      continue;
    }
    if (std::exchange(IsSpace, false))
      Out += ' ';
    Out += C == '[' || C == ']' || llvm::isPrint(C) ? C : '?';
  }
  return Out;
}

namespace {

/// The options that start with our name but are none of ours.
std::vector<std::string>
unknownOptions(const tidy::ClangTidyOptions::OptionMap &Options) {
  static constexpr llvm::StringRef Known[] = {
#define OPTION(Name, Meaning) Name,
#include "checks/Checks.def"
  };
  std::vector<std::string> Unknown;
  for (const auto &Entry : Options) {
    llvm::StringRef Key = Entry.getKey();
    if (!Key.starts_with("holdfast") || llvm::is_contained(Known, Key))
      continue;
    // An option of one check may also be given for all, and the other way
    // round.
    llvm::StringRef Best;
    unsigned BestDistance = Key.size() / 3 + 1;
    bool IsKnown = false;
    for (llvm::StringRef K : Known) {
      IsKnown |= Key.starts_with("holdfast-") && Key.ends_with(("." + K).str());
      if (unsigned D = Key.edit_distance(K); D <= BestDistance) {
        Best = K;
        BestDistance = D;
      }
    }
    if (IsKnown)
      continue;
    std::string Text = "unknown option '" + Key.str() + "'";
    if (!Best.empty())
      Text += "; did you mean '" + Best.str() + "'?";
    Unknown.push_back(std::move(Text));
  }
  llvm::sort(Unknown);
  return Unknown;
}

} // namespace

std::shared_ptr<Unit> Session::unit(tidy::ClangTidyContext &Context) {
  if (std::shared_ptr<Unit> U = Current.lock())
    return U;
  const auto &Options = Context.getOptions().CheckOptions;
  auto Value = [&](llvm::StringRef Name) {
    auto It = Options.find(Name);
    return It == Options.end() ? llvm::StringRef()
                               : llvm::StringRef(It->getValue().Value);
  };
  auto U = std::make_shared<Unit>(
      load(Value("holdfast.Models"), Context.getCurrentFile()),
      unknownOptions(Options), !areAlone(Context), Value("holdfast.Statistics"),
      Value("holdfast.Audit"));
  Current = U;
  return U;
}

std::shared_ptr<const LoadedModel> Session::load(llvm::StringRef Models,
                                                 llvm::StringRef File) {
  llvm::SmallString<256> Folder(File);
  llvm::sys::fs::make_absolute(Folder);
  std::string Project =
      model::findProjectFile(Folder, *llvm::vfs::getRealFileSystem());
  std::shared_ptr<const LoadedModel> &L = Loaded[Models.str() + '\n' + Project];
  if (L)
    return L;
  std::vector<std::string> Files;
  llvm::SmallVector<llvm::StringRef> Parts;
  llvm::SplitString(Models, Parts, ";,");
  for (llvm::StringRef P : Parts)
    if (!P.trim().empty())
      Files.push_back(P.trim().str());
  auto New = std::make_shared<LoadedModel>();
  if (auto M = model::loadModel(Files, Folder)) {
    New->Rules = std::move(*M);
  } else {
    llvm::handleAllErrors(
        M.takeError(),
        [&](const model::ModelErrors &E) {
          for (const model::FileMistake &Mistake : E.mistakes())
            New->Mistakes.push_back("model " + Mistake.str());
        },
        [&](const llvm::ErrorInfoBase &E) {
          New->Mistakes.push_back(E.message());
        });
  }
  L = std::move(New);
  return L;
}

} // namespace holdfast::checks
