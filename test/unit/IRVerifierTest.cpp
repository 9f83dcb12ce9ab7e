//===- IRVerifierTest.cpp - What the verifier refuses ---------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "IR/Parser.h"
#include "IR/Verifier.h"
#include "IRSample.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include "gtest/gtest.h"

using namespace holdfast::ir;

namespace {

/// What is wrong with the sample after a change.
std::string wrong(llvm::function_ref<void(Module &, Function &)> Change) {
  auto M = parse(llvm::MemoryBufferRef(Sample, "sample.hir"));
  if (!M)
    return llvm::toString(M.takeError());
  Function &F = (*M)->Functions[1];
  Change(**M, F);
  llvm::Error E = verify(**M);
  return E ? llvm::toString(std::move(E)) : "";
}

#define EXPECT_WRONG(Change, Message)                                          \
  EXPECT_EQ(wrong([](Module &M, Function &F) { Change; }), Message)

TEST(IRVerifier, AcceptsTheSample) { EXPECT_WRONG((void)M, ""); }

TEST(IRVerifier, Tables) {
  EXPECT_WRONG(M.Globals[0].Type = {99},
               "global 'queue': a type is out of range");
  EXPECT_WRONG(M.Globals[0].Where.File = {99},
               "global 'queue': the file of a place is out of range");
  EXPECT_WRONG(M.Tables[0].Global = {9}, "table: its global is out of range");
  EXPECT_WRONG(M.Records[1].Name = "struct list_head",
               "record 'struct list_head': another one has that name");
  EXPECT_WRONG(M.Records[2].IsComplete = false,
               "record 'union u': it is incomplete but has members");
  EXPECT_WRONG(M.Records[0].Fields[0].Type = {},
               "record 'struct list_head': a type is out of range");
}

TEST(IRVerifier, Types) {
  auto Index = [](Module &M, TypeKind K) {
    for (size_t I = 0;; ++I)
      if (M.Types[I].Kind == K)
        return I;
  };
  EXPECT_EQ(wrong([&](Module &M, Function &) {
              M.Types[Index(M, TypeKind::Record)].Record = {77};
            }),
            "type 0: its record is out of range");
  EXPECT_EQ(wrong([&](Module &M, Function &) { M.Types[1].Element = {1}; }),
            "type 1: its element is not before it");
  EXPECT_EQ(wrong([&](Module &M, Function &) { M.Types[0].Bits = 8; }),
            "type 0: it has what its kind has not");
}

TEST(IRVerifier, Functions) {
  EXPECT_WRONG(F.NumParams = 4, "function 'f', variable 3: wrong kind");
  EXPECT_WRONG(F.NumParams = 40,
               "function 'f', it has more parameters than variables");
  EXPECT_WRONG(F.Blocks.clear(),
               "function 'f', it has no blocks, but events or variables");
  EXPECT_WRONG(F.Blocks[4].NumEvents = 1,
               "function 'f', the events of a block are out of range");
  EXPECT_WRONG(F.Blocks[1].FirstEvent = ~0u,
               "function 'f', the events of a block are out of range");
  EXPECT_WRONG(++F.NumTemps, "function 'f', a temporary is nowhere defined");
}

TEST(IRVerifier, Events) {
  EXPECT_WRONG(F.Events[0].A = Operand::integer(1),
               "function 'f', block 0, event 0 (begin): the operand is no "
               "variable");
  EXPECT_WRONG(F.Events[0].Result = {2},
               "function 'f', block 0, event 3 (element): the result is "
               "defined twice");
  EXPECT_WRONG(F.Events[1].Result = {},
               "function 'f', a temporary is nowhere defined");
  EXPECT_WRONG(
      F.Events[1].Ty = {},
      "function 'f', block 0, event 1 (load): the type is out of range");
  EXPECT_WRONG(F.Events[2].Ty = {0},
               "function 'f', block 0, event 2 (field): it has a type");
  EXPECT_WRONG(F.Events[2].FieldIndex = 4,
               "function 'f', block 0, event 2 (field): the member is out of "
               "range");
  EXPECT_WRONG(F.Events[2].A = Operand::temp({1}),
               "function 'f', block 0, event 2 (field): a temporary is used "
               "before it is defined");
  EXPECT_WRONG(F.Events[2].A = Operand::local({6}),
               "function 'f', block 0, event 2 (field): a variable is out of "
               "range");
  EXPECT_WRONG(F.Events[2].A = Operand::global({2}),
               "function 'f', block 0, event 2 (field): a global is out of "
               "range");
  EXPECT_WRONG((F.Events[2].A = {OperandKind::Function, 99}),
               "function 'f', block 0, event 2 (field): a name is out of "
               "range");
  EXPECT_WRONG(F.Events[3].B = {},
               "function 'f', block 0, event 3 (element): wrong number of "
               "operands");
  EXPECT_WRONG(F.Events[6].NumArgs = 99,
               "function 'f', block 0, event 6 (call): the arguments are out "
               "of range");
  EXPECT_WRONG(F.Events[6].ByValue = 32,
               "function 'f', block 0, event 6 (call): an argument that is "
               "not there is passed by value");
  EXPECT_WRONG(F.Events[4].NumArgs = 1,
               "function 'f', block 0, event 4 (zero): it has arguments");
  EXPECT_WRONG(F.Events[0].Sub = 1,
               "function 'f', block 0, event 0: no such operation");
}

TEST(IRVerifier, Terminators) {
  EXPECT_WRONG(F.Blocks[0].Term.Targets[1] = {5},
               "function 'f', block 0, terminator: a target is out of range");
  EXPECT_WRONG(F.Blocks[0].Term.Targets.pop_back(),
               "function 'f', block 0, terminator: wrong number of targets");
  EXPECT_WRONG(F.Blocks[1].Term.Cases[0].Target = {},
               "function 'f', block 1, terminator: a target is out of range");
  EXPECT_WRONG(F.Blocks[4].Term.Value = Operand::undef(),
               "function 'f', block 4, terminator: wrong number of operands");
  EXPECT_WRONG(F.Blocks[0].Term.Value = {},
               "function 'f', block 0, terminator: wrong number of operands");
}

} // namespace
