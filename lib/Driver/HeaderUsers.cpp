//===- HeaderUsers.cpp - A file that stands for a header ------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/HeaderUsers.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <map>
#include <set>

using namespace llvm;
namespace path = llvm::sys::path;

namespace holdfast {

bool isHeader(StringRef File) {
  static constexpr llvm::StringLiteral Endings[] = {
      ".h", ".hh", ".hpp", ".hxx", ".inc", ".inl", ".ipp", ".tcc"};
  return is_contained(Endings, path::extension(File).lower());
}

bool isSource(StringRef File) {
  static constexpr llvm::StringLiteral Endings[] = {".c",   ".cc",  ".cpp",
                                                    ".cxx", ".c++", ".C"};
  return is_contained(Endings, path::extension(File));
}

struct HeaderUsers::Graph {
  struct Directive {
    std::string Name;
    bool IsQuoted;
  };
  std::map<std::string, std::vector<Directive>> ByFile;
  std::map<std::pair<std::string, std::string>, std::string> InFolder;

  const std::vector<Directive> &directives(const std::string &File) {
    auto [It, IsNew] = ByFile.try_emplace(File);
    if (!IsNew)
      return It->second;
    auto Buffer = MemoryBuffer::getFile(File);
    if (!Buffer)
      return It->second;
    StringRef Text = (*Buffer)->getBuffer();
    while (!Text.empty()) {
      auto [Line, Rest] = Text.split('\n');
      Text = Rest;
      Line = Line.ltrim();
      if (!Line.consume_front("#"))
        continue;
      Line = Line.ltrim();
      if (!Line.consume_front("include"))
        continue;
      Line.consume_front("_next");
      Line = Line.ltrim();
      if (Line.empty() || (Line[0] != '"' && Line[0] != '<'))
        continue;
      bool IsQuoted = Line[0] == '"';
      It->second.push_back(
          {Line.drop_front().split(IsQuoted ? '"' : '>').first.str(),
           IsQuoted});
    }
    return It->second;
  }

  /// The file of that name in a folder, or empty.
  const std::string &find(const std::string &Folder, const std::string &Name) {
    auto [It, IsNew] = InFolder.try_emplace({Folder, Name});
    if (IsNew) {
      SmallString<256> File(Folder);
      path::append(File, Name);
      if (sys::fs::is_regular_file(File))
        It->second = absolutePath(File);
    }
    return It->second;
  }

  bool reaches(const CompileEntry &E, const std::string &Header);
};

static std::vector<std::string> includeFolders(const CompileEntry &E) {
  std::vector<std::string> Out;
  for (size_t I = 1; I < E.Command.size(); ++I) {
    StringRef A = E.Command[I];
    for (StringRef Flag : {"-isystem", "-iquote", "-idirafter", "-I"}) {
      if (!A.consume_front(Flag))
        continue;
      if (A.empty() && I + 1 < E.Command.size())
        A = E.Command[++I];
      Out.push_back(absolutePath(A, E.Directory));
      break;
    }
  }
  return Out;
}

bool HeaderUsers::Graph::reaches(const CompileEntry &E,
                                 const std::string &Header) {
  std::vector<std::string> Folders = includeFolders(E), Todo{E.File};
  std::set<std::string> Seen{E.File};
  while (!Todo.empty()) {
    std::string File = std::move(Todo.back());
    Todo.pop_back();
    for (const Directive &D : directives(File)) {
      std::string Found;
      if (D.IsQuoted)
        Found = find(path::parent_path(File).str(), D.Name);
      for (size_t I = 0; Found.empty() && I != Folders.size(); ++I)
        Found = find(Folders[I], D.Name);
      if (Found == Header)
        return true;
      if (!Found.empty() && Seen.insert(Found).second)
        Todo.push_back(std::move(Found));
    }
  }
  return false;
}

HeaderUsers::HeaderUsers(const CompileCommands &Commands)
    : Commands(Commands), Includes(std::make_unique<Graph>()) {}
HeaderUsers::~HeaderUsers() = default;

const CompileEntry *HeaderUsers::representative(StringRef Header) {
  std::string Wanted = absolutePath(Header);
  // The nearest first: the same name, then the most folders in common.
  auto Distance = [&](StringRef A) {
    StringRef B = Wanted;
    size_t Common = 0;
    while (Common < std::min(A.size(), B.size()) && A[Common] == B[Common])
      ++Common;
    return std::make_pair(path::stem(A) != path::stem(B),
                          A.drop_front(Common).count('/') +
                              B.drop_front(Common).count('/'));
  };
  std::vector<std::pair<std::pair<bool, size_t>, const CompileEntry *>>
      Candidates; // equally near ones stay in the order of the entries
  for (const CompileEntry &E : Commands.entries())
    Candidates.emplace_back(Distance(E.File), &E);
  llvm::sort(Candidates);
  for (const auto &[Far, E] : Candidates)
    if (Includes->reaches(*E, Wanted))
      return E;
  return nullptr;
}

} // namespace holdfast
