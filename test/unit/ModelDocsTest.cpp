//===- ModelDocsTest.cpp - The pages and the schema say what the code does ===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model/Annotation.h"
#include "Model/ModelFile.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include "gtest/gtest.h"

using namespace llvm;
using namespace holdfast::model;

/// A file of the source tree, by its path from the root.
static std::string sourceFile(StringRef Path) {
  SmallString<256> Full(__FILE__);
  for (int Up = 0; Up != 3; ++Up)
    sys::path::remove_filename(Full);
  sys::path::append(Full, Path);
  auto Buffer = MemoryBuffer::getFile(Full);
  EXPECT_TRUE(bool(Buffer)) << std::string(Full);
  return Buffer ? (*Buffer)->getBuffer().str() : "";
}

/// The contents of the blocks that open with ```Language.
static std::vector<std::string> codeBlocks(StringRef Page, StringRef Language) {
  std::vector<std::string> Blocks;
  std::string Open = ("\n```" + Language + "\n").str();
  for (;;) {
    size_t Start = Page.find(Open);
    if (Start == StringRef::npos)
      return Blocks;
    Page = Page.drop_front(Start + Open.size());
    size_t End = Page.find("\n```");
    Blocks.push_back((Page.take_front(End) + "\n").str());
    Page = Page.drop_front(End + 4);
  }
}

static std::string code(const Twine &Text) { return ("`" + Text + "`").str(); }

TEST(ModelsPage, NamesEveryWord) {
  std::string Page = sourceFile("docs/models.md");
  for (Verb V : allVerbs()) {
    std::string Row =
        "| " + code(StringRef((spelling(V) + " " + form(V)).str()).rtrim()) +
        " | " + meaning(V).str() + " |\n";
    EXPECT_TRUE(StringRef(Page).contains(Row)) << Row;
  }
  for (ArrayRef<StringRef> Words :
       {pinnedFromWords(), zeroStateWords(), knownContexts()})
    for (StringRef Word : Words)
      EXPECT_TRUE(StringRef(Page).contains(code(Word))) << Word.str();
}

TEST(ModelsPage, ItsExamplesAreGoodModels) {
  unsigned Count = 0;
  for (StringRef Block : codeBlocks(sourceFile("docs/models.md"), "yaml")) {
    Model M;
    std::vector<std::string> Files;
    Error E = Block.starts_with("# .holdfast.yaml")
                  ? readProjectFile(MemoryBufferRef(Block, "page"), M, Files)
                  : readModelFile(MemoryBufferRef(Block, "page"), M);
    EXPECT_EQ(toString(std::move(E)), "");
    EXPECT_GT(M.numTypes() + M.numFunctions(), 0u);
    ++Count;
  }
  EXPECT_GE(Count, 4u);
}

TEST(ModelSchema, NamesEveryWord) {
  Expected<json::Value> Schema = json::parse(sourceFile("models/schema.json"));
  ASSERT_TRUE(bool(Schema)) << toString(Schema.takeError());
  const json::Object *Definitions =
      Schema->getAsObject()->getObject("definitions");
  ASSERT_TRUE(Definitions);
  std::vector<StringRef> Verbs;
  for (Verb V : allVerbs())
    Verbs.push_back(spelling(V));
  EXPECT_EQ(Definitions->getObject("effect")->getString("pattern"),
            StringRef("^(" + join(Verbs, "|") + ")( .*)?$"));
  auto Enum = [&](StringRef Key) {
    std::vector<std::string> Words;
    for (const json::Value &V : *Definitions->getObject("type")
                                     ->getObject("properties")
                                     ->getObject(Key)
                                     ->getArray("enum"))
      Words.push_back(V.getAsString()->str());
    return Words;
  };
  auto Strings = [](ArrayRef<StringRef> Words) {
    return std::vector<std::string>(Words.begin(), Words.end());
  };
  EXPECT_EQ(Enum("pinned"), Strings(pinnedFromWords()));
  EXPECT_EQ(Enum("zero"), Strings(zeroStateWords()));
}

// The reader knows each key that the schema offers, and no other.
TEST(ModelSchema, HasTheReadersKeys) {
  json::Value Schema = cantFail(json::parse(sourceFile("models/schema.json")));
  const json::Object *Definitions =
      Schema.getAsObject()->getObject("definitions");
  for (StringRef Kind : {"context", "type", "function", "macro"}) {
    for (const auto &Property :
         *Definitions->getObject(Kind)->getObject("properties")) {
      std::string Text = ("library: l\n" + Kind + "s:\n- {" +
                          StringRef(Property.first) + ": }\n")
                             .str();
      Model M;
      std::string Mistakes =
          toString(readModelFile(MemoryBufferRef(Text, "m"), M));
      EXPECT_TRUE(StringRef(Mistakes).contains("expected a value after"))
          << Mistakes;
    }
  }
}

TEST(RulesPage, ItsExamplesAreRules) {
  unsigned Count = 0;
  for (StringRef Block : codeBlocks(sourceFile("docs/rules.md"), "rule")) {
    SmallVector<StringRef, 4> Lines;
    Block.trim().split(Lines, '\n');
    for (StringRef Line : Lines) {
      Expected<Rule> R = parseRule(Line);
      ASSERT_TRUE(bool(R)) << Line.str() << ": " << toString(R.takeError());
      EXPECT_EQ(R->str(), Line);
      ++Count;
    }
  }
  EXPECT_GE(Count, 10u);
}

TEST(RulesPage, ShowsTheMessagesAsTheyAre) {
  std::string Page = sourceFile("docs/rules.md");
  unsigned Count = 0;
  SmallVector<StringRef, 64> Lines;
  StringRef(Page).split("\n## Mistakes").second.split(Lines, '\n');
  for (StringRef Line : Lines) {
    if (!Line.consume_front("| `"))
      continue;
    auto [Rule, Message] = Line.split("` | ");
    Expected<holdfast::model::Rule> R = parseRule(Rule);
    ASSERT_FALSE(bool(R)) << Rule.str();
    std::string Text = toString(R.takeError());
    std::string Shown;
    for (StringRef Left = Message.drop_back(2); !Left.empty();) {
      Left.consume_front("\\");
      Shown += Left.front();
      Left = Left.drop_front();
    }
    EXPECT_EQ(StringRef(Text).split(": ").second, Shown);
    ++Count;
  }
  EXPECT_GE(Count, 5u);
}

TEST(RulesPage, NamesEveryWord) {
  std::string Page = sourceFile("docs/rules.md");
  for (StringRef Word : ruleWords())
    EXPECT_TRUE(StringRef(Page).contains("`" + Word.str())) << Word.str();
  for (StringRef Word : knownContexts())
    EXPECT_TRUE(StringRef(Page).contains(code(Word))) << Word.str();
}
