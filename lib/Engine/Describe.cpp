//===- Describe.cpp - How values and steps are called in messages ---------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Describe.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

static constexpr unsigned MaxDepth = 12;

/// The variable that holds a symbol now.
llvm::StringRef Describer::holder(const Value *V) const {
  llvm::StringRef Name;
  for (const auto &[Address, Held] : S.Memory.entries())
    if (Held == V && Address->Kind == ValueKind::Local &&
        Address->Owner == Owner && size_t(Address->Number) < F.Locals.size() &&
        F.Locals[Address->Number].Kind != ir::LocalKind::Merge) {
      Name = F.Locals[Address->Number].Name;
      if (!Name.empty())
        break;
    }
  return Name;
}

/// Whether a parameter is a record that was passed by value.
bool Describer::isRecord(const Value *Param) const {
  return size_t(Param->Number) < F.NumParams &&
         C.M.recordOf(F.Locals[Param->Number].Type);
}

std::string Describer::object(const Value *A, unsigned Depth) const {
  if (Depth > MaxDepth)
    return "…";
  switch (A->Kind) {
  case ValueKind::Local:
    if (A->Owner == Owner && size_t(A->Number) < F.Locals.size())
      return F.Locals[A->Number].Name.str();
    return "a local variable";
  case ValueKind::Global:
    return C.M.Globals[A->Number].Name.str();
  case ValueKind::Context:
    return C.Contexts.name(A->Number).str() +
           (A->A ? " of " + value(A->A, Depth + 1) : "");
  case ValueKind::Field: {
    const ir::Field &Member = C.M.record(A->Record).Fields[A->Number];
    if (Member.Name.empty() || Member.IsBase)
      return object(A->A, Depth + 1);
    if (A->A->isAddress() && A->A->Kind != ValueKind::Container)
      return object(A->A, Depth + 1) + "." + Member.Name.str();
    if (A->A->Kind == ValueKind::Param && isRecord(A->A))
      return value(A->A, Depth + 1) + "." + Member.Name.str();
    // Anonymous members between the pointer and this one are not spelled.
    return value(A->A, Depth + 1) + "->" + Member.Name.str();
  }
  case ValueKind::Element: {
    bool IsArray = A->A->isAddress();
    std::string Base =
        IsArray ? object(A->A, Depth + 1) : value(A->A, Depth + 1);
    return Base + "[" + value(A->B, Depth + 1) + "]";
  }
  case ValueKind::Container:
  case ValueKind::Param:
  case ValueKind::Contents:
  case ValueKind::Fresh:
  case ValueKind::Merged:
    return "*" + value(A, Depth + 1);
  default:
    return value(A, Depth + 1);
  }
}

