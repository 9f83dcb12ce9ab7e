//===- Exits.cpp - Whether a function leaves its locks as it should -------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is hard about it: a function may return with a lock held on purpose (it
// is there to acquire it), or only when it succeeds, or release one for its
// caller. Nobody says so. So a function is judged by itself alone: a path is
// wrong when another one, whose result a caller cannot tell from this one's,
// leaves the lock otherwise; and what a lock helper does is never wrong.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

#include <set>

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

namespace {

/// What a result tells a caller.
struct Outcome {
  bool HasResult = false, IsPointer = false;
  Range R;
  /// Errors are negative numbers; of pointers, error pointers and null.
  bool isError() const {
    return HasResult &&
           (R.High < 0 || R.isError() || (IsPointer && R.isZero()));
  }
  bool isSuccess() const {
    if (!HasResult)
      return true;
    if (IsPointer)
      return R.excludesZero() && R.NonError;
    return R.Low >= 0;
  }
  /// Whether the other one may look like this one to a caller, and that is not
  /// only because nothing is known of this one.
  bool isAlso(const Outcome &O) const {
    if (!HasResult || (isError() && O.isError()))
      return true;
    return !R.isAny() && R.meet(O.R) == R;
  }
};

} // namespace

void Interpreter::noteExit(uint32_t Block, const State &S,
                           const Value *Returned) {
  const ir::Terminator &T = F.Blocks[Block].Term;
  Exits.push_back({S, Returned, T.Where, Block});
}

/// Whether two paths may merge although their results may be of two kinds: only
/// while no lock is in play.
bool Interpreter::sameOutcome(const State &A, const State &B,
                              uint32_t Block) const {
  // Nothing comes after the last block that could make them alike again.
  bool IsLast = F.Blocks[Block].Term.Kind == ir::TermKind::Return;
  if (ReturnedLocals.empty() || (!IsLast && A.Holds.empty() && B.Holds.empty()))
    return true;
  auto IsLocked = [](const State &S) {
    return llvm::any_of(S.Holds.entries(),
                        [](const auto &E) { return E.second.IsTouched; });
  };
  if (!IsLast && !IsLocked(A) && !IsLocked(B))
    return true;
  auto Kind = [](const State &S, const Value *Local) {
    const Value *const *V = S.Memory.find(Local);
    if (!V)
      return 0;
    Range R = S.known(*V);
    return R.isZero() ? 1 : R.High < 0 ? 2 : R.excludesZero() ? 3 : 4;
  };
  return llvm::all_of(ReturnedLocals, [&](const Value *Local) {
    return Kind(A, Local) == Kind(B, Local);
  });
}

/// Whether a caller can tell two paths apart by what it gave or was given.
static bool differInArguments(const State &A, const State &B,
                              const ir::Module &M, const ir::Function &F) {
  for (const auto &[V, R] : A.Facts.entries()) {
    if (V->Kind != ValueKind::Param || size_t(V->Number) >= F.NumParams)
      continue;
    ir::TypeKind K = M.type(F.Locals[V->Number].Type).Kind;
    if ((K == ir::TypeKind::Int || K == ir::TypeKind::Bool) &&
        R.meet(B.range(V)).isEmpty())
      return true;
  }
  for (const auto &[Address, V] : A.Memory.entries()) {
    if (!V->isInt() || Address->root()->Kind != ValueKind::Param)
      continue;
    const Value *const *Other = B.Memory.find(Address);
    if (!Other || ((*Other)->isInt() && *Other != V))
      return true;
  }
  return false;
}

/// Whether something that callers know at entry tells a path from all of
/// others: a flag, as in `if (nd->flags & RCU)`, or the pointer that leads to
/// \p Key, as in `if (d->lock)`. Another thing that is tested is why a function
/// fails, not what it is called for.
static bool isTold(const State &S, llvm::ArrayRef<const State *> Others,
                   const Value *Key) {
  return llvm::any_of(S.Facts.entries(), [&](const auto &E) {
    const Value *V = E.first;
    bool IsFlag = V->Kind == ValueKind::Binary &&
                  V->Number == int64_t(ir::BinaryOp::And) && V->B->isInt();
    return (IsFlag || (V->Kind == ValueKind::Contents && Key->dependsOn(V))) &&
           isVisibleToCallers(V) && llvm::all_of(Others, [&](const State *O) {
             return E.second.meet(O->known(V)).isEmpty();
           });
  });
}

