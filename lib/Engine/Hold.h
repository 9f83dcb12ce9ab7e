//===- Hold.h - How locks and contexts stand on a path ----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what a state knows of a lock, or of a context such as 'irqs off', and
// the table of contexts that the model declares. A context is a lock without an
// object: both are keys of one map of the state.
//
// What is hard about it: a function does not know what its caller holds. So a
// hold is a difference to the function's entry, together with what is known of
// the entry; nothing is 'not held' only because nobody was seen to acquire it.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_HOLD_H
#define HOLDFAST_ENGINE_HOLD_H

#include "Engine/Action.h"
#include "Engine/Range.h"

#include "llvm/ADT/StringMap.h"

namespace holdfast::engine {

struct Hold {
  enum class AtEntry : uint8_t { Unknown, Held, NotHeld };

  int8_t Delta = 0; ///< acquired minus released since the function's entry
  AtEntry Entry = AtEntry::Unknown;
  bool IsForWrite = false;
  bool IsFlag = false;      ///< a context that is set and cleared, not counted
  bool IsTouched = false;   ///< something was done to it on this path
  bool WasReleased = false; ///< its first change was a release
  bool IsLost = false;      ///< paths disagree, or somebody unknown changed it
  bool IsReported = false;  ///< a violation that it caused was reported
  const Value *From = nullptr; ///< a flag that a caller's value was restored to
  const Note *Since = nullptr; ///< its last change

  /// As far as is known, which is not the opposite of isNotHeld().
  bool isHeld() const {
    return !IsLost && (Delta > 0 || (Delta == 0 && Entry == AtEntry::Held));
  }
  bool isNotHeld(bool IsContext) const {
    return !IsLost && ((Delta == 0 && Entry == AtEntry::NotHeld) ||
                       (Delta < 0 && !IsContext));
  }
  friend bool operator==(const Hold &A, const Hold &B) {
    return A.Delta == B.Delta && A.Entry == B.Entry &&
           A.IsForWrite == B.IsForWrite && A.IsTouched == B.IsTouched &&
           A.WasReleased == B.WasReleased && A.IsLost == B.IsLost &&
           A.From == B.From;
  }
};

/// Whether two names may mean one lock: the same member of objects of one type,
/// or locks of one kind that were reached by values alone.
bool mayBeSameLock(const Value *A, const Value *B);

/// What a value remembers of a context: `flags` of an interrupt state.
struct SavedContext {
  const Value *Context = nullptr;
  Hold Then;
  friend bool operator==(const SavedContext &A, const SavedContext &B) {
    return A.Context == B.Context && A.Then == B.Then;
  }
};

/// The declared contexts by number. Sets of contexts are bits.
class ContextTable {
public:
  explicit ContextTable(const model::Model &Facts);

  unsigned index(llvm::StringRef Name);
  llvm::StringRef name(unsigned Index) const { return Rows[Index].Name; }
  /// The context itself, and what is there with it.
  uint64_t implied(unsigned Index) const { return Rows[Index].Implied; }
  /// What is not there when the context is.
  uint64_t excluded(unsigned Index) const { return Rows[Index].Excluded; }
  /// What keeps the context, which interrupts others, from coming; nothing for
  /// one that does not interrupt.
  uint64_t maskedBy(unsigned Index) const { return Rows[Index].MaskedBy; }
  /// Those that interrupt others, and what keeps them from coming.
  uint64_t interrupting() const { return Interrupting; }
  /// The contexts in which nobody may sleep.
  uint64_t forbidSleep() const { return ForbidSleep; }
  /// The contexts, itself apart, that imply this one.
  uint64_t impliedBy(unsigned Index) const;
  size_t size() const { return Rows.size(); }

private:
  struct Row {
    std::string Name;
    uint64_t Implied = 0, Excluded = 0, MaskedBy = 0;
  };
  std::vector<Row> Rows;
  llvm::StringMap<unsigned> Numbers;
  uint64_t ForbidSleep = 0, Interrupting = 0;
};

/// What must hold where a function does something, and is not known to: its
/// callers are asked.
struct Requirement {
  Action Act; ///< Sleep, Need, Exclude, Require or Forbid
  /// What is known of the caller's values on the way there.
  std::vector<std::pair<const Value *, Range>> Facts;
  /// What the caller may have held, and does not any more there.
  llvm::SmallVector<const Value *, 2> Left;
  /// The member on which it was decided last, of whatever object, and how.
  const Value *Selector = nullptr;
  bool IsSelected = false;
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_HOLD_H
