//===- CompiledModel.cpp - The built-in models in a form that loads fast --===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompiledModel.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ErrorHandling.h"

#include <map>
#include <optional>

using namespace llvm;

namespace holdfast::model {

// A line starts with one of these: W(arns: macros that assert), S(ource),
// C(ontext), T(ype), A(ccess of a member of the type before), F(unction),
// M(acro).
// Lists within a field have ';' between their items: neither names nor
// sentences contain one. Entries follow the source that they are from.

/// What the files before said of the functions, macros and types of each
/// library.
struct SaidBefore {
  std::map<std::string, FunctionModel> Functions;
  std::map<std::string, TypeModel> Types;
};

/// What several files of one library say of a function adds up, in the order of
/// the files: the entry of each repeats those before.
static FunctionModel addUp(FunctionModel F, const ModelSource &S,
                           SaidBefore &Before) {
  FunctionModel &Known =
      Before.Functions[S.Library + (F.IsMacro ? "\tM\t" : "\tF\t") + F.Name];
  std::vector<Effect> All = Known.Effects;
  for (Effect &E : F.Effects)
    if (none_of(Known.Effects,
                [&](const Effect &K) { return K.str() == E.str(); }))
      All.push_back(std::move(E));
  F.Effects = std::move(All);
  if (F.Why.empty())
    F.Why = Known.Why;
  Known = F;
  return F;
}

/// Where \p Mine says nothing, what was said before counts.
template <typename T> static void addUp(T &Mine, const T &Known) {
  if (Mine == T())
    Mine = Known;
}

static void addUp(FieldModel &Mine, const FieldModel &Known) {
  addUp(Mine.Read, Known.Read);
  addUp(Mine.Write, Known.Write);
  addUp(Mine.Exempt, Known.Exempt);
  addUp(Mine.CalledIn, Known.CalledIn);
  addUp(Mine.Why, Known.Why);
  Mine.Lends |= Known.Lends;
  if (!Mine.Does)
    Mine.Does = Known.Does;
}

/// The same for the members of a type, which keep their origins, and for the
/// type itself.
static TypeModel addUp(TypeModel T, const ModelSource &S, SaidBefore &Before) {
  auto [It, IsFirst] = Before.Types.try_emplace(
      S.Library + '\t' + T.Name + '\t' + T.HasField, T);
  if (IsFirst)
    return T;
  TypeModel &Known = It->second;
  addUp(T.OtherNames, Known.OtherNames);
  addUp(T.Pinned, Known.Pinned);
  addUp(T.Zero, Known.Zero);
  addUp(T.Why, Known.Why);
  addUp(T.Initialisers, Known.Initialisers);
  addUp(T.Holding, Known.Holding);
  addUp(T.Root, Known.Root);
  addUp(T.RootIfNull, Known.RootIfNull);
  addUp(T.WalkedBy, Known.WalkedBy);
  if (T.Passed.empty()) {
    T.Passed = Known.Passed;
    T.PassedExcept = Known.PassedExcept;
  }
  for (FieldModel &F : Known.Fields) {
    auto Mine = find_if(T.Fields, [&](const FieldModel &Other) {
      return Other.Name == F.Name;
    });
    if (Mine == T.Fields.end())
      T.Fields.push_back(F);
    else
      addUp(*Mine, F);
  }
  Known = T;
  return T;
}

static std::string sentences(ArrayRef<Effect> Effects) {
  std::string S;
  for (const Effect &E : Effects)
    S += (S.empty() ? "" : ";") + E.str();
  return S;
}

static void writeEntriesOf(const ModelSource &S, const Model &M,
                           SaidBefore &Before, raw_ostream &OS) {
  OS << "S\t" << S.File << '\t' << S.Library << '\t' << S.ReadFrom << '\n';
  M.forEachContext([&](const ContextModel &C) {
    if (C.From.File == S.File)
      OS << "C\t" << C.From.Line << '\t' << C.Name << '\t'
         << join(C.Implies, ";") << '\t' << join(C.Excludes, ";") << '\t'
         << join(C.MaskedBy, ";") << '\t' << unsigned(C.ForbidsSleep) << '\t'
         << C.Why << '\n';
  });
  M.forEachType([&](const TypeModel &Entry) {
    if (Entry.From.File != S.File)
      return;
    TypeModel T = addUp(Entry, S, Before);
    OS << "T\t" << T.From.Line << '\t' << T.Name << '\t'
       << join(T.OtherNames, ";") << '\t' << unsigned(T.Pinned) << '\t'
       << unsigned(T.Zero) << '\t' << T.HasField << '\t'
       << join(T.Initialisers, ";") << '\t' << T.Why << '\t' << T.Holding
       << '\t';
    OS << sentences(T.Passed) << '\t' << join(T.PassedExcept, ";") << '\t'
       << join(T.WalkedBy, ";") << '\t' << T.Root << '\t' << T.RootIfNull
       << '\n';
    for (const FieldModel &F : T.Fields)
      OS << "A\t" << F.From.File << '\t' << F.From.Line << '\t' << F.Name
         << '\t' << F.Read << '\t' << F.Write << '\t' << F.Exempt << '\t'
         << F.CalledIn << '\t' << unsigned(F.Lends) << '\t' << F.Why << '\t'
         << (F.Does ? sentences(F.Does->Effects) : "") << '\n';
  });
  M.forEachFunction([&](const FunctionModel &Entry) {
    if (Entry.From.File != S.File)
      return;
    FunctionModel F = addUp(Entry, S, Before);
    OS << (F.IsMacro ? "M\t" : "F\t") << F.Name << '\t' << F.From.Line << '\t';
    OS << sentences(F.Effects) << '\t' << F.Why << '\n';
  });
}

void writeCompiledModel(const Model &M, raw_ostream &OS) {
  SaidBefore Before;
  OS << "W\t" << join(M.assertions(), ";") << '\n';
  M.forEachSource(
      [&](const ModelSource &S) { writeEntriesOf(S, M, Before, OS); });
}

namespace {
/// The fields of one line, from left to right.
class Fields {
public:
  explicit Fields(StringRef Line) : Rest(Line) {}
  StringRef next() {
    auto [Field, After] = Rest.split('\t');
    Rest = After;
    return Field;
  }
  std::string text() { return next().str(); }
  unsigned number() {
    unsigned N = 0;
    if (next().getAsInteger(10, N))
      report_fatal_error("the built-in model is damaged");
    return N;
  }
  std::vector<std::string> list() {
    std::vector<std::string> Items;
    for (StringRef Left = next(); !Left.empty();) {
      auto [Item, After] = Left.split(';');
      Items.push_back(Item.str());
      Left = After;
    }
    return Items;
  }

private:
  StringRef Rest;
};
} // namespace

static std::vector<Effect> readEffects(StringRef Sentences) {
  std::vector<Effect> Effects;
  while (!Sentences.empty()) {
    auto [Sentence, After] = Sentences.split(';');
    Expected<Effect> E = parseEffect(Sentence, {});
    if (!E)
      report_fatal_error(E.takeError());
    Effects.push_back(std::move(*E));
    Sentences = After;
  }
  return Effects;
}

static void readContext(Fields In, const std::string &File, Model &M) {
  ContextModel C;
  C.From = {File, In.number()};
  C.Name = In.text();
  C.Implies = In.list();
  C.Excludes = In.list();
  C.MaskedBy = In.list();
  C.ForbidsSleep = In.number();
  C.Why = In.text();
  M.add(std::move(C));
}

static FieldModel readField(Fields In) {
  FieldModel F;
  F.From.File = In.text();
  F.From.Line = In.number();
  F.Name = In.text();
  F.Read = In.text();
  F.Write = In.text();
  F.Exempt = In.text();
  F.CalledIn = In.text();
  F.Lends = In.number();
  F.Why = In.text();
  if (StringRef Sentences = In.next(); !Sentences.empty()) {
    F.Does.emplace();
    F.Does->Name = F.Name;
    F.Does->Effects = readEffects(Sentences);
    F.Does->Why = F.Why;
    F.Does->From = F.From;
  }
  return F;
}

static TypeModel readType(Fields In, const std::string &File) {
  TypeModel T;
  T.From = {File, In.number()};
  T.Name = In.text();
  T.OtherNames = In.list();
  T.Pinned = PinnedFrom(In.number());
  T.Zero = ZeroState(In.number());
  T.HasField = In.text();
  T.Initialisers = In.list();
  T.Why = In.text();
  T.Holding = In.text();
  T.Passed = readEffects(In.next());
  T.PassedExcept = In.list();
  T.WalkedBy = In.list();
  T.Root = In.text();
  T.RootIfNull = In.text();
  return T;
}

static FunctionModel readFunction(StringRef Line, StringRef File) {
  Fields In(Line);
  FunctionModel F;
  F.IsBuiltin = true;
  F.IsMacro = In.next() == "M";
  F.Name = In.text();
  F.From = {File.str(), In.number()};
  F.Effects = readEffects(In.next());
  F.Why = In.text();
  return F;
}

void readCompiledModel(StringRef Text, Model &M) {
  StringRef File;
  std::optional<TypeModel> Type; // until the last of its members was read
  auto AddType = [&] {
    if (Type)
      M.add(std::move(*Type));
    Type.reset();
  };
  while (!Text.empty()) {
    auto [Line, After] = Text.split('\n');
    Text = After;
    Fields In(Line);
    StringRef Tag = In.next();
    if (Tag == "A") {
      Type->Fields.push_back(readField(In));
      continue;
    }
    AddType();
    if (Tag == "S") {
      File = In.next();
      std::string Library = In.text();
      M.add(ModelSource{File.str(), std::move(Library), In.text()});
    } else if (Tag == "W") {
      for (const std::string &Macro : In.list())
        M.addAssertion(Macro);
    } else if (Tag == "T") {
      Type = readType(In, File.str());
    } else if (Tag == "C") {
      readContext(In, File.str(), M);
    } else {
      M.addLazily(In.next(), Tag == "M", Line, File, readFunction);
    }
  }
  AddType();
}

} // namespace holdfast::model
