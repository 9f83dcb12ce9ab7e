//===- ModelFileTest.cpp - Reading model files, and every mistake in them -===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model/ModelFile.h"
#include "Model/CompiledModel.h"
#include "Model/YamlReader.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace holdfast::model;

static std::string read(StringRef Text, Model &M) {
  return toString(readModelFile(MemoryBufferRef(Text, "m.yaml"), M));
}

/// The mistakes of a file that starts with a good first line.
static std::string mistakes(StringRef Text) {
  Model M;
  std::string All = read(("library: l\n" + Text).str(), M);
  EXPECT_EQ(M.numTypes(), 0u);
  EXPECT_EQ(M.numFunctions(), 0u);
  return All;
}

static const char Good[] = R"(library: ourlib
read-from: ourlib 2.4
types:
- type: struct session
  aka: [session_t, struct old_session]
  pinned: after-init
  zero: debug
  initialisers: [SESSION_INIT, "SESSION_INIT_NAMED"]
  why: its list head points at itself
- type: ns::counter
functions:
- names: [session_open, session_reopen]
  does:
  - init arg0 if ret == 0
  - callback arg1(_, arg0) in softirq
- name: session_log
  does: []
- name: ns::counter::add
  does: use self
  why: >
    it reads the
    old value
macros:
- name: SESSION_PREPARE
  does: [init arg0, "callback arg1(arg0, _) in task"]
)";

TEST(ModelFile, KeepsWhatItSays) {
  Model M;
  ASSERT_EQ(read(Good, M), "");
  auto No = [](StringRef) { return false; };
  const TypeModel *T = M.type("struct session", No);
  ASSERT_TRUE(T);
  EXPECT_EQ(M.type("session_t", No), T);
  EXPECT_EQ(M.type("struct old_session", No), T);
  EXPECT_EQ(T->Pinned, PinnedFrom::Init);
  EXPECT_EQ(T->Zero, ZeroState::Debug);
  EXPECT_EQ(T->Why, "its list head points at itself");
  EXPECT_EQ(T->From.str(), "m.yaml:4");
  EXPECT_EQ(M.initialisedBy("SESSION_INIT_NAMED"), T);
  const TypeModel *Counter = M.type("ns::counter", No);
  ASSERT_TRUE(Counter);
  EXPECT_EQ(Counter->Pinned, PinnedFrom::Never);
  EXPECT_EQ(Counter->Zero, ZeroState::Uninitialised);

  const FunctionModel *Reopen = M.function("session_reopen");
  ASSERT_TRUE(Reopen);
  EXPECT_EQ(Reopen->From.str(), "m.yaml:12");
  ASSERT_EQ(Reopen->Effects.size(), 2u);
  EXPECT_EQ(Reopen->Effects[1].str(), "callback arg1(_, arg0) in softirq");
  EXPECT_FALSE(Reopen->IsMethod);
  ASSERT_TRUE(M.function("session_log"));
  EXPECT_TRUE(M.function("session_log")->Effects.empty());
  const FunctionModel *Add = M.function("ns::counter::add");
  ASSERT_TRUE(Add);
  EXPECT_TRUE(Add->IsMethod);
  EXPECT_EQ(Add->Why, "it reads the old value");
  EXPECT_FALSE(M.function("SESSION_PREPARE"));
  ASSERT_TRUE(M.macro("SESSION_PREPARE"));
  EXPECT_EQ(M.macro("SESSION_PREPARE")->Effects.size(), 2u);
  ASSERT_TRUE(M.source("m.yaml"));
  EXPECT_EQ(M.source("m.yaml")->Library, "ourlib");
  EXPECT_EQ(M.source("m.yaml")->ReadFrom, "ourlib 2.4");
}

TEST(ModelFile, SurvivesCompilation) {
  Model M, Again;
  ASSERT_EQ(read(Good, M), "");
  std::string Text, TextAgain;
  raw_string_ostream OS(Text), OSAgain(TextAgain);
  writeCompiledModel(M, OS);
  readCompiledModel(OS.str(), Again);
  writeCompiledModel(Again, OSAgain);
  EXPECT_EQ(OS.str(), OSAgain.str());
  EXPECT_EQ(Again.numTypes(), M.numTypes());
  EXPECT_EQ(Again.numFunctions(), M.numFunctions());
  EXPECT_EQ(Again.function("ns::counter::add")->From.str(), "m.yaml:18");
  EXPECT_TRUE(Again.function("ns::counter::add")->IsMethod);
}

