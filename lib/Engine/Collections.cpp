//===- Collections.cpp - Members of which all objects are asked -----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Collections.h"

#include "Engine/TypeFacts.h"
#include "Model/Annotation.h"

using namespace holdfast;
using namespace holdfast::engine;
using ir::Op;
using model::Rule;

/// Each fact `all` in a rule.
static void eachAll(const Rule &R, llvm::function_ref<void(const Rule &)> Do) {
  if (R.K == Rule::All)
    Do(R);
  for (const Rule &Child : R.Children)
    eachAll(Child, Do);
}

Collections::Collections(const ir::Module &M, const model::Model &Facts,
                         const InitSites &Sites) {
  llvm::StringMap<llvm::ArrayRef<std::string>> Walked;
  Facts.forEachType([&](const model::TypeModel &T) {
    if (!T.WalkedBy.empty())
      Walked[T.Name] = T.WalkedBy;
  });
  if (Walked.empty())
    return;
  for (uint32_t I = 0; I != M.Records.size(); ++I)
    if (auto It = Walked.find(M.Records[I].Name); It != Walked.end())
      for (const std::string &Macro : It->second)
        Walks[Macro].Index = I;
  if (Walks.empty())
    return;
  std::vector<llvm::StringRef> Words = Facts.contextNames();
  auto AddText = [&](llvm::StringRef Text) {
    if (!Text.contains("all("))
      return;
    if (llvm::Expected<Rule> R = model::parseRule(Text, Words))
      eachAll(*R, [&](const Rule &All) { add(All, M); });
    else
      llvm::consumeError(R.takeError());
  };
  Facts.forEachType([&](const model::TypeModel &T) {
    for (const model::FieldModel &F : T.Fields) {
      AddText(F.Read);
      AddText(F.Write);
      AddText(F.Exempt);
    }
  });
  auto AddAnnotations = [&](llvm::ArrayRef<ir::Annotation> Annotations) {
    for (const ir::Annotation &A : Annotations) {
      if (!A.Text.contains("all("))
        continue;
      if (llvm::Expected<model::AnnotationValue> V =
              model::parseAnnotation(A.Text))
        eachAll(V->Access, [&](const Rule &All) { add(All, M); });
      else
        llvm::consumeError(V.takeError());
    }
  };
  for (const ir::Record &R : M.Records)
    for (const ir::Field &F : R.Fields)
      AddAnnotations(F.Annotations);
  for (const ir::Global &G : M.Globals)
    AddAnnotations(G.Annotations);
  if (!Members.empty())
    noteStores(M, Sites);
}

void Collections::add(const Rule &R, const ir::Module &M) {
  if (memberOf(R))
    return;
  Member New{R.Name, R.Field, {}};
  std::optional<uint32_t> Of;
  for (uint32_t I = 0; I != M.Records.size() && !Of; ++I)
    if (M.Records[I].Name == R.Name)
      Of = I;
  for (llvm::StringRef Path = R.Field; !Path.empty();) {
    auto [Name, Rest] = Path.split('.');
    Path = Rest;
    if (!Of)
      return;
    const auto &Fields = M.Records[*Of].Fields;
    auto F = llvm::find_if(
        Fields, [N = Name](const ir::Field &X) { return X.Name == N; });
    if (F == Fields.end())
      return;
    Step S;
    S.Record.Index = *Of;
    S.Field = F - Fields.begin();
    New.Steps.push_back(S);
    Of.reset();
    if (M.recordOf(F->Type))
      Of = M.type(F->Type).Record.Index;
  }
  if (!New.Steps.empty())
    Members.push_back(std::move(New));
}

/// What a function stores to, and whatever it calls.
void Collections::noteStores(const ir::Module &M, const InitSites &Sites) {
  size_t N = M.Functions.size();
  Stores.assign(N, llvm::BitVector(Members.size()));
  for (uint32_t I = 0; I != N; ++I) {
    const ir::Function &F = M.Functions[I];
    for (const ir::Event &E : F.Events) {
      const ir::Event *To = E.Code == Op::Store ? F.maker(E.A) : nullptr;
      if (!To || To->Code != Op::Field)
        continue;
      for (size_t K = 0; K != Members.size(); ++K) {
        const Step &Last = Members[K].Steps.back();
        if (Last.Record == To->Record && Last.Field == To->FieldIndex)
          Stores[I].set(K);
      }
    }
  }
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (uint32_t Callee = 0; Callee != N; ++Callee)
      for (uint32_t Caller : Sites.callers(Callee))
        if (Stores[Callee].test(Stores[Caller])) {
          Stores[Caller] |= Stores[Callee];
          Changed = true;
        }
  }
}

std::optional<unsigned> Collections::memberOf(const Rule &R) const {
  for (unsigned I = 0; I != Members.size(); ++I)
    if (Members[I].Type == R.Name && Members[I].Path == R.Field)
      return I;
  return std::nullopt;
}

std::optional<unsigned> Collections::memberAt(const Value *Address,
                                              const Value *&Object) const {
  for (unsigned I = 0; I != Members.size(); ++I) {
    const Value *V = Address;
    bool Fits = true;
    for (const Step &S : llvm::reverse(Members[I].Steps)) {
      Fits = V->Kind == ValueKind::Field && V->Record == S.Record &&
             V->Number == S.Field;
      if (!Fits)
        break;
      V = V->A;
    }
    Object = V;
    if (Fits)
      return I;
  }
  return std::nullopt;
}

const Value *Collections::address(ValueTable &Values, unsigned Member,
                                  const Value *Object) const {
  for (const Step &S : Members[Member].Steps)
    Object = Values.field(Object, S.Record, S.Field);
  return Object;
}

std::optional<ir::RecordId> Collections::walkedBy(llvm::StringRef Macro) const {
  auto It = Walks.find(Macro);
  return It == Walks.end() ? std::nullopt
                           : std::optional<ir::RecordId>(It->second);
}
