//===- ThreadBound.cpp - What belongs to the calling thread ---------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/ThreadBound.h"

#include "Engine/CallGraph.h"
#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

const Value *engine::boundResult(ValueTable &Values, const ir::Event &E) {
  return Values.contents(Values.function(E.A.Value), E.Ty);
}

/// Whether a value is the calling thread's own, or lent by what is, and the
/// function has no reference to it.
bool Interpreter::isThreadBound(const State &S, const Value *V) const {
  const Value *K = V;
  for (unsigned Depth = 0; K && Depth != 4; ++Depth) {
    if (const Reference *R = S.References.find(K);
        R && (R->Count > 0 || R->IsUnsure))
      return false;
    if (isBoundResult(K))
      return true;
    K = lender(S, K);
  }
  return false;
}

/// It is stored where others find it. Whether that is wrong is known when all
/// paths, and all functions, were seen.
void Interpreter::noteBoundStore(State &S, const Value *Address,
                                 const Value *V) {
  if (Address->Kind != ValueKind::Field ||
      Address->root()->Kind == ValueKind::Local || S.LostFacts ||
      !isThreadBound(S, V))
    return;
  for (const BoundStore &B : BoundStores)
    if (B.Address == Address && B.V == V)
      return;
  BoundStore New;
  New.Address = Address;
  New.V = V;
  New.IsInCallee = F.Events[CurrentEvent].Code == ir::Op::Call;
  Action A;
  A.Where = F.Events[CurrentEvent].Where;
  New.About = aboutReference(S, Reason::BoundStored, A, V, nullptr);
  New.About.Detail = C.M.record(Address->Record).Fields[Address->Number].Name;
  BoundStores.push_back(std::move(New));
}

/// At a return: a reference that was taken after the store is one too.
void Interpreter::settleBoundStores(const State &S) {
  for (BoundStore &B : BoundStores) {
    const Value *const *Now = S.Memory.find(B.Address);
    if (!Now || *Now != B.V)
      continue;
    B.IsKept = true;
    B.HasReference |= !isThreadBound(S, B.V);
  }
}

void Interpreter::giveBoundStores() {
  for (BoundStore &B : BoundStores) {
    if (!B.IsKept || B.HasReference)
      continue;
    Context::BoundStore Given;
    Given.Record = B.Address->Record;
    Given.Field = B.Address->Number;
    Given.Function = Owner;
    if (const Value *Root = B.Address->root(); Root->Kind == ValueKind::Param)
      Given.Param = Root->Number;
    Given.IsInCallee = B.IsInCallee;
    Given.About = std::move(B.About);
    C.BoundStores.push_back(std::move(Given));
  }
}

/// A callback gets what is the calling thread's.
void Interpreter::handToThread(State &S, const Action &A) {
  for (const Value *V : A.Args)
    if (!S.LostFacts && isThreadBound(S, V))
      C.report(aboutReference(S, Reason::BoundHanded, A, V, nullptr));
  // A thread of its own may outlive the frame. Whoever waits for something then
  // is taken to wait for the thread.
  if (A.Word == "thread")
    for (const Value *V : A.Args)
      if (V->root()->Kind == ValueKind::Local)
        S.Links.set(V->root(), {LinkState::Lent, nullptr, note(S, A)});
}

namespace {

/// Where a function uses what a member points at, and not only its number.
class Uses {
public:
  Uses(const ir::Function &F, ir::RecordId Record, uint32_t Field) : F(F) {
    llvm::DenseSet<uint32_t> Places;
    for (const ir::Event &E : F.Events)
      if (E.Code == ir::Op::Field && E.Record == Record &&
          E.FieldIndex == Field && E.Result)
        Places.insert(E.Result.Index);
    for (const ir::Event &E : F.Events)
      if (E.Code == ir::Op::Load && E.A.Kind == ir::OperandKind::Temp &&
          Places.count(E.A.Value) && E.Result)
        Pointers.insert(E.Result.Index);
    // A variable of its own is as good.
    for (const ir::Event &E : F.Events)
      if (E.Code == ir::Op::Store && E.A.Kind == ir::OperandKind::Local &&
          isPointer(E.B))
        Variables.insert(E.A.Value);
    for (const ir::Event &E : F.Events)
      if (E.Code == ir::Op::Load && E.A.Kind == ir::OperandKind::Local &&
          Variables.count(E.A.Value) && E.Result)
        Pointers.insert(E.Result.Index);
  }

