//===- Sharing.cpp - Who else finds an object -----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A reference that others find may be given up by them: nothing is a leak then.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;

/// Who gets a number that is made of an object's address, such as the number of
/// a page, can find the object.
void Interpreter::shareNumbers(State &S, llvm::ArrayRef<const Value *> Args) {
  if (S.References.empty())
    return;
  for (const Value *V : Args) {
    if (V->Kind != ValueKind::Unary && V->Kind != ValueKind::Binary)
      continue;
    llvm::SmallVector<const Value *, 2> Made;
    for (const auto &[K, R] : S.References.entries())
      if (R.isOwned() && K != wholeObject(V) && V->dependsOn(K))
        Made.push_back(K);
    for (const Value *K : Made)
      share(S, K, nullptr);
  }
}

/// A value goes where others find it; \p Into is the place, if there is one.
void Interpreter::share(State &S, const Value *V, const Value *Into) {
  // A pointer that is hidden in a number: `link | (unsigned long)page`.
  if (V->Kind == ValueKind::Unary || V->Kind == ValueKind::Binary) {
    share(S, V->A, Into);
    if (V->B)
      share(S, V->B, Into);
    return;
  }
  const Value *K = wholeObject(V);
  if (!canBeOwned(K))
    return;
  const Value *Owner = Into ? wholeObject(Into) : nullptr;
  if (Owner == K)
    return; // it points at itself
  // The elements of an array are given up in a loop, which element is not
  // known.
  bool IsElement = false;
  for (const Value *P = Into; P; P = P->parent())
    IsElement |= P->Kind == ValueKind::Element;
  if (const Reference *R = S.References.find(K)) {
    Reference New = *R;
    const Reference *Outer = Owner ? S.References.find(Owner) : nullptr;
    if (Outer && !IsElement &&
        (Outer->IsManaged ||
         (Outer->isOwned() && Outer->IsNew && !Outer->Passed)))
      New.Inside = Owner;
    else
      New.IsStored = true;
    S.References.replace(K, New);
  }
  // Whoever finds a part that has a reference of its own finds the whole by it.
  if (const Reference *R = S.References.find(K);
      R && R->Count > 0 && Into && K->Kind == ValueKind::Contents) {
    const Value *Holder = wholeObject(K->A);
    const Reference *Of = S.References.find(Holder);
    if (Of && Of->isOwned() && Of->Kind == Holding::Counted)
      share(S, Holder, nullptr);
  }
  if (K->Kind != ValueKind::Fresh && isVisibleToCallers(K))
    S.Kept.set(K, true);
}

void Interpreter::shareContents(State &S, const Value *Object) {
  if (S.References.empty())
    return;
  // A record of this frame may point at others of it.
  llvm::SmallVector<const Value *, 4> Held, Objects{Object};
  for (size_t I = 0; I != Objects.size(); ++I)
    for (const auto &[Address, V] : S.Memory.entries()) {
      if (!Address->isWithin(Objects[I]))
        continue;
      Held.push_back(V);
      if (V->root()->Kind == ValueKind::Local &&
          !llvm::is_contained(Objects, V->root()))
        Objects.push_back(V->root());
    }
  for (const Value *V : Held)
    share(S, V, nullptr);
}

/// Nothing is known of a function that got the object: it may keep it.
void Interpreter::passToUnknown(State &S, const Value *V,
                                llvm::StringRef Callee, unsigned Argument,
                                const Value *Result, ir::TypeId ResultType) {
  if (S.References.empty())
    return;
  const Value *K = wholeObject(V);
  // It may have put something else where a pointer to the gone object was.
  S.References.eraseIf([&](const auto &E) {
    return E.second.isGone() && E.first->Kind == ValueKind::Contents &&
           E.first != K && E.first->dependsOn(K);
  });
  const Reference *R = S.References.find(K);
  if (!R || R->Now != Phase::Held)
    return;
  if (R->IsManaged) { // it may see to what the object holds
    shareContents(S, K);
    return;
  }
  if (Callee.empty()) {
    share(S, V, nullptr);
    return;
  }
  for (const PassedTo *P = R->Passed; P; P = P->Rest)
    if (P->Callee == Callee && P->Argument == Argument)
      return;
  PassedTo *P = new (Storage.Allocate<PassedTo>()) PassedTo();
  P->Callee = Callee;
  P->Argument = Argument;
  P->Result = Result;
  P->ResultType = ResultType;
  P->Rest = R->Passed;
  Reference New = *R;
  New.Passed = P;
  S.References.replace(K, New);
}

/// Of an allocation the first number that may be zero tells if there is
/// anything.
void Interpreter::noteSize(State &S, const Value *New,
                           llvm::ArrayRef<const Value *> Args) {
  const Reference *R = S.References.find(New);
  auto IsNumber = [](const Value *V) {
    return !V->Pointee && !V->isInt() && !V->isAddress() &&
           V->Kind != ValueKind::Undef;
  };
  const auto *Size = llvm::find_if(Args, IsNumber);
  if (!R || Size == Args.end())
    return;
  Reference Sized = *R;
  Sized.Size = *Size;
  S.References.replace(New, Sized);
}