std::string Describer::value(const Value *V, unsigned Depth) const {
  if (Depth > MaxDepth)
    return "…";
  if (llvm::StringRef Name = holder(V); !Name.empty() && !V->isInt())
    return Name.str();
  switch (V->Kind) {
  case ValueKind::Int:
    return std::to_string(V->Number);
  case ValueKind::Param:
    return size_t(V->Number) < F.NumParams ? F.Locals[V->Number].Name.str()
                                           : "an argument";
  case ValueKind::Contents:
    if (V->A->Kind == ValueKind::Function) // ThreadBound.h
      return "the result of " + value(V->A) + "()";
    return object(V->A, Depth + 1);
  case ValueKind::Merged:
    if (V->A)
      if (std::string Name = object(V->A, Depth + 1); !Name.empty())
        return Name;
    return "…";
  case ValueKind::Function:
    return C.M.name({ir::OperandKind::Function, V->Number}).str();
  case ValueKind::Local:
  case ValueKind::Global:
  case ValueKind::Field:
  case ValueKind::Element:
    return "&" + object(V, Depth + 1);
  case ValueKind::Container: {
    const ir::Record &R = C.M.record(V->Record);
    return "container_of(" + value(V->A, Depth + 1) + ", " + R.Name.str() +
           ", " + R.Fields[V->Number].Name.str() + ")";
  }
  case ValueKind::Fresh:
    if (V->Owner == Owner) {
      uint32_t Index = uint32_t(V->Number);
      if (Index < F.Events.size()) {
        const ir::Event &E = F.Events[Index];
        if (E.Code == ir::Op::Call && E.A.Kind == ir::OperandKind::Function)
          return "the result of " + C.M.name(E.A).str() + "()";
        if (E.Code == ir::Op::Macro)
          return "the result of " + E.Name.str() + "()";
      }
    }
    return "…";
  case ValueKind::Counter:
    return value(V->A, Depth + 1);
  case ValueKind::Unary:
    return (ir::UnaryOp(V->Number) == ir::UnaryOp::LogicalNot ? "!"
            : ir::UnaryOp(V->Number) == ir::UnaryOp::Not      ? "~"
                                                              : "-") +
           value(V->A, Depth + 1);
  case ValueKind::Binary: {
    static const char *const Ops[] = {
        "+", "-", "*",  "/",  "%", "<<", ">>", "&",
        "|", "^", "==", "!=", "<", "<=", ">",  ">="};
    return value(V->A, Depth + 1) + " " +
           Ops[V->Number % ValueTable::UnsignedCompare] + " " +
           value(V->B, Depth + 1);
  }
  case ValueKind::Context:
    return C.Contexts.name(V->Number).str() +
           (V->A ? " of " + value(V->A, Depth + 1) : "");
  case ValueKind::String:
  case ValueKind::Undef:
    break;
  }
  return "…";
}

std::string Describer::branch(const Value *Condition, bool Taken) const {
  while (Condition->Kind == ValueKind::Unary &&
         ir::UnaryOp(Condition->Number) == ir::UnaryOp::LogicalNot) {
    Condition = Condition->A;
    Taken = !Taken;
  }
  if (Condition->Kind == ValueKind::Binary && Condition->B->isInt() &&
      Condition->B->Number == 0) {
    auto Op = ir::BinaryOp(Condition->Number % ValueTable::UnsignedCompare);
    if (Op == ir::BinaryOp::Eq || Op == ir::BinaryOp::Ne)
      return branch(Condition->A, Taken == (Op == ir::BinaryOp::Ne));
  }
  std::string Text = value(Condition);
  if (Text.find("…") != std::string::npos)
    return "";
  if (Condition->Kind == ValueKind::Binary)
    return "assuming '" + Text + "' is " + (Taken ? "true" : "false");
  return "assuming '" + Text + "' is " + (Taken ? "not zero" : "zero");
}

/// Steps that tell nothing of the life of an object, only of its owner's.
static bool isAboutOwnerOnly(Verb V) {
  return model::isAboutOwner(V) || V == Verb::Allocate ||
         V == Verb::AllocateZeroed;
}

std::string Describer::ownerStep(const Note &N) const {
  std::string X = "'" + value(N.X) + "'";
  switch (N.V) {
  case Verb::Get:
    return "a reference to " + X + " is taken here";
  case Verb::Put:
  case Verb::Last:
    return "a reference to " + X + " is given up here";
  case Verb::Allocate:
  case Verb::AllocateZeroed:
    return X + " is allocated here";
  case Verb::Give:
    return "ownership of " + X + " is given away here";
  case Verb::Reserve:
    return X + " is reserved here";
  case Verb::Commit:
    return X + " is committed here";
  case Verb::Abort:
    return X + " is given back here";
  default:
    return "";
  }
}

