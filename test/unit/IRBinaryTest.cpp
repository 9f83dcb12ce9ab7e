//===- IRBinaryTest.cpp - The binary form, also of hostile bytes ----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "IR/Binary.h"
#include "IR/Parser.h"
#include "IR/Printer.h"
#include "IR/Spelling.h"
#include "IRSample.h"

#include "gtest/gtest.h"

using namespace holdfast::ir;

namespace {

std::string text(const Module &M) {
  std::string S;
  llvm::raw_string_ostream OS(S);
  print(M, OS);
  return S;
}

std::string bytes(const Module &M) {
  std::string S;
  llvm::raw_string_ostream OS(S);
  write(M, OS);
  return S;
}

std::unique_ptr<Module> sample() {
  llvm::Expected<std::unique_ptr<Module>> M =
      parse(llvm::MemoryBufferRef(Sample, "sample.hir"));
  if (!M) {
    ADD_FAILURE() << llvm::toString(M.takeError());
    return std::make_unique<Module>();
  }
  return std::move(*M);
}

llvm::Expected<std::unique_ptr<Module>> readBytes(llvm::StringRef Bytes) {
  return read(llvm::MemoryBufferRef(Bytes, "x.bin"));
}

/// Uses all of a module, as an analysis would.
size_t use(const Module &M) {
  size_t Size = text(M).size() + bytes(M).size();
  for (const Function &F : M.Functions) {
    Spelling S(M, F);
    for (uint32_t T = 0; T != F.NumTemps; ++T)
      Size += S.object(Operand::temp({T})).size() +
              S.value(Operand::temp({T})).size();
  }
  return Size;
}

TEST(IRBinary, ComesBackTheSame) {
  std::unique_ptr<Module> M = sample();
  std::string Bytes = bytes(*M);
  auto Again = readBytes(Bytes);
  ASSERT_TRUE(bool(Again)) << llvm::toString(Again.takeError());
  EXPECT_EQ(text(**Again), text(*M));
  EXPECT_EQ(bytes(**Again), Bytes);
  EXPECT_TRUE((*Again)->findFunction("f")->isDefinition());
}

TEST(IRBinary, IsRecognised) {
  EXPECT_TRUE(isBinary(llvm::MemoryBufferRef(bytes(*sample()), "")));
  EXPECT_FALSE(isBinary(llvm::MemoryBufferRef(Sample, "")));
  EXPECT_FALSE(isBinary(llvm::MemoryBufferRef("", "")));
}

TEST(IRBinary, TruncatedIsAnError) {
  std::string Bytes = bytes(*sample());
  for (size_t Length = 0; Length != Bytes.size(); ++Length) {
    // A copy of that size, so that reading beyond it can be seen.
    std::string Part(Bytes, 0, Length);
    auto M = readBytes(Part);
    EXPECT_FALSE(bool(M)) << Length;
    llvm::consumeError(M.takeError());
  }
}

TEST(IRBinary, TooLongIsAnError) {
  std::string Bytes = bytes(*sample()) + '\0';
  auto M = readBytes(Bytes);
  ASSERT_FALSE(bool(M));
  EXPECT_EQ(llvm::toString(M.takeError()),
            "x.bin: error: something follows the end of the module");
}

/// Each changed byte gives an error, or a module that can be used.
TEST(IRBinary, ChangedBytesAreSafe) {
  const std::string Bytes = bytes(*sample());
  size_t Errors = 0, Modules = 0;
  for (size_t I = 0; I != Bytes.size(); ++I)
    for (unsigned Change = 1; Change != 256; ++Change) {
      std::string Changed = Bytes;
      Changed[I] = char(uint8_t(Changed[I]) ^ Change);
      auto M = readBytes(Changed);
      if (!M) {
        ++Errors;
        llvm::consumeError(M.takeError());
      } else {
        ++Modules;
        EXPECT_GT(use(**M), 0u);
      }
    }
  // Letters of strings and numbers of places are free, ids are not.
  EXPECT_GT(Errors, Bytes.size() * 100);
  EXPECT_GT(Modules, Bytes.size() * 10);
}

/// What is read from changed bytes and can be printed can be parsed.
TEST(IRBinary, ChangedModulesArePrintedExactly) {
  const std::string Bytes = bytes(*sample());
  for (size_t I = 0; I != Bytes.size(); ++I)
    for (unsigned Change : {1, 2, 3, 7, 16, 32, 64, 128}) {
      std::string Changed = Bytes;
      Changed[I] = char(uint8_t(Changed[I]) ^ Change);
      auto M = readBytes(Changed);
      if (!M) {
        llvm::consumeError(M.takeError());
        continue;
      }
      std::string Text = text(**M);
      auto Again = parse(llvm::MemoryBufferRef(Text, "changed.hir"));
      ASSERT_TRUE(bool(Again)) << llvm::toString(Again.takeError()) << " in\n"
                               << Text;
      ASSERT_EQ(text(**Again), Text);
    }
}

} // namespace
