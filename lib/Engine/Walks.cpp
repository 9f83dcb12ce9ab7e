//===- Walks.cpp - What is known of every object of a collection ----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A loop that visits every object of a collection establishes what was known,
// or asserted, of the object of each round. A store to the member ends it.
//
// What is hard about it: an assertion that fails goes on. So what it asserts is
// kept beside what the path knows. And where a function begins, nothing is
// known to be or not to be: the callers are asked, but for code that only
// others call, who know nothing of a collection.
//
//===----------------------------------------------------------------------===//

#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;
using ir::Op;

/// How far a round is, is kept at the address of a local of a function that
/// there is not.
static constexpr uint32_t WalkOwner = 1u << 31;
enum : int64_t { Visiting = 1, Stepped };

/// Of no object.
static constexpr Range Nothing{INT64_MAX, INT64_MIN, true, true};

/// Of all objects, for callers; of those that a loop has visited; of the one
/// that it visits.
enum : uint32_t { All, Visited, Current };

const Value *Interpreter::ofEach(unsigned Member, uint32_t Phase,
                                 uint32_t Head) {
  return C.Each.address(
      Values, Member,
      Values.eachObject(C.Each.record(Member), Phase ? 2 * Head + Phase : 0));
}

/// The object that a loop visits in this round; null outside of it, and when
/// its variable has left it.
const Value *Interpreter::walked(const State &S, const Walk &W) {
  const Value *const *Round =
      S.Memory.find(Values.local(WalkOwner | Owner, W.Head, {}));
  if (!Round || *Round != Values.integer(Visiting))
    return nullptr;
  const Value *const *V =
      S.Memory.find(Values.local(Owner, W.Local, F.Locals[W.Local].Type));
  return V ? *V : nullptr;
}

void Interpreter::findWalks() {
  for (uint32_t B = 0; B != F.Blocks.size(); ++B) {
    const ir::Terminator &T = F.Blocks[B].Term;
    if (T.Kind != ir::TermKind::Branch || T.Where.Macro.empty())
      continue;
    std::optional<ir::RecordId> Of = C.Each.walkedBy(T.Where.Macro);
    if (!Of)
      continue;
    // The first pointer to such an object that the loop's test reads.
    for (const ir::Event &E : F.events(F.Blocks[B])) {
      if (E.Code != Op::Load || E.A.Kind != ir::OperandKind::Local)
        continue;
      const ir::Type &Ty = C.M.type(F.Locals[E.A.Value].Type);
      if (Ty.Kind == ir::TypeKind::Pointer && Ty.Element &&
          C.M.recordOf(Ty.Element) && C.M.type(Ty.Element).Record == *Of) {
        Walks.push_back({B, uint32_t(E.A.Value), *Of});
        break;
      }
    }
  }
}

/// The path goes from one block to another.
void Interpreter::walk(uint32_t From, uint32_t To, State &S) {
  for (const Walk &W : Walks) {
    const Value *Round = Values.local(WalkOwner | Owner, W.Head, {});
    if (To == W.Head && From != W.Head) {
      if (S.Memory.find(Round))
        endRound(S, W);
      else
        forEachMember(W, [&](unsigned I) {
          S.Each.set(ofEach(I, Visited, W.Head), {OfEach::Known, Nothing});
        });
      S.Memory.erase(Round);
      continue;
    }
    if (From != W.Head)
      continue;
    if (To == F.Blocks[From].Term.Targets[0].Index) {
      S.Memory.set(Round, Values.integer(Visiting));
      continue;
    }
    forEachMember(W, [&](unsigned I) {
      const Value *Before = ofEach(I, Visited, W.Head);
      if (const OfEach *E = S.Each.find(Before))
        S.Each.set(ofEach(I, All, 0), *E);
      S.Each.erase(Before);
    });
  }
}

void Interpreter::forEachMember(const Walk &W,
                                llvm::function_ref<void(unsigned)> Do) const {
  for (unsigned I = 0; I != C.Each.size(); ++I)
    if (C.Each.record(I) == W.Record)
      Do(I);
}

/// What is known of the object of this round, or was asserted of it.
Range Interpreter::knownOfWalked(State &S, const Value *Object,
                                 unsigned Member) {
  const Value *Address = C.Each.address(Values, Member, Object);
  return S.known(stored(S, Address, Address->Pointee));
}

/// The variable of the loop got the next object before.
void Interpreter::endRound(State &S, const Walk &W) {
  forEachMember(W, [&](unsigned I) {
    const Value *Before = ofEach(I, Visited, W.Head),
                *Now = ofEach(I, Current, W.Head);
    const OfEach *Found = S.Each.find(Now);
    if (const OfEach *E = S.Each.find(Before)) {
      Range Is = Found ? E->Is.join(Found->Is) : Range();
      if (Is.isAny())
        S.Each.erase(Before);
      else
        S.Each.set(Before, {OfEach::Known, Is});
    }
    S.Each.erase(Now);
  });
}

