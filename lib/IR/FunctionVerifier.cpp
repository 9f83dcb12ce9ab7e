//===- FunctionVerifier.cpp - What must hold in every function ------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements FunctionVerifier.
//
//===----------------------------------------------------------------------===//

#include "IR/FunctionVerifier.h"

#include "IR/OpNames.h"

using namespace holdfast::ir;

bool FunctionVerifier::failAt(const llvm::Twine &What) {
  const Block &B = F->Blocks[Now.Block];
  std::string Where = "block " + std::to_string(Now.Block) + ", ";
  if (Now.Event == B.NumEvents) {
    Where += "terminator: ";
  } else {
    const Event &E = F->events(B)[Now.Event];
    const OpWord *Word = opWord(E.Code, E.Sub);
    Where += "event " + std::to_string(Now.Event) +
             (Word ? (" (" + Word->Word + "): ").str() : ": ");
  }
  return fail(Where + What);
}

bool FunctionVerifier::run(const Function &Function) {
  F = &Function;
  Context = ("function '" + F->Name + "', ").str();
  if (F->Name.empty())
    return fail("it has no name");
  if (type(F->ReturnType) || annotations(F->Annotations) || place(F->Where) ||
      locals())
    return true;
  if (!F->isDefinition())
    return (!F->Events.empty() || F->NumTemps ||
            F->Locals.size() != F->NumParams) &&
           fail("it has no blocks, but events or variables");
  return definitions() || uses();
}

bool FunctionVerifier::locals() {
  if (F->NumParams > F->Locals.size())
    return fail("it has more parameters than variables");
  for (size_t I = 0; I != F->Locals.size(); ++I) {
    const Local &L = F->Locals[I];
    if (L.Kind > LocalKind::Merge ||
        (L.Kind == LocalKind::Param) != (I < F->NumParams))
      return fail("variable " + llvm::Twine(I) + ": wrong kind");
    if (type(L.Type) || annotations(L.Annotations) || place(L.Where))
      return true;
  }
  return false;
}

/// Finds where each temporary is defined. What blocks say about events is
/// correct from here on.
bool FunctionVerifier::definitions() {
  uint64_t Total = 0;
  uint32_t Count = 0;
  // Every temporary takes an event; a count beyond that is no size to reserve.
  if (F->NumTemps > F->Events.size())
    return fail("it has more temporaries than events");
  Definitions.assign(F->NumTemps, {});
  for (const Block &B : F->Blocks) {
    Total += B.NumEvents;
    if (B.FirstEvent > F->Events.size() ||
        B.NumEvents > F->Events.size() - B.FirstEvent ||
        Total > F->Events.size())
      return fail("the events of a block are out of range");
  }
  for (Now.Block = 0; Now.Block != F->Blocks.size(); ++Now.Block) {
    llvm::ArrayRef<Event> Events = F->events(F->Blocks[Now.Block]);
    for (Now.Event = 0; Now.Event != Events.size(); ++Now.Event) {
      TempId T = Events[Now.Event].Result;
      if (!T)
        continue;
      if (T.Index >= F->NumTemps)
        return failAt("the result is out of range");
      if (Definitions[T.Index].Block != ~0u)
        return failAt("the result is defined twice");
      Definitions[T.Index] = Now;
      ++Count;
    }
  }
  return Count != F->NumTemps && fail("a temporary is nowhere defined");
}

bool FunctionVerifier::uses() {
  for (Now.Block = 0; Now.Block != F->Blocks.size(); ++Now.Block) {
    const Block &B = F->Blocks[Now.Block];
    llvm::ArrayRef<Event> Events = F->events(B);
    for (Now.Event = 0; Now.Event != Events.size(); ++Now.Event)
      if (event(Events[Now.Event]))
        return true;
    if (terminator(B.Term))
      return true;
  }
  return false;
}

