//===- ModelCommand.cpp - holdfast model: what the models say -------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `holdfast model check FILE…` finds every mistake in model files.
// `holdfast model list [PATTERN]` lists the entries whose names match.
// `holdfast model why NAME` shows what is known of a name, and where it is
// said.
//
// `list` and `why` take `--model=FILE` for further files, and the nearest
// `.holdfast.yaml` above the working folder counts.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include "Model/LoadModel.h"
#include "Model/ModelFile.h"
#include "Model/Syntax.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <deque>
#include <tuple>

using namespace llvm;
using namespace holdfast;
using namespace holdfast::model;

static int usage(const Twine &Mistake) {
  errs() << "holdfast model: " << Mistake << "\n"
         << "usage: holdfast model check FILE...\n"
         << "       holdfast model list [--model=FILE]... [PATTERN]\n"
         << "       holdfast model why [--model=FILE]... NAME\n";
  return UsageError;
}

static int checkFiles(ArrayRef<StringRef> Files) {
  if (Files.empty())
    return usage("expected a file to check");
  int Status = 0;
  struct ToCheck {
    std::string File;
    bool IsNamed; ///< by a project's file: then it is none itself
  };
  std::deque<ToCheck> Left;
  for (StringRef File : Files)
    Left.push_back({File.str(), false});
  for (; !Left.empty(); Left.pop_front()) {
    const std::string &File = Left.front().File;
    auto Buffer = MemoryBuffer::getFile(File);
    if (!Buffer) {
      errs() << File << ": error: this model file cannot be read: "
             << Buffer.getError().message() << '\n';
      Status = 1;
      continue;
    }
    Model M;
    // Every file may use the contexts that the built-in ones declare.
    builtinModel().forEachContext([&](const ContextModel &C) { M.add(C); });
    std::vector<std::string> Further;
    bool IsProject =
        !Left.front().IsNamed && sys::path::filename(File) == ".holdfast.yaml";
    Error E = IsProject ? readProjectFile(**Buffer, M, Further)
                        : readModelFile(**Buffer, M);
    for (const std::string &Name : Further) {
      SmallString<128> Full(
          sys::path::is_relative(Name) ? sys::path::parent_path(File) : "");
      sys::path::append(Full, Name);
      Left.push_back({Full.str().str(), true});
    }
    if (E) {
      errs() << toString(std::move(E)) << '\n';
      Status = 1;
      continue;
    }
    outs() << File << ": no mistakes, " << M.numTypes() << " types, "
           << M.numFunctions() << " functions and macros\n";
  }
  return Status;
}

namespace {
/// An entry under one of its names.
struct Entry {
  StringRef Kind, Name;
  const TypeModel *Type = nullptr;
  const FunctionModel *Function = nullptr;
  const Origin &from() const { return Type ? Type->From : Function->From; }
};
} // namespace

/// Every entry that counts, sorted by kind and name.
static std::vector<Entry> allEntries(const Model &M) {
  std::vector<Entry> All;
  M.forEachType([&](const TypeModel &T) {
    All.push_back({"type", T.Name, &T, nullptr});
    for (const std::string &Name : T.OtherNames)
      All.push_back({"type", Name, &T, nullptr});
  });
  M.forEachFunction([&](const FunctionModel &F) {
    if ((F.IsMacro ? M.macro(F.Name) : M.function(F.Name)) == &F)
      All.push_back({F.IsMacro ? "macro" : "function", F.Name, nullptr, &F});
  });
  llvm::sort(All, [](const Entry &A, const Entry &B) {
    return std::tie(A.Kind, A.Name, A.from().File, A.from().Line) <
           std::tie(B.Kind, B.Name, B.from().File, B.from().Line);
  });
  return All;
}

static int listEntries(const Model &M, ArrayRef<StringRef> Args) {
  if (Args.size() > 1)
    return usage("unexpected argument '" + Args[1] + "'");
  // Without wildcards a part of the name is enough.
  StringRef Pattern = Args.empty() ? StringRef("*") : Args[0];
  std::string Glob = Pattern.find_first_of("*?[{") == StringRef::npos
                         ? ("*" + Pattern + "*").str()
                         : Pattern.str();
  Expected<GlobPattern> Matcher = GlobPattern::create(Glob);
  if (!Matcher)
    return usage(toString(Matcher.takeError()));
  size_t Count = 0;
  for (const Entry &E : allEntries(M)) {
    if (!Matcher->match(E.Name))
      continue;
    ++Count;
    outs() << left_justify(E.Kind, 9) << E.Name;
    if (E.Type && !E.Type->HasField.empty())
      outs() << " with " << E.Type->HasField;
    outs() << "  " << E.from().str() << '\n';
  }
  if (Count)
    return 0;
  errs() << "holdfast model: no entry matches '" << Pattern << "'\n";
  return 1;
}

static void printSource(const Model &M, const Origin &From) {
  const ModelSource *S = M.source(From.File);
  if (!S || S->Library.empty())
    return;
  outs() << "  library: " << S->Library;
  if (!S->ReadFrom.empty())
    outs() << ", read from " << S->ReadFrom;
  outs() << '\n';
}