  const ir::Event *first() const {
    for (const ir::Event &E : F.Events) {
      bool IsUse = false;
      switch (E.Code) {
      case ir::Op::Field:
      case ir::Op::Element:
      case ir::Op::Load:
      case ir::Op::Store:
        IsUse = isPointer(E.A);
        break;
      case ir::Op::Call:
      case ir::Op::Macro:
        IsUse = llvm::any_of(F.args(E),
                             [&](ir::Operand O) { return isPointer(O); });
        break;
      default:
        break;
      }
      if (IsUse)
        return &E;
    }
    return nullptr;
  }

private:
  bool isPointer(ir::Operand O) const {
    return O.Kind == ir::OperandKind::Temp && Pointers.count(O.Value);
  }
  const ir::Function &F;
  llvm::DenseSet<uint32_t> Pointers, Variables;
};

} // namespace

/// What may run when a function does.
static llvm::DenseSet<uint32_t>
reachable(const std::vector<std::vector<uint32_t>> &Callees, uint32_t From) {
  llvm::DenseSet<uint32_t> Seen;
  llvm::SmallVector<uint32_t, 16> Work{From};
  while (!Work.empty()) {
    uint32_t F = Work.pop_back_val();
    if (Seen.insert(F).second)
      Work.append(Callees[F].begin(), Callees[F].end());
  }
  return Seen;
}

/// Whether a parameter may point at an object in the frame of a caller of this
/// file: a thread that waits there needs no reference to itself.
static bool isInFrameOfCaller(const Context &C, uint32_t Function,
                              uint32_t Param) {
  std::set<std::pair<uint32_t, uint32_t>> Seen;
  llvm::SmallVector<std::pair<uint32_t, uint32_t>, 4> Work{{Function, Param}};
  while (!Work.empty()) {
    auto Asked = Work.pop_back_val();
    if (!Seen.insert(Asked).second)
      continue;
    for (uint32_t I = 0; I != C.M.Functions.size(); ++I) {
      const ir::Function &F = C.M.Functions[I];
      for (const ir::Event &E : F.Events) {
        if (E.Code != ir::Op::Call || E.A.Kind != ir::OperandKind::Function ||
            C.definition(C.M.name(E.A)) != Asked.first ||
            Asked.second >= F.args(E).size())
          continue;
        ir::Operand O = F.args(E)[Asked.second];
        if (O.Kind == ir::OperandKind::Local)
          return true;
        // A parameter, or the address of a member of its object.
        for (const ir::Event *Made = F.maker(O); Made;
             Made = F.maker(Made->A)) {
          if (Made->A.Kind != ir::OperandKind::Local)
            continue;
          if (Made->Code != ir::Op::Load)
            return true;
          if (Made->A.Value < F.NumParams)
            Work.push_back({I, uint32_t(Made->A.Value)});
          break;
        }
      }
    }
  }
  return false;
}

void engine::reportThreadBound(Context &C) {
  if (C.BoundStores.empty())
    return;
  std::vector<std::vector<uint32_t>> Callees = callees(C);
  std::set<std::string> Entries;
  for (const EntryContext &E : C.Entries)
    Entries.insert(E.Function);
  // What a callee stored is told once, where it did.
  std::set<std::pair<uint32_t, uint32_t>> StoredHere;
  for (const Context::BoundStore &B : C.BoundStores)
    if (!B.IsInCallee)
      StoredHere.insert({B.Record.Index, B.Field});
  for (Context::BoundStore &B : C.BoundStores) {
    if ((B.IsInCallee && StoredHere.count({B.Record.Index, B.Field})) ||
        (B.Param && isInFrameOfCaller(C, B.Function, *B.Param)))
      continue;
    for (const std::string &Name : Entries) {
      std::optional<uint32_t> Entry = C.definition(Name);
      if (!Entry)
        continue;
      llvm::DenseSet<uint32_t> Runs = reachable(Callees, *Entry);
      if (Runs.count(B.Function))
        continue; // the thread stores it for itself
      const ir::Event *Use = nullptr;
      for (uint32_t I = 0; I != C.M.Functions.size() && !Use; ++I)
        if (Runs.count(I))
          Use = Uses(C.M.Functions[I], B.Record, B.Field).first();
      if (!Use)
        continue;
      B.About.Type = Name;
      B.About.Path.push_back({Use->Where, "it is used here"});
      C.report(std::move(B.About));
      break;
    }
  }
}
