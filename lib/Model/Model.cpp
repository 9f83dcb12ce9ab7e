//===- Model.cpp - What libraries promise about types and calls -----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace holdfast::model {

void Model::addName(StringRef Name, const TypeModel *T) {
  auto [It, IsNew] = TypesByName.try_emplace(Name);
  auto &Alternatives = It->second;
  if (IsNew && Base)
    append_range(Alternatives, Base->typesNamed(Name));
  // After the alternatives of the same file, before those of earlier files.
  auto *Place = find_if(Alternatives, [&](const TypeModel *Other) {
    return Other->From.File != T->From.File;
  });
  Alternatives.insert(Place, T);
}

void Model::add(TypeModel T) {
  const TypeModel *Added = &Types.emplace_back(std::move(T));
  addName(Added->Name, Added);
  for (const std::string &Name : Added->OtherNames)
    addName(Name, Added);
  for (const std::string &Macro : Added->Initialisers)
    InitialiserMacros[Macro] = Added;
}

const FieldModel *TypeModel::field(StringRef Name) const {
  auto It = find_if(Fields, [&](const FieldModel &F) { return F.Name == Name; });
  return It == Fields.end() ? nullptr : &*It;
}

void Model::add(ContextModel C) {
  const ContextModel *Added = &Contexts.emplace_back(std::move(C));
  ContextsByName[Added->Name] = Added;
}

const ContextModel *Model::context(StringRef Name) const {
  for (const Model *M = this; M; M = M->Base)
    if (const ContextModel *C = M->ContextsByName.lookup(Name))
      return C;
  return nullptr;
}

std::vector<StringRef> Model::contextNames() const {
  std::vector<StringRef> Names(knownContexts());
  forEachContext([&](const ContextModel &C) {
    if (!is_contained(Names, C.Name))
      Names.push_back(C.Name);
  });
  return Names;
}

static bool isAboutSelf(const Effect &E) {
  return E.If.Subject.Root == Place::Self ||
         any_of(E.Operands,
                [](const Place &P) { return P.Root == Place::Self; });
}

static void noteMethod(FunctionModel &F) {
  F.IsMethod = any_of(F.Effects, isAboutSelf);
}

void Model::add(FunctionModel F) {
  noteMethod(F);
  const FunctionModel &Added = FunctionsRead.emplace_back(std::move(F));
  Slot &S = Functions.emplace_back();
  S.Value = &Added;
  (Added.IsMacro ? MacrosByName : FunctionsByName)[Added.Name] = &S;
}

void Model::addLazily(StringRef Name, bool IsMacro, StringRef Text,
                      StringRef File, Reader Read) {
  Slot &S = Functions.emplace_back();
  S.Text = Text;
  S.File = File;
  S.Read = Read;
  (IsMacro ? MacrosByName : FunctionsByName)[Name] = &S;
}

const FunctionModel &Model::get(const Slot &S) const {
  if (const FunctionModel *F = S.Value.load(std::memory_order_acquire))
    return *F;
  std::lock_guard<std::mutex> Guard(ReadLock);
  const FunctionModel *F = S.Value.load(std::memory_order_relaxed);
  if (!F) {
    FunctionModel &New = FunctionsRead.emplace_back(S.Read(S.Text, S.File));
    noteMethod(New);
    S.Value.store(F = &New, std::memory_order_release);
  }
  return *F;
}

void Model::take(Model &Other) {
  for (TypeModel &T : Other.Types)
    add(std::move(T));
  for (Slot &S : Other.Functions)
    add(FunctionModel(Other.get(S)));
  for (ContextModel &C : Other.Contexts)
    add(std::move(C));
  for (StringRef Macro : Other.assertions())
    addAssertion(Macro);
  for (ModelSource &S : Other.Sources)
    add(std::move(S));
  Other.Types.clear();
  Other.Contexts.clear();
  Other.ContextsByName.clear();
  Other.Functions.clear();
  Other.FunctionsRead.clear();
  Other.Sources.clear();
  Other.TypesByName.clear();
  Other.FunctionsByName.clear();
  Other.MacrosByName.clear();
  Other.InitialiserMacros.clear();
  Other.Assertions.clear();
}