/// Whether one path ended with a lock of its own that the other never took: the
/// function chooses between locks, and its callers know which.
static bool holdsAnother(const State &Mine, const State &Other,
                         const Value *Key) {
  return llvm::any_of(Mine.Holds.entries(), [&](const auto &E) {
    if (E.first->Kind == ValueKind::Context || Other.hold(E.first).IsTouched)
      return false;
    return E.second.Delta > 0 ||
           (E.second.IsLost && E.first != Key && mayBeSameLock(E.first, Key));
  });
}

/// Whether what leads to a lock leads elsewhere now: callers know another lock
/// by that name.
static bool isRenamed(const State &S, const Value *Key) {
  for (const Value *V = Key; V; V = V->A)
    if (V->Kind == ValueKind::Contents)
      if (const Value *const *Now = S.Memory.find(V->A); Now && *Now != V)
        return true;
  return false;
}

/// Whether the object whose lock it is was left to others: they release it.
static bool isHandedOn(const State &S, const Value *Key) {
  return Key->Kind != ValueKind::Context &&
         S.Kept.find(wholeObject(Key)) != nullptr;
}

/// Whether the path itself began a context, and may have meant to end that one.
static bool beganContext(const State &S) {
  return llvm::any_of(S.Holds.entries(), [](const auto &E) {
    const Hold &H = E.second;
    return E.first->Kind == ValueKind::Context && !H.IsFlag && !H.IsLost &&
           H.IsTouched && !H.WasReleased && H.Delta >= 0;
  });
}

uint64_t Context::ownContexts() {
  if (OwnContexts)
    return *OwnContexts;
  OwnContexts = 0;
  for (const ir::Function &F : M.Functions)
    if (const model::FunctionModel *FM =
            F.isDefinition() && !F.IsHeader ? Facts.function(F.Name) : nullptr)
      for (const model::Effect &E : FM->Effects)
        if (E.V >= Verb::Enter && E.V <= Verb::Restore)
          *OwnContexts |= uint64_t(1) << Contexts.index(E.Word);
  return *OwnContexts;
}

void Interpreter::judgeExits() {
  judgeContract();
  // Whoever implements what a model says does it by other means.
  const model::FunctionModel *FM = C.Facts.function(F.Name);
  bool IsLocking = FM && llvm::any_of(FM->Effects, [](const model::Effect &E) {
                     return E.V >= Verb::Acquire && E.V <= Verb::Restore;
                   });
  if (IsLocking)
    return;
  // So do its neighbours.
  auto IsOwn = [&](const Value *Key) {
    return Key->Kind == ValueKind::Context &&
           (C.ownContexts() >> Key->Number & 1);
  };
  std::vector<const Value *> Keys;
  for (const Exit &E : Exits)
    for (const auto &[Key, H] : E.S.Holds.entries())
      if (!isDeclaredLock(Key) && !IsOwn(Key) && !llvm::is_contained(Keys, Key))
        Keys.push_back(Key);
  // One call may begin several contexts: the one that implies others is named.
  auto Implied = [&](const Value *Key) {
    return Key->Kind == ValueKind::Context
               ? llvm::popcount(C.Contexts.implied(Key->Number))
               : 0;
  };
  llvm::sort(Keys, [&](const Value *A, const Value *B) {
    int OfA = Implied(A), OfB = Implied(B);
    return OfA != OfB ? OfA > OfB : ByOrder()(A, B);
  });
  for (const Value *Key : Keys) {
    if (LockPartners::isKnownAgain(Key))
      noteEnding(Key);
    // A flag belongs to the lock with which it was set, or to the caller.
    bool IsOwn = llvm::none_of(Exits, [&](const Exit &E) {
      Hold H = E.S.hold(Key);
      return H.IsFlag && (H.WasReleased || E.S.changesLocks());
    });
    if (Exits.size() > 1 && IsOwn)
      judgeExits(Key);
  }
}

/// A lock is not as it should be at a way out; \p Where, if not there.
void Interpreter::reportExit(const Exit &E, Reason Why, const Value *Key,
                             Verb V, const ir::Loc &Where) {
  Action A;
  A.V = V;
  A.X = Key;
  A.Where = Where.isValid() ? Where : E.Where.isValid() ? E.Where : F.Where;
  CurrentBlock = E.Block;
  report(E.S, Why, A, Key, nullptr);
}

