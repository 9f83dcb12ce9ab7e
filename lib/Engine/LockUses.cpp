//===- LockUses.cpp - How the locks of a file are acquired ----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/LockUses.h"

#include "Engine/Context.h"
#include "Engine/Describe.h"
#include "Engine/Interpreter.h"

#include <deque>

using namespace holdfast;
using namespace holdfast::engine;

/// In how many ways a function's callers are told apart.
static constexpr size_t MaxScenarios = 8;

std::optional<LockClass> engine::lockClass(const Value *Lock) {
  if (Lock->Kind == ValueKind::Field)
    return LockClass(Lock->Record.Index + 1, Lock->Number);
  if (Lock->Kind == ValueKind::Global)
    return LockClass(0, Lock->Number);
  return std::nullopt;
}

void LockUses::add(Use U) {
  if (Known
          .insert({*lockClass(U.Lock), U.Function, U.Where.Line, U.Where.Column,
                   U.There})
          .second)
    Uses.push_back(std::move(U));
}

void LockUses::add(Order O) {
  std::vector<Order> &Same =
      Orders[{*lockClass(O.Held), *lockClass(O.Acquired)}];
  if (llvm::none_of(Same, [&](const Order &Other) {
        return Other.Function == O.Function;
      }))
    Same.push_back(std::move(O));
}

// What the interpreter tells of an acquisition.

Interruption Interpreter::interruption(const State &S) {
  Interruption Known;
  if (S.Holds.empty() && !S.MaySleepAtEntry) {
    // Nothing was done to them, nor said.
    if (!S.HasUnknownLocks && !S.LostFacts)
      Known.Asked = C.Contexts.interrupting();
    return Known;
  }
  bool IsUnclear = S.HasUnknownLocks || S.LostFacts;
  for (uint64_t Left = C.Contexts.interrupting(); Left; Left &= Left - 1) {
    uint64_t Bit = Left & -Left;
    const Value *Key = Values.context(llvm::countr_zero(Bit));
    if (std::optional<bool> Is = isIn(S, Key)) {
      (*Is ? Known.In : Known.Out) |= Bit;
      continue;
    }
    Hold H = hold(S, Key);
    if (!IsUnclear && !H.IsLost && !H.Delta && !H.From &&
        H.Entry == Hold::AtEntry::Unknown)
      Known.Asked |= Bit;
  }
  return Known;
}

/// A lock of an object that nobody else finds yet delays nobody. A header's
/// functions serve objects of many kinds.
void Interpreter::noteUse(const State &S, const Action &A) {
  if (F.IsHeader || !lockClass(A.X) || isPrivate(S, A.X) || A.IsTry ||
      !(contextsOf(A.X) & C.Contexts.forbidSleep()))
    return;
  C.Locks.add({A.X, Owner, A.Where, A.IsForWrite, interruption(S)});
}

/// \p Left was released before.
void Interpreter::noteOrder(const State &S, const Action &A,
                            llvm::ArrayRef<const Value *> Left) {
  // Who says that it nests them knows in which order objects come.
  if (S.LostFacts || A.Word == "nested" || !lockClass(A.X) || isPrivate(S, A.X))
    return;
  auto IsLeft = [&](const Value *Key) {
    return llvm::any_of(Left, [&](const Value *Other) {
      return Other == Key || mayBeSameLock(Other, Key);
    });
  };
  for (const auto &[Key, H] : S.Holds.entries())
    if (H.isHeld() && !IsLeft(Key) && Key->Kind != ValueKind::Context &&
        lockClass(Key) && lockClass(Key) != lockClass(A.X) &&
        !isPrivate(S, Key))
      C.Locks.add({Key, A.X, Owner, H.Since ? H.Since->Where : ir::Loc(),
                   A.Where, A.Inner});
}

// Orders.

