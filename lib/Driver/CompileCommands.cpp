//===- CompileCommands.cpp - How the files of a project are compiled ------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/CompileCommands.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <tuple>

using namespace llvm;
namespace tooling = clang::tooling;
namespace path = llvm::sys::path;

namespace holdfast {

static constexpr llvm::StringLiteral Name = "compile_commands.json";

std::string absolutePath(StringRef Path, StringRef Folder) {
  SmallString<256> Out(path::is_absolute(Path) ? StringRef() : Folder);
  path::append(Out, Path);
  sys::fs::make_absolute(Out);
  path::remove_dots(Out, /*remove_dot_dot=*/true);
  return Out.str().str();
}

std::string findDatabase(StringRef Folder) {
  static constexpr llvm::StringLiteral Builds[] = {"",
                                                   "build",
                                                   "out",
                                                   "_build",
                                                   "builddir",
                                                   "cmake-build-debug",
                                                   "cmake-build-release"};
  for (StringRef At = Folder; !At.empty(); At = path::parent_path(At))
    for (StringRef Build : Builds) {
      SmallString<256> File(At);
      path::append(File, Build, Name);
      if (sys::fs::exists(File))
        return absolutePath(File);
    }
  return {};
}

namespace {

/// What decides how a file is understood.
std::vector<StringRef> meaningOf(const CompileEntry &E) {
  std::vector<StringRef> Out{E.Directory};
  for (size_t I = 1; I < E.Command.size(); ++I) {
    StringRef A = E.Command[I];
    if (A == "-o" || A == "-MF" || A == "-MT" || A == "-MQ") {
      ++I;
      continue;
    }
    if (A == "-c" || A.starts_with("-MM") || A == "-MD" || A == "-MP" ||
        A.starts_with("-Wp,-M") || A.starts_with("-o"))
      continue;
    Out.push_back(A);
  }
  return Out;
}

} // namespace

void CompileCommands::sortAndUnite() {
  llvm::sort(Entries, [](const CompileEntry &A, const CompileEntry &B) {
    return std::tie(A.File, A.Directory, A.Command) <
           std::tie(B.File, B.Directory, B.Command);
  });
  std::vector<CompileEntry> Kept;
  for (CompileEntry &E : Entries) {
    bool IsThere = false;
    for (const CompileEntry &K : llvm::reverse(Kept)) {
      if (K.File != E.File || IsThere)
        break;
      IsThere = meaningOf(K) == meaningOf(E);
    }
    if (!IsThere)
      Kept.push_back(std::move(E));
  }
  Entries = std::move(Kept);
}

/// clang takes a list that is cut off after an entry for a whole one.
static std::string notJson(StringRef File) {
  auto Text = MemoryBuffer::getFile(File);
  if (!Text)
    return Text.getError().message();
  StringRef Content = (*Text)->getBuffer();
  Content.consume_front("\xef\xbb\xbf");
  Expected<json::Value> Read = json::parse(json::fixUTF8(Content));
  return Read ? "" : toString(Read.takeError());
}

Expected<CompileCommands> CompileCommands::load(StringRef Path) {
  std::string File = absolutePath(Path);
  if (sys::fs::is_directory(File))
    File += ("/" + Name).str();
  auto Unusable = [&](const Twine &Why) {
    return createStringError(inconvertibleErrorCode(),
                             "'" + File + "' cannot be used: " + Why);
  };
  std::string Problem = notJson(File);
  if (!Problem.empty())
    return Unusable(Problem);
  std::unique_ptr<tooling::CompilationDatabase> Database =
      tooling::JSONCompilationDatabase::loadFromFile(
          File, Problem, tooling::JSONCommandLineSyntax::AutoDetect);
  if (!Database)
    return Unusable(StringRef(Problem).trim());
  Database = tooling::inferTargetAndDriverMode(tooling::expandResponseFiles(
      std::move(Database), vfs::getRealFileSystem()));
  CompileCommands C;
  C.Database = File;
  for (tooling::CompileCommand &One : Database->getAllCompileCommands()) {
    C.Entries.push_back({absolutePath(One.Filename, One.Directory),
                         One.Directory, std::move(One.CommandLine)});
  }
  if (C.Entries.empty())
    return Unusable("it names no file");
  C.sortAndUnite();
  return C;
}

CompileCommands CompileCommands::fixed(ArrayRef<std::string> Files,
                                       ArrayRef<std::string> Flags) {
  CompileCommands C;
  for (const std::string &File : Files) {
    CompileEntry E{absolutePath(File), absolutePath("."), {"clang"}};
    E.Command.insert(E.Command.end(), Flags.begin(), Flags.end());
    E.Command.push_back(E.File);
    C.Entries.push_back(std::move(E));
  }
  C.sortAndUnite();
  return C;
}

ArrayRef<CompileEntry> CompileCommands::of(StringRef File) const {
  auto Range = [&](StringRef Wanted) {
    auto Begin = llvm::partition_point(
        Entries, [&](const CompileEntry &E) { return E.File < Wanted; });
    auto End = std::find_if(Begin, Entries.end(), [&](const CompileEntry &E) {
      return E.File != Wanted;
    });
    return ArrayRef<CompileEntry>(Entries).slice(Begin - Entries.begin(),
                                                 End - Begin);
  };
  std::string Absolute = absolutePath(File);
  if (ArrayRef<CompileEntry> Found = Range(Absolute); !Found.empty())
    return Found;
  SmallString<256> Real;
  if (!sys::fs::real_path(Absolute, Real))
    return Range(Real);
  return {};
}

ArrayRef<CompileEntry> CompileCommands::below(StringRef Folder) const {
  std::string Prefix = absolutePath(Folder);
  if (!StringRef(Prefix).ends_with("/"))
    Prefix += '/';
  auto Begin = llvm::partition_point(
      Entries, [&](const CompileEntry &E) { return E.File < Prefix; });
  auto End = std::find_if(Begin, Entries.end(), [&](const CompileEntry &E) {
    return !StringRef(E.File).starts_with(Prefix);
  });
  return ArrayRef<CompileEntry>(Entries).slice(Begin - Entries.begin(),
                                               End - Begin);
}

} // namespace holdfast