void Interpreter::judgeExits(const Value *Key) {
  struct Way {
    const Exit *E;
    Hold H;
    Outcome O;
  };
  std::vector<Way> Kept, Released, Untouched, Given;
  ir::Type Type = F.ReturnType ? C.M.type(F.ReturnType) : ir::Type();
  ir::TypeKind Result = F.ReturnType ? Type.Kind : ir::TypeKind::Void;
  for (const Exit &E : Exits) {
    Hold H = E.S.hold(Key);
    if (H.IsLost || H.IsReported || E.S.LostFacts ||
        (!H.IsTouched && E.S.HasUnknownLocks))
      continue;
    Outcome O;
    O.HasResult = E.Returned && Result != ir::TypeKind::Void;
    O.IsPointer = Result == ir::TypeKind::Pointer;
    if (O.HasResult)
      O.R = E.S.known(E.Returned);
    if (Result == ir::TypeKind::Int && !Type.IsSigned &&
        O.R == Range::natural())
      O.R = Range(); // its type says as much
    Way W{&E, H, O};
    (H.Delta > 0   ? Kept
     : H.Delta < 0 ? Given
     : H.IsTouched ? Released
                   : Untouched)
        .push_back(W);
  }
  bool IsContext = Key->Kind == ValueKind::Context;
  if (!Kept.empty() && Given.empty()) {
    bool WasReported = false;
    for (const Way &K : Kept) {
      bool IsWrong = llvm::any_of(Released, [&](const Way &R) {
        if (!IsContext &&
            (isRenamed(R.E->S, Key) || holdsAnother(R.E->S, K.E->S, Key) ||
             (isHandedOn(K.E->S, Key) && !isHandedOn(R.E->S, Key))))
          return false;
        if (K.O.isError() && (R.O.isError() || R.O.isSuccess()))
          return true;
        return K.O.isAlso(R.O) && !differInArguments(K.E->S, R.E->S, C.M, F);
      });
      // Where rounds of a loop take one lock after the other (hand over hand),
      // nobody knows which of them it is.
      bool IsOfSomeRound =
          !IsContext && K.H.Since && InCycle.test(K.H.Since->Block) &&
          llvm::any_of(K.E->S.Holds.entries(), [&](const auto &Other) {
            return Other.first != Key && mayBeSameLock(Other.first, Key);
          });
      if (!IsWrong || isMadeAgain(Key) || IsOfSomeRound)
        continue;
      reportExit(*K.E,
                 IsContext ? Reason::ContextAtReturn : Reason::LockAtReturn,
                 Key, Verb::Acquire);
      WasReported = true;
    }
    if (WasReported)
      return;
  }
  if (Given.empty() || !Kept.empty() || isMadeAgain(Key) ||
      !isVisibleToCallers(Key))
    return;
  // Some paths release what the caller holds, others do not.
  std::vector<Way> Others = Untouched;
  Others.insert(Others.end(), Released.begin(), Released.end());
  auto Places = [](const std::vector<Way> &Ways) {
    std::set<std::pair<uint32_t, uint32_t>> Found;
    for (const Way &W : Ways)
      Found.insert({W.E->Where.Line, W.E->Where.Column});
    return Found.size();
  };
  auto StatesOf = [](const std::vector<Way> &Ways) {
    llvm::SmallVector<const State *, 8> All;
    for (const Way &W : Ways)
      All.push_back(&W.E->S);
    return All;
  };
  size_t NumGiven = Places(Given), NumOthers = Places(Others);
  for (const Way &G : Given) {
    // Who only ends what the caller began is there for that.
    bool IsMeant = IsContext ? Released.empty() && !beganContext(G.E->S)
                             : Released.empty() && !G.O.HasResult;
    std::vector<Way> Alike;
    llvm::copy_if(Others, std::back_inserter(Alike), [&](const Way &O) {
      bool IsAlike = IsContext ? !G.O.R.meet(O.O.R).isEmpty()
                               : G.O.isError() && O.O.isError();
      return IsAlike && !differInArguments(G.E->S, O.E->S, C.M, F);
    });
    bool IsOdd = !IsMeant && NumGiven < NumOthers && !Alike.empty() &&
                 (IsContext || !isTold(G.E->S, StatesOf(Alike), Key));
    if (!IsOdd || !G.H.Since)
      continue;
    const ir::Loc &Where = G.H.Since->Where;
    // One call may end several contexts.
    Reason Why =
        IsContext ? Reason::LeaveInconsistent : Reason::ReleaseInconsistent;
    if (llvm::any_of(C.Result.Findings, [&](const Finding &Known) {
          return Known.Why == Why && Known.Where.Line == Where.Line &&
                 Known.Where.File == Where.File;
        }))
      continue;
    reportExit(*G.E, Why, Key, Verb::Release, Where);
  }
  for (const Way &O : Untouched) {
    bool IsOdd =
        NumGiven > NumOthers && O.O.isError() &&
        llvm::any_of(Given, [&](const Way &G) { return G.O.isError(); }) &&
        !isTold(O.E->S, StatesOf(Given), Key);
    if (!IsOdd)
      continue;
    reportExit(*O.E, Reason::KeptForCaller, Key, Verb::Release);
  }
}
