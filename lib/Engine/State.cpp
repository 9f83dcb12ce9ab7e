//===- State.cpp - What is known at one point of one path -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/State.h"

#include "Engine/Log.h"

#include "llvm/Support/MathExtras.h"

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

/// `x + 3` and `x - 3` as x and 3, -3; x is null for anything else.
static std::pair<const Value *, int64_t> constantOffset(const Value *V) {
  if (V->Kind != ValueKind::Binary || !V->B->isInt() ||
      V->B->Number == INT64_MIN)
    return {nullptr, 0};
  if (V->Number == int64_t(ir::BinaryOp::Add))
    return {V->A, V->B->Number};
  if (V->Number == int64_t(ir::BinaryOp::Sub))
    return {V->A, -V->B->Number};
  return {nullptr, 0};
}

Range State::range(const Value *V) const {
  if (V->isInt())
    return Range::of(V->Number);
  if (V->isAddress() && V->root()->Kind != ValueKind::Container) {
    // A variable has an address; a member of what a valid pointer points at
    // too, and nobody asks before the pointer was used.
    Range R;
    R.NonZero = R.NonError = V->root()->Kind == ValueKind::Local ||
                             V->root()->Kind == ValueKind::Global;
    return R;
  }
  if (V->Kind == ValueKind::Function || V->Kind == ValueKind::String) {
    Range R;
    R.NonZero = R.NonError = true;
    return R;
  }
  if (const Range *R = Facts.find(V))
    return *R;
  if (auto [X, Offset] = constantOffset(V); X)
    if (Range R = range(X); R.isConstant())
      if (int64_t N; !llvm::AddOverflow(R.Low, Offset, N))
        return Range::of(N);
  return Range();
}

Range State::known(const Value *V) const {
  if (!Facts.find(V) && V->Kind == ValueKind::Binary)
    if (std::optional<bool> T = truth(V))
      return Range::of(*T);
  return range(V);
}

static bool isCompare(const Value *V, ir::BinaryOp &Op, bool &IsUnsigned) {
  if (V->Kind != ValueKind::Binary)
    return false;
  IsUnsigned = V->Number >= ValueTable::UnsignedCompare;
  Op = ir::BinaryOp(V->Number % ValueTable::UnsignedCompare);
  return Op >= ir::BinaryOp::Eq;
}

static ir::BinaryOp negate(ir::BinaryOp Op) {
  switch (Op) {
  case ir::BinaryOp::Eq:
    return ir::BinaryOp::Ne;
  case ir::BinaryOp::Ne:
    return ir::BinaryOp::Eq;
  case ir::BinaryOp::Lt:
    return ir::BinaryOp::Ge;
  case ir::BinaryOp::Ge:
    return ir::BinaryOp::Lt;
  case ir::BinaryOp::Gt:
    return ir::BinaryOp::Le;
  default:
    return ir::BinaryOp::Gt;
  }
}

std::optional<bool> State::truth(const Value *V) const {
  ir::BinaryOp Op;
  bool IsUnsigned;
  if (V->Kind == ValueKind::Unary &&
      V->Number == int64_t(ir::UnaryOp::LogicalNot)) {
    std::optional<bool> T = truth(V->A);
    return T ? std::optional<bool>(!*T) : std::nullopt;
  }
  if (isCompare(V, Op, IsUnsigned) && V->B->isInt()) {
    Range R = range(V->A);
    // (a == b) == 0 and the like.
    if ((Op == ir::BinaryOp::Eq || Op == ir::BinaryOp::Ne) && V->B->Number == 0)
      if (std::optional<bool> T = truth(V->A))
        return *T == (Op == ir::BinaryOp::Ne);
    if (R.meet(Range::compare(Op, IsUnsigned, V->B->Number)).isEmpty())
      return false;
    if (R.meet(Range::compare(negate(Op), IsUnsigned, V->B->Number)).isEmpty())
      return true;
  }
  Range R = range(V);
  if (R.isZero())
    return false;
  if (R.excludesZero())
    return true;
  return std::nullopt;
}

bool State::restrict(const Value *V, const Range &R) {
  Range Known = range(V);
  Range Both = Known.meet(R);
  if (Both.isEmpty())
    return false;
  if (!V->isInt() && V->Kind != ValueKind::Undef && Both != Known &&
      !(V->isAddress() && V->root()->Kind != ValueKind::Container))
    Facts.set(V, Both);
  if (auto [X, Offset] = constantOffset(V); X && Both.isConstant())
    if (int64_t N; !llvm::SubOverflow(Both.Low, Offset, N))
      return restrict(X, Range::of(N));
  return true;
}

