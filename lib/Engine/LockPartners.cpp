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
  return Lock->Kind == ValueKind::Field || Lock->Kind == ValueKind::Global ||
         (Lock->Kind == ValueKind::Context && !Lock->A);
}

void LockPartners::add(uint32_t Function, const Value *Lock, Ending E,
                       std::optional<Finding> About) {
  Key K{Lock->Kind == ValueKind::Context ? ~0u
        : Lock->Kind == ValueKind::Field ? Lock->Record.Index + 1
                                         : 0,
        Lock->Number};
  auto [It, IsNew] = Locks[K].try_emplace(Function, Use{E, std::move(About)});
  if (!IsNew && It->second.How != E)
    It->second = {Ending::Mixed, std::nullopt};
}

namespace {

/// Judges the functions that use one lock.
template <typename UseMap> class Pairing {
public:
  Pairing(const UseMap &Uses, const std::vector<std::set<uint32_t>> &Callers)
      : Uses(Uses), Callers(Callers) {}

  /// Whether somebody in the file makes up for what a function does: it is
  /// called by one that does not do the same to its own callers.
  bool isMadeUpFor(uint32_t Function) {
    if (!Visiting.insert(Function).second)
      return false;
    Ending How = Uses.at(Function).How;
    return llvm::any_of(Callers[Function], [&](uint32_t Caller) {
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
  const std::vector<std::set<uint32_t>> &Callers;
  std::set<uint32_t> Visiting;
};

} // namespace

/// By function, the functions with a call of it.
static std::vector<std::set<uint32_t>> callersOf(const Context &C) {
  std::vector<std::set<uint32_t>> Callers(C.M.Functions.size());
  for (uint32_t I = 0; I != C.M.Functions.size(); ++I)
    for (const ir::Event &E : C.M.Functions[I].Events)
      if (E.Code == ir::Op::Call && E.A.Kind == ir::OperandKind::Function)
        if (std::optional<uint32_t> To = C.definition(C.M.name(E.A)))
          if (*To != I)
            Callers[*To].insert(I);
  return Callers;
}

void LockPartners::report(Context &C) {
  if (Locks.empty())
    return;
  std::vector<std::set<uint32_t>> Callers = callersOf(C);
  auto IsOurs = [&](uint32_t Function) {
    const ir::Loc &Where = C.M.Functions[Function].Where;
    return Where.isValid() && C.M.file(Where.File) == C.M.MainFile;
  };
  for (auto &[K, Uses] : Locks) {
    Pairing<LockPartners::Uses> P(Uses, Callers);
    std::set<uint32_t> Alone;
    bool HasPartner[] = {false, false};
    for (const auto &[Function, U] : Uses) {
      if (U.How == Ending::Balanced || !P.isAlone(Function))
        continue;
      Alone.insert(Function);
      HasPartner[0] |= U.How != Ending::Kept;
      HasPartner[1] |= U.How != Ending::Given;
    }
    for (uint32_t Function : Alone) {
      Use &U = Uses.at(Function);
      if (!U.About || HasPartner[U.How == Ending::Given] ||
          Context::mayLock(C.M.Functions[Function].Name))
        continue;
      // Its callee is reported.
      if (!IsOurs(Function) || llvm::any_of(Alone, [&](uint32_t Callee) {
            return IsOurs(Callee) && Callers[Callee].count(Function);
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

/// Whether a lock that was found held was released, for good or for a while.
static bool hasCallersLock(const State &S) {
  return llvm::any_of(S.Holds.entries(), [](const auto &E) {
    return E.first->Kind != ValueKind::Context &&
           (E.second.WasReleased || E.second.IsLost);
  });
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
  bool IsContext = Key->Kind == ValueKind::Context;
  bool IsBalanced = false, IsMixed = false, IsUntouched = false;
  for (const Exit &E : Exits) {
    Hold H = E.S.hold(Key);
    // Their caller knows how that lock was acquired.
    if (H.IsFlag && H.Delta > 0 && hasCallersLock(E.S))
      return;
    if (H.IsLost || H.IsReported || E.S.LostFacts || E.S.HasUnknownLocks ||
        isGivenOut(Key, E.Returned) ||
        (!IsContext &&
         (E.S.Kept.find(wholeObject(Key)) || isOwnStorage(E.S, Key))))
      IsMixed = true;
    else if (!H.IsTouched)
      IsUntouched = true;
    else if (H.Delta > 0)
      Kept = &E;
    else if (H.Delta < 0 || (H.IsFlag && H.WasReleased))
      Given = &E;
    else
      IsBalanced = true;
  }
  IsMixed |= Given && IsUntouched;
  if (IsMixed || bool(Kept) + bool(Given) + int(IsBalanced) > 1) {
    C.Partners.add(Owner, Key, Ending::Mixed);
    return;
  }
  if (IsBalanced)
    C.Partners.add(Owner, Key, Ending::Balanced);
  const Exit *E = Kept ? Kept : Given;
  if (!E)
    return;
  Reason Why =
      Kept
          ? (IsContext ? Reason::ContextNeverEnded : Reason::LockNeverReleased)
          : (IsContext ? Reason::ContextNeverBegun : Reason::LockNeverAcquired);
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
