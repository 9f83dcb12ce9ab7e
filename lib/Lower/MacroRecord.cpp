//===- MacroRecord.cpp - Expansions that leave no trace in the syntax tree ===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements MacroRecord.
//
//===----------------------------------------------------------------------===//

#include "Lower/MacroRecord.h"

#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace holdfast::lower {

namespace {

class Watcher : public PPCallbacks {
public:
  Watcher(MacroRecord &Record, const model::Model &TheModel)
      : Record(Record), TheModel(TheModel) {}

  void MacroExpands(const Token &Name, const MacroDefinition &Definition,
                    SourceRange Range, const MacroArgs *) override {
    const MacroInfo *Info = Definition.getMacroInfo();
    const IdentifierInfo *Id = Name.getIdentifierInfo();
    if (!Info || !Id || !Info->tokens_empty() || Range.getBegin().isMacroID() ||
        !TheModel.macro(Id->getName()))
      return;
    Record.Entries.push_back({Range, Id->getName().str()});
  }

private:
  MacroRecord &Record;
  const model::Model &TheModel;
};

} // namespace

/// A file that includes another goes on after it, but no body does: the entries
/// of a body are neighbours.
llvm::ArrayRef<MacroRecord::Entry> MacroRecord::within(SourceRange R) const {
  auto IsInside = [&](const Entry &E) {
    return R.getBegin() < E.Range.getBegin() && E.Range.getBegin() < R.getEnd();
  };
  auto First = llvm::find_if(Entries, IsInside);
  auto Last = std::find_if_not(First, Entries.end(), IsInside);
  return llvm::ArrayRef<Entry>(Entries).slice(First - Entries.begin(),
                                              Last - First);
}

std::unique_ptr<MacroRecord>
MacroRecord::install(Preprocessor &PP, const model::Model &TheModel) {
  auto Record = std::make_unique<MacroRecord>();
  PP.addPPCallbacks(std::make_unique<Watcher>(*Record, TheModel));
  return Record;
}

} // namespace holdfast::lower