bool State::assume(const Value *C, bool Holds) {
  if (C->Kind == ValueKind::Undef)
    return true;
  if (std::optional<bool> Known = truth(C))
    if (*Known != Holds)
      return false;
  if (C->Kind == ValueKind::Unary &&
      C->Number == int64_t(ir::UnaryOp::LogicalNot))
    return assume(C->A, !Holds);
  ir::BinaryOp Op;
  bool IsUnsigned;
  if (isCompare(C, Op, IsUnsigned)) {
    if (!Holds)
      Op = negate(Op);
    if (C->B->isInt()) {
      if (C->B->Number == 0 && !IsUnsigned &&
          (Op == ir::BinaryOp::Eq || Op == ir::BinaryOp::Ne)) {
        ir::BinaryOp Inner;
        bool U;
        bool IsTest = isCompare(C->A, Inner, U) ||
                      (C->A->Kind == ValueKind::Unary &&
                       C->A->Number == int64_t(ir::UnaryOp::LogicalNot));
        if (IsTest)
          return assume(C->A, Op == ir::BinaryOp::Ne);
      }
      if (!restrict(C->A, Range::compare(Op, IsUnsigned, C->B->Number)))
        return false;
      // An interval cannot say that a value is not 5: the test itself can.
      if (!truth(C))
        Facts.set(C, Range::of(Holds));
      return true;
    }
    if (Op == ir::BinaryOp::Eq) {
      // What is known of one side holds of the other.
      if (!restrict(C->A, range(C->B)) || !restrict(C->B, range(C->A)))
        return false;
    }
    return restrict(C, Holds ? Range::of(1) : Range::of(0));
  }
  Range R;
  if (Holds)
    R.NonZero = true;
  else
    R = Range::of(0);
  return restrict(C, R);
}

