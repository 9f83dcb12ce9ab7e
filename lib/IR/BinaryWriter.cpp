//===- BinaryWriter.cpp - Writes the binary form --------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements write(). Strings are collected while the tables are encoded, so
// the body is built first and comes last.
//
//===----------------------------------------------------------------------===//

#include "IR/Binary.h"
#include "IR/BinaryFormat.h"

#include "llvm/ADT/CachedHashString.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/LEB128.h"

using namespace holdfast::ir;
using namespace holdfast::ir::binary;

namespace {

class Writer {
public:
  explicit Writer(const Module &M) : M(M), Body(Bytes) { addString(""); }
  void write(llvm::raw_ostream &OS);

private:
  void number(uint64_t V) { llvm::encodeULEB128(V, Body); }
  void signedNumber(int64_t V) { llvm::encodeSLEB128(V, Body); }
  void byte(uint8_t V) { Body << char(V); }
  /// An id, with room for none.
  template <typename Tag> void id(Id<Tag> I) { number(I ? I.Index + 1ull : 0); }
  uint64_t addString(llvm::StringRef S);
  void string(llvm::StringRef S) { number(addString(S)); }
  /// Flags, the first in the lowest bit.
  void flags(std::initializer_list<bool> Bits);

  void place(const Loc &L);
  void annotations(llvm::ArrayRef<Annotation> As);
  void tables();
  void record(const Record &R);
  void function(const Function &F);
  void event(const Function &F, const Event &E);
  void operand(Operand O);
  void terminator(const Terminator &T);

  const Module &M;
  llvm::SmallString<0> Bytes;
  llvm::raw_svector_ostream Body;
  std::vector<llvm::StringRef> Strings;
  llvm::DenseMap<llvm::CachedHashStringRef, uint64_t> StringIds;
  Loc Last;
  std::vector<uint32_t> Temps; ///< the numbers in the order of the blocks
  uint32_t NextTemp = 0;
};

} // namespace

uint64_t Writer::addString(llvm::StringRef S) {
  auto [It, IsNew] =
      StringIds.try_emplace(llvm::CachedHashStringRef(S), Strings.size());
  if (IsNew)
    Strings.push_back(S);
  return It->second;
}

void Writer::flags(std::initializer_list<bool> Bits) {
  uint64_t Value = 0;
  unsigned Shift = 0;
  for (bool B : Bits)
    Value |= uint64_t(B) << Shift++;
  number(Value);
}

void Writer::place(const Loc &L) {
  if (!L.isValid()) {
    byte(NoPlace);
    return;
  }
  if (L.File == Last.File && L.Line == Last.Line && L.Column == Last.Column &&
      L.EndLine == Last.EndLine && L.EndColumn == Last.EndColumn &&
      L.Macro == Last.Macro) {
    byte(SamePlace);
    return;
  }
  uint8_t Bits = NewPlace;
  if (L.File != Last.File)
    Bits |= NewFile;
  if (L.EndLine || L.EndColumn)
    Bits |= HasEnd | (L.EndLine == L.Line ? SameLineEnd : 0);
  if (L.Macro != Last.Macro)
    Bits |= NewMacro;
  byte(Bits);
  if (Bits & NewFile)
    id(L.File);
  signedNumber(int64_t(L.Line) - int64_t(Last.Line));
  number(L.Column);
  if (Bits & SameLineEnd)
    signedNumber(int64_t(L.EndColumn) - int64_t(L.Column));
  else if (Bits & HasEnd) {
    signedNumber(int64_t(L.EndLine) - int64_t(L.Line));
    number(L.EndColumn);
  }
  if (Bits & NewMacro)
    string(L.Macro);
  Last = L;
}

void Writer::annotations(llvm::ArrayRef<Annotation> As) {
  number(As.size());
  for (const Annotation &A : As) {
    string(A.Text);
    place(A.Where);
  }
}

void Writer::record(const Record &R) {
  string(R.Name);
  byte(uint8_t(R.Kind));
  flags({R.IsComplete, R.HasDeletedCopy, R.HasUserProvidedCopy});
  number(R.Aliases.size());
  for (llvm::StringRef A : R.Aliases)
    string(A);
  annotations(R.Annotations);
  place(R.Where);
  number(R.Fields.size());
  for (const Field &F : R.Fields) {
    string(F.Name);
    id(F.Type);
    flags({F.IsBase, F.IsBitField, !F.Annotations.empty()});
    if (!F.Annotations.empty())
      annotations(F.Annotations);
  }
}

