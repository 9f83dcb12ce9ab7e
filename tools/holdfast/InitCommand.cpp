//===- InitCommand.cpp - holdfast init: the settings of an editor ---------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Prints what an editor needs to show our findings, and where it goes. Settings
// that name a program that is not there would fail silently in many editors, so
// there are none then.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

using namespace llvm;
using namespace holdfast;

namespace {

/// Starts a language server; Debian 12 has a Neovim that lacks vim.lsp.start.
#define NVIM_SERVER(NAME, COMMAND)                                             \
  "vim.api.nvim_create_autocmd('FileType', {\n"                                \
  "  pattern = { 'c', 'cpp' },\n"                                              \
  "  callback = function(event)\n"                                             \
  "    local server = { name = '" NAME "', cmd = { " COMMAND " },\n"           \
  "      root_dir = vim.fn.getcwd() }\n"                                       \
  "    if vim.lsp.start then\n"                                                \
  "      vim.lsp.start(server)\n"                                              \
  "    else -- before Neovim 0.8\n"                                            \
  "      holdfast = holdfast or vim.lsp.start_client(server)\n"                \
  "      vim.lsp.buf_attach_client(event.buf, holdfast)\n"                     \
  "    end\n"                                                                  \
  "  end,\n"                                                                   \
  "})\n"

/// In the settings `@` stands for the programs' folder.
struct Editor {
  StringLiteral Name, Where, Settings;
  StringLiteral WithoutClangd = ""; ///< where that makes a difference
};

constexpr Editor Editors[] = {
    {"vscode", ".vscode/settings.json",
     "{\n  \"clangd.path\": \"@/holdfast-clangd\",\n"
     "  \"C_Cpp.codeAnalysis.clangTidy.path\": \"@/holdfast-clang-tidy\"\n}\n",
     "{\n  \"C_Cpp.codeAnalysis.clangTidy.path\": "
     "\"@/holdfast-clang-tidy\"\n}\n"},
    {"nvim", "init.lua", NVIM_SERVER("clangd", "'@/holdfast-clangd'"),
     NVIM_SERVER("holdfast", "'@/holdfast', 'lsp'")},
    {"vim", ".vimrc, with ALE",
     "let g:ale_c_clangtidy_executable = '@/holdfast-clang-tidy'\n"
     "let g:ale_cpp_clangtidy_executable = '@/holdfast-clang-tidy'\n"},
    {"emacs", "init.el",
     "(with-eval-after-load 'eglot\n"
     "  (add-to-list 'eglot-server-programs\n"
     "               '((c-mode c++-mode) \"@/holdfast-clangd\")))\n",
     "(with-eval-after-load 'eglot\n"
     "  (add-to-list 'eglot-server-programs\n"
     "               '((c-mode c++-mode) \"@/holdfast\" \"lsp\")))\n"},
    {"clion", "Settings, Clang-Tidy, 'Use external Clang-Tidy'",
     "@/holdfast-clang-tidy\n"},
    {"qtcreator", "Preferences, Analyzer, Clang Tools, 'Clang-Tidy'",
     "@/holdfast-clang-tidy\n"},
};

/// A program in \p Settings that is not in \p Folder, or empty.
std::string missingProgram(StringRef Settings, StringRef Folder) {
  SmallVector<StringRef> Uses;
  Settings.split(Uses, "@/");
  for (StringRef Use : drop_begin(Uses)) {
    StringRef Name =
        Use.take_while([](char C) { return isAlpha(C) || C == '-'; });
    std::string Program = (Folder + "/" + Name).str();
    if (!sys::fs::can_execute(Program))
      return Program;
  }
  return {};
}

int usage() {
  errs() << "usage: holdfast init --editor NAME; the names are";
  for (const Editor &E : Editors)
    errs() << ' ' << E.Name;
  errs() << '\n';
  return UsageError;
}

} // namespace

int holdfast::initCommand(ArrayRef<StringRef> Args) {
  StringRef Name;
  if (Args.size() == 2 && Args[0] == "--editor")
    Name = Args[1];
  else if (Args.size() != 1 || !(Name = Args[0]).consume_front("--editor="))
    return usage();
  std::string Program =
      sys::fs::getMainExecutable(nullptr, reinterpret_cast<void *>(&usage));
  StringRef Folder = sys::path::parent_path(Program);
  for (const Editor &E : Editors) {
    if (E.Name != Name)
      continue;
    bool HasClangd = sys::fs::exists(Folder + "/holdfast-clangd");
    StringRef Settings =
        HasClangd || E.WithoutClangd.empty() ? E.Settings : E.WithoutClangd;
    if (std::string Missing = missingProgram(Settings, Folder);
        !Missing.empty()) {
      errs() << "holdfast init: the settings of " << Name << " need '"
             << Missing << "', which is not there\n";
      return UsageError;
    }
    errs() << "for " << E.Where << ":\n";
    for (char C : Settings) {
      if (C == '@')
        outs() << Folder;
      else
        outs() << C;
    }
    return 0;
  }
  return usage();
}
