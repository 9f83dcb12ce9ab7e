//===- ModelTest.cpp - Asking the model -----------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model/Model.h"
#include "Model/LoadModel.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace holdfast::model;

static TypeModel type(StringRef Name, StringRef File, StringRef HasField = "") {
  TypeModel T;
  T.Name = Name.str();
  T.HasField = HasField.str();
  T.From = {File.str(), 1};
  return T;
}

static FunctionModel function(StringRef Name, StringRef File,
                              StringRef Sentence) {
  FunctionModel F;
  F.Name = Name.str();
  F.Effects.push_back(cantFail(parseEffect(Sentence)));
  F.From = {File.str(), 1};
  return F;
}

static StringRef fileOf(const Model &M, StringRef Type, StringRef Field = "") {
  const TypeModel *T =
      M.type(Type, [&](StringRef Name) { return Name == Field; });
  return T ? StringRef(T->From.File) : "none";
}

TEST(Model, TriesAlternativesInOrder) {
  Model M;
  M.add(type("s", "a.yaml", "x"));
  M.add(type("s", "a.yaml", "y"));
  EXPECT_EQ(M.types("s").size(), 2u);
  EXPECT_EQ(M.types("s")[0]->HasField, "x");
  EXPECT_EQ(fileOf(M, "s", "y"), "a.yaml");
  EXPECT_EQ(fileOf(M, "s", "z"), "none");
  M.add(type("s", "b.yaml", "z"));
  EXPECT_EQ(M.types("s")[0]->HasField, "z");
  EXPECT_EQ(fileOf(M, "s", "z"), "b.yaml");
  // What the stronger file does not decide is left to the weaker one.
  EXPECT_EQ(fileOf(M, "s", "x"), "a.yaml");
}

TEST(Model, LaterAdditionsWin) {
  Model Base;
  Base.add(type("s", "a.yaml", "x"));
  Base.add(function("f", "a.yaml", "use arg0"));
  Base.add(function("g", "a.yaml", "use arg0"));
  Model M(&Base);
  EXPECT_EQ(fileOf(M, "s", "x"), "a.yaml");
  M.add(type("s", "b.yaml", "y"));
  M.add(function("f", "b.yaml", "init arg0"));
  EXPECT_EQ(fileOf(M, "s", "y"), "b.yaml");
  EXPECT_EQ(fileOf(M, "s", "x"), "a.yaml");
  EXPECT_EQ(M.function("f")->From.File, "b.yaml");
  EXPECT_EQ(M.function("g")->From.File, "a.yaml");
  EXPECT_EQ(Base.function("f")->From.File, "a.yaml");
  EXPECT_EQ(M.numTypes(), 2u);
  EXPECT_EQ(M.numFunctions(), 3u);
}

TEST(Model, KeepsMacrosApart) {
  Model M;
  M.add(function("f", "a.yaml", "use arg0"));
  FunctionModel F = function("f", "a.yaml", "init arg0");
  F.IsMacro = true;
  M.add(F);
  EXPECT_EQ(M.function("f")->Effects[0].V, Verb::Use);
  EXPECT_EQ(M.macro("f")->Effects[0].V, Verb::Init);
  EXPECT_EQ(M.macro("g"), nullptr);
}

TEST(Model, FindsCxxNames) {
  Model M;
  M.add(type("std::list", "a.yaml"));
  M.add(function("std::list::push_back", "a.yaml", "use self"));
  M.add(function("ns::c::operator()", "a.yaml", "use self"));
  EXPECT_EQ(fileOf(M, "std::list<int, std::allocator<int>>"), "a.yaml");
  EXPECT_EQ(fileOf(M, "std::vector<int>"), "none");
  EXPECT_TRUE(M.function("std::list<int>::push_back(const int &)"));
  EXPECT_TRUE(M.function("ns::c::operator()(int)"));
  EXPECT_FALSE(M.function("ns::c::operator->()"));
}

