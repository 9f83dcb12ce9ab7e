//===- Reference.h - Who owns an object, as far as is known -----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what a state knows of the ownership of an object: how many references
// to it this function took and did not give up, whether it is the only one who
// knows of them, and what became of them. Storage, counted references and
// reserved numbers (descriptors) are the same thing in three kinds.
//
// What is hard about it: a count says little. A function that gives up a
// reference which it did not take has been given it, or drops that of a list it
// just left, and the object may live on. So an entry says whether the reference
// came into this function as a new one (IsNew) and never left its hands, and
// only then is the object known to be gone.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_REFERENCE_H
#define HOLDFAST_ENGINE_REFERENCE_H

#include "Engine/Value.h"
#include "Model/Model.h"

namespace holdfast::engine {

struct Note;

enum class Holding : uint8_t {
  Counted, ///< references
  Storage, ///< the storage itself, to be freed
  Number   ///< a number that is reserved
};

enum class Phase : uint8_t {
  Held,    ///< by Count references more than at entry
  Dropped, ///< the last known reference was given up
  Freed,   ///< the storage was
  Given    ///< to somebody who may have given it up already
};

/// Functions about which nothing is known, and which the object was passed to:
/// one of them may have kept it. The lists are shared and ordered.
struct PassedTo {
  llvm::StringRef Callee;
  unsigned Argument = 0;
  const Value *Result = nullptr; ///< of the call, which tells if it failed
  ir::TypeId ResultType;
  const PassedTo *Rest = nullptr;
};

struct Reference {
  Holding Kind = Holding::Counted;
  Phase Now = Phase::Held;
  int8_t Count = 0;
  bool IsNew = false;    ///< this function was the first owner
  bool IsStored = false; ///< others find it, and may have given it up
  bool IsUnsure = false; ///< paths that met here disagreed: nothing is known
  bool IsLast = false;   ///< given up, and the caller is the one to release it
  bool IsByOthers =
      false;       ///< given up by a function that other files call, too
  ir::RecordId As; ///< given up as such an object, if it was given up
  /// This function allocated it, and it goes when the function fails: only what
  /// it holds then is of interest.
  bool IsManaged = false;
  const Value *Inside = nullptr; ///< the unshared object that it is stored in
  const Value *Of = nullptr;     ///< lent by this object
  const Value *Size = nullptr;   ///< storage: of so many bytes or elements
  const Note *Since = nullptr;   ///< taken, given up or given here
  const PassedTo *Passed = nullptr;
  /// The unknown function that returned it, if it is the caller's (Givers.h).
  llvm::StringRef Giver;
  const model::FunctionModel *From = nullptr;

  /// Whether the function has a reference that it must give up.
  bool isOwned() const {
    return Now == Phase::Held && Count > 0 && !IsUnsure && !IsStored;
  }
  bool isGone() const { return Now != Phase::Held && !IsUnsure; }
  /// Whether it is storage that nobody has freed.
  bool isStorage() const {
    return Kind == Holding::Storage && Now == Phase::Held && !IsUnsure;
  }
  /// What two states must agree in to be merged.
  friend bool operator==(const Reference &A, const Reference &B) {
    return A.Kind == B.Kind && A.Now == B.Now && A.Count == B.Count &&
           A.IsNew == B.IsNew && A.IsStored == B.IsStored &&
           A.IsUnsure == B.IsUnsure && A.IsLast == B.IsLast &&
           A.IsManaged == B.IsManaged && A.Inside == B.Inside && A.Of == B.Of;
  }
};

/// What a call of a function does to who owns an object; part of a summary.
struct ReferenceChange {
  const Value *X = nullptr; ///< null: the result
  Holding Kind = Holding::Counted;
  Phase Now = Phase::Held;
  int8_t Count = 0;
  bool IsNew = false, IsStored = false;
  bool IsUnsure = false; ///< only on some of the paths that the case stands for
  ir::RecordId As;
  ir::Loc Where;
  llvm::StringRef Callee;
  const model::FunctionModel *From = nullptr;
  friend bool operator==(const ReferenceChange &A, const ReferenceChange &B) {
    return A.X == B.X && A.Kind == B.Kind && A.Now == B.Now &&
           A.Count == B.Count && A.IsStored == B.IsStored &&
           A.IsUnsure == B.IsUnsure;
  }
};

/// The object that a reference to a part of it keeps alive: `x` for `&x->dev`,
/// and for what is around `x`.
inline const Value *wholeObject(const Value *V) {
  for (;;) {
    if (const Value *P = V->parent())
      V = P;
    else if (V->Kind == ValueKind::Container)
      V = V->A;
    else if (V->Kind == ValueKind::Binary && V->B->isInt() &&
             V->Number < int64_t(ir::BinaryOp::Eq) && !V->A->isInt())
      V = V->A; // p + 1, and a pointer with flags in its low bits
    else
      return V;
  }
}

/// What a reference to a part is counted for: the element of an array, if it is
/// in one, as each has a count of its own.
inline const Value *countedObject(const Value *V) {
  for (const Value *P = V; P; P = P->parent())
    if (P->Kind == ValueKind::Element && !P->B->isInt())
      return P;
  return wholeObject(V);
}

/// Whether somebody may own what a value names.
bool canBeOwned(const Value *V);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_REFERENCE_H