ArrayRef<const TypeModel *> Model::typesNamed(StringRef Name) const {
  auto It = TypesByName.find(Name);
  if (It != TypesByName.end())
    return It->second;
  return Base ? Base->typesNamed(Name) : ArrayRef<const TypeModel *>();
}

ArrayRef<const TypeModel *> Model::types(StringRef Name) const {
  ArrayRef<const TypeModel *> Found = typesNamed(Name);
  if (Found.empty() && Name.contains('<'))
    return typesNamed(withoutArguments(Name));
  return Found;
}

const TypeModel *Model::type(StringRef Name,
                             function_ref<bool(StringRef)> HasField) const {
  for (const TypeModel *T : types(Name))
    if (T->HasField.empty() || HasField(T->HasField))
      return T;
  return nullptr;
}

const FunctionModel *Model::function(StringRef Name) const {
  for (const Model *M = this; M; M = M->Base)
    if (const Slot *S = M->FunctionsByName.lookup(Name))
      return &M->get(*S);
  if (!Name.contains('(') && !Name.contains('<'))
    return nullptr;
  std::string Plain = withoutArguments(Name);
  return Plain == Name ? nullptr : function(Plain);
}

const FunctionModel *Model::macro(StringRef Name) const {
  for (const Model *M = this; M; M = M->Base)
    if (const Slot *S = M->MacrosByName.lookup(Name))
      return &M->get(*S);
  return nullptr;
}

const TypeModel *Model::initialisedBy(StringRef Macro) const {
  for (const Model *M = this; M; M = M->Base)
    if (const TypeModel *T = M->InitialiserMacros.lookup(Macro))
      return T;
  return nullptr;
}

std::vector<StringRef> Model::assertions() const {
  std::vector<StringRef> Names(Assertions.keys().begin(),
                               Assertions.keys().end());
  sort(Names);
  return Names;
}

const ModelSource *Model::source(StringRef File) const {
  for (const ModelSource &S : reverse(Sources))
    if (S.File == File)
      return &S;
  return Base ? Base->source(File) : nullptr;
}

void Model::forEachSource(function_ref<void(const ModelSource &)> Do) const {
  if (Base)
    Base->forEachSource(Do);
  for_each(Sources, Do);
}

void Model::forEachType(function_ref<void(const TypeModel &)> Do) const {
  if (Base)
    Base->forEachType(Do);
  for_each(Types, Do);
}

void Model::forEachContext(function_ref<void(const ContextModel &)> Do) const {
  if (Base)
    Base->forEachContext(Do);
  for_each(Contexts, Do);
}

void Model::forEachFunction(
    function_ref<void(const FunctionModel &)> Do) const {
  if (Base)
    Base->forEachFunction(Do);
  for (const Slot &S : Functions)
    Do(get(S));
}

// The length of an operator's signs when an operator's name ends at \p End.
static size_t operatorSigns(StringRef Name, size_t End) {
  StringRef Before = Name.take_front(End);
  if (!Before.consume_back("operator") ||
      (!Before.empty() && (isAlnum(Before.back()) || Before.back() == '_')))
    return 0;
  StringRef Rest = Name.drop_front(End);
  for (StringRef Sign : {"()", "<<=", ">>=", "<=>", "->*", "<<", ">>",
                         "<=", ">=", "->", "<", ">"})
    if (Rest.starts_with(Sign))
      return Sign.size();
  return 0;
}

std::string withoutArguments(StringRef Name) {
  std::string Plain;
  unsigned Depth = 0;
  for (size_t I = 0; I != Name.size(); ++I) {
    if (size_t Signs = operatorSigns(Name, I)) {
      if (!Depth)
        Plain += Name.substr(I, Signs);
      I += Signs - 1;
      continue;
    }
    char C = Name[I];
    if (C == '<') {
      ++Depth;
    } else if (C == '>' && Depth) {
      --Depth;
    } else if (!Depth) {
      // `(anonymous namespace)::f` and `(lambda at …)` open a component.
      if (C == '(' && !Plain.empty() && Plain.back() != ':')
        break;
      Plain += C;
    }
  }
  return Plain;
}

} // namespace holdfast::model
