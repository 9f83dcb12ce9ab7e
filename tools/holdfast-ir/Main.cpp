//===- Main.cpp - The command holdfast-ir ---------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads a module in its text or binary form and prints it, or stores it.
//
//===----------------------------------------------------------------------===//

#include "Analyse.h"

#include "IR/Binary.h"
#include "IR/Parser.h"
#include "IR/Printer.h"
#include "IR/Verifier.h"

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/WithColor.h"

using namespace holdfast;
using namespace llvm;

enum class Mode { Print, Verify, Analyse };

static cl::OptionCategory Category("holdfast-ir options");
static cl::opt<std::string> Input(cl::Positional, cl::desc("FILE"),
                                  cl::init("-"), cl::cat(Category));
static cl::opt<Mode> Action(
    cl::desc("What to do with the module:"),
    cl::values(clEnumValN(Mode::Print, "print", "print it as text (default)"),
               clEnumValN(Mode::Verify, "verify", "only check it"),
               clEnumValN(Mode::Analyse, "analyse",
                          "run the engine, print what it finds")),
    cl::init(Mode::Print), cl::cat(Category));
static cl::opt<std::string> BinaryOut("binary",
                                      cl::desc("write the binary form instead"),
                                      cl::value_desc("FILE"),
                                      cl::cat(Category));

static cl::list<std::string> Models("model",
                                    cl::desc("analyse: a further model file"),
                                    cl::value_desc("FILE"), cl::cat(Category));
static cl::opt<bool> Summaries("summaries",
                               cl::desc("analyse: print the summaries first"),
                               cl::cat(Category));
static cl::opt<bool> Stats("effort", cl::desc("analyse: print the effort"),
                           cl::cat(Category));
static cl::opt<bool> Costs("costs",
                           cl::desc("analyse: print what functions cost to "
                                    "standard error, the dearest first"),
                           cl::cat(Category));
static cl::opt<unsigned> Budget("budget",
                                cl::desc("analyse: steps for one function"),
                                cl::cat(Category));

static constexpr int BadInput = 2;

static int fail(const Twine &Message) {
  errs() << Message << '\n';
  return BadInput;
}

static Expected<std::unique_ptr<ir::Module>> load(MemoryBufferRef Buffer) {
  if (ir::isBinary(Buffer))
    return ir::read(Buffer);
  return ir::parse(Buffer);
}

static int writeBinary(const ir::Module &M) {
  std::error_code Code;
  raw_fd_ostream OS(BinaryOut, Code);
  if (Code)
    return fail(BinaryOut + ": error: " + Code.message());
  ir::write(M, OS);
  OS.close();
  if (OS.has_error()) {
    Code = OS.error();
    OS.clear_error();
    return fail(BinaryOut + ": error: " + Code.message());
  }
  return 0;
}

static int run(const ir::Module &M) {
  if (!BinaryOut.empty())
    return writeBinary(M);
  if (Action == Mode::Analyse) {
    AnalyseSettings Settings;
    Settings.Models.assign(Models.begin(), Models.end());
    Settings.Summaries = Summaries;
    Settings.Stats = Stats;
    Settings.Costs = Costs;
    Settings.StepBudget = Budget;
    return analyseModule(M, Settings, outs(), errs());
  }
  if (Action == Mode::Print)
    ir::print(M, outs());
  return 0;
}

int main(int argc, char **argv) {
  InitLLVM Init(argc, argv);
  cl::HideUnrelatedOptions(Category);
  cl::ParseCommandLineOptions(argc, argv,
                              "Holdfast's IR, as text and binary\n");
  auto Buffer = MemoryBuffer::getFileOrSTDIN(Input);
  if (!Buffer)
    return fail(Input + ": error: " + Buffer.getError().message());
  Expected<std::unique_ptr<ir::Module>> M = load(**Buffer);
  if (!M)
    return fail(toString(M.takeError()));
  return run(**M);
}
