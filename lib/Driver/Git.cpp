//===- Git.cpp - What git says about a project ----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/Git.h"

#include "Driver/CompileCommands.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

#include <climits>

using namespace llvm;

namespace holdfast {
namespace {

Error problem(const Twine &Text) {
  return createStringError(inconvertibleErrorCode(), Text);
}

/// What git prints; an error has what it complains about, hints and all.
Expected<std::string> git(StringRef Folder, ArrayRef<StringRef> Args) {
  ErrorOr<std::string> Program = sys::findProgramByName("git");
  if (!Program)
    return problem("there is no program 'git'");
  SmallString<128> OutFile, ErrorFile;
  if (std::error_code E =
          sys::fs::createTemporaryFile("holdfast", "out", OutFile))
    return problem("no temporary file can be made: " + E.message());
  FileRemover RemoveOut(OutFile);
  if (std::error_code E =
          sys::fs::createTemporaryFile("holdfast", "err", ErrorFile))
    return problem("no temporary file can be made: " + E.message());
  FileRemover RemoveErrors(ErrorFile);
  SmallVector<StringRef> All{"git", "-C", Folder};
  All.append(Args.begin(), Args.end());
  std::optional<StringRef> Redirects[] = {StringRef(), StringRef(OutFile),
                                          StringRef(ErrorFile)};
  int Status = sys::ExecuteAndWait(*Program, All, std::nullopt, Redirects);
  auto Out = MemoryBuffer::getFile(OutFile),
       Errors = MemoryBuffer::getFile(ErrorFile);
  if (Status || !Out) {
    return problem("git: " + (Errors ? (*Errors)->getBuffer().trim()
                                     : StringRef("it failed")));
  }
  return (*Out)->getBuffer().str();
}

bool succeeds(StringRef Folder, ArrayRef<StringRef> Args) {
  Expected<std::string> Out = git(Folder, Args);
  if (!Out)
    consumeError(Out.takeError());
  return static_cast<bool>(Out);
}

/// The path of a `+++` line: quoted when it has unusual characters.
std::string pathOf(StringRef Text) {
  Text = Text.rtrim("\t\r");
  if (!Text.consume_front("\"")) {
    Text.consume_front("b/");
    return Text.str();
  }
  Text.consume_back("\"");
  std::string Out;
  for (size_t I = 0; I < Text.size(); ++I) {
    if (Text[I] != '\\' || I + 1 == Text.size()) {
      Out += Text[I];
      continue;
    }
    unsigned Byte = 0;
    if (I + 3 < Text.size() && !Text.substr(I + 1, 3).getAsInteger(8, Byte)) {
      Out += static_cast<char>(Byte);
      I += 3;
      continue;
    }
    char C = Text[++I];
    Out += C == 'n' ? '\n' : C == 't' ? '\t' : C;
  }
  StringRef Rest = Out;
  Rest.consume_front("b/");
  return Rest.str();
}

} // namespace

std::string workTree(StringRef Folder) {
  for (StringRef At = Folder; !At.empty(); At = sys::path::parent_path(At)) {
    SmallString<256> Git(At);
    sys::path::append(Git, ".git");
    if (sys::fs::exists(Git))
      return At.str();
  }
  return {};
}

void readDiff(StringRef Diff, StringRef Root, ChangedLines &Out) {
  std::vector<std::pair<unsigned, unsigned>> *Ranges = nullptr;
  while (!Diff.empty()) {
    auto [Line, Rest] = Diff.split('\n');
    Diff = Rest;
    if (Line.consume_front("+++ ")) {
      Ranges = nullptr;
      if (Line != "/dev/null") {
        SmallString<256> File(Root);
        sys::path::append(File, pathOf(Line));
        Ranges = &Out[absolutePath(File)];
      }
      continue;
    }
    if (!Ranges || !Line.starts_with("@@ "))
      continue;
    // @@ -a,b +c,d @@
    StringRef New = Line.split('+').second.split(' ').first;
    auto [From, Count] = New.split(',');
    unsigned First = 0, Number = 1;
    if (From.getAsInteger(10, First) ||
        (!Count.empty() && Count.getAsInteger(10, Number)))
      continue;
    // What is only removed can break the line after it.
    Ranges->push_back({First, Number ? First + Number - 1 : First + 1});
  }
}

Expected<ChangedLines> changedSince(StringRef Revision, StringRef Folder) {
  if (!sys::findProgramByName("git"))
    return problem("--since needs the program 'git', which is not there");
  Expected<std::string> Top = git(Folder, {"rev-parse", "--show-toplevel"});
  if (!Top) {
    if (!workTree(Folder).empty())
      return Top.takeError();
    consumeError(Top.takeError());
    return problem("--since needs a git work tree, and '" + Folder +
                   "' is in none");
  }
  std::string Root = StringRef(*Top).trim().str();
  std::string Commit = (Revision + "^{commit}").str(), Base;
  if (succeeds(Root, {"rev-parse", "--verify", "--quiet", Commit})) {
    Expected<std::string> Common = git(Root, {"merge-base", Revision, "HEAD"});
    if (!Common) {
      consumeError(Common.takeError());
      Expected<std::string> Shallow =
          git(Root, {"rev-parse", "--is-shallow-repository"});
      bool IsShallow = Shallow && StringRef(*Shallow).trim() == "true";
      if (!Shallow)
        consumeError(Shallow.takeError());
      return problem(
          "'" + Revision + "' and HEAD have no common ancestor here" +
          (IsShallow ? ": this clone is shallow; 'git fetch --unshallow' gets "
                       "the rest"
                     : ""));
    }
    Base = StringRef(*Common).trim().str();
  } else if (Revision == "HEAD" &&
             !succeeds(Root, {"rev-parse", "--verify", "--quiet", "HEAD"})) {
    Base = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"; // the empty tree
  } else {
    Expected<std::string> Shallow =
        git(Root, {"rev-parse", "--is-shallow-repository"});
    bool IsShallow = Shallow && StringRef(*Shallow).trim() == "true";
    if (!Shallow)
      consumeError(Shallow.takeError());
    return problem("git knows no revision '" + Revision + "'" +
                   (IsShallow ? ": this clone is shallow; fetch the revision "
                                "first, or 'git fetch --unshallow'"
                              : ""));
  }
  Expected<std::string> Diff =
      git(Root, {"-c", "core.quotePath=true", "diff", "-U0", "--no-color",
                 "--no-ext-diff", "--no-textconv", "--src-prefix=a/",
                 "--dst-prefix=b/", Base, "--"});
  if (!Diff)
    return Diff.takeError();
  ChangedLines Out;
  readDiff(*Diff, Root, Out);
  Expected<std::string> Others =
      git(Root, {"ls-files", "--others", "--exclude-standard", "-z"});
  if (!Others)
    return Others.takeError();
  SmallVector<StringRef> Names;
  StringRef(*Others).split(Names, '\0', -1, /*KeepEmpty=*/false);
  for (StringRef Name : Names) {
    SmallString<256> File(Root);
    sys::path::append(File, Name);
    Out[absolutePath(File)].push_back({1, UINT_MAX});
  }
  return Out;
}

bool isChanged(const ChangedLines &Changes, StringRef File, unsigned Line) {
  auto It = Changes.find(File.str());
  return It != Changes.end() && any_of(It->second, [&](const auto &Range) {
           return Range.first <= Line && Line <= Range.second;
         });
}

} // namespace holdfast
