//===- State.h - What is known at one point of one path ---------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines a state, one disjunct of what may be at a point of a function: what
// memory holds, what is known of values, and the attributes of objects that the
// families of checks ask about. Attributes are facts: no entry means unknown,
// and nothing is ever reported about the unknown.
//
// What is hard about it: the life of a part is that of the object it is in,
// until something is said of the part itself. So a life is looked up from the
// part outwards, and said of an object it forgets what was said of its parts.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_STATE_H
#define HOLDFAST_ENGINE_STATE_H

#include "Engine/Action.h"
#include "Engine/Finding.h"
#include "Engine/Hold.h"
#include "Engine/Implication.h"
#include "Engine/Log.h"
#include "Engine/Range.h"
#include "Engine/Reference.h"
#include "Engine/ValueMap.h"

#include <optional>

namespace holdfast::engine {

enum class LifeState : uint8_t {
  Unknown,
  Uninitialised, ///< fresh storage
  Zeroed,        ///< fresh storage of zero bytes
  Initialised,
  Destroyed,
  Failed, ///< its initialiser failed
  Freed
};

struct Life {
  LifeState S = LifeState::Unknown;
  const Note *Since = nullptr;
  /// Raw storage that code which nobody knows got hold of: it may have been
  /// initialised since.
  bool InDoubt = false;
  /// The result of the only such call, as long as nobody looked at it: a call
  /// that failed has initialised nothing.
  const Value *Judge = nullptr;
  bool isRaw() const {
    return S == LifeState::Uninitialised || S == LifeState::Zeroed;
  }
  friend bool operator==(const Life &A, const Life &B) {
    return A.S == B.S && A.InDoubt == B.InDoubt && A.Judge == B.Judge;
  }
};

/// Who holds the address of an object. No entry: nobody, as far as is known.
enum class LinkState : uint8_t {
  Linked,
  Registered,
  Lent ///< to a thread that is not known to have ended
};

struct Link {
  LinkState S = LinkState::Linked;
  const Value *Into = nullptr; ///< Linked: the structure
  const Note *Since = nullptr;
  /// The result of a call that may have taken the object out, unless it failed.
  const Value *Judge = nullptr;
  friend bool operator==(const Link &A, const Link &B) {
    return A.S == B.S && A.Into == B.Into && A.Judge == B.Judge;
  }
};

/// Whether the structure that an object is linked into may be walked by others.
inline bool isHeldByOthers(const Link &L) {
  return L.S == LinkState::Linked &&
         (!L.Into || L.Into->root()->Kind != ValueKind::Local);
}

/// An object became reachable for others.
struct Exposure {
  /// Where; null when it is known whom it became reachable for, and they were
  /// found to use only what was ready.
  const Note *Since = nullptr;
  friend bool operator==(const Exposure &, const Exposure &) { return true; }
};

/// Something that is wrong if its object turns out not to have been initialised
/// when it happened. The first of several counts.
struct Suspicion {
  Reason Why = Reason::UseBeforeInit;
  const Action *Act = nullptr;
  const Value *Object = nullptr;
  const Note *Trail = nullptr;
  ValueMap<const Value *> Memory; ///< of then, for the names of values
  friend bool operator==(const Suspicion &, const Suspicion &) { return true; }
};

/// A C++ object whose contents were moved away.
struct Moved {
  ir::Loc Where;
  friend bool operator==(const Moved &, const Moved &) { return true; }
};

/// Whether a range says no more of a value than its type does.
inline bool isOfType(const Value *V, const Range &R) {
  return R.isAny() || (V->IsNatural && R == Range::natural());
}

/// What is known of a member of every object of a collection. No entry: nobody
/// has said anything since the function's entry.
struct OfEach {
  enum Kind : uint8_t {
    Known,
    Ended,  ///< an object got another value, and none was looked at since
    Unclear ///< so on some path
  } K = Known;
  Range Is; ///< Known
  friend bool operator==(const OfEach &A, const OfEach &B) {
    return A.K == B.K && A.Is == B.Is;
  }
};

/// What is left of it where paths meet; what one of them says nothing of, it
/// leaves to the callers.
std::optional<OfEach> merged(const OfEach *A, const OfEach *B);

struct State {
  ValueMap<const Value *> Memory; ///< address → value
  /// Objects that were overwritten with something unknown → the symbol of when.
  ValueMap<const Value *> Touched;
  ValueMap<Range> Facts;
  ValueMap<Implications> Implied;
  ValueMap<Life> Lives;
  ValueMap<Link> Links;
  ValueMap<Exposure> Published;
  /// Roots of objects that others may have written; true when their address was
  /// stored, or given to code that nobody knows.
  ValueMap<bool> Escaped;
  /// By part: what is wrong if this path initialises the part later.
  ValueMap<Suspicion> Suspected;
  /// By part: uses on a path that has not initialised the part; wrong if the
  /// path fails and others of the function go on to initialise it.
  ValueMap<Suspicion> Early;
  /// Objects to which something was done on this path → the first such event.
  ValueMap<uint32_t> Touchers;
  /// Locks, by their address, and contexts.
  ValueMap<Hold> Holds;
  ValueMap<SavedContext> Saved;
  ValueMap<OfEach> Each; ///< by member (Walks.cpp)
  /// The code slept before it changed anything: the caller allows that.
  bool MaySleepAtEntry = false;
  /// Somebody unknown ran, who by the name may have acquired any lock.
  bool HasUnknownLocks = false;
  const Logged *Needs = nullptr;  ///< locks that were needed, and not known of
  ValueMap<Reference> References; ///< by whole object, or Counter
  ValueMap<Moved> Moves;          ///< by address
  ValueMap<bool> Kept; ///< of the caller's objects: stored where others find it
  const Note *Trail = nullptr;
  const Logged *Log = nullptr;
  const Logged *Callbacks = nullptr; ///< who may be called back, with what
  /// Two paths that differed in attributes were merged.
  bool LostFacts = false;
  /// The caller's last reference to an object was given up.
  bool IsAtEnd = false;
  /// An assertion failed: whoever wrote it says that this cannot be.
  bool HasFailedAssertion = false;
  /// The log is full, and something that callers must know is not in it.
  bool IsLogCut = false;
  /// Code that nobody knows ran in a round of the loop: its exit tests may find
  /// something else than before.
  bool IsStirred = false;

