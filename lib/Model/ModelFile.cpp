//===- ModelFile.cpp - Reads model files ----------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ModelFile.h"

#include "ModelKeys.h"
#include "Rule.h"
#include "Syntax.h"
#include "YamlReader.h"

#include "llvm/ADT/StringMap.h"

#include <deque>
#include <optional>

using namespace llvm;

namespace holdfast::model {

static const StringRef PinnedWords[] = {"never", "from-creation", "after-init",
                                        "while-linked"};
static const StringRef ZeroWords[] = {"uninitialised", "initialised", "debug"};

StringRef spelling(PinnedFrom P) { return PinnedWords[unsigned(P)]; }
StringRef spelling(ZeroState Z) { return ZeroWords[unsigned(Z)]; }
ArrayRef<StringRef> pinnedFromWords() { return PinnedWords; }
ArrayRef<StringRef> zeroStateWords() { return ZeroWords; }

namespace {

/// The kinds of entries, for messages.
enum class EntryKind { Type, Function, Macro, Context, Field };

class FileReader {
public:
  FileReader(MemoryBufferRef Buffer, const Model &M, bool IsProject)
      : In(Buffer), IsProject(IsProject), Words(M.contextNames()) {
    Source.File = Buffer.getBufferIdentifier().str();
  }

  Error read(Model &M, std::vector<std::string> *Files);

private:
  void readContext(yaml::Node &N);
  void readContextName(yaml::Node &N, std::string &Into);
  void readContextNames(yaml::Node &N, std::vector<std::string> &Into);
  void readRule(yaml::Node &N, std::string &Into);
  void readField(yaml::Node &N, TypeModel &T);
  void readType(yaml::Node &N);
  void readFunction(yaml::Node &N, EntryKind Kind);
  void readEffects(yaml::Node &N,
                   std::vector<std::pair<Effect, SMLoc>> &Effects);
  void addType(TypeModel T, SMLoc Where);
  void checkSelf(const FunctionModel &F, const Effect &E, SMLoc Where);
  void noteName(StringMap<unsigned> &Seen, StringRef Key, StringRef Name,
                SMLoc Where);
  void readText(yaml::Node &N, std::string &Into);
  void readName(yaml::Node &N, EntryKind Kind, std::string &Into);
  void readNames(yaml::Node &N, EntryKind Kind, std::vector<YamlString> &Into);
  template <typename Enum>
  void readWord(yaml::Node &N, ArrayRef<StringRef> Words, Enum &Into);
  Origin origin(yaml::Node &N) const {
    return {Source.File, In.line(YamlReader::start(N))};
  }

