//===- LockPartners.cpp - Who releases what a function leaves held --------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/LockPartners.h"

#include "Engine/Interpreter.h"

#include <set>

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;
using Ending = LockPartners::Ending;

bool LockPartners::isKnownAgain(const Value *Lock) {
  return Lock->Kind == ValueKind::Field || Lock->Kind == ValueKind::Global;
}

void LockPartners::add(uint32_t Function, const Value *Lock, Ending E,
                       std::optional<Finding> About) {
  LockClass K = *lockClass(Lock);
  auto [It, IsNew] = Locks[K].try_emplace(Function, Use{E, std::move(About)});
  if (!IsNew && It->second.How != E)
    It->second = {Ending::Mixed, std::nullopt};
}

namespace {

/// Judges the functions that use one lock.
template <typename UseMap> class Pairing {
public:
  Pairing(const UseMap &Uses, const InitSites &Sites)
      : Uses(Uses), Sites(Sites) {}

  /// Whether somebody in the file makes up for what a function does: it is
  /// called by one that does not do the same to its own callers.
  bool isMadeUpFor(uint32_t Function) {
    if (!Visiting.insert(Function).second)
      return false;
    Ending How = Uses.at(Function).How;
    return llvm::any_of(Sites.callers(Function), [&](uint32_t Caller) {
      auto It = Uses.find(Caller);
      return It == Uses.end() || It->second.How != How || isMadeUpFor(Caller);
    });
  }
  bool isAlone(uint32_t Function) {
    Visiting.clear();
    return !isMadeUpFor(Function);
  }

private:
  const UseMap &Uses;
  const InitSites &Sites;
  std::set<uint32_t> Visiting;
};

} // namespace

/// The functions that are arguments of calls: whoever is given one, as
/// kref_put_mutex() is, may call it with a lock held.
static std::set<uint32_t> passedFunctions(const Context &C) {
  std::set<uint32_t> Passed;
  for (const ir::Function &F : C.M.Functions)
    for (const ir::Event &E : F.Events)
      for (ir::Operand O : F.args(E))
        if (O.Kind == ir::OperandKind::Function)
          if (std::optional<uint32_t> To = C.definition(C.M.name(O)))
            Passed.insert(*To);
  return Passed;
}

/// Whether only this file can name a lock.
static bool isOfThisFile(const Context &C, const LockClass &K) {
  if (K.first == 0)
    return C.M.Globals[K.second].IsStatic;
  return C.Sites.isOurs(ir::RecordId{K.first - 1});
}

void LockPartners::report(Context &C) {
  if (Locks.empty())
    return;
  std::set<uint32_t> Passed = passedFunctions(C);
  auto IsOurs = [&](uint32_t Function) {
    const ir::Loc &Where = C.M.Functions[Function].Where;
    return Where.isValid() && C.M.file(Where.File) == C.M.MainFile;
  };
  for (auto &[K, Uses] : Locks) {
    Pairing<LockPartners::Uses> P(Uses, C.Sites);
    std::set<uint32_t> Alone;
    // By what they do to the lock, with an own count of those that say so by
    // their names: these make up for each other.
    unsigned Keeping = 0, Giving = 0, Locking = 0, Unlocking = 0;
    size_t NumBalanced = llvm::count_if(
        Uses, [](const auto &E) { return E.second.How == Ending::Balanced; });
    for (const auto &[Function, U] : Uses) {
      if (U.How == Ending::Balanced || !P.isAlone(Function) ||
          (U.How == Ending::Unknown && NumBalanced))
        continue;
      Alone.insert(Function);
      bool IsNamed = Context::mayLock(C.M.Functions[Function].Name);
      if (U.How != Ending::Given)
        ++(IsNamed ? Locking : Keeping);
      if (U.How != Ending::Kept)
        ++(IsNamed ? Unlocking : Giving);
    }
    if (!Locking || !Unlocking) {
      Keeping += Locking;
      Giving += Unlocking;
    }
    for (uint32_t Function : Alone) {
      Use &U = Uses.at(Function);
      if (!U.About || (U.How == Ending::Given ? Keeping : Giving) ||
          Context::mayLock(C.M.Functions[Function].Name))
        continue;
      // Whoever is given the function may hold the lock, and so may the callers
      // of other files, unless only this one knows it.
      if ((U.How == Ending::Given && Passed.count(Function)) ||
          (!C.M.Functions[Function].IsStatic && !isOfThisFile(C, K)))
        continue;
      // Its callee is reported.
      if (!IsOurs(Function) || llvm::any_of(Alone, [&](uint32_t Callee) {
            return Callee != Function && IsOurs(Callee) &&
                   C.Sites.callers(Callee).count(Function);
          }))
        continue;
      C.report(std::move(*U.About));
    }
  }
}

/// Whether the caller is given the object whose lock it is.
static bool isGivenOut(const Value *Key, const Value *Returned) {
  return Returned && Key->root() == Returned->root() &&
         Returned->root()->Kind != ValueKind::Int;
}

/// Whether nobody else can know the lock of an object.
static bool isOwnStorage(const State &S, const Value *Key) {
  const Reference *R = S.References.find(wholeObject(Key));
  return R && R->Kind == Holding::Storage && R->isOwned();
}

/// What all paths of the function do to a lock. A path that leaves alone what
/// others acquire does not count: callers may know which it is. But a lock that
/// only some paths release was the caller's.
void Interpreter::noteEnding(const Value *Key) {
  const Exit *Kept = nullptr, *Given = nullptr;
  bool IsBalanced = false, IsKnown = true, IsUntouched = false;
  for (const Exit &E : Exits) {
    Hold H = E.S.hold(Key);
    if (H.IsLost || H.IsReported || isGivenOut(Key, E.Returned) ||
        E.S.Kept.find(wholeObject(Key)) || isOwnStorage(E.S, Key))
      IsKnown = false;
    else if (!H.IsTouched)
      IsUntouched = true;
    else if (H.Delta > 0)
      Kept = &E;
    else if (H.Delta < 0)
      Given = &E;
    else
      IsBalanced = true;
  }
  bool IsMixed =
      bool(Kept) + bool(Given) + int(IsBalanced) > 1 || (Given && IsUntouched);
  if (IsMixed || !IsKnown) {
    C.Partners.add(Owner, Key, IsMixed ? Ending::Mixed : Ending::Unknown);
    return;
  }
  if (IsBalanced)
    C.Partners.add(Owner, Key, Ending::Balanced);
  const Exit *E = Kept ? Kept : Given;
  if (!E)
    return;
  Reason Why = Kept ? Reason::LockNeverReleased : Reason::LockNeverAcquired;
  Action A;
  A.V = Kept ? Verb::Acquire : Verb::Release;
  A.X = Key;
  const Note *Since = E->S.hold(Key).Since;
  A.Where = Given && Since ? Since->Where : E->Where;
  if (!A.Where.isValid())
    A.Where = F.Where;
  C.Partners.add(Owner, Key, Kept ? Ending::Kept : Ending::Given,
                 finding(E->S, Why, A, Key, nullptr));
}