static void explainField(const FieldModel &F) {
  outs() << "  member " << F.Name << ", " << F.From.str() << '\n';
  for (auto [Word, Text] : {std::pair("read", &F.Read),
                            {"write", &F.Write},
                            {"called-in", &F.CalledIn},
                            {"why", &F.Why}})
    if (!Text->empty())
      outs() << "    " << Word << ": " << *Text << '\n';
  if (F.Lends)
    outs() << "    lends: yes\n";
  if (F.Does)
    for (const Effect &E : F.Does->Effects)
      outs() << "    a call of it: " << E.str() << '\n';
}

static void explainType(const Model &M, const TypeModel &T) {
  outs() << T.Name << " (type), " << T.From.str() << '\n';
  if (!T.OtherNames.empty())
    outs() << "  also: " << join(T.OtherNames, ", ") << '\n';
  if (!T.HasField.empty())
    outs() << "  where it has the member " << T.HasField << '\n';
  outs() << "  pinned: " << spelling(T.Pinned) << '\n'
         << "  zero: " << spelling(T.Zero) << '\n';
  if (!T.Initialisers.empty())
    outs() << "  initialisers: " << join(T.Initialisers, ", ") << '\n';
  if (!T.Holding.empty())
    outs() << "  holding: " << T.Holding << '\n';
  for (const Effect &E : T.Passed)
    outs() << "  passed: " << E.str() << '\n';
  if (!T.PassedExcept.empty())
    outs() << "  passed-except: " << join(T.PassedExcept, ", ") << '\n';
  if (!T.Why.empty())
    outs() << "  why: " << T.Why << '\n';
  for_each(T.Fields, explainField);
  printSource(M, T.From);
}

static void explainContext(const Model &M, const ContextModel &C) {
  outs() << C.Name << " (context), " << C.From.str() << '\n';
  if (!C.Implies.empty())
    outs() << "  implies: " << join(C.Implies, ", ") << '\n';
  if (!C.Excludes.empty())
    outs() << "  excludes: " << join(C.Excludes, ", ") << '\n';
  outs() << "  sleep: " << (C.ForbidsSleep ? "never" : "allowed") << '\n';
  if (!C.Why.empty())
    outs() << "  why: " << C.Why << '\n';
  printSource(M, C.From);
}

static void explainFunction(const Model &M, const FunctionModel &F) {
  outs() << F.Name << (F.IsMacro ? " (macro), " : " (function), ")
         << F.From.str() << '\n';
  for (const Effect &E : F.Effects)
    outs() << "  " << E.str() << '\n';
  if (F.Effects.empty())
    outs() << "  does nothing of note\n";
  if (!F.Why.empty())
    outs() << "  why: " << F.Why << '\n';
  printSource(M, F.From);
}

static int explainName(const Model &M, ArrayRef<StringRef> Args) {
  if (Args.empty())
    return usage("expected a name to explain");
  // `why struct mutex` without quotes is what people type.
  std::string Name = join(Args, " ");
  bool IsKnown = false;
  for (StringRef Tag : {"", "struct ", "union "}) {
    ArrayRef<const TypeModel *> Types = M.types((Tag + Name).str());
    for (const TypeModel *T : Types)
      explainType(M, *T);
    IsKnown |= !Types.empty();
  }
  if (const ContextModel *C = M.context(Name)) {
    explainContext(M, *C);
    IsKnown = true;
  }
  for (const FunctionModel *F : {M.function(Name), M.macro(Name)}) {
    if (!F)
      continue;
    explainFunction(M, *F);
    IsKnown = true;
  }
  if (const TypeModel *T = M.initialisedBy(Name)) {
    outs() << Name << " (macro), builds an initialised value of '" << T->Name
           << "', " << T->From.str() << '\n';
    IsKnown = true;
  }
  if (IsKnown)
    return 0;
  std::vector<StringRef> Known;
  std::vector<Entry> All = allEntries(M);
  for (const Entry &E : All)
    Known.push_back(E.Name);
  StringRef Near = nearestWord(Name, Known);
  errs() << "holdfast model: no model knows '" << Name << "'";
  if (!Near.empty())
    errs() << "; did you mean '" << Near << "'?";
  errs() << '\n';
  return 1;
}

int holdfast::modelCommand(ArrayRef<StringRef> Args) {
  if (Args.empty())
    return usage("expected 'check', 'list' or 'why'");
  StringRef What = Args.front();
  if (What == "check")
    return checkFiles(Args.drop_front());
  if (What != "list" && What != "why")
    return usage("unknown command '" + What + "'" +
                 didYouMean(What, {"check", "list", "why"}));
  std::vector<std::string> Files;
  SmallVector<StringRef, 4> Rest;
  for (StringRef Arg : Args.drop_front()) {
    if (Arg.consume_front("--model="))
      Files.push_back(Arg.str());
    else if (Arg.starts_with("-"))
      return usage("unknown option '" + Arg + "'");
    else
      Rest.push_back(Arg);
  }
  Expected<std::unique_ptr<Model>> M = loadModel(Files, "any-file");
  if (!M) {
    errs() << toString(M.takeError()) << '\n';
    return 1;
  }
  return What == "list" ? listEntries(**M, Rest) : explainName(**M, Rest);
}