TEST(Model, StripsArguments) {
  EXPECT_EQ(withoutArguments("f"), "f");
  EXPECT_EQ(withoutArguments("f(int, void (*)(int))"), "f");
  EXPECT_EQ(withoutArguments("a<b<c>>::d<e>(f<g>)"), "a::d");
  EXPECT_EQ(withoutArguments("a::operator<(b)"), "a::operator<");
  EXPECT_EQ(withoutArguments("a<b>::operator<<(c<d>)"), "a::operator<<");
  EXPECT_EQ(withoutArguments("a::operator->() const"), "a::operator->");
  EXPECT_EQ(withoutArguments("a::operator()<int>(int)"), "a::operator()");
  EXPECT_EQ(withoutArguments("my_operator<int>"), "my_operator");
  EXPECT_EQ(withoutArguments("(anonymous namespace)::f(int)"),
            "(anonymous namespace)::f");
}

TEST(BuiltinModel, IsThereOnce) {
  EXPECT_GT(builtinModel().numTypes(), 0u);
  EXPECT_EQ(&builtinModel(), &builtinModel());
  Expected<std::unique_ptr<Model>> M = loadModel({}, "");
  ASSERT_TRUE(bool(M));
  EXPECT_EQ((*M)->numTypes(), builtinModel().numTypes());
}

namespace {
struct LoadModel : testing::Test {
  IntrusiveRefCntPtr<vfs::InMemoryFileSystem> FS =
      makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();
  void file(StringRef Path, StringRef Text) {
    FS->addFile(Path, 0, MemoryBuffer::getMemBufferCopy(Text));
  }
  std::string mistakes(ArrayRef<std::string> Files, StringRef Checked) {
    auto M = loadModel(Files, Checked, FS);
    return M ? "" : toString(M.takeError());
  }
};
} // namespace

TEST_F(LoadModel, FindsTheNearestProjectFile) {
  file("/p/.holdfast.yaml", "types: [{type: outer_type}]");
  file("/p/a/.holdfast.yaml", "types: [{type: inner_type}]");
  EXPECT_EQ(findProjectFile("/p/a/b/x.c", *FS), "/p/a/.holdfast.yaml");
  EXPECT_EQ(findProjectFile("/p/y.c", *FS), "/p/.holdfast.yaml");
  EXPECT_EQ(findProjectFile("/q/y.c", *FS), "");
  auto M = loadModel({}, "/p/a/../y.c", FS);
  ASSERT_TRUE(bool(M));
  EXPECT_EQ(fileOf(**M, "outer_type"), "/p/.holdfast.yaml");
  EXPECT_EQ(fileOf(**M, "inner_type"), "none");
}

TEST_F(LoadModel, OptionsWinOverTheProjectOverItsFiles) {
  file("/p/.holdfast.yaml", "models: [m/lib.yaml]\ntypes:\n- type: t1\n");
  file("/p/m/lib.yaml", "library: l\ntypes:\n- type: t1\n- type: t2\n");
  file("/o.yaml", "library: o\ntypes:\n- type: t2\n");
  auto M = loadModel({"/o.yaml"}, "/p/x.c", FS);
  ASSERT_TRUE(bool(M)) << toString(M.takeError());
  EXPECT_EQ(fileOf(**M, "t1"), "/p/.holdfast.yaml");
  EXPECT_EQ(fileOf(**M, "t2"), "/o.yaml");
}

TEST_F(LoadModel, GathersTheMistakesOfAllFiles) {
  file("/p/.holdfast.yaml", "models: [m.yaml, gone.yaml]\ntipes: []\n");
  file("/p/m.yaml", "library: l\ntypes: [{}]\n");
  EXPECT_EQ(
      mistakes({"/gone.yaml"}, "/p/x.c"),
      "/p/.holdfast.yaml:2:1: error: unknown key 'tipes' in a model file; "
      "did you mean 'types'?\n"
      "/gone.yaml: error: this model file cannot be read: No such file or "
      "directory");
  file("/q/.holdfast.yaml", "models: [../p/m.yaml, gone.yaml]\n");
  EXPECT_EQ(mistakes({}, "/q/x.c"),
            "/p/m.yaml:2:10: error: expected the key 'type', which names the "
            "type\n"
            "/q/gone.yaml: error: this model file cannot be read: No such file "
            "or directory");
}
