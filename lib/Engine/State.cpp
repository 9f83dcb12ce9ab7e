//===- State.cpp - What is known at one point of one path -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/State.h"

using namespace holdfast;
using namespace holdfast::engine;

Life State::life(const Value *Address) const {
  for (const Value *V = Address; V; V = V->parent()) {
    if (const Life *L = Lives.find(V))
      return *L;
    // Which element it is nobody knows: it may be one of those that differ.
    if (V->Kind == ValueKind::Element && !V->B->isInt() &&
        llvm::any_of(Lives.entries(), [&](const auto &E) {
          return E.first != V->A && E.first->isWithin(V->A);
        }))
      return {};
  }
  return {};
}

void State::setLife(const Value *Address, Life L) {
  Lives.eraseIf([&](const auto &E) {
    return E.first != Address && E.first->isWithin(Address);
  });
  Lives.set(Address, L);
}

bool State::isLinkedOrHead(const Value *X) const {
  return llvm::any_of(Links.entries(), [&](const auto &E) {
    return X->isWithin(E.first) || E.second.Into == X;
  });
}

// Who links an object as a whole (`prepare_to_wait`) may have its node
// unlinked.
void State::unlink(const Value *X) {
  Links.eraseIf([&](const auto &E) {
    return X->isWithin(E.first) || E.second.Into == X;
  });
}

void State::forgetObject(const Value *Object) {
  auto Inside = [&](const auto &E) { return E.first->isWithin(Object); };
  Links.eraseIf(Inside);
  // That something was known once is remembered: an object about which nothing
  // was ever said is as the caller left it.
  llvm::SmallVector<const Value *, 4> Parts;
  for (const auto &E : Lives.entries())
    if (Inside(E) && E.second.S != LifeState::Unknown)
      Parts.push_back(E.first);
  for (const Value *V : Parts)
    Lives.set(V, {});
  if (life(Object).S != LifeState::Unknown)
    Lives.set(Object, {});
}

void State::doubt(const Value *Object, const Value *Judge) {
  auto Weaken = [&](Life L) -> Life {
    if (!L.isRaw())
      return {};
    if (!L.InDoubt)
      L.Judge = Judge;
    else if (L.Judge != Judge)
      L.Judge = nullptr;
    L.InDoubt = true;
    return L;
  };
  llvm::SmallVector<std::pair<const Value *, Life>, 4> Parts;
  for (const auto &[V, L] : Lives.entries())
    if (V->isWithin(Object) && L.S != LifeState::Unknown)
      Parts.push_back({V, Weaken(L)});
  if (!Lives.find(Object))
    if (Life Outer = life(Object); Outer.S != LifeState::Unknown)
      Parts.push_back({Object, Weaken(Outer)});
  for (const auto &[V, L] : Parts)
    Lives.set(V, L);
  llvm::SmallVector<std::pair<const Value *, Link>, 4> Held;
  for (const auto &[V, L] : Links.entries())
    if (V->isWithin(Object))
      Held.push_back({V, L});
  for (auto &[V, L] : Held) {
    if (!Judge || (L.Judge && L.Judge != Judge)) {
      Links.erase(V);
      continue;
    }
    L.Judge = Judge;
    Links.set(V, L);
  }
}

void State::judge() {
  // Numbers other than zero are errors; of positive ones nobody knows.
  auto Outcome = [&](const Value *V) -> std::optional<bool> {
    Range R = range(V);
    if (R.High < 0 || (R.excludesZero() && R.Low <= 0))
      return false;
    if (R.Low >= 0)
      return true;
    return std::nullopt;
  };
  llvm::SmallVector<std::pair<const Value *, Life>, 4> Parts;
  for (const auto &[V, L] : Lives.entries())
    if (L.Judge)
      if (std::optional<bool> Ok = Outcome(L.Judge))
        Parts.push_back({V, {L.S, L.Since, *Ok, nullptr}});
  for (const auto &[V, L] : Parts)
    Lives.set(V, L);
  llvm::SmallVector<std::pair<const Value *, Link>, 4> Held;
  for (const auto &[V, L] : Links.entries())
    if (L.Judge)
      if (std::optional<bool> Ok = Outcome(L.Judge)) {
        Held.push_back({V, L});
        Held.back().second.Judge = *Ok ? L.Judge : nullptr;
      }
  for (const auto &[V, L] : Held)
    if (L.Judge)
      Links.erase(V);
    else
      Links.set(V, L);
}