  /// The life of the innermost object around \p Address of which one is known.
  Life life(const Value *Address) const;
  void setLife(const Value *Address, Life L);
  /// What is known of a value; everything when nothing is.
  Range range(const Value *V) const;
  /// The same for `x & 5` of which nothing was said.
  Range maskedRange(const Value *V) const;
  /// The same, also where it only follows from other facts.
  Range known(const Value *V) const;
  /// Whether a value is true, where that is known.
  std::optional<bool> truth(const Value *V) const;
  /// Adds that \p Condition is \p Holds. False when that cannot be.
  bool assume(const Value *Condition, bool Holds);
  /// Adds a fact on a value itself. False when that cannot be.
  bool restrict(const Value *V, const Range &R);

  /// The same, where it is known that it can be; and what follows from it.
  bool learn(const Value *V, const Range &R);

  /// Adds a fact of a callee, which may be about a condition. False when that
  /// cannot be.
  bool takeOver(const Value *V, const Range &R);

  /// Whether an object is in a structure, or is one that others are in.
  bool isLinkedOrHead(const Value *X) const;
  /// An object is in no structure any more, and none is in it as far as is
  /// known.
  void unlink(const Value *X);

  /// Forgets all attributes of an object and its parts: somebody unknown has
  /// got hold of it.
  void forgetObject(const Value *Object);
  /// Code that nobody knows got hold of an object. \p Judge is the result of
  /// the call, when it tells whether it failed.
  void doubt(const Value *Object, const Value *Judge);
  /// Something was learnt of the results of calls.
  void judge();
  /// What memory holds in an object is something new and unknown from now on.
  void touch(const Value *Object, const Value *Symbol);
  /// The symbol since which the contents of an address are unknown; null when
  /// they are those at entry.
  const Value *touchedSince(const Value *Address) const;
  /// Forgets whatever is said in terms of \p Symbols, which get a new meaning.
  /// An address that still holds an old one holds `Unknown(address)` from now
  /// on; such a symbol gets a new meaning by that, too.
  void forgetSymbols(SymbolSet Symbols,
                     llvm::function_ref<const Value *(const Value *)> Unknown);

  /// What is known of a lock or context; nothing when there is no entry.
  Hold hold(const Value *Key) const {
    const Hold *H = Holds.find(Key);
    return H ? *H : Hold();
  }
  /// Whether a lock is left otherwise than it was found, or was the caller's.
  bool changesLocks() const {
    return llvm::any_of(Holds.entries(), [](const auto &E) {
      const Hold &H = E.second;
      return E.first->Kind != ValueKind::Context &&
             (H.WasReleased || H.IsLost || H.Delta);
    });
  }
  /// Drops what is said of the ownership of what turned out to be null or an
  /// error, and of gone objects that nobody can name any more.
  void tidyReferences();
  /// The references of both, where they agree; true when one was lost.
  bool mergeReferences(const State &O);
  /// Who got an object that both own: whoever got it in one of them.
  void mergePassed(const State &O);
  /// What the two hold at \p Address loses that name, as they differ.
  void loseHolder(const Value *Address, const State &O);

  /// Whether the two may merge without losing an attribute.
  bool sameAttributes(const State &O) const;
  /// The same, whatever they say of locks and references.
  bool sameButLocksAndReferences(const State &O) const;
  /// Makes this the weaker of both. Values that differ become symbols of the
  /// block; attributes that differ become unknown. In a cycle the block's
  /// symbols had a meaning before, which is forgotten. True when this changed.
  bool mergeFrom(const State &O, ValueTable &Values, LogTable &Logs,
                 uint32_t Owner, uint32_t Block, bool IsInCycle, bool Widen);
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_STATE_H