/// The shortest way from one lock to another, as pairs of held and acquired.
static std::vector<std::pair<LockClass, LockClass>>
wayBetween(const std::map<LockClass, std::vector<LockClass>> &Next,
           LockClass From, LockClass To) {
  std::map<LockClass, LockClass> CameFrom;
  std::deque<LockClass> Todo{From};
  while (!Todo.empty() && !CameFrom.count(To)) {
    LockClass Here = Todo.front();
    Todo.pop_front();
    auto It = Next.find(Here);
    if (It != Next.end())
      for (LockClass L : It->second)
        if (L != From && CameFrom.emplace(L, Here).second)
          Todo.push_back(L);
  }
  std::vector<std::pair<LockClass, LockClass>> Way;
  if (!CameFrom.count(To))
    return Way;
  for (LockClass L = To; L != From; L = CameFrom.at(L))
    Way.insert(Way.begin(), {CameFrom.at(L), L});
  return Way;
}

void LockUses::reportCycles(Context &C) const {
  std::map<LockClass, std::vector<LockClass>> Next;
  for (const auto &[P, Same] : Orders)
    Next[P.first].push_back(P.second);
  std::set<std::set<LockClass>> Reported;
  for (const auto &[P, Same] : Orders) {
    std::vector<Pair> Cycle = wayBetween(Next, P.second, P.first);
    if (Cycle.empty())
      continue;
    Cycle.push_back(P);
    std::set<LockClass> Members;
    for (const Pair &Q : Cycle)
      Members.insert(Q.first);
    if (!Reported.insert(Members).second)
      continue;
    // The order that fewer functions have is the odd one; of equals, the last.
    auto Oddness = [&](const Pair &Q) {
      const std::vector<Order> &Same = Orders.at(Q);
      return std::make_pair(Same.size(), -int64_t(Same.front().Where.Line));
    };
    std::rotate(Cycle.begin(),
                std::min_element(Cycle.begin(), Cycle.end(),
                                 [&](const Pair &A, const Pair &B) {
                                   return Oddness(A) < Oddness(B);
                                 }),
                Cycle.end());
    auto Names = [&](const Order &O, llvm::StringRef Between) {
      return "'" + memberName(C.M, O.Acquired) + "'" + Between.str() + "'" +
             memberName(C.M, O.Held) + "'";
    };
    Finding New;
    New.Why = Reason::LockCycle;
    for (const Pair &Q : Cycle) {
      const Order &O = Orders.at(Q).front();
      if (&Q == &Cycle.front()) {
        New.Where = O.Where;
        New.Function = C.M.Functions[O.Function].Name.str();
        New.Object = memberName(C.M, O.Acquired);
        New.Detail = memberName(C.M, O.Held);
        if (O.HeldSince.isValid())
          New.Path.push_back(
              {O.HeldSince, "'" + New.Detail + "' is acquired here"});
        if (O.Inner.isValid())
          New.Path.push_back(
              {O.Inner, "'" + New.Object + "' is acquired here"});
      } else {
        New.Path.push_back({O.Inner.isValid() ? O.Inner : O.Where,
                            Names(O, " is acquired here while ") +
                                " is held, in '" +
                                C.M.Functions[O.Function].Name.str() + "'"});
      }
    }
    C.report(std::move(New));
  }
}

// Interrupts.

namespace holdfast::engine {

/// In which contexts the functions of a file are called.
class InterruptionFinder {
public:
  struct Scenario {
    uint64_t In = 0, Out = 0;
    const EntryContext *From = nullptr;
  };

  InterruptionFinder(const Context &C, const LockUses &All) : C(C), All(All) {}
  const std::vector<Scenario> &callers(uint32_t F);
  /// What is so at a place when its function is called so.
  static Scenario at(const Interruption &There, const Scenario &Called) {
    return {There.In | (Called.In & There.Asked),
            There.Out | (Called.Out & There.Asked), Called.From};
  }

private:
  const Context &C;
  const LockUses &All;
  std::map<uint32_t, std::vector<Scenario>> ByFunction;
};

} // namespace holdfast::engine