void State::touch(const Value *Object, const Value *Symbol) {
  auto Inside = [&](const auto &E) { return E.first->isWithin(Object); };
  Memory.eraseIf(Inside);
  Touched.eraseIf(Inside);
  Touched.set(Object, Symbol);
}

const Value *State::touchedSince(const Value *Address) const {
  for (const Value *V = Address; V; V = V->parent())
    if (const Value *const *Symbol = Touched.find(V))
      return *Symbol;
  return nullptr;
}

static void doubtAgain(ValueMap<Life> &Lives, const SymbolSet &Forgotten) {
  llvm::SmallVector<std::pair<const Value *, Life>, 4> Parts;
  for (const auto &[V, L] : Lives.entries())
    if (L.Judge && Forgotten.contains(L.Judge))
      Parts.push_back({V, {L.S, L.Since, true, nullptr}});
  for (const auto &[V, L] : Parts)
    Lives.set(V, L);
}

void State::forgetSymbols(
    SymbolSet Forgotten,
    llvm::function_ref<const Value *(const Value *)> Unknown) {
  auto IsOld = [&](const Value *V) { return Forgotten.occursIn(V); };
  // What holds an old value holds a symbol of its own now, whose old meaning
  // goes as well.
  using Held = llvm::SmallVector<std::pair<const Value *, const Value *>, 4>;
  Held HeldNow, Since;
  auto Rename = [&](const ValueMap<const Value *> &In, Held &Out) {
    for (const auto &[A, V] : In.entries())
      if (IsOld(V) && !IsOld(A) &&
          llvm::none_of(Out, [A = A](auto &H) { return H.first == A; })) {
        Out.push_back({A, Unknown(A)});
        Forgotten.add(Out.back().second);
      }
  };
  for (size_t Before = 0; Before != Forgotten.size();) {
    Before = Forgotten.size();
    Rename(Memory, HeldNow);
    Rename(Touched, Since);
  }
  uint32_t First = Forgotten.firstOrder();
  auto Uses = [&](const auto &E) { return IsOld(E.first); };
  Facts.eraseIf(Uses, First);
  Implied.eraseIf([&](const auto &E) {
    return IsOld(E.first) || llvm::any_of(E.second, [&](const Implication &I) {
             return IsOld(I.Then);
           });
  });
  Lives.eraseIf(Uses, First);
  Published.eraseIf(Uses, First);
  Links.eraseIf([&](const auto &E) {
    return IsOld(E.first) || (E.second.Into && IsOld(E.second.Into));
  });
  auto Mentions = [&](const auto &E) {
    return IsOld(E.first) || IsOld(E.second);
  };
  Memory.eraseIf(Mentions);
  Touched.eraseIf(Mentions);
  for (const auto &[A, V] : HeldNow)
    if (!IsOld(A))
      Memory.set(A, V);
  for (const auto &[A, V] : Since)
    if (!IsOld(A))
      Touched.set(A, V);
  Holds.eraseIf(Uses, First);
  Saved.eraseIf(Uses, First);
  References.eraseIf([&](const auto &E) {
    return IsOld(E.first) || (E.second.Inside && IsOld(E.second.Inside)) ||
           (E.second.Of && IsOld(E.second.Of));
  });
  llvm::SmallVector<std::pair<const Value *, Reference>, 2> Sized;
  for (const auto &[K, R] : References.entries())
    if (R.Size && IsOld(R.Size))
      Sized.push_back({K, R});
  for (auto &[K, R] : Sized) {
    R.Size = nullptr;
    References.replace(K, R);
  }
  Suspected.eraseIf(Uses, First);
  Early.eraseIf(Uses, First);
  Touchers.eraseIf(Uses, First);
  // Nobody asked for the verdict of what gets a new meaning.
  doubtAgain(Lives, Forgotten);
  Links.eraseIf([&](const auto &E) {
    return E.second.Judge && Forgotten.contains(E.second.Judge);
  });
}
