//===- Fixpoint.cpp - The states at each block of a function --------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Fixpoint.h"

#include "Engine/Interpreter.h"
#include "Engine/LockNames.h"

#include "llvm/ADT/SCCIterator.h"

#include <queue>

using namespace holdfast;
using namespace holdfast::engine;

namespace {

class Fixpoint {
public:
  Fixpoint(Context &C, uint32_t Function)
      : C(C), I(C, Function), Sum(C.summary(Function)),
        Blocks(I.F.Blocks.size()) {
    orderBlocks();
  }

  void run() {
    Sum.IsKnown = true;
    push(0, I.entryState());
    while (!Queue.empty()) {
      uint32_t Block = Order[Queue.top()];
      Queue.pop();
      Blocks[Block].IsQueued = false;
      for (State &S : std::exchange(Blocks[Block].Pending, {}))
        visit(Block, std::move(S));
      if (I.Steps > C.Options.StepBudget) {
        C.Result.Stats.NotFullyAnalysed.push_back(I.F.Name.str());
        std::vector<const Value *> Changes = std::move(Sum.Changes);
        Sum = Summary();
        Sum.Changes = std::move(Changes);
        break;
      }
    }
    // Also when there are too many cases for a summary: every way out was seen.
    if (I.Steps <= C.Options.StepBudget) {
      I.judgeExits();
      I.finishFunction();
      I.reportAfterOnePut();
      I.giveBoundStores();
    }
    Sum.tellApart(C.Logs);
    Sum.Requirements = std::move(I.Requirements);
    C.Result.Stats.Steps += I.Steps;
    ++C.Result.Stats.Functions;
  }

private:
  struct BlockStates {
    std::vector<State> Pending; ///< arrived, not run
    std::vector<State> Done;    ///< run; covers what arrives no stronger
    uint32_t Merges = 0;
    uint32_t Rank = 0; ///< in reverse post-order
    bool IsLoopHead = false;
    bool IsQueued = false;
  };

  size_t maxStates(uint32_t Block) const {
    return I.InCycle.test(Block) ? C.Options.MaxLoopStates
                                 : C.Options.MaxStates;
  }
  bool mayMerge(const State &A, const State &B, uint32_t Block) const {
    return I.InCycle.test(Block) ? mayMergeInCycle(A, B, C.Values)
                                 : A.sameAttributes(B);
  }
  void orderBlocks();
  State *leastLoss(std::vector<State> &Done, const State &S) const;
  void push(uint32_t Block, State S);
  const State *mergeTwoOfSameHolds(uint32_t Block, std::vector<State> &States,
                                   const State &S) const;
  void visit(uint32_t Block, State S);
  void runBlock(uint32_t Block, State S);

  /// How often each state of a block takes another one in.
  static constexpr uint32_t MaxRounds = 8;