const std::vector<InterruptionFinder::Scenario> &
InterruptionFinder::callers(uint32_t F) {
  auto [It, IsNew] = ByFunction.try_emplace(F);
  std::vector<Scenario> &Found = It->second; // empty in a recursion
  if (!IsNew)
    return Found;
  std::vector<Scenario> New;
  auto Add = [&](const Scenario &S) {
    if (New.size() < MaxScenarios && (S.In || S.Out) &&
        llvm::none_of(New, [&](const Scenario &Other) {
          return Other.In == S.In && Other.Out == S.Out;
        }))
      New.push_back(S);
  };
  for (const EntryContext &E : C.Entries)
    if (E.Function == C.M.Functions[F].Name)
      Add({C.Contexts.implied(E.Context), C.Contexts.excluded(E.Context), &E});
  if (auto Of = All.Sites.find(F); Of != All.Sites.end())
    for (const auto &[Caller, There] : Of->second) {
      Add(at(There, {}));
      if (There.Asked)
        for (const Scenario &S : callers(Caller))
          Add(at(There, S));
    }
  Found = std::move(New);
  return Found;
}

void LockUses::report(Context &C) const {
  reportCycles(C);
  if (!C.Contexts.interrupting())
    return;
  using Key = std::pair<LockClass, unsigned>; // and the interrupting context
  struct Found {
    const Use *U;
    const EntryContext *From;
  };
  std::map<Key, std::vector<Found>> Handlers, Open;
  InterruptionFinder Finder(C, *this);
  for (const Use &U : Uses) {
    std::vector<InterruptionFinder::Scenario> Scenarios{
        InterruptionFinder::at(U.There, {})};
    for (const auto &Called : Finder.callers(U.Function))
      Scenarios.push_back(InterruptionFinder::at(U.There, Called));
    for (const auto &S : Scenarios)
      for (unsigned I = 0; I != C.Contexts.size(); ++I) {
        uint64_t Masks = C.Contexts.maskedBy(I);
        if (!Masks)
          continue;
        if (S.In >> I & 1)
          Handlers[{*lockClass(U.Lock), I}].push_back({&U, S.From});
        else if (!(Masks & ~S.Out) && !C.M.Functions[U.Function].IsStartup)
          Open[{*lockClass(U.Lock), I}].push_back({&U, S.From});
      }
  }
  for (const auto &[K, Places] : Open) {
    auto Of = Handlers.find(K);
    if (Of == Handlers.end())
      continue;
    for (const Found &Place : Places) {
      auto H = llvm::find_if(Of->second, [&](const Found &F) {
        // Before it registers the handler, nothing comes.
        return (F.U->IsForWrite || Place.U->IsForWrite) &&
               !(F.From && F.From->By == Place.U->Function);
      });
      if (H == Of->second.end())
        continue;
      llvm::StringRef Handler = C.M.Functions[H->U->Function].Name;
      Finding New;
      New.Why = Reason::LockUnsafe;
      New.Where = Place.U->Where;
      New.Function = C.M.Functions[Place.U->Function].Name.str();
      New.Object = memberName(C.M, Place.U->Lock);
      New.Detail = Handler.str();
      New.Type = C.Contexts.name(K.second).str();
      if (Place.From)
        New.Path.push_back({Place.From->Where,
                            "'" + Place.From->Function + "' is called in '" +
                                C.Contexts.name(Place.From->Context).str() +
                                "', as is said here"});
      if (H->From)
        New.Path.push_back({H->From->Where, "'" + H->From->Function +
                                                "' is called in '" + New.Type +
                                                "', as is said here"});
      New.Path.push_back(
          {H->U->Where,
           "'" + New.Object + "' is acquired here in '" + New.Detail + "'"});
      C.report(std::move(New));
      break; // one place is enough to find the others
    }
  }
}