void Writer::tables() {
  string(M.MainFile);
  number(M.Files.size());
  for (llvm::StringRef F : M.Files)
    string(F);
  number(M.Types.size());
  for (const Type &T : M.Types) {
    byte(uint8_t(T.Kind));
    flags({T.IsSigned, T.IsConst});
    number(T.Bits);
    id(T.Element);
    number(T.Count);
    id(T.Record);
  }
  number(M.Records.size());
  for (const Record &R : M.Records)
    record(R);
  number(M.Globals.size());
  for (const Global &G : M.Globals) {
    string(G.Name);
    id(G.Type);
    flags({G.IsStatic, G.IsThreadLocal, G.IsConst, G.HasInitialiser});
    string(G.InitMacro);
    annotations(G.Annotations);
    place(G.Where);
  }
  number(M.Tables.size());
  for (const TableEntry &E : M.Tables) {
    id(E.Global);
    string(E.Path);
    string(E.Function);
  }
  number(M.Functions.size());
  for (const Function &F : M.Functions)
    function(F);
}

void Writer::operand(Operand O) {
  uint64_t Kind = uint64_t(O.Kind);
  switch (O.Kind) {
  case OperandKind::None:
  case OperandKind::Undef:
    number(Kind);
    return;
  case OperandKind::Int:
    number(Kind);
    signedNumber(O.Value);
    return;
  case OperandKind::Temp: {
    // Most uses are of one of the last temporaries.
    int64_t Distance = int64_t(NextTemp) - int64_t(Temps[O.Value]);
    uint64_t ZigZag =
        Distance < 0 ? uint64_t(-Distance) << 1 | 1 : uint64_t(Distance) << 1;
    number(ZigZag << OperandKindBits | Kind);
    return;
  }
  case OperandKind::String:
  case OperandKind::Function:
    number(addString(M.name(O)) << OperandKindBits | Kind);
    return;
  case OperandKind::Local:
  case OperandKind::Global:
    number(uint64_t(O.Value) << OperandKindBits | Kind);
    return;
  }
}

void Writer::event(const Function &F, const Event &E) {
  byte(uint8_t(E.Code));
  uint8_t Bits = (E.Result ? EventHasResult : 0) | (E.Ty ? EventHasType : 0) |
                 (E.IsVolatile ? EventIsVolatile : 0) |
                 (E.IsImplicit ? EventIsImplicit : 0) | (E.B ? EventHasB : 0) |
                 (E.NumArgs ? EventHasArgs : 0) |
                 (E.ByValue ? EventHasByValue : 0);
  byte(Bits);
  if (E.Code == Op::Unary || E.Code == Op::Binary)
    byte(E.Sub | (E.IsUnsigned ? SubIsUnsigned : 0));
  if (E.Ty)
    number(E.Ty.Index);
  if (E.Code == Op::Macro || E.Code == Op::Unknown)
    string(E.Name);
  else
    operand(E.A);
  if (E.B)
    operand(E.B);
  if (E.Code == Op::Field || E.Code == Op::Container) {
    number(E.Record.Index);
    number(E.FieldIndex);
  }
  if (E.NumArgs) {
    number(E.NumArgs);
    for (Operand A : F.args(E))
      operand(A);
  }
  if (E.ByValue)
    number(E.ByValue);
  place(E.Where);
  if (E.Result)
    ++NextTemp;
}

void Writer::terminator(const Terminator &T) {
  byte(uint8_t(T.Kind));
  operand(T.Value);
  number(T.Targets.size());
  for (BlockId B : T.Targets)
    number(B.Index);
  if (T.Kind == TermKind::Switch) {
    number(T.Cases.size());
    for (const SwitchCase &C : T.Cases) {
      signedNumber(C.Low);
      signedNumber(C.High);
      number(C.Target.Index);
    }
  }
  place(T.Where);
}

void Writer::function(const Function &F) {
  string(F.Name);
  id(F.ReturnType);
  number(F.NumParams);
  flags({F.IsStatic, F.IsHeader, F.IsVariadic, F.IsNoReturn, F.IsMethod,
         F.IsStartup});
  annotations(F.Annotations);
  place(F.Where);
  number(F.Locals.size());
  for (const Local &L : F.Locals) {
    string(L.Name);
    id(L.Type);
    byte(uint8_t(L.Kind));
    string(L.Cleanup);
    string(L.InitMacro);
    annotations(L.Annotations);
    place(L.Where);
  }
  Temps.assign(F.NumTemps, 0);
  NextTemp = 0;
  for (const Block &B : F.Blocks)
    for (const Event &E : F.events(B))
      if (E.Result)
        Temps[E.Result.Index] = NextTemp++;
  number(F.Blocks.size());
  NextTemp = 0;
  for (const Block &B : F.Blocks) {
    number(B.NumEvents);
    for (const Event &E : F.events(B))
      event(F, E);
    terminator(B.Term);
  }
}

void Writer::write(llvm::raw_ostream &OS) {
  tables();
  OS << Magic;
  llvm::encodeULEB128(Version, OS);
  llvm::encodeULEB128(Strings.size(), OS);
  for (llvm::StringRef S : Strings) {
    llvm::encodeULEB128(S.size(), OS);
    OS << S;
  }
  OS << Bytes;
}

void holdfast::ir::write(const Module &M, llvm::raw_ostream &OS) {
  Writer(M).write(OS);
}