/// What is known of the object of this round is kept from test to test, as
/// paths may meet that have other names for it. And a macro of the model says
/// when \p Condition is true, and then goes on or not: whoever reads on may
/// rely on the opposite.
void Interpreter::noteAssertion(State &S, const Value *Condition) {
  State There = S;
  if (Condition && !There.assume(Condition, false))
    return;
  for (const Walk &W : Walks)
    if (const Value *Object = walked(S, W))
      forEachMember(W, [&](unsigned I) {
        const Value *Now = ofEach(I, Current, W.Head);
        Range Is = knownOfWalked(There, Object, I);
        bool Says = Condition && Is != knownOfWalked(S, Object, I);
        // What fails was asserted all the same.
        const OfEach *Found = S.Each.find(Now);
        bool IsMore = !Condition && !Is.isAny() &&
                      (!Found || Is.join(Found->Is) == Found->Is);
        if (Says || IsMore)
          S.Each.set(Now, {OfEach::Known, Is});
      });
}

/// A store to a member of an object ends what is known of all of them, unless
/// it is what is known. Those that a loop has visited are others than the one
/// of this round. A store to a loop's variable ends the round.
void Interpreter::storeToEach(State &S, const Value *Address, const Value *V) {
  for (const Walk &W : Walks) {
    if (Address->Kind != ValueKind::Local || Address->Owner != Owner ||
        Address->Number != W.Local)
      continue;
    const Value *Round = Values.local(WalkOwner | Owner, W.Head, {});
    const Value *Left = walked(S, W);
    forEachMember(W, [&](unsigned I) {
      const Value *Now = ofEach(I, Current, W.Head);
      if (!Left) // twice in a round: who knows what is visited
        S.Each.erase(Now);
      else if (Range Is = knownOfWalked(S, Left, I);
               !S.Each.find(Now) && !Is.isAny())
        S.Each.set(Now, {OfEach::Known, Is});
    });
    if (Left)
      S.Memory.set(Round, Values.integer(Stepped));
  }
  const Value *Object = nullptr;
  std::optional<unsigned> Member = C.Each.memberAt(Address, Object);
  if (!Member || isPrivate(S, Address))
    return;
  Range Is = V ? S.known(V) : Range();
  const OfEach *Now = S.Each.find(ofEach(*Member, All, 0));
  if (!Now || Now->K != OfEach::Known || Now->Is.join(Is) != Now->Is)
    S.Each.set(ofEach(*Member, All, 0), {OfEach::Ended, Range()});
  for (const Walk &W : Walks) {
    S.Each.erase(ofEach(*Member, Current, W.Head));
    if (walked(S, W) != Object)
      S.Each.erase(ofEach(*Member, Visited, W.Head));
  }
}

/// What a callee leaves known; \p Case is null when nobody knows what it does.
void Interpreter::callToEach(State &S, uint32_t Callee,
                             const SummaryCase *Case) {
  for (unsigned I = 0; I != C.Each.size(); ++I) {
    if (!C.Each.mayStore(Callee, I))
      continue;
    if (!Case)
      S.Each.set(ofEach(I, All, 0), {OfEach::Unclear, Range()});
    for (const Walk &W : Walks) {
      S.Each.erase(ofEach(I, Visited, W.Head));
      S.Each.erase(ofEach(I, Current, W.Head));
    }
  }
  if (Case)
    for (const auto &[Key, E] : Case->Each)
      S.Each.set(Key, E);
}

/// What is known to others that call a function: nothing of a collection.
void Interpreter::enterFromOthers(State &S) {
  if (C.Sites.isCalledByOthersAlone(Owner))
    for (unsigned I = 0; I != C.Each.size(); ++I)
      S.Each.set(ofEach(I, All, 0), {OfEach::Ended, Range()});
}

const OfEach *Interpreter::eachNow(const State &S, const model::Rule &R,
                                   bool &IsDeclared) {
  std::optional<unsigned> Member = C.Each.memberOf(R);
  IsDeclared = Member.has_value();
  return Member ? S.Each.find(ofEach(*Member, All, 0)) : nullptr;
}

std::optional<bool> Interpreter::holdsForEach(const State &S,
                                              const model::Rule &R) {
  bool IsDeclared;
  const OfEach *E = eachNow(S, R, IsDeclared);
  if (!E || E->K == OfEach::Unclear)
    return std::nullopt;
  if (E->K == OfEach::Ended)
    return false;
  static constexpr ir::BinaryOp Ops[] = {ir::BinaryOp::Eq, ir::BinaryOp::Ne,
                                         ir::BinaryOp::Lt, ir::BinaryOp::Le,
                                         ir::BinaryOp::Gt, ir::BinaryOp::Ge};
  Range Wanted =
      Range::compare(Ops[unsigned(R.Op)], false, R.IsNull ? 0 : R.Value);
  if (E->Is.isEmpty() || E->Is.join(Wanted) == Wanted)
    return true;
  return E->Is.meet(Wanted).isEmpty() ? std::optional<bool>(false)
                                      : std::nullopt;
}
