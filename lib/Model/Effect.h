//===- Effect.h - One thing that a call does, as the model says -*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the sentences of a function's model, and their parser:
//
//   effect    := verb operands ['in' context | 'as' kind] ['if' condition]
//   place     := ('arg' N | 'ret' | 'self' | NAME) { '->' field | '.' field |
//   '[]' }
//                | '*' place | '&' place
//   condition := ('ret' | 'argN') (comparison | '&' N ['==' 0 | '!=' 0])
//                | ('ret' | 'argN') 'is' ('error' | 'ok')
//   comparison := ('==' | '!=' | '<' | '<=' | '>' | '>=') (N | 'null')
//
// A place of a pointer argument means the object that it points at where the
// verb wants an object: `init arg0` initialises `*arg0`.
//
// What is hard about it: the list of verbs is closed and each has a fixed form,
// so that a typing error is an error of the file, with the column and a 'did
// you mean', and never an effect that silently does nothing.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_EFFECT_H
#define HOLDFAST_MODEL_EFFECT_H

#include "Context.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <string>
#include <vector>

namespace holdfast::model {

enum class Verb : uint8_t {
  // Life of an object.
  Init,     ///< init X            X becomes initialised (in place)
  Reinit,   ///< reinit X          X, initialised before, starts anew
  Use,      ///< use X             X must be initialised
  Destroy,  ///< destroy X         X must be initialised, and is not any more
  Zero,     ///< zero X            all bytes of X become zero
  Allocate, ///< allocate X        X is a fresh object, uninitialised
  AllocateZeroed, ///< allocate-zeroed X
  Free,           ///< free X            X's storage is gone
  // Where others hold X's address.
  Link,     ///< link X to Y       X is a node of the structure at Y
  Unlink,   ///< unlink X          X is in no structure any more
  Poison,   ///< poison X          X is unlinked and must not be used as a node
            ///< before init or link
  Register, ///< register X        some registry holds X's address
  Deregister, ///< deregister X
  Publish,  ///< publish X         others can reach X, and use it, from here on
  Callback, ///< callback F(X, …) in CONTEXT   F is called later with those
            ///< arguments
  Quiesce,  ///< quiesce X         waits until X's callback runs no more
  Await,    ///< await X           waits until another thread signals X
  // Bits.
  Copy, ///< copy X from Y     bit by bit, as memcpy does
  Move, ///< move X from Y     bit by bit, Y's storage is gone (realloc)
  Swap, ///< swap X with Y     bit by bit
  // Locks.
  Acquire,   ///< acquire X [in read|write]
  Release,   ///< release X [in read|write]
  Need,      ///< need X [in read|write]     must be held
  Exclude,   ///< exclude X                  must not be held
  Assert,    ///< assert X [in read|write]   is held, as an assertion says
  AssertNot, ///< assert-not X
  Guard, ///< guard X with Y             Y acquires and releases X from then on
  // Contexts.
  Enter,     ///< enter C            counts
  Leave,     ///< leave C
  Set,       ///< set C              does not count
  Clear,     ///< clear C
  Save,      ///< save C to X        X remembers whether C is there
  Restore,   ///< restore C from X
  Require,   ///< require C          must be there
  Forbid,    ///< forbid C           must not be there
  Assume,    ///< assume C           is there, as an assertion says
  AssumeNot, ///< assume-not C
  Sleep,     ///< sleep              where no context forbids it
  // Who owns an object.
  Get,     ///< get X [as KIND]  one more reference is the caller's
  Put,     ///< put X [as KIND]
  Last,    ///< last X          put, and whoever did it releases X
  Give,    ///< give X [to Y]    the reference, or the storage, changes hands
  Borrow,  ///< borrow ret from X
  Count,   ///< count X          its owner owns a reference from here on
  Managed, ///< managed X [as KIND]  somebody else puts or frees it
  Reserve, ///< reserve X        then one of the next two
  Commit,  ///< commit X
  Abort,   ///< abort X
  Bound,   ///< bound X          the calling thread's own
  // Values.
  Alias,   ///< alias ret to X    the result is that pointer
  Read,    ///< read X           the callee reads what is there
  Write,   ///< write X
  NoReturn ///< noreturn [if …]
};

struct PlaceStep {
  enum Kind : uint8_t { Deref, Member, Element } K = Member;
  std::string Field; ///< Member
};

/// A path from an argument, the result, the object of a method, or a global.
struct Place {
  enum RootKind : uint8_t {
    Argument,
    Result,
    Self,
    Global,
    Ignored
  } Root = Argument;
  unsigned Index = 0; ///< Argument: 0-based
  std::string Name;   ///< Global
  std::vector<PlaceStep> Path;
  bool AddressOf = false; ///< `&place`
  std::string str() const;
};

enum class CompareOp : uint8_t { Eq, Ne, Lt, Le, Gt, Ge };

struct Condition {
  enum Kind : uint8_t { Always, Compare, IsError, IsOk } K = Always;
  Place Subject;
  CompareOp Op = CompareOp::Eq;
  int64_t Value = 0;
  int64_t Mask = 0; ///< Compare: only these bits of the subject; 0 means all
  std::string str() const;
};

struct Effect {
  Verb V = Verb::Use;
  llvm::SmallVector<Place, 2>
      Operands;     ///< X, Y; for Callback: F and its arguments
  /// Callback: the context after `in`; a lock: its mode there, or nothing; a
  /// verb about contexts: the context; a reference: its kind, or nothing.
  std::string Word;
  Condition If;
  std::string str() const;
};

/// Parses one sentence. \p Contexts are the words that may stand for a context;
/// when there are none, every name may. The error's message says the column (1-based), what was
/// expected and, for a misspelled word, the nearest known one.
llvm::Expected<Effect>
parseEffect(llvm::StringRef Text,
            llvm::ArrayRef<llvm::StringRef> Contexts = knownContexts());

/// The words of the language (Verbs.def), for documentation and for the JSON
/// Schema: `link`, `X to Y`, `X becomes a node of the structure at Y`.
llvm::StringRef spelling(Verb V);
llvm::StringRef form(Verb V);
llvm::StringRef meaning(Verb V);
llvm::ArrayRef<Verb> allVerbs();
/// Whether the verb speaks of a context by its name.
bool isAboutContext(Verb V);
/// The verbs whose object is a lock; and those of them that have a mode.
bool isAboutLock(Verb V);
bool hasMode(Verb V);
/// The verbs about who owns an object; and those of them that have a kind.
bool isAboutOwner(Verb V);
bool hasKind(Verb V);

/// How a comparison is written, as in `ret < 0`.
llvm::StringRef spelling(CompareOp Op);

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_EFFECT_H