  Context &C;
  Interpreter I;
  Summary &Sum;
  std::vector<BlockStates> Blocks;
  std::vector<uint32_t> Order; ///< by rank
  std::priority_queue<uint32_t, std::vector<uint32_t>, std::greater<uint32_t>>
      Queue;
};

/// Ranks the blocks, and finds those that can reach themselves and the targets
/// of back edges.
void Fixpoint::orderBlocks() {
  size_t N = Blocks.size();
  std::vector<std::vector<uint32_t>> Next(N);
  for (uint32_t B = 0; B != N; ++B)
    eachSuccessor(I.F.Blocks[B].Term,
                  [&](uint32_t To) { Next[B].push_back(To); });
  std::vector<char> State(N, 0); // 1: on the stack, 2: done
  std::vector<std::pair<uint32_t, size_t>> Stack{{0, 0}};
  State[0] = 1;
  while (!Stack.empty()) {
    auto &[B, K] = Stack.back();
    if (K == Next[B].size()) {
      State[B] = 2;
      Order.push_back(B);
      Stack.pop_back();
      continue;
    }
    uint32_t To = Next[B][K++];
    if (State[To] == 1) {
      Blocks[To].IsLoopHead = true;
    } else if (State[To] == 0) {
      State[To] = 1;
      Stack.push_back({To, 0});
    }
  }
  std::reverse(Order.begin(), Order.end());
  for (uint32_t R = 0; R != Order.size(); ++R)
    Blocks[Order[R]].Rank = R;
  // The blocks that can reach themselves are those that share a strongly
  // connected part with another one, or follow themselves: walk backwards, from
  // those that were left last on.
  I.InCycle.resize(N);
  std::vector<std::vector<uint32_t>> Before(N);
  for (uint32_t B = 0; B != N; ++B)
    for (uint32_t To : Next[B])
      if (State[B] == 2)
        Before[To].push_back(B);
  llvm::BitVector Seen(N);
  for (uint32_t Root : Order) {
    if (Seen.test(Root))
      continue;
    Seen.set(Root);
    std::vector<uint32_t> Part{Root};
    for (size_t K = 0; K != Part.size(); ++K)
      for (uint32_t P : Before[Part[K]])
        if (!Seen.test(P)) {
          Seen.set(P);
          Part.push_back(P);
        }
    if (Part.size() > 1 || llvm::is_contained(Next[Root], Root))
      for (uint32_t B : Part)
        I.InCycle.set(B);
  }
}

void Fixpoint::push(uint32_t Block, State S) {
  BlockStates &B = Blocks[Block];
  for (State &P : B.Pending)
    if (mayMerge(P, S, Block) && I.sameOutcome(P, S, Block)) {
      P.mergeFrom(S, C.Values, C.Logs, I.Owner, Block, I.InCycle.test(Block), false);
      S.Trail = nullptr;
      return;
    }
  // There must not be more of them than will be kept: each one would be run, and
  // most of them only to merge.
  if (B.Pending.size() >= maxStates(Block))
    if (!mergeTwoOfSameHolds(Block, B.Pending, S)) {
      leastLoss(B.Pending, S)
          ->mergeFrom(S, C.Values, C.Logs, I.Owner, Block, I.InCycle.test(Block),
                      false);
      return;
    }
  B.Pending.push_back(std::move(S));
  if (!B.IsQueued) {
    B.IsQueued = true;
    Queue.push(B.Rank);
  }
}

/// The state that loses least when it merges with another one: it loses what
/// the two disagree about.
State *Fixpoint::leastLoss(std::vector<State> &Done, const State &S) const {
  for (State &D : llvm::reverse(Done))
    if (D.sameAttributes(S))
      return &D;
  for (State &D : llvm::reverse(Done))
    if (D.Holds == S.Holds)
      return &D;
  return &Done.back();
}

/// When none of the states has the locks of \p S: merges two that have the same
/// ones, so that there is room for it, and returns what became of them; null when
/// there is no room. What one state holds and the others do not is all that a
/// lost unlock shows.
const State *Fixpoint::mergeTwoOfSameHolds(uint32_t Block,
                                           std::vector<State> &States,
                                           const State &S) const {
  if (llvm::any_of(States, [&](const State &D) { return D.Holds == S.Holds; }))
    return nullptr;
  for (size_t X = 0; X != States.size(); ++X)
    for (size_t Y = States.size(); --Y > X;)
      if (States[X].Holds == States[Y].Holds &&
          I.sameOutcome(States[X], States[Y], Block)) {
        States[X].mergeFrom(States[Y], C.Values, C.Logs, I.Owner, Block,
                            I.InCycle.test(Block), false);
        States.erase(States.begin() + Y);
        return &States[X];
      }
  return nullptr;
}

void Fixpoint::visit(uint32_t Block, State S) {
  BlockStates &B = Blocks[Block];
  bool Widen = B.IsLoopHead && B.Merges > 2 * maxStates(Block);
  State *Into = nullptr;
  for (State &D : B.Done)
    if (mayMerge(D, S, Block) && I.sameOutcome(D, S, Block))
      Into = &D;
  if (!Into && B.Done.size() >= maxStates(Block))
    if (const State *Both = mergeTwoOfSameHolds(Block, B.Done, S))
      runBlock(Block, State(*Both));
  if (!Into && B.Done.size() >= maxStates(Block))
    Into = leastLoss(B.Done, S);
  if (Into) {
    // What is left to be learnt by then is which facts do not last.
    if (++B.Merges > MaxRounds * maxStates(Block))
      return;
    const Note *Trail = S.Trail;
    if (!Into->mergeFrom(S, C.Values, C.Logs, I.Owner, Block, I.InCycle.test(Block),
                         Widen))
      return;
    Into->Trail = Trail;
    S = *Into;
  } else {
    B.Done.push_back(S);
  }
  runBlock(Block, std::move(S));
}

void Fixpoint::runBlock(uint32_t Block, State S) {
  I.runBlock(Block, std::move(S), [&](State &End) {
    if (I.F.Blocks[Block].Term.Kind == ir::TermKind::Return)
      I.finish(Block, End, Sum);
    else
      I.successors(Block, End, [&](uint32_t To, State Next) {
        I.walk(Block, To, Next);
        I.forgetTested(Block, Next);
        push(To, std::move(Next));
      });
  });
}

} // namespace

void engine::analyseFunction(Context &C, uint32_t Function) {
  Fixpoint(C, Function).run();
}