TEST(ModelFile, AddsUpWhatFilesOfOneLibrarySay) {
  auto File = [](StringRef Library, StringRef Does) {
    return ("library: " + Library + "\nfunctions:\n- name: f\n  does: [" +
            Does + "]\n")
        .str();
  };
  std::string A = File("one", "use arg0"), B = File("one", "use arg0, free arg0"),
              C = File("two", "zero arg0");
  Model M, OfOne, OfTwo;
  auto Add = [&](StringRef Text, StringRef Name) {
    EXPECT_EQ(toString(readModelFile(MemoryBufferRef(Text, Name), M)), "");
  };
  Add(A, "a.yaml");
  Add(B, "b.yaml");
  std::string Text;
  raw_string_ostream OS(Text);
  writeCompiledModel(M, OS);
  readCompiledModel(OS.str(), OfOne);
  const FunctionModel *F = OfOne.function("f");
  ASSERT_TRUE(F);
  ASSERT_EQ(F->Effects.size(), 2u);
  EXPECT_EQ(F->Effects[0].str(), "use arg0");
  EXPECT_EQ(F->Effects[1].str(), "free arg0");

  // Another library's function of that name is another function.
  Add(C, "c.yaml");
  std::string TextOfTwo;
  raw_string_ostream OSOfTwo(TextOfTwo);
  writeCompiledModel(M, OSOfTwo);
  readCompiledModel(OSOfTwo.str(), OfTwo);
  F = OfTwo.function("f");
  ASSERT_EQ(F->Effects.size(), 1u);
  EXPECT_EQ(F->Effects[0].str(), "zero arg0");
}

TEST(ModelFile, UnknownAndMisplacedKeys) {
  EXPECT_EQ(mistakes("tipes: []"),
            "m.yaml:2:1: error: unknown key 'tipes' in a "
            "model file; did you mean 'types'?");
  EXPECT_EQ(mistakes("types:\n- type: a\n  pined: never"),
            "m.yaml:4:3: error: unknown key 'pined' in a type; did you mean "
            "'pinned'?");
  EXPECT_EQ(
      mistakes("types:\n- type: a\n  does: [use arg0]"),
      "m.yaml:4:3: error: 'does' is not a key of a type; it belongs to an "
      "entry of 'functions' or 'macros'");
  EXPECT_EQ(
      mistakes("macros:\n- name: a\n  does: []\n  pinned: never"),
      "m.yaml:5:3: error: 'pinned' is not a key of a macro; it belongs to "
      "an entry of 'types'");
  EXPECT_EQ(mistakes("models: [a.yaml]"),
            "m.yaml:2:1: error: 'models' is not a key of a model file; it "
            "belongs to '.holdfast.yaml'");
}

TEST(ModelFile, UnknownWords) {
  EXPECT_EQ(mistakes("types:\n- type: a\n  pinned: after-ini\n  why: x"),
            "m.yaml:4:11: error: unknown word 'after-ini'; did you mean "
            "'after-init'?");
  EXPECT_EQ(mistakes("types:\n- {type: a, zero: yes}"),
            "m.yaml:3:19: error: unknown word 'yes'; expected one of: "
            "uninitialised, initialised, debug");
  // The column is that of the sentence's word, quotes or not.
  EXPECT_EQ(mistakes("functions:\n- name: f\n  does: [use arg0, \"use agr1\"]"),
            "m.yaml:4:25: error: unknown place 'agr1'; did you mean 'arg1'?");
}

TEST(ModelFile, MissingParts) {
  EXPECT_EQ(mistakes("types:\n- pinned: never"),
            "m.yaml:3:3: error: expected the key 'type', which names the type");
  EXPECT_EQ(mistakes("types:\n- type: a\n  pinned: after-init"),
            "m.yaml:3:3: error: expected the key 'why': what holds the address "
            "of a 'a'");
  EXPECT_EQ(mistakes("functions:\n- does: use arg0"),
            "m.yaml:3:3: error: expected the key 'name' or 'names'");
  EXPECT_EQ(mistakes("functions:\n- name: f"),
            "m.yaml:3:3: error: expected the key 'does': what the call does");
  EXPECT_EQ(mistakes("functions:\n- name:\n  does: use arg0"),
            "m.yaml:3:3: error: expected a value after 'name:'");
  Model M;
  EXPECT_EQ(read("types: []", M), "m.yaml:1:1: error: expected the key "
                                  "'library', which names what the file is "
                                  "about");
}