bool FunctionVerifier::operand(Operand O) {
  uint64_t Index = uint64_t(O.Value);
  switch (O.Kind) {
  case OperandKind::None:
    return failAt("an operand is missing");
  case OperandKind::Int:
  case OperandKind::Undef:
    return false;
  case OperandKind::String:
  case OperandKind::Function:
    return !M.hasName(O) && failAt("a name is out of range");
  case OperandKind::Local:
    return Index >= F->Locals.size() && failAt("a variable is out of range");
  case OperandKind::Global:
    return Index >= M.Globals.size() && failAt("a global is out of range");
  case OperandKind::Temp: {
    if (Index >= F->NumTemps)
      return failAt("a temporary is out of range");
    Position D = Definitions[Index];
    return D.Block == Now.Block && D.Event >= Now.Event &&
           failAt("a temporary is used before it is defined");
  }
  }
  return failAt("no such kind of operand");
}

/// An event has the parts that its operation has, and no others.
bool FunctionVerifier::shape(const Event &E) {
  const OpWord *Word = opWord(E.Code, E.Sub);
  if (!Word)
    return failAt("no such operation");
  if ((Word->Result == HasResult::Yes && !E.Result) ||
      (Word->Result == HasResult::No && E.Result))
    return failAt(E.Result ? "it has a result" : "it has no result");
  if (Word->HasType && E.Ty.Index >= M.Types.size())
    return failAt("the type is out of range");
  if (!Word->HasType && E.Ty)
    return failAt("it has a type");
  bool IsMember = E.Code == Op::Field || E.Code == Op::Container;
  if (IsMember ? E.Record.Index >= M.Records.size() ||
                     E.FieldIndex >= M.record(E.Record).Fields.size()
               : E.Record || E.FieldIndex)
    return failAt("the member is out of range");
  bool HasName = E.Code == Op::Macro || E.Code == Op::Unknown;
  if (!HasName && !E.Name.empty())
    return failAt("it has a name");
  bool HasB = E.Code == Op::Store || E.Code == Op::Copy ||
              E.Code == Op::Element || E.Code == Op::Binary;
  if (bool(E.A) == HasName || bool(E.B) != HasB)
    return failAt("wrong number of operands");
  if ((E.Code == Op::Begin || E.Code == Op::End) &&
      E.A.Kind != OperandKind::Local)
    return failAt("the operand is no variable");
  return false;
}

bool FunctionVerifier::arguments(const Event &E) {
  if (E.FirstArg > F->Args.size() || E.NumArgs > F->Args.size() - E.FirstArg)
    return failAt("the arguments are out of range");
  bool HasArgs =
      E.Code == Op::Call || E.Code == Op::Macro || E.Code == Op::Unknown;
  if (E.NumArgs && !HasArgs)
    return failAt("it has arguments");
  if (E.NumArgs < 64 && E.ByValue >> E.NumArgs)
    return failAt("an argument that is not there is passed by value");
  for (Operand Arg : F->args(E))
    if (operand(Arg))
      return true;
  return false;
}

bool FunctionVerifier::event(const Event &E) {
  return shape(E) || (E.A && operand(E.A)) || (E.B && operand(E.B)) ||
         arguments(E) || place(E.Where);
}

bool FunctionVerifier::targets(const Terminator &T) {
  for (BlockId B : T.Targets)
    if (B.Index >= F->Blocks.size())
      return failAt("a target is out of range");
  for (const SwitchCase &C : T.Cases)
    if (C.Target.Index >= F->Blocks.size())
      return failAt("a target is out of range");
  return false;
}

bool FunctionVerifier::terminator(const Terminator &T) {
  size_t NumTargets = T.Targets.size();
  bool NeedsValue = false, MayHaveValue = false;
  switch (T.Kind) {
  case TermKind::Goto:
    NumTargets = 1;
    break;
  case TermKind::Branch:
    NumTargets = 2;
    NeedsValue = true;
    break;
  case TermKind::Switch:
    NumTargets = 1;
    NeedsValue = true;
    break;
  case TermKind::Indirect:
    MayHaveValue = true;
    break;
  case TermKind::Return:
    NumTargets = 0;
    MayHaveValue = true;
    break;
  case TermKind::Unreachable:
    NumTargets = 0;
    break;
  default:
    return failAt("no such kind");
  }
  if (T.Targets.size() != NumTargets ||
      (T.Kind != TermKind::Switch && !T.Cases.empty()))
    return failAt("wrong number of targets");
  if ((NeedsValue && !T.Value) || (!NeedsValue && !MayHaveValue && T.Value))
    return failAt("wrong number of operands");
  return (T.Value && operand(T.Value)) || targets(T) || place(T.Where);
}
