//===- InitSites.cpp - Who in the file may initialise a member ------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/InitSites.h"

#include "Engine/TypeFacts.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

InitSites::InitSites(const ir::Module &M, const model::Model &Facts)
    : M(M), Facts(Facts), Callers(M.Functions.size()),
      Callees(M.Functions.size()), IsOutward(M.Functions.size()),
      IsGivenAway(M.Functions.size()) {
  for (uint32_t I = 0; I != M.Functions.size(); ++I)
    if (M.Functions[I].isDefinition())
      Definitions.try_emplace(M.Functions[I].Name, I);
  // EXPORT_SYMBOL() keeps the address in a `void *`, through which nobody
  // calls.
  auto IsCallable = [&](const ir::TableEntry &T) {
    const ir::Type &Ty = M.type(M.Globals[T.Global.Index].Type);
    return Ty.Kind != ir::TypeKind::Pointer || !Ty.Element ||
           M.type(Ty.Element).Kind != ir::TypeKind::Void;
  };
  for (const ir::TableEntry &T : M.Tables)
    if (auto It = Definitions.find(T.Function);
        It != Definitions.end() && IsCallable(T)) {
      IsOutward[It->second] = true;
      TablesOf[It->second].insert(T.Global.Index);
    }
  for (uint32_t I = 0; I != M.Functions.size(); ++I) {
    if (!M.Functions[I].IsStatic && !M.Functions[I].IsHeader)
      IsOutward[I] = true;
    noteCalls(I);
    scan(I);
  }
  // Who passes something on to where it is prepared prepares it.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const Passed &P : Edges)
      if (Prepared.count({P.Callee, ParamTag + P.Argument}))
        for (Key K : P.Of) {
          bool IsParam = K.second >= ParamTag;
          Changed |= IsParam ? Prepared.insert(K).second
                             : Sites[K].insert(P.Caller).second;
        }
  }
}

/// Whether an event only tells a part what to call once it is started.
static bool isInitialiser(const model::FunctionModel *FM) {
  return FM && llvm::any_of(FM->Effects, [](const model::Effect &E) {
           return E.V == Verb::Init;
         });
}

void InitSites::noteCalls(uint32_t Function) {
  const ir::Function &F = M.Functions[Function];
  auto Taken = [&](ir::Operand O, bool IsStarted) {
    if (O.Kind == ir::OperandKind::Function)
      if (auto It = Definitions.find(M.name(O)); It != Definitions.end()) {
        IsOutward[It->second] = true;
        IsGivenAway[It->second] |= IsStarted;
      }
  };
  for (const ir::Event &E : F.Events) {
    if (E.Code == ir::Op::Field)
      Users[{E.Record.Index, E.FieldIndex}].insert(Function);
    bool IsDirect =
        E.Code == ir::Op::Call && E.A.Kind == ir::OperandKind::Function;
    if (IsDirect) {
      if (auto It = Definitions.find(M.name(E.A)); It != Definitions.end()) {
        Callers[It->second].insert(Function);
        Callees[Function].insert(It->second);
      }
    } else {
      Taken(E.A, true);
    }
    Taken(E.B, true);
    for (ir::Operand O : F.args(E))
      Taken(O, O.Kind != ir::OperandKind::Function ||
                   !isInitialiser(calledModel(M, Facts, E)));
  }
}

