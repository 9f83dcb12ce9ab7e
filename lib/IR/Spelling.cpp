//===- Spelling.cpp - Rebuilds how the source spells an operand -----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements Spelling.
//
//===----------------------------------------------------------------------===//

#include "IR/Spelling.h"

#include "IR/OpNames.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"
#include "llvm/Support/raw_ostream.h"

using namespace holdfast::ir;

/// Beyond these an expression explains nothing to a reader.
static constexpr unsigned MaxDepth = 10, MaxParts = 60, MaxCallLength = 60,
                          MaxLiteralLength = 24;
static constexpr llvm::StringLiteral Ellipsis = "…";

namespace holdfast::ir {

/// Spells one operand. Its budget keeps an expression whose parts are shared,
/// as in `x + x` of `x + x`, from growing without end.
class Speller {
public:
  explicit Speller(const Spelling &S) : M(S.M), F(S.F), S(S) {}

  /// How tightly the parts of a text belong together.
  enum Level : uint8_t { Primary, Prefix, Infix };
  struct Text {
    std::string Chars;
    Level L = Primary;
    std::string within(Level Loosest) const {
      return L <= Loosest ? Chars : "(" + Chars + ")";
    }
  };
  Text object(Operand Address);
  Text value(Operand O);

private:
  const Event *definition(Operand O) const {
    return O.Kind == OperandKind::Temp ? S.Definitions[O.Value] : nullptr;
  }
  /// The definition behind casts, and the operand that it defines.
  const Event *origin(Operand &O) const;
  bool isAddress(Operand O) const;
  bool isArray(Operand Address) const;
  bool isTransparent(const Event &Field) const;
  bool isRecordResult(const Event &E) const;
  Text element(const Event &E);
  Text valueOf(const Event &E);
  Text literal(Operand O) const;
  Text call(const Event &E);
  std::string arguments(const Event &E, unsigned First);
  std::string memberPrefix(Operand Base);

  const Module &M;
  const Function &F;
  const Spelling &S;
  unsigned Depth = 0, Parts = 0;
};

} // namespace holdfast::ir

const Event *Speller::origin(Operand &O) const {
  const Event *E = definition(O);
  for (unsigned I = 0; E && E->Code == Op::Cast && I != MaxDepth; ++I) {
    O = E->A;
    E = definition(O);
  }
  return E;
}

bool Speller::isAddress(Operand O) const {
  const Event *E = origin(O);
  return O.Kind == OperandKind::Local || O.Kind == OperandKind::Global ||
         (E && (E->Code == Op::Field || E->Code == Op::Element ||
                isRecordResult(*E)));
}

/// A call that gives a record gives the address of it.
bool Speller::isRecordResult(const Event &E) const {
  return (E.Code == Op::Call || E.Code == Op::Macro) && M.recordOf(E.Ty);
}

/// The object at an address is an array, whose name is its address.
bool Speller::isArray(Operand Address) const {
  const Event *E = origin(Address);
  TypeId T;
  if (Address.Kind == OperandKind::Local)
    T = F.Locals[Address.Value].Type;
  else if (Address.Kind == OperandKind::Global)
    T = M.global(Address).Type;
  else if (E && E->Code == Op::Field)
    T = M.record(E->Record).Fields[E->FieldIndex].Type;
  else if (E && E->Code == Op::Element)
    T = E->Ty;
  return T && M.type(T).Kind == TypeKind::Array;
}

bool Speller::isTransparent(const Event &E) const {
  const Field &Member = M.record(E.Record).Fields[E.FieldIndex];
  return Member.IsBase || Member.Name.empty();
}

/// `x.` or `p->`, for a member of what is at \p Base.
std::string Speller::memberPrefix(Operand Base) {
  const Event *E = origin(Base);
  for (unsigned I = 0;
       E && E->Code == Op::Field && isTransparent(*E) && I != MaxDepth; ++I) {
    Base = E->A;
    E = origin(Base);
  }
  if (isAddress(Base))
    return object(Base).within(Primary) + ".";
  return value(Base).within(Primary) + "->";
}

Speller::Text Speller::element(const Event &E) {
  std::string Index = "[" + value(E.B).Chars + "]";
  if (!isAddress(E.A))
    return {value(E.A).within(Primary) + Index};
  if (isArray(E.A))
    return {object(E.A).within(Primary) + Index};
  if (E.B == Operand::integer(0))
    return object(E.A);
  return {value(E.A).within(Primary) + Index};
}

Speller::Text Speller::object(Operand A) {
  llvm::SaveAndRestore<unsigned> Restore(Depth, Depth + 1);
  if (Depth > MaxDepth || ++Parts > MaxParts)
    return {Ellipsis.str()};
  const Event *E = origin(A);
  if (A.Kind == OperandKind::Local) {
    const Local &L = F.Locals[A.Value];
    if (L.Kind == LocalKind::Merge || L.Name.empty())
      return {Ellipsis.str()};
    return {L.Name.str()};
  }
  if (A.Kind == OperandKind::Global)
    return {M.global(A).Name.str()};
  if (A.Kind == OperandKind::Function || A.Kind == OperandKind::String)
    return literal(A);
  if (E && E->Code == Op::Field) {
    if (isTransparent(*E))
      return object(E->A);
    return {memberPrefix(E->A) +
            M.record(E->Record).Fields[E->FieldIndex].Name.str()};
  }
  if (E && E->Code == Op::Element)
    return element(*E);
  if (E && isRecordResult(*E))
    return call(*E);
  Text Pointer = value(A);
  if (Pointer.Chars == Ellipsis)
    return Pointer;
  return {"*" + Pointer.within(Prefix), Prefix};
}

