//===- ContextTable.cpp - The contexts that the model declares ------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Context.h"

#include "llvm/ADT/SmallVector.h"

using namespace holdfast;
using namespace holdfast::engine;

/// Sets of contexts are bits; nobody has more of them.
static constexpr unsigned MaxContexts = 64;

ContextTable::ContextTable(const model::Model &Facts) {
  Facts.forEachContext([&](const model::ContextModel &M) {
    const model::ContextModel &C = *Facts.context(M.Name); // the strongest
    unsigned I = index(C.Name);
    uint64_t Implied = uint64_t(1) << I, Excluded = 0;
    for (const std::string &Name : C.Implies)
      Implied |= uint64_t(1) << index(Name);
    for (const std::string &Name : C.Excludes)
      Excluded |= uint64_t(1) << index(Name);
    Rows[I].Implied = Implied;
    Rows[I].Excluded = Excluded;
    if (C.ForbidsSleep)
      ForbidSleep |= uint64_t(1) << I;
  });
  Facts.forEachContext([&](const model::ContextModel &M) {
    for (const std::string &Name : Facts.context(M.Name)->MaskedBy) {
      Rows[index(M.Name)].MaskedBy |= uint64_t(1) << index(Name);
      Interrupting |= uint64_t(1) << index(Name) | uint64_t(1) << index(M.Name);
    }
  });
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (Row &R : Rows)
      for (unsigned I = 0; I != Rows.size(); ++I)
        if (R.Implied >> I & 1) {
          uint64_t Implied = R.Implied | Rows[I].Implied;
          uint64_t Excluded = R.Excluded | Rows[I].Excluded;
          Changed |= Implied != R.Implied || Excluded != R.Excluded;
          R.Implied = Implied;
          R.Excluded = Excluded;
        }
  }
}

unsigned ContextTable::index(llvm::StringRef Name) {
  auto [It, IsNew] = Numbers.try_emplace(Name, Rows.size());
  if (IsNew) {
    if (Rows.size() == MaxContexts) {
      It->second = MaxContexts - 1;
      return It->second;
    }
    Rows.push_back({Name.str(), uint64_t(1) << It->second, 0, 0});
  }
  return It->second;
}

uint64_t ContextTable::impliedBy(unsigned Index) const {
  uint64_t Set = 0;
  for (unsigned I = 0; I != Rows.size(); ++I)
    if (I != Index && (Rows[I].Implied >> Index & 1))
      Set |= uint64_t(1) << I;
  return Set;
}

/// Nothing but its name is known of the function: a word of it says what it
/// does. One that only asks whether a lock is held changes nothing.
bool Context::mayLock(llvm::StringRef Name) {
  bool Changes = false;
  llvm::SmallVector<llvm::StringRef, 8> Words;
  Name.split(Words, '_', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Word : Words) {
    if (Word == "held" || Word == "is")
      return false;
    for (llvm::StringRef Known : {"lock", "unlock", "trylock", "relock"})
      Changes |= Word.equals_insensitive(Known);
    Changes |= Word.ends_with("Lock") || Word.ends_with("Unlock");
  }
  return Changes;
}