std::string Describer::step(const Note &N) const {
  if (N.K == Note::Kind::Branch)
    return branch(N.X, N.Taken);
  std::string X = "'" + object(N.X) + "'";
  if (isAboutOwnerOnly(N.V))
    return ownerStep(N);
  std::string Into = N.Y ? " '" + object(N.Y) + "'" : "";
  switch (N.V) {
  case Verb::Init:
  case Verb::Reinit:
    return X + " is initialised here";
  case Verb::Destroy:
    return X + " is destroyed here";
  case Verb::Link:
    return X + " is linked" + (N.Y ? " into" + Into : "") + " here";
  case Verb::Unlink:
    return X + " is unlinked here";
  case Verb::Poison:
    return X + " is unlinked here, and must not be used as a node";
  case Verb::Register:
    return X + " is registered here";
  case Verb::Deregister:
    return X + " is deregistered here";
  case Verb::Publish:
    return X + " becomes reachable for others here";
  case Verb::Free:
    return X + " is freed here";
  case Verb::Acquire:
    return X + " is acquired here";
  case Verb::Release:
    return X + " is released here";
  case Verb::Assert:
    return X + " is held, as is asserted here";
  case Verb::AssertNot:
    return X + " is not held, as is asserted here";
  case Verb::Enter:
  case Verb::Set:
    return X + " begins here";
  case Verb::Leave:
  case Verb::Clear:
    return X + " ends here";
  case Verb::Restore:
    return X + " becomes here what it was";
  case Verb::Assume:
    return X + " is asserted here";
  case Verb::AssumeNot:
    return "that it is not in " + X + " is asserted here";
  default:
    return "";
  }
}

std::vector<PathNote> Describer::path(const Value *Object, const Value *Detail,
                                      const Value *Inner, const Action &Last,
                                      bool WithOwners) const {
  // From the first step that concerns the object on, branches matter too.
  std::vector<const Note *> Steps;
  const Value *Root = Object->root();
  size_t Relevant = 0;
  for (const Note *N = S.Trail; N; N = N->Before) {
    if (!WithOwners && N->K == Note::Kind::Acted && isAboutOwnerOnly(N->V))
      continue;
    Steps.push_back(N);
    if (N->K == Note::Kind::Acted && N->X && N->X->root() == Root)
      Relevant = Steps.size();
  }
  Steps.resize(Relevant);
  std::vector<PathNote> Notes;
  for (const Note *N : llvm::reverse(Steps)) {
    if (N->K == Note::Kind::Branch && N->WasKnown)
      continue;
    if (N->K == Note::Kind::Acted &&
        !(N->X == Object || N->X == Detail || N->X == Root))
      continue;
    if (N->Where.isValid() && N->Where.Line == Last.Where.Line &&
        N->Where.Column == Last.Where.Column)
      continue;
    std::string Text = step(*N);
    if (!Text.empty())
      Notes.push_back({N->Where, std::move(Text)});
  }
  static constexpr size_t MaxNotes = 12;
  if (Notes.size() > MaxNotes)
    Notes.erase(Notes.begin() + 1, Notes.end() - (MaxNotes - 1));
  if (Last.Inner.isValid() && Last.V == Verb::Sleep) {
    Notes.push_back(
        {Last.Inner, ("'" + Last.Callee + "' may sleep here").str()});
  } else if (Last.Inner.isValid()) {
    const char *Done = Last.V == Verb::Put       ? "given up"
                       : Last.V == Verb::Give    ? "given away"
                       : Last.V == Verb::Init    ? "initialised"
                       : Last.V == Verb::Link    ? "linked"
                       : Last.V == Verb::Destroy ? "destroyed"
                       : Last.V == Verb::Free    ? "freed"
                       : Last.V == Verb::Acquire ? "acquired"
                       : Last.V == Verb::Release ? "released"
                       : Last.V == Verb::Need    ? "needed"
                                                 : "used";
    Notes.push_back(
        {Last.Inner, "'" + object(Inner) + "' is " + Done + " here"});
  }
  return Notes;
}

std::string engine::memberName(const ir::Module &M, const Value *Address) {
  if (Address->Kind == ValueKind::Global)
    return M.Globals[Address->Number].Name.str();
  const ir::Record &R = M.record(Address->Record);
  llvm::StringRef Name = R.Name;
  Name.consume_front("struct ");
  return (Name + "." + R.Fields[Address->Number].Name).str();
}