void InitSites::scan(uint32_t Function) {
  const ir::Function &F = M.Functions[Function];
  std::vector<Keys> Of(F.NumTemps);
  auto Tracked = [&](ir::Operand O) -> Keys {
    return O.Kind == ir::OperandKind::Temp ? Of[O.Value] : Keys();
  };
  for (const ir::Event &E : F.Events) {
    switch (E.Code) {
    case ir::Op::Field:
      // A member of what a parameter points at is no longer the whole.
      for (Key K : Tracked(E.A))
        if (K.second < ParamTag)
          Of[E.Result.Index].push_back(K);
      Of[E.Result.Index].push_back({E.Record.Index, E.FieldIndex});
      break;
    case ir::Op::Element:
    case ir::Op::Cast:
      Of[E.Result.Index] = Tracked(E.A);
      break;
    case ir::Op::Load:
      if (E.A.Kind == ir::OperandKind::Local &&
          uint64_t(E.A.Value) < F.NumParams)
        Of[E.Result.Index].push_back(
            {Function, ParamTag + uint32_t(E.A.Value)});
      break;
    case ir::Op::Store:
      if (E.A.Kind != ir::OperandKind::Local)
        prepare(Function, Tracked(E.B));
      [[fallthrough]];
    case ir::Op::Copy:
    case ir::Op::Zero:
      prepare(Function, Tracked(E.A));
      break;
    case ir::Op::Call:
    case ir::Op::Macro:
    case ir::Op::Unknown:
      for (unsigned I = 0; I != E.NumArgs; ++I)
        if (Keys K = Tracked(F.args(E)[I]); !K.empty())
          argument(Function, E, I, K);
      break;
    default:
      break;
    }
  }
}

void InitSites::prepare(uint32_t Function, const Keys &Of) {
  for (Key K : Of)
    if (K.second >= ParamTag)
      Prepared.insert(K);
    else
      Sites[K].insert(Function);
}

void InitSites::argument(uint32_t Function, const ir::Event &E, unsigned I,
                         const Keys &Of) {
  const model::FunctionModel *FM = calledModel(M, Facts, E);
  llvm::StringRef Callee;
  if (E.Code == ir::Op::Call && E.A.Kind == ir::OperandKind::Function)
    Callee = M.name(E.A);
  if (FM) {
    for (const model::Effect &Effect : FM->Effects)
      if (llvm::is_contained({Verb::Init, Verb::Reinit, Verb::Zero, Verb::Link,
                              Verb::Copy, Verb::Move, Verb::Swap,
                              Verb::Allocate, Verb::AllocateZeroed},
                             Effect.V) &&
          !Effect.Operands.empty() &&
          Effect.Operands[0].Root == model::Place::Argument &&
          Effect.Operands[0].Index == I)
        return prepare(Function, Of);
    return;
  }
  if (auto It = Definitions.find(Callee); It != Definitions.end()) {
    Edges.push_back({It->second, I, Function, Of});
    return;
  }
  prepare(Function, Of);
}

bool InitSites::isOurs(ir::RecordId R) const {
  const ir::Record &Record = M.record(R);
  return Record.Where.isValid() && M.file(Record.Where.File) == M.MainFile;
}

std::optional<InitSites::Member> InitSites::member(const Value *Part) const {
  std::optional<Member> Found;
  for (const Value *V = Part; V; V = V->parent())
    if (V->Kind == ValueKind::Field) {
      Found = Member(V->Record.Index, uint32_t(V->Number));
      if (isOurs(V->Record))
        return Found;
    }
  return Found;
}

bool InitSites::runsFor(uint32_t Function, uint32_t Owner,
                        const std::set<uint32_t> &Above,
                        std::set<uint32_t> &Seen) const {
  if (Function == Owner || Above.count(Function) ||
      !Seen.insert(Function).second)
    return true;
  if (IsOutward[Function] || Callers[Function].empty())
    return false;
  return llvm::all_of(Callers[Function], [&](uint32_t Caller) {
    return runsFor(Caller, Owner, Above, Seen);
  });
}

std::set<uint32_t> InitSites::above(uint32_t Owner) const {
  std::set<uint32_t> Above;
  std::vector<uint32_t> Work{Owner};
  while (!Work.empty()) {
    uint32_t F = Work.back();
    Work.pop_back();
    for (uint32_t Caller : Callers[F])
      if (Above.insert(Caller).second)
        Work.push_back(Caller);
  }
  return Above;
}