void State::forgetObject(const Value *Object) {
  auto Inside = [&](const auto &E) { return E.first->isWithin(Object); };
  Lives.eraseIf(Inside);
  Links.eraseIf(Inside);
  if (life(Object).S != LifeState::Unknown)
    Lives.set(Object, {LifeState::Unknown, nullptr});
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

void State::forgetSymbols(
    llvm::ArrayRef<const Value *> Symbols,
    llvm::function_ref<const Value *(const Value *)> Unknown) {
  llvm::SmallVector<const Value *, 4> Forgotten(Symbols.begin(), Symbols.end());
  auto IsOld = [&](const Value *V) {
    return llvm::any_of(Forgotten,
                        [&](const Value *X) { return V->dependsOn(X); });
  };
  // What holds an old value holds a symbol of its own now, whose old meaning
  // goes as well.
  using Held = llvm::SmallVector<std::pair<const Value *, const Value *>, 4>;
  Held Holds, Since;
  auto Rename = [&](const ValueMap<const Value *> &In, Held &Out) {
    for (const auto &[A, V] : In.entries())
      if (IsOld(V) && !IsOld(A) &&
          llvm::none_of(Out, [A = A](auto &H) { return H.first == A; })) {
        Out.push_back({A, Unknown(A)});
        if (!llvm::is_contained(Forgotten, Out.back().second))
          Forgotten.push_back(Out.back().second);
      }
  };
  for (size_t Before = 0; Before != Forgotten.size();) {
    Before = Forgotten.size();
    Rename(Memory, Holds);
    Rename(Touched, Since);
  }
  auto Uses = [&](const auto &E) { return IsOld(E.first); };
  Facts.eraseIf(Uses);
  Lives.eraseIf(Uses);
  Published.eraseIf(Uses);
  Links.eraseIf([&](const auto &E) {
    return IsOld(E.first) || (E.second.Into && IsOld(E.second.Into));
  });
  auto Mentions = [&](const auto &E) {
    return IsOld(E.first) || IsOld(E.second);
  };
  Memory.eraseIf(Mentions);
  Touched.eraseIf(Mentions);
  for (const auto &[A, V] : Holds)
    if (!IsOld(A))
      Memory.set(A, V);
  for (const auto &[A, V] : Since)
    if (!IsOld(A))
      Touched.set(A, V);
}

bool State::sameAttributes(const State &O) const {
  auto LogHash = [](const State &S) { return S.Log ? S.Log->Hash : 0; };
  return Lives == O.Lives && Links == O.Links && Published == O.Published &&
         LogHash(*this) == LogHash(O);
}

/// Keeps the entries on which both maps agree. True when one was dropped.
template <typename T>
static bool keepEqual(ValueMap<T> &Mine, const ValueMap<T> &Other) {
  size_t Before = Mine.size();
  Mine.eraseIf([&](const auto &E) {
    const T *V = Other.find(E.first);
    return !V || !(*V == E.second);
  });
  return Mine.size() != Before;
}

static bool mergeFacts(State &A, const State &B) {
  bool Changed = false;
  // What A can derive is said, so that it survives the loss of its cause.
  for (const auto &[V, R] : B.Facts.entries())
    if (Range Mine = A.known(V); !A.Facts.find(V) && !Mine.isAny())
      A.Facts.set(V, Mine);
  std::vector<std::pair<const Value *, Range>> Weaker;
  for (const auto &[V, R] : A.Facts.entries()) {
    Range J = R.join(B.known(V));
    if (J != R)
      Weaker.push_back({V, J});
  }
  for (const auto &[V, R] : Weaker) {
    Changed = true;
    if (R.isAny())
      A.Facts.erase(V);
    else
      A.Facts.set(V, R);
  }
  return Changed;
}

/// The attributes of both, where they agree. True when A lost one.
static bool mergeAttributes(State &A, const State &B) {
  bool Changed = keepEqual(A.Links, B.Links);
  Changed |= keepEqual(A.Published, B.Published);
  // Dropping the entry of a part would uncover that of the whole, so a part
  // about which the two differ is said to be unknown.
  llvm::SmallVector<const Value *, 4> Unsure;
  auto Compare = [&](const State &X, const State &Y) {
    for (const auto &[V, L] : X.Lives.entries())
      if (!(Y.life(V) == L) || !(X.life(V) == Y.life(V)))
        Unsure.push_back(V);
  };
  Compare(A, B);
  Compare(B, A);
  for (const Value *V : Unsure) {
    Changed |= A.life(V).S != LifeState::Unknown;
    A.Lives.set(V, {});
  }
  return Changed;
}

/// The addresses at which the two maps differ.
static llvm::SmallVector<const Value *, 8>
differing(const ValueMap<const Value *> &A, const ValueMap<const Value *> &B) {
  llvm::SmallVector<const Value *, 8> Differ;
  if (A.sharesWith(B))
    return Differ;
  for (const auto &[Address, V] : A.entries()) {
    const Value *const *W = B.find(Address);
    if (!W || *W != V)
      Differ.push_back(Address);
  }
  for (const auto &[Address, V] : B.entries())
    if (!A.find(Address))
      Differ.push_back(Address);
  return Differ;
}

bool State::mergeFrom(const State &O, ValueTable &Values, uint32_t Owner,
                      uint32_t Block, bool IsInCycle, bool Widen) {
  bool Changed = false;
  State Other = O;
  if (!sameAttributes(Other)) {
    Changed |= mergeAttributes(*this, Other);
    const Logged *Both = mergeLogs(Log, Other.Log, Values.storage());
    Changed |= (Log ? Log->Hash : 0) != (Both ? Both->Hash : 0);
    Log = Both;
  }
  Changed |= Other.IsLogCut && !IsLogCut;
  IsLogCut |= Other.IsLogCut;
  for (const auto &[V, IsEscaped] : Other.Escaped.entries())
    Escaped.set(V, IsEscaped);
  const Logged *Callees =
      mergeLogs(Callbacks, Other.Callbacks, Values.storage());
  Changed |= (Callbacks ? Callbacks->Hash : 0) != (Callees ? Callees->Hash : 0);
  Callbacks = Callees;
  // What differs in memory becomes a symbol of this block.
  struct Join {
    const Value *Address, *Symbol;
    bool WasMerged;
    Range Mine, Both;
  };
  llvm::SmallVector<Join, 8> Joins;
  llvm::SmallVector<const Value *, 8> Symbols;
  for (const Value *A : differing(Memory, Other.Memory)) {
    bool InBoth = Memory.find(A) && Other.Memory.find(A);
    if (!InBoth && A->root()->Kind == ValueKind::Local) {
      // Out of scope on one of the paths.
      Changed |= Memory.find(A) != nullptr;
      Memory.erase(A);
      continue;
    }
    const Value *M = Values.merged(Owner, Block, A);
    auto At = [&](State &S) {
      const Value *const *V = S.Memory.find(A);
      return V ? S.range(*V) : Range();
    };
    Range Mine = At(*this), Both = Mine.join(At(Other));
    if (Widen && Both != Mine) {
      Both.Low = INT64_MIN;
      Both.High = INT64_MAX;
    }
    const Value *const *Now = Memory.find(A);
    Joins.push_back({A, M, Now && *Now == M, Mine, Both});
    Symbols.push_back(M);
  }
  // Where the two disagree about when an object was overwritten, it was at the
  // join.
  llvm::SmallVector<const Value *, 8> Overwritten =
      differing(Touched, Other.Touched);
  for (const Value *A : Overwritten)
    Symbols.push_back(Values.merged(Owner, Block, A));
  auto IsStale = [&](const Value *A) {
    return IsInCycle && llvm::any_of(Symbols, [&](const Value *M) {
             return A->dependsOn(M);
           });
  };
  if (IsInCycle && !Symbols.empty()) {
    auto Unknown = [&](const Value *A) {
      return Values.merged(Owner, Block | ValueTable::OldMeaning, A);
    };
    forgetSymbols(Symbols, Unknown);
    Other.forgetSymbols(Symbols, Unknown);
  }
  for (const Value *A : Overwritten)
    if (!IsStale(A)) {
      Touched.set(A, Values.merged(Owner, Block, A));
      Other.Touched.set(A, Values.merged(Owner, Block, A));
    }
  for (const Join &J : Joins) {
    if (IsStale(J.Address))
      continue;
    Memory.set(J.Address, J.Symbol);
    if (!J.WasMerged || J.Both != J.Mine)
      Changed = true;
    if (!J.Both.isAny()) {
      Facts.set(J.Symbol, J.Both);
      Other.Facts.set(J.Symbol, J.Both);
    } else {
      Facts.erase(J.Symbol);
    }
  }
  Changed |= mergeFacts(*this, Other);
  return Changed;
}