Speller::Text Speller::literal(Operand O) const {
  std::string Chars;
  llvm::raw_string_ostream OS(Chars);
  llvm::StringRef Name = M.name(O);
  if (O.Kind == OperandKind::Function) {
    OS << withoutParameters(Name);
  } else {
    OS << '"';
    // Cut between characters of UTF-8, not within one.
    size_t Length = std::min<size_t>(Name.size(), MaxLiteralLength);
    while (Length < Name.size() && Length && (Name[Length] & 0xC0) == 0x80)
      --Length;
    for (char C : Name.take_front(Length))
      if (C == '"' || C == '\\')
        OS << '\\' << C;
      else if (C == '\n')
        OS << "\\n";
      else if (uint8_t(C) >= 0x20 && C != 0x7f)
        OS << C;
    OS << (Length < Name.size() ? "…\"" : "\"");
  }
  return {Chars};
}

Speller::Text Speller::value(Operand O) {
  llvm::SaveAndRestore<unsigned> Restore(Depth, Depth + 1);
  if (Depth > MaxDepth || ++Parts > MaxParts)
    return {Ellipsis.str()};
  const Event *E = origin(O);
  // A conversion to a base keeps the pointer.
  while (E && E->Code == Op::Field && isTransparent(*E) && !isAddress(E->A)) {
    O = E->A;
    E = origin(O);
  }
  if (isAddress(O)) {
    Text Object = object(O);
    if (isArray(O) || Object.Chars == Ellipsis)
      return Object;
    return {"&" + Object.within(Primary), Prefix};
  }
  switch (O.Kind) {
  case OperandKind::Int:
    return {std::to_string(O.Value), O.Value < 0 ? Prefix : Primary};
  case OperandKind::String:
  case OperandKind::Function:
    return literal(O);
  default:
    return E ? valueOf(*E) : Text{Ellipsis.str()};
  }
}

Speller::Text Speller::valueOf(const Event &E) {
  switch (E.Code) {
  case Op::Load:
    return object(E.A);
  case Op::Container: {
    const Record &R = M.record(E.Record);
    return {"container_of(" + value(E.A).Chars + ", " + R.Name.str() + ", " +
            R.Fields[E.FieldIndex].Name.str() + ")"};
  }
  case Op::Unary:
    return {symbol(UnaryOp(E.Sub)).str() + value(E.A).within(Primary), Prefix};
  case Op::Binary:
    return {value(E.A).within(Prefix) + " " + symbol(BinaryOp(E.Sub)).str() +
                " " + value(E.B).within(Prefix),
            Infix};
  case Op::Call:
  case Op::Macro:
    return call(E);
  default:
    return {Ellipsis.str()};
  }
}

std::string Speller::arguments(const Event &E, unsigned First) {
  std::string Chars;
  llvm::ArrayRef<Operand> Args = F.args(E);
  for (unsigned I = First; I != Args.size(); ++I) {
    if (I != First)
      Chars += ", ";
    bool ByValue = I < 64 && (E.ByValue >> I & 1);
    Chars += ByValue ? object(Args[I]).Chars : value(Args[I]).Chars;
    if (Chars.size() > MaxCallLength)
      return Ellipsis.str();
  }
  return Chars;
}

Speller::Text Speller::call(const Event &E) {
  if (E.Code == Op::Macro)
    return {E.Name.str() + "(" + arguments(E, 0) + ")"};
  if (E.A.Kind != OperandKind::Function)
    return {value(E.A).within(Primary) + "(" + arguments(E, 0) + ")"};
  llvm::StringRef FullName = M.name(E.A);
  llvm::StringRef Name = withoutParameters(FullName);
  const Function *Callee = M.findFunction(FullName);
  if (!Callee || !Callee->IsMethod || E.NumArgs == 0)
    return {Name.str() + "(" + arguments(E, 0) + ")"};
  size_t Scope = Name.rfind("::");
  if (Scope != llvm::StringRef::npos)
    Name = Name.drop_front(Scope + 2);
  return {memberPrefix(F.args(E)[0]) + Name.str() + "(" + arguments(E, 1) +
          ")"};
}

llvm::StringRef holdfast::ir::withoutParameters(llvm::StringRef Name) {
  size_t Close = Name.rfind(')');
  if (Close == llvm::StringRef::npos)
    return Name;
  unsigned Nested = 0;
  for (size_t I = Close + 1; I-- != 0;) {
    Nested += Name[I] == ')';
    if (Name[I] == '(' && --Nested == 0)
      return Name.take_front(I);
  }
  return Name;
}

Spelling::Spelling(const Module &M, const Function &F)
    : M(M), F(F), Definitions(F.NumTemps) {
  for (const Block &B : F.Blocks)
    for (const Event &E : F.events(B))
      if (E.Result)
        Definitions[E.Result.Index] = &E;
}

std::string Spelling::object(Operand Address) const {
  return Speller(*this).object(Address).Chars;
}

std::string Spelling::value(Operand O) const {
  return Speller(*this).value(O).Chars;
}