TEST(ModelFile, WrongKindsOfValues) {
  EXPECT_EQ(mistakes("types: yes"),
            "m.yaml:2:8: error: expected a type (keys and values, as in 'type: "
            "…')");
  EXPECT_EQ(mistakes("types:\n- type: [a, b]"),
            "m.yaml:3:10: error: expected a text");
  EXPECT_EQ(mistakes("functions:\n- name: 'f'\n  does: ['']"),
            "m.yaml:4:11: error: expected a text, not an empty one");
  EXPECT_EQ(mistakes("functions:\n- name: f*\n  does: []"),
            "m.yaml:3:9: error: 'f*': names have no wildcards; list each one");
  EXPECT_EQ(mistakes("functions:\n- name: f()\n  does: []"),
            "m.yaml:3:9: error: 'f()': expected a name alone, without "
            "parentheses");
  EXPECT_EQ(mistakes("types:\n- type: struct a b"),
            "m.yaml:3:9: error: 'struct a b': expected the name of a type, as "
            "in 'struct mutex'");
  EXPECT_EQ(mistakes("types:\n- type: a\n  why: \"x\\ty\""),
            "m.yaml:4:9: error: expected a text in one line, without tabs");
}

TEST(ModelFile, SameNameTwice) {
  EXPECT_EQ(mistakes("functions:\n- names: [f, g]\n  does: []\n- name: g\n"
                     "  does: []"),
            "m.yaml:5:9: error: 'g' has an entry already, in line 3");
  EXPECT_EQ(mistakes("types:\n- type: a\n- type: b\n  aka: a"),
            "m.yaml:4:3: error: 'a' has an entry already, in line 3");
  EXPECT_EQ(
      mistakes("types:\n- type: a\n- {type: a, has-field: x}"),
      "m.yaml:4:4: error: this entry is never reached: the one for 'a' in "
      "line 3 has no 'has-field' and comes first");
  EXPECT_EQ(mistakes("types:\n- type: a\n  type: b"),
            "m.yaml:4:3: error: the key 'type' is there twice");
}

TEST(ModelFile, SelfNeedsAMemberFunction) {
  EXPECT_EQ(mistakes("functions:\n- name: f\n  does: use self"),
            "m.yaml:4:9: error: 'self' is the object of a C++ member function, "
            "and 'f' is none; did you mean 'arg0'?");
}

TEST(ModelFile, ReportsAllMistakesInOrder) {
  EXPECT_EQ(mistakes("types:\n- type: a\n  pined: x\nfunctions:\n- name: f\n"
                     "  does: [usee arg0]\n- does: []\n"),
            "m.yaml:4:3: error: unknown key 'pined' in a type; did you mean "
            "'pinned'?\n"
            "m.yaml:7:10: error: unknown verb 'usee'; did you mean 'use'?\n"
            "m.yaml:8:3: error: expected the key 'name' or 'names'");
}

TEST(ModelFile, NotYaml) {
  Model M;
  EXPECT_EQ(read("", M), "m.yaml:1:1: error: the file is empty; expected "
                         "'types', 'functions' or 'macros'");
  EXPECT_EQ(read("# a comment\n", M),
            "m.yaml:1:1: error: the file is empty; expected 'types', "
            "'functions' or 'macros'");
  for (StringRef Text : {"types: [", "types: {a: b", "a: 'b", "\t- x: [y",
                         "types:\n - a\n- b\n", "%", "{", "? ? ?", "&a *b"})
    EXPECT_TRUE(StringRef(read(Text, M)).contains("error: ")) << Text.str();
  EXPECT_TRUE(
      StringRef(read("just words", M)).contains("expected a model file"));
  EXPECT_TRUE(StringRef(mistakes("---\nlibrary: b\n"))
                  .contains("a model file has one document only"));
}

TEST(ProjectFile, NamesFiles) {
  Model M;
  std::vector<std::string> Files;
  StringRef Text = "models: [a.yaml, sub/b.yaml]\ntypes:\n- type: a\n";
  ASSERT_EQ(toString(readProjectFile(MemoryBufferRef(Text, ".holdfast.yaml"), M,
                                     Files)),
            "");
  EXPECT_EQ(Files, (std::vector<std::string>{"a.yaml", "sub/b.yaml"}));
  EXPECT_EQ(M.numTypes(), 1u);
}