  YamlReader In;
  bool IsProject;
  ModelSource Source;
  /// The words for contexts; those of this file's own are added as they come.
  std::vector<StringRef> Words;
  std::deque<ContextModel> Contexts;
  std::vector<TypeModel> Types;
  std::vector<FunctionModel> Functions;
  /// Name to line.
  StringMap<unsigned> SeenContexts, SeenTypes, SeenFunctions, SeenMacros;
};

} // namespace

void FileReader::readText(yaml::Node &N, std::string &Into) {
  YamlString S;
  if (!In.string(N, S))
    return;
  // A reason is one clause in one line of a message.
  if (S.Text.find_first_of("\n\t") != std::string::npos)
    In.error(S.Where, "expected a text in one line, without tabs");
  Into = std::move(S.Text);
}

template <typename Enum>
void FileReader::readWord(yaml::Node &N, ArrayRef<StringRef> Words,
                          Enum &Into) {
  YamlString S;
  if (!In.string(N, S))
    return;
  const StringRef *Found = find(Words, S.Text);
  if (Found == Words.end())
    In.error(S.Where,
             "unknown word '" + S.Text + "'" + didYouMean(S.Text, Words));
  else
    Into = Enum(Found - Words.begin());
}

// Why a text is no name of this kind; empty when it is one.
static std::string mistakeInName(StringRef Text, EntryKind Kind) {
  if (Text.contains('*') && !Text.contains("operator"))
    return "names have no wildcards; list each one";
  Cursor C(Text);
  if (Kind == EntryKind::Type)
    for (StringRef Tag : {"struct", "union", "enum", "class"})
      if (C.eatWord(Tag))
        break;
  StringRef Name = C.name();
  if (Kind != EntryKind::Macro && Text.contains("::"))
    return Name.empty() ? "expected a qualified name" : "";
  if (Kind == EntryKind::Type && !Name.empty() && C.eat("<"))
    return "";
  if (Name.empty() || !C.atEnd())
    return Kind == EntryKind::Type
               ? "expected the name of a type, as in 'struct mutex'"
               : "expected a name alone, without parentheses";
  return "";
}

void FileReader::readNames(yaml::Node &N, EntryKind Kind,
                           std::vector<YamlString> &Into) {
  In.list(N, [&](yaml::Node &Item) {
    YamlString S;
    if (!In.string(Item, S))
      return;
    std::string Mistake = mistakeInName(S.Text, Kind);
    if (!Mistake.empty())
      In.error(S.Where, "'" + S.Text + "': " + Mistake);
    Into.push_back(std::move(S));
  });
}

void FileReader::readName(yaml::Node &N, EntryKind Kind, std::string &Into) {
  YamlString S;
  if (!In.string(N, S))
    return;
  std::string Mistake = mistakeInName(S.Text, Kind);
  if (!Mistake.empty())
    In.error(S.Where, "'" + S.Text + "': " + Mistake);
  Into = std::move(S.Text);
}

void FileReader::noteName(StringMap<unsigned> &Seen, StringRef Key,
                          StringRef Name, SMLoc Where) {
  auto [It, IsNew] = Seen.try_emplace(Key, In.line(Where));
  if (!IsNew)
    In.error(Where, "'" + Name + "' has an entry already, in line " +
                        Twine(It->second));
}

void FileReader::readContextName(yaml::Node &N, std::string &Into) {
  YamlString S;
  if (!In.string(N, S))
    return;
  if (!is_contained(Words, S.Text))
    In.error(S.Where,
             "unknown context '" + S.Text + "'" + didYouMean(S.Text, Words));
  Into = std::move(S.Text);
}

void FileReader::readContextNames(yaml::Node &N,
                                  std::vector<std::string> &Into) {
  In.list(N, [&](yaml::Node &Item) {
    readContextName(Item, Into.emplace_back());
  });
}

void FileReader::readContext(yaml::Node &N) {
  SMLoc Where = YamlReader::start(N);
  size_t Before = In.numMistakes();
  static const StringRef SleepWords[] = {"allowed", "never"};
  ContextModel &C = Contexts.emplace_back();
  C.From = origin(N);
  unsigned Sleep = 0;
  auto ReadName = [&](yaml::Node &V) {
    readName(V, EntryKind::Context, C.Name);
    noteName(SeenContexts, C.Name, C.Name, YamlReader::start(V));
    Words.push_back(C.Name);
  };
  In.mapping(
      N, "a context",
      {{"context", ReadName},
       {"implies", [&](yaml::Node &V) { readContextNames(V, C.Implies); }},
       {"excludes", [&](yaml::Node &V) { readContextNames(V, C.Excludes); }},
       {"masked-by", [&](yaml::Node &V) { readContextNames(V, C.MaskedBy); }},
       {"sleep", [&](yaml::Node &V) { readWord(V, SleepWords, Sleep); }},
       {"why", [&](yaml::Node &V) { readText(V, C.Why); }}},
      [](StringRef Key) { return misplacedKey(Key, "a context"); });
  C.ForbidsSleep = Sleep == 1;
  if (C.Name.empty() && In.numMistakes() == Before)
    In.error(Where, "expected the key 'context', which names the context");
}

void FileReader::readRule(yaml::Node &N, std::string &Into) {
  YamlString S;
  if (!In.string(N, S))
    return;
  Expected<Rule> R = parseRule(S.Text, Words);
  if (R) {
    Into = R->str();
    return;
  }
  handleAllErrors(R.takeError(), [&](const SyntaxError &Mistake) {
    SMLoc Where =
        SMLoc::getFromPointer(S.Where.getPointer() + Mistake.column() - 1);
    In.error(isa<yaml::ScalarNode>(N) ? Where : S.Where, Mistake.text());
  });
}

// One entry may be about several members.
void FileReader::readField(yaml::Node &N, TypeModel &T) {
  SMLoc Where = YamlReader::start(N);
  size_t Before = In.numMistakes();
  FieldModel F;
  F.From = origin(N);
  static const StringRef LendsWords[] = {"no", "yes"};
  unsigned Lends = 0;
  std::vector<YamlString> Names;
  FunctionModel Called;
  std::vector<std::pair<Effect, SMLoc>> Effects;
  In.mapping(
      N, "a member",
      {{"field", [&](yaml::Node &V) { readNames(V, EntryKind::Field, Names); }},
       {"read", [&](yaml::Node &V) { readRule(V, F.Read); }},
       {"write", [&](yaml::Node &V) { readRule(V, F.Write); }},
       {"exempt", [&](yaml::Node &V) { readRule(V, F.Exempt); }},
       {"called-in", [&](yaml::Node &V) { readContextName(V, F.CalledIn); }},
       {"lends", [&](yaml::Node &V) { readWord(V, LendsWords, Lends); }},
       {"does", [&](yaml::Node &V) { readEffects(V, Effects); }},
       {"why", [&](yaml::Node &V) { readText(V, F.Why); }}},
      [](StringRef Key) { return misplacedKey(Key, "a member"); });
  F.Lends = Lends == 1;
  for (auto &[E, Place] : Effects)
    Called.Effects.push_back(E);
  if (Names.empty() && In.numMistakes() == Before)
    In.error(Where, "expected the key 'field', which names the member");
  for (YamlString &Name : Names) {
    if (T.field(Name.Text))
      In.error(Name.Where, "'" + Name.Text + "' has an entry already");
    F.Name = std::move(Name.Text);
    if (!Called.Effects.empty()) {
      Called.Name = F.Name;
      Called.From = F.From;
      Called.Why = F.Why;
      F.Does = Called;
    }
    T.Fields.push_back(F);
  }
}

void FileReader::readType(yaml::Node &N) {
  SMLoc Where = YamlReader::start(N);
  size_t Before = In.numMistakes();
  TypeModel T;
  T.From = origin(N);
  std::vector<YamlString> Aka, Initialisers, Except, Walks;
  std::vector<std::pair<Effect, SMLoc>> Passed;
  auto ReadFields = [&](yaml::Node &V) {
    In.list(V, [&](yaml::Node &Item) { readField(Item, T); });
  };
  In.mapping(
      N, "a type",
      {{"type", [&](yaml::Node &V) { readName(V, EntryKind::Type, T.Name); }},
       {"aka", [&](yaml::Node &V) { readNames(V, EntryKind::Type, Aka); }},
       {"pinned", [&](yaml::Node &V) { readWord(V, PinnedWords, T.Pinned); }},
       {"zero", [&](yaml::Node &V) { readWord(V, ZeroWords, T.Zero); }},
       {"has-field",
        [&](yaml::Node &V) { readName(V, EntryKind::Macro, T.HasField); }},
       {"initialisers",
        [&](yaml::Node &V) { readNames(V, EntryKind::Macro, Initialisers); }},
       {"holding", [&](yaml::Node &V) { readContextName(V, T.Holding); }},
       {"root", [&](yaml::Node &V) { readName(V, EntryKind::Macro, T.Root); }},
       {"root-if-null",
        [&](yaml::Node &V) { readName(V, EntryKind::Macro, T.RootIfNull); }},
       {"walked-by",
        [&](yaml::Node &V) { readNames(V, EntryKind::Macro, Walks); }},
       {"passed", [&](yaml::Node &V) { readEffects(V, Passed); }},
       {"passed-except",
        [&](yaml::Node &V) { readNames(V, EntryKind::Function, Except); }},
       {"fields", ReadFields},
       {"why", [&](yaml::Node &V) { readText(V, T.Why); }}},
      [](StringRef Key) { return misplacedKey(Key, "a type"); });
  if (T.Name.empty()) {
    if (In.numMistakes() == Before)
      In.error(Where, "expected the key 'type', which names the type");
    return;
  }
  if (T.Pinned != PinnedFrom::Never && T.Why.empty() &&
      In.numMistakes() == Before)
    In.error(Where, "expected the key 'why': what holds the address of a '" +
                        T.Name + "'");
  std::pair<std::vector<YamlString> *, std::vector<std::string> *> Lists[] = {
      {&Aka, &T.OtherNames},
      {&Initialisers, &T.Initialisers},
      {&Walks, &T.WalkedBy},
      {&Except, &T.PassedExcept}};
  for (auto &[From, Into] : Lists)
    for (YamlString &S : *From)
      Into->push_back(std::move(S.Text));
  if (T.Root.empty() != T.RootIfNull.empty() && In.numMistakes() == Before)
    In.error(Where, "expected both 'root' and 'root-if-null', or none");
  for (auto &[E, Place] : Passed) {
    auto IsOfAnother = [](const model::Place &P) {
      return P.Root != Place::Ignored && P.Root != Place::Global &&
             (P.Root != Place::Argument || P.Index != 0);
    };
    if (any_of(E.Operands, IsOfAnother) ||
        (E.If.K != Condition::Always && IsOfAnother(E.If.Subject)))
      In.error(Place, "expected a sentence about 'arg0', which is the value "
                      "of this type");
    T.Passed.push_back(std::move(E));
  }
  addType(std::move(T), Where);
}

void FileReader::addType(TypeModel T, SMLoc Where) {
  std::vector<StringRef> Names = {T.Name};
  Names.insert(Names.end(), T.OtherNames.begin(), T.OtherNames.end());
  for (StringRef Name : Names) {
    auto Always = SeenTypes.find(Name);
    if (Always != SeenTypes.end() && !T.HasField.empty())
      In.error(Where, "this entry is never reached: the one for '" + Name +
                          "' in line " + Twine(Always->second) +
                          " has no 'has-field' and comes first");
    std::string Key = Name.str();
    if (!T.HasField.empty())
      Key += " with " + T.HasField;
    noteName(SeenTypes, Key, Name, Where);
  }
  Types.push_back(std::move(T));
}

void FileReader::checkSelf(const FunctionModel &F, const Effect &E,
                           SMLoc Where) {
  bool IsMember = !F.IsMacro && StringRef(F.Name).contains("::");
  if (!IsMember &&
      any_of(E.Operands, [](const Place &P) { return P.Root == Place::Self; }))
    In.error(Where, "'self' is the object of a C++ member function, and '" +
                        F.Name + "' is none; did you mean 'arg0'?");
}

void FileReader::readEffects(yaml::Node &N,
                             std::vector<std::pair<Effect, SMLoc>> &Effects) {
  In.list(N, [&](yaml::Node &Item) {
    YamlString S;
    if (!In.string(Item, S))
      return;
    Expected<Effect> E = parseEffect(S.Text, Words);
    if (E) {
      Effects.emplace_back(std::move(*E), S.Where);
      return;
    }
    handleAllErrors(E.takeError(), [&](const SyntaxError &Mistake) {
      SMLoc Where =
          SMLoc::getFromPointer(S.Where.getPointer() + Mistake.column() - 1);
      In.error(isa<yaml::ScalarNode>(Item) ? Where : S.Where, Mistake.text());
    });
  });
}

void FileReader::readFunction(yaml::Node &N, EntryKind Kind) {
  bool IsMacro = Kind == EntryKind::Macro;
  StringRef What = IsMacro ? "a macro" : "a function";
  SMLoc Where = YamlReader::start(N);
  size_t Before = In.numMistakes();
  FunctionModel F;
  F.IsMacro = IsMacro;
  F.From = origin(N);
  std::vector<YamlString> Names;
  std::vector<std::pair<Effect, SMLoc>> Effects;
  bool HasEffects = false;
  auto ReadNames = [&](yaml::Node &V) { readNames(V, Kind, Names); };
  auto ReadDoes = [&](yaml::Node &V) {
    HasEffects = true;
    readEffects(V, Effects);
  };
  In.mapping(N, What,
             {{"name", ReadNames},
              {"names", ReadNames},
              {"does", ReadDoes},
              {"why", [&](yaml::Node &V) { readText(V, F.Why); }}},
             [&](StringRef Key) { return misplacedKey(Key, What); });
  if (Names.empty() && In.numMistakes() == Before)
    In.error(Where, "expected the key 'name' or 'names'");
  if (!HasEffects && In.numMistakes() == Before)
    In.error(Where, "expected the key 'does': what the call does");
  for (auto &[E, Place] : Effects)
    F.Effects.push_back(E);
  for (YamlString &Name : Names) {
    noteName(IsMacro ? SeenMacros : SeenFunctions, Name.Text, Name.Text,
             Name.Where);
    F.Name = std::move(Name.Text);
    for (auto &[E, Place] : Effects)
      checkSelf(F, E, Place);
    Functions.push_back(F);
  }
}

Error FileReader::read(Model &M, std::vector<std::string> *Files) {
  std::vector<std::string> FurtherFiles;
  auto ReadFiles = [&](yaml::Node &V) {
    In.list(V, [&](yaml::Node &Item) {
      YamlString S;
      if (In.string(Item, S))
        FurtherFiles.push_back(std::move(S.Text));
    });
  };
  auto ReadContexts = [&](yaml::Node &V) {
    In.list(V, [&](yaml::Node &I) { readContext(I); });
  };
  auto ReadTypes = [&](yaml::Node &V) {
    In.list(V, [&](yaml::Node &I) { readType(I); });
  };
  auto ReadFunctions = [&](yaml::Node &V) {
    In.list(V, [&](yaml::Node &I) { readFunction(I, EntryKind::Function); });
  };
  auto ReadMacros = [&](yaml::Node &V) {
    In.list(V, [&](yaml::Node &Item) { readFunction(Item, EntryKind::Macro); });
  };
  std::vector<YamlString> Asserting;
  auto ReadAsserting = [&](yaml::Node &V) {
    readNames(V, EntryKind::Macro, Asserting);
  };
  auto ReadLibrary = [&](yaml::Node &V) { readText(V, Source.Library); };
  auto ReadFrom = [&](yaml::Node &V) { readText(V, Source.ReadFrom); };
  SmallVector<YamlReader::Key, 8> Keys = {
      {"library", ReadLibrary},      {"read-from", ReadFrom},
      {"contexts", ReadContexts},    {"types", ReadTypes},
      {"functions", ReadFunctions},  {"macros", ReadMacros},
      {"assertions", ReadAsserting},
  };
  if (IsProject)
    Keys.push_back({"models", ReadFiles});
  In.document(Keys,
              [&](StringRef Key) { return misplacedKey(Key, "a model file"); });
  if (!IsProject && Source.Library.empty() && !In.numMistakes())
    In.error(SMLoc(), "expected the key 'library', which names what the file "
                      "is about");
  if (Error E = In.takeErrors())
    return E;
  M.add(std::move(Source));
  for (const YamlString &S : Asserting)
    M.addAssertion(S.Text);
  for (ContextModel &C : Contexts)
    M.add(std::move(C));
  for (TypeModel &T : Types)
    M.add(std::move(T));
  for (FunctionModel &F : Functions)
    M.add(std::move(F));
  if (Files)
    *Files = std::move(FurtherFiles);
  return Error::success();
}

Error readModelFile(MemoryBufferRef Buffer, Model &M) {
  return FileReader(Buffer, M, /*IsProject=*/false).read(M, nullptr);
}

Error readProjectFile(MemoryBufferRef Buffer, Model &M,
                      std::vector<std::string> &Files) {
  return FileReader(Buffer, M, /*IsProject=*/true).read(M, &Files);
}

} // namespace holdfast::model