bool InitSites::allRunFor(const std::set<uint32_t> &Functions,
                          uint32_t Owner) const {
  std::set<uint32_t> Above = above(Owner);
  std::set<uint32_t> Seen;
  return llvm::all_of(
      Functions, [&](uint32_t F) { return runsFor(F, Owner, Above, Seen); });
}

bool InitSites::isUsedByOthers(const Value *Part, uint32_t Owner) {
  auto [It, IsNew] = UsedByOthers.try_emplace({Part, Owner}, false);
  std::optional<Member> Of = IsNew ? member(Part) : std::nullopt;
  if (!Of)
    return It->second;
  std::set<uint32_t> Own = above(Owner);
  Own.insert(Owner);
  std::set<uint32_t> Tables;
  for (uint32_t F : Own)
    if (auto T = TablesOf.find(F); T != TablesOf.end())
      Tables.insert(T->second.begin(), T->second.end());
  auto IsOther = [&](uint32_t F) {
    auto T = TablesOf.find(F);
    return IsGivenAway[F] ||
           (T != TablesOf.end() && llvm::any_of(T->second, [&](uint32_t G) {
              return !Tables.count(G);
            }));
  };
  // From who names the member up to who is called by others.
  std::set<uint32_t> Seen = Own;
  std::vector<uint32_t> Work(Users[*Of].begin(), Users[*Of].end());
  while (!Work.empty()) {
    uint32_t F = Work.back();
    Work.pop_back();
    if (!Seen.insert(F).second)
      continue;
    if (IsOther(F))
      return It->second = true;
    Work.insert(Work.end(), Callers[F].begin(), Callers[F].end());
  }
  return false;
}

bool InitSites::isClosed(const Value *Part, uint32_t Owner) {
  auto [It, IsNew] = Known.try_emplace({Part, Owner}, false);
  if (!IsNew)
    return It->second;
  std::optional<Member> Of = member(Part);
  if (!Of || !isOurs(ir::RecordId{Of->first}))
    return false;
  return It->second = allRunFor(Sites[*Of], Owner);
}

bool InitSites::isConstructor(const Value *Part, uint32_t Owner) {
  auto [It, IsNew] = Constructors.try_emplace({Part, Owner}, false);
  if (!IsNew)
    return It->second;
  std::optional<Member> Of = member(Part);
  return It->second = Of && !Sites[*Of].empty() && allRunFor(Sites[*Of], Owner);
}

std::vector<uint32_t> InitSites::targets(ir::RecordId R, uint32_t Field) const {
  std::vector<uint32_t> Found;
  if (!isOurs(R))
    return Found;
  std::string Path = "." + M.record(R).Fields[Field].Name.str();
  for (const ir::TableEntry &T : M.Tables) {
    ir::TypeId Ty = elementType(M, M.Globals[T.Global.Index].Type);
    if (M.recordOf(Ty) != &M.record(R) || !T.Path.ends_with(Path))
      continue;
    auto It = Definitions.find(T.Function);
    if (It == Definitions.end())
      return {};
    if (!llvm::is_contained(Found, It->second))
      Found.push_back(It->second);
  }
  return Found;
}

std::vector<uint32_t> InitSites::preparedIn(uint32_t Function,
                                            ir::RecordId R) const {
  std::set<uint32_t> Reached{Function};
  std::vector<uint32_t> Work{Function};
  while (!Work.empty()) {
    uint32_t F = Work.back();
    Work.pop_back();
    for (uint32_t To : Callees[F])
      if (Reached.insert(To).second)
        Work.push_back(To);
  }
  std::vector<uint32_t> Found;
  for (const auto &[Of, Functions] : Sites)
    if (Of.first == R.Index && llvm::any_of(Functions, [&](uint32_t F) {
          return Reached.count(F) != 0;
        }))
      Found.push_back(Of.second);
  return Found;
}
