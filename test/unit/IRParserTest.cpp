//===- IRParserTest.cpp - The text form, also of hostile text -------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "IR/Parser.h"
#include "IR/Printer.h"
#include "IRSample.h"

#include "gtest/gtest.h"

using namespace holdfast::ir;

namespace {

llvm::Expected<std::unique_ptr<Module>> parseText(llvm::StringRef Text) {
  return parse(llvm::MemoryBufferRef(Text, "x.hir"));
}

std::string errorOf(llvm::StringRef Text) {
  auto M = parseText(Text);
  return M ? "" : llvm::toString(M.takeError());
}

TEST(IRParser, ReadsWhatIsSaid) {
  auto M = parseText(Sample);
  ASSERT_TRUE(bool(M)) << llvm::toString(M.takeError());
  const Function *F = (*M)->findFunction("f");
  ASSERT_TRUE(F);
  EXPECT_EQ(F->NumParams, 3u);
  EXPECT_EQ(F->Locals[2].Name, "");
  EXPECT_EQ(F->Locals[4].Name, "tmp");
  EXPECT_EQ(F->Locals[4].Cleanup, "free_it");
  EXPECT_EQ(F->Locals[5].Kind, LocalKind::Merge);
  EXPECT_EQ(F->Blocks.size(), 5u);
  const Event &Zero = F->Events[4];
  EXPECT_EQ((*M)->file(Zero.Where.File), "other.h");
  EXPECT_EQ(Zero.Where.EndLine, 305u);
  EXPECT_EQ(Zero.Where.Macro, "CLEAR");
  const Event &Call = F->Events[6];
  EXPECT_EQ(Call.ByValue, 4u);
  EXPECT_EQ((*M)->name(F->args(Call)[3]), "h");
  EXPECT_EQ(F->args(Call)[1].Kind, OperandKind::Global);
  EXPECT_EQ((*M)->type(F->Events[7].Ty).Bits, 32u);
  EXPECT_EQ((*M)->Globals[1].Name, "queue");
  EXPECT_EQ((*M)->Tables[1].Function, "ns::g(int)");
  EXPECT_EQ((*M)->Records[0].Name, "struct list_head");
  EXPECT_TRUE((*M)->findFunction("ext")->IsVariadic);
}

TEST(IRParser, PrintsOneFunction) {
  auto M = parseText("func @g() -> i32\nfunc @f(a: i32) {\n ret\n}");
  ASSERT_TRUE(bool(M)) << llvm::toString(M.takeError());
  std::string S;
  llvm::raw_string_ostream OS(S);
  print(**M, *(*M)->findFunction("f"), OS);
  EXPECT_EQ(S, "func @f(a: i32 !2:9-15) !2:6-16 {\nb0:\n  ret !3:2-5\n}\n");
}

/// No prefix of a text, and no text without one character, is a danger.
TEST(IRParser, DamagedTextIsSafe) {
  const std::string Text = Sample;
  for (size_t I = 0; I != Text.size(); ++I) {
    std::string Error = errorOf(std::string(Text, 0, I));
    EXPECT_TRUE(Error.empty() || llvm::StringRef(Error).starts_with("x.hir:"));
    std::string Without = Text;
    Without.erase(I, 1);
    Error = errorOf(Without);
    EXPECT_TRUE(Error.empty() || llvm::StringRef(Error).starts_with("x.hir:"));
  }
}

TEST(IRParser, DeepTypesAreRefused) {
  std::string Deep = "global @x: ";
  for (unsigned I = 0; I != 100000; ++I)
    Deep += "ptr ";
  EXPECT_EQ(errorOf(Deep + "i32"),
            "x.hir:1:816: error: types are nested too deeply");
}

TEST(IRParser, DeepRecordsAreRefused) {
  std::string Deep;
  for (unsigned I = 0; I != 5000; ++I)
    Deep += "record struct s" + std::to_string(I) + " { a: struct s" +
            std::to_string(I + 1) + " }\n";
  std::string Error = errorOf(Deep);
  EXPECT_TRUE(llvm::StringRef(Error).ends_with("it is nested too deeply"))
      << Error;
}

} // namespace
