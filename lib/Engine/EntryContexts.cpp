//===- EntryContexts.cpp - Functions that are called in a given context ---===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function that is registered as a callback, or stored in a member of an
// operation table, is called by somebody else in a context that the model names.
// What it needs, and its summary says, must be so there.
//
//===----------------------------------------------------------------------===//

#include "Engine/EntryContexts.h"

#include "Engine/TypeFacts.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

static const ir::Function *definition(Context &C, llvm::StringRef Name,
                                      const Summary *&Sum) {
  std::optional<uint32_t> I = C.definition(Name);
  if (!I)
    return nullptr;
  Sum = &C.summary(*I);
  return &C.M.Functions[*I];
}

/// What contradicts the requirement in that context; no value when nothing does.
static std::optional<Reason> violation(const Context &C, const Requirement &R,
                                       unsigned Entry) {
  uint64_t In = C.Contexts.implied(Entry);
  switch (R.Act.V) {
  case Verb::Sleep:
    // What it left may have been why it must not; other contexts do not matter.
    if (llvm::any_of(R.Left, [&](const Value *Key) {
          return Key->Kind != ValueKind::Context || (In >> Key->Number & 1);
        }))
      return std::nullopt;
    if (In & C.Contexts.forbidSleep())
      return Reason::SleepInCallback;
    return std::nullopt;
  case Verb::Require: {
    uint64_t Bit = uint64_t(1) << R.Act.X->Number;
    uint64_t Out = C.Contexts.excluded(Entry);
    uint64_t Causes = C.Contexts.impliedBy(R.Act.X->Number);
    bool IsOut = (Out & Bit) || (Causes && !(Causes & ~Out));
    if ((In & Bit) || !IsOut)
      return std::nullopt;
    return C.Contexts.name(R.Act.X->Number) == model::CpuStable
               ? Reason::CpuUnstableInCallback
               : Reason::ContextMissingInCallback;
  }
  case Verb::Forbid:
    if (In >> R.Act.X->Number & 1)
      return Reason::ContextForbiddenInCallback;
    return std::nullopt;
  default:
    return std::nullopt;
  }
}

/// A fact about a parameter says that not every call gets there.
static bool isCertain(const Requirement &R) {
  return llvm::none_of(R.Facts, [](const auto &F) {
    const Value *V = F.first;
    while (V->Kind == ValueKind::Binary || V->Kind == ValueKind::Unary)
      V = V->A;
    return V->Kind == ValueKind::Param;
  });
}

void engine::reportEntryContexts(Context &C) {
  for (const EntryContext &E : C.Entries) {
    const Summary *Sum = nullptr;
    const ir::Function *F = definition(C, E.Function, Sum);
    if (!F)
      continue;
    for (const Requirement &R : Sum->Requirements) {
      std::optional<Reason> Why = violation(C, R, E.Context);
      if (!Why || !isCertain(R))
        continue;
      Finding New;
      New.Why = *Why;
      New.Where = R.Act.Where;
      New.Function = E.Function;
      New.Object = R.Act.Callee.str();
      New.Detail = E.Function;
      New.Type = C.Contexts.name(E.Context).str();
      New.Path.push_back({E.Where, "'" + E.Function + "' is called in '" +
                                       New.Type + "', as is said here"});
      if (R.Act.Inner.isValid())
        New.Path.push_back(
            {R.Act.Inner, "'" + New.Object + "' is called here"});
      if (E.From)
        New.Rule = *E.From;
      C.report(std::move(New));
      if (R.Act.V == Verb::Sleep)
        break; // one place is enough to find the others
    }
  }
}

/// The model of the member at the end of a path `.a.b` in an object.
static const model::FieldModel *memberModel(const Context &C, ir::TypeId T,
                                            llvm::StringRef Path) {
  const model::FieldModel *Found = nullptr;
  while (!Path.empty()) {
    if (Path.consume_front("[")) {
      Path = Path.split(']').second;
      T = C.M.type(T).Kind == ir::TypeKind::Array ? C.M.type(T).Element
                                                  : ir::TypeId();
    } else {
      Path.consume_front(".");
      llvm::StringRef Name = Path.take_until(
          [](char Ch) { return Ch == '.' || Ch == '['; });
      Path = Path.drop_front(Name.size());
      const ir::Record *R = T ? C.M.recordOf(T) : nullptr;
      if (!R)
        return nullptr;
      const model::TypeModel *Type = typeModel(C.M, C.Facts, T);
      Found = Type ? Type->field(Name) : nullptr;
      auto Field = llvm::find_if(
          R->Fields, [&](const ir::Field &F) { return F.Name == Name; });
      T = Field == R->Fields.end() ? ir::TypeId() : Field->Type;
    }
    if (!T)
      return Path.empty() ? Found : nullptr;
  }
  return Found;
}

void engine::noteTables(Context &C) {
  for (const ir::TableEntry &T : C.M.Tables) {
    const ir::Global &G = C.M.Globals[T.Global.Index];
    if (!G.Type)
      continue;
    const model::FieldModel *M = memberModel(C, G.Type, T.Path);
    if (M && !M->CalledIn.empty())
      C.Entries.push_back({T.Function.str(), C.Contexts.index(M->CalledIn),
                           G.Where, &M->From});
  }
}
