//===- Macros.h - Expansions of modelled macros -----------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines which expansions of modelled macros a source location is part of, and
// which argument of an expansion it is written in.
//
// What is hard about it: one token can be in several expansions at once. With
// `OUTER(INNER(x))` the token `x` is in an argument of both; a token of INNER's
// body is in an argument of OUTER; and a token of a helper macro that INNER's
// body uses is in INNER's body. Everything is read off the source manager, so
// it also works where the preprocessor's callbacks were not seen (a preamble).
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_MACROS_H
#define HOLDFAST_LOWER_MACROS_H

#include "IR/IR.h"
#include "Lower/FileIds.h"
#include "Model/Model.h"

#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"

#include <deque>
#include <optional>
#include <vector>

namespace holdfast::lower {

class MacroExpansions {
public:
  MacroExpansions(const clang::SourceManager &SM, const clang::LangOptions &LO,
                  const model::Model &TheModel, ir::Module &M)
      : SM(SM), LangOpts(LO), TheModel(TheModel), M(M), Ids(SM) {}

  /// How a location belongs to an expansion. An expansion is named by the
  /// FileID of its body.
  struct Membership {
    clang::FileID Expansion;
    /// Where the macro's body names the parameter; invalid for the body itself.
    clang::SourceLocation Parameter;
    /// Where the argument's text begins, one step nearer to the file.
    clang::SourceLocation Text;
    bool isArgument() const { return Parameter.isValid(); }
  };

  /// All modelled expansions that \p L is in, the outermost first.
  llvm::ArrayRef<Membership> at(clang::SourceLocation L);

  /// Whether there may be modelled expansions in a range. Most functions have
  /// none, and then need not ask at each of their expressions.
  bool mayBeIn(clang::SourceRange R);

  /// The macro's name, and the expansion from its name to its last token.
  llvm::StringRef name(clang::FileID Expansion);
  clang::SourceRange range(clang::FileID Expansion) const;

  /// How many arguments were written.
  unsigned numArguments(clang::FileID Expansion);
  unsigned numArguments(clang::SourceLocation Name) const {
    return lexArguments(Name).size();
  }
  /// The 0-based argument that \p Text (of a Membership) is written in; -1 when
  /// that cannot be told.
  int argument(clang::FileID Expansion, clang::SourceLocation Text);

private:
  using MembershipList = llvm::SmallVector<Membership, 2>;
  /// What is the same for all tokens of one FileID.
  struct Info {
    /// The outermost modelled expansion whose body they are spelled in.
    clang::FileID Enclosing;
    unsigned List = 0; ///< in Lists
  };
  Info info(clang::SourceLocation L);
  bool isModelled(const clang::SrcMgr::ExpansionInfo &Body);
  unsigned prepend(Membership First, unsigned Rest);
  llvm::StringRef spelledName(clang::SourceLocation L);
  llvm::ArrayRef<unsigned> argumentEnds(clang::FileID Expansion);
  llvm::SmallVector<unsigned, 4> lexArguments(clang::SourceLocation Name) const;

  void collectPlaces();

  const clang::SourceManager &SM;
  const clang::LangOptions &LangOpts;
  const model::Model &TheModel;
  ir::Module &M;
  FileIds Ids;
  /// Index 0 is the empty list, that of most FileIDs.
  std::deque<MembershipList> Lists{1};
  llvm::DenseMap<clang::FileID, Info> Infos;
  /// Where modelled macros are expanded in files, the outermost expansion that
  /// each is in, and where files are included; sorted. None until asked for.
  std::optional<std::vector<clang::SourceLocation>> Places;
  /// By the place of a macro's body: one definition has many expansions.
  llvm::DenseMap<clang::SourceLocation, bool> Modelled;
  llvm::DenseMap<clang::FileID, llvm::SmallVector<unsigned, 4>> ArgumentEnds;
};

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_MACROS_H
