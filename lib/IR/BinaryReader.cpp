//===- BinaryReader.cpp - Reads the binary form ---------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements read(). After the first mistake every number is 0, so that loops
// end; the result is then thrown away.
//
//===----------------------------------------------------------------------===//

#include "IR/Binary.h"
#include "IR/BinaryFormat.h"
#include "IR/Verifier.h"

#include "llvm/Support/LEB128.h"

using namespace holdfast::ir;
using namespace holdfast::ir::binary;

namespace {

class Reader {
public:
  Reader(Module &M, llvm::StringRef Data)
      : M(M), Next(reinterpret_cast<const uint8_t *>(Data.begin())),
        End(reinterpret_cast<const uint8_t *>(Data.end())) {}
  /// False when the data is malformed; problem() says why.
  bool module();
  const std::string &problem() const { return Problem; }

private:
  void fail(const llvm::Twine &What) {
    if (Problem.empty())
      Problem = What.str();
    Next = End;
  }
  bool failed() const { return !Problem.empty(); }
  uint64_t number();
  int64_t signedNumber();
  uint32_t index();
  uint8_t byte();
  /// The number of things that follow, each of at least one byte.
  size_t count();
  template <typename IdType> IdType id() {
    uint32_t Value = index();
    return {Value - 1}; // 0 becomes the invalid id
  }
  llvm::StringRef string();
  void strings();

  Loc place();
  uint32_t difference(uint32_t From);
  std::vector<Annotation> annotations();
  void files();
  void types();
  void record();
  void global();
  void table();
  void function();
  void local(Function &F);
  void block(Function &F);
  void event(Function &F);
  Operand operand(const Function &F);
  void terminator(const Function &F, Terminator &T);

  Module &M;
  const uint8_t *Next, *End;
  std::string Problem;
  std::vector<llvm::StringRef> Strings;
  Loc Last;
};

} // namespace

uint64_t Reader::number() {
  if (Next == End) {
    fail("the file ends too early");
    return 0;
  }
  if (*Next < 0x80)
    return *Next++;
  unsigned Length = 0;
  const char *Error = nullptr;
  uint64_t V = llvm::decodeULEB128(Next, &Length, End, &Error);
  if (Error) {
    fail("a number is malformed");
    return 0;
  }
  Next += Length;
  return V;
}

int64_t Reader::signedNumber() {
  unsigned Length = 0;
  const char *Error = nullptr;
  int64_t V = llvm::decodeSLEB128(Next, &Length, End, &Error);
  if (Error) {
    fail("a number is malformed");
    return 0;
  }
  Next += Length;
  return V;
}

uint32_t Reader::index() {
  uint64_t V = number();
  if (V > UINT32_MAX) {
    fail("a number is too large");
    return 0;
  }
  return uint32_t(V);
}

uint8_t Reader::byte() {
  if (Next == End) {
    fail("the file ends too early");
    return 0;
  }
  return *Next++;
}

size_t Reader::count() {
  uint64_t V = number();
  if (V > uint64_t(End - Next)) {
    fail("a table is longer than the file");
    return 0;
  }
  return size_t(V);
}

llvm::StringRef Reader::string() {
  uint64_t V = number();
  if (V >= Strings.size()) {
    fail("a string is out of range");
    return "";
  }
  return Strings[V];
}

void Reader::strings() {
  size_t Count = count();
  Strings.reserve(Count);
  for (size_t I = 0; I != Count && !failed(); ++I) {
    size_t Length = count();
    Strings.push_back(M.intern(
        llvm::StringRef(reinterpret_cast<const char *>(Next), Length)));
    Next += Length;
  }
}

uint32_t Reader::difference(uint32_t From) {
  int64_t Offset = signedNumber();
  if (Offset < -int64_t(UINT32_MAX) || Offset > int64_t(UINT32_MAX)) {
    fail("a place is out of range");
    return 0;
  }
  int64_t V = int64_t(From) + Offset;
  if (V < 0 || V > int64_t(UINT32_MAX)) {
    fail("a place is out of range");
    return 0;
  }
  return uint32_t(V);
}

Loc Reader::place() {
  uint8_t Bits = byte();
  if (Bits == NoPlace)
    return {};
  if (Bits == SamePlace) {
    if (!Last.isValid())
      fail("a place repeats none");
    return Last;
  }
  if (!(Bits & NewPlace) || (Bits & SamePlace) || Bits >= NewMacro * 2) {
    fail("a place is malformed");
    return {};
  }
  Loc L;
  L.File = Bits & NewFile ? id<FileId>() : Last.File;
  L.Line = difference(Last.Line);
  L.Column = index();
  if (Bits & SameLineEnd) {
    L.EndLine = L.Line;
    L.EndColumn = difference(L.Column);
  } else if (Bits & HasEnd) {
    L.EndLine = difference(L.Line);
    L.EndColumn = index();
  }
  L.Macro = Bits & NewMacro ? string() : Last.Macro;
  if (!L.isValid())
    fail("a place has no line");
  Last = L;
  return L;
}

std::vector<Annotation> Reader::annotations() {
  std::vector<Annotation> Result;
  size_t Count = count();
  for (size_t I = 0; I != Count && !failed(); ++I) {
    llvm::StringRef Text = string();
    Result.push_back({Text, place()});
  }
  return Result;
}

void Reader::files() {
  size_t Count = count();
  for (size_t I = 0; I != Count && !failed(); ++I)
    if (M.fileId(string()).Index != I)
      fail("a file is listed twice");
}

void Reader::types() {
  size_t Count = count();
  M.Types.reserve(Count);
  for (size_t I = 0; I != Count && !failed(); ++I) {
    Type T;
    T.Kind = TypeKind(byte());
    uint64_t Flags = number();
    T.IsSigned = Flags & 1;
    T.IsConst = Flags & 2;
    T.Bits = index();
    T.Element = id<TypeId>();
    T.Count = number();
    T.Record = id<RecordId>();
    if (M.typeId(T).Index != I)
      fail("a type is listed twice");
  }
}

void Reader::record() {
  Record &R = M.Records.emplace_back();
  R.Name = string();
  R.Kind = RecordKind(byte());
  uint64_t Flags = number();
  R.IsComplete = Flags & 1;
  R.HasDeletedCopy = Flags & 2;
  R.HasUserProvidedCopy = Flags & 4;
  size_t Aliases = count();
  for (size_t I = 0; I != Aliases && !failed(); ++I)
    R.Aliases.push_back(string());
  R.Annotations = annotations();
  R.Where = place();
  size_t Fields = count();
  for (size_t I = 0; I != Fields && !failed(); ++I) {
    Field &F = R.Fields.emplace_back();
    F.Name = string();
    F.Type = id<TypeId>();
    Flags = number();
    F.IsBase = Flags & 1;
    F.IsBitField = Flags & 2;
    if (Flags & 4)
      F.Annotations = annotations();
  }
}

void Reader::global() {
  Global &G = M.Globals.emplace_back();
  G.Name = string();
  G.Type = id<TypeId>();
  uint64_t Flags = number();
  G.IsStatic = Flags & 1;
  G.IsThreadLocal = Flags & 2;
  G.IsConst = Flags & 4;
  G.HasInitialiser = Flags & 8;
  G.InitMacro = string();
  G.Annotations = annotations();
  G.Where = place();
}

void Reader::table() {
  TableEntry E;
  E.Global = id<GlobalId>();
  E.Path = string();
  E.Function = string();
  M.Tables.push_back(E);
}

Operand Reader::operand(const Function &F) {
  uint64_t V = number();
  auto Kind = OperandKind(V & ((1u << OperandKindBits) - 1));
  V >>= OperandKindBits;
  switch (Kind) {
  case OperandKind::None:
  case OperandKind::Undef:
    break;
  case OperandKind::Int:
    return Operand::integer(signedNumber());
  case OperandKind::Temp: {
    int64_t Distance = V & 1 ? -int64_t(V >> 1) : int64_t(V >> 1);
    return {Kind, int64_t(F.NumTemps) - Distance};
  }
  case OperandKind::String:
  case OperandKind::Function:
    if (V >= Strings.size()) {
      fail("a string is out of range");
      break;
    }
    return Kind == OperandKind::String ? M.stringOperand(Strings[V])
                                       : M.functionOperand(Strings[V]);
  case OperandKind::Local:
  case OperandKind::Global:
    return {Kind, int64_t(V)};
  }
  return {Kind, 0};
}

void Reader::event(Function &F) {
  Event E;
  E.Code = Op(byte());
  uint8_t Bits = byte();
  E.IsVolatile = Bits & EventIsVolatile;
  E.IsImplicit = Bits & EventIsImplicit;
  if (E.Code == Op::Unary || E.Code == Op::Binary) {
    uint8_t Sub = byte();
    E.Sub = Sub & ~SubIsUnsigned;
    E.IsUnsigned = E.Code == Op::Binary && Sub & SubIsUnsigned;
  }
  if (Bits & EventHasType)
    E.Ty.Index = index();
  if (E.Code == Op::Macro || E.Code == Op::Unknown)
    E.Name = string();
  else
    E.A = operand(F);
  if (Bits & EventHasB)
    E.B = operand(F);
  if (E.Code == Op::Field || E.Code == Op::Container) {
    E.Record.Index = index();
    E.FieldIndex = index();
  }
  E.FirstArg = F.Args.size();
  if (Bits & EventHasArgs) {
    E.NumArgs = count();
    for (size_t I = 0; I != E.NumArgs && !failed(); ++I)
      F.Args.push_back(operand(F));
  }
  if (Bits & EventHasByValue)
    E.ByValue = number();
  E.Where = place();
  if (Bits & EventHasResult)
    E.Result.Index = F.NumTemps++;
  F.Events.push_back(E);
}

void Reader::terminator(const Function &F, Terminator &T) {
  T.Kind = TermKind(byte());
  T.Value = operand(F);
  size_t Targets = count();
  for (size_t I = 0; I != Targets && !failed(); ++I)
    T.Targets.push_back({index()});
  if (T.Kind == TermKind::Switch) {
    size_t Cases = count();
    for (size_t I = 0; I != Cases && !failed(); ++I) {
      SwitchCase &C = T.Cases.emplace_back();
      C.Low = signedNumber();
      C.High = signedNumber();
      C.Target.Index = index();
    }
  }
  T.Where = place();
}

void Reader::block(Function &F) {
  Block &B = F.Blocks.emplace_back();
  B.FirstEvent = F.Events.size();
  B.NumEvents = count();
  for (size_t I = 0; I != B.NumEvents && !failed(); ++I)
    event(F);
  terminator(F, B.Term);
}

void Reader::local(Function &F) {
  Local &L = F.Locals.emplace_back();
  L.Name = string();
  L.Type = id<TypeId>();
  L.Kind = LocalKind(byte());
  L.Cleanup = string();
  L.InitMacro = string();
  L.Annotations = annotations();
  L.Where = place();
}

void Reader::function() {
  Function &F = M.Functions.emplace_back();
  F.Name = string();
  F.ReturnType = id<TypeId>();
  F.NumParams = index();
  uint64_t Flags = number();
  F.IsStatic = Flags & 1;
  F.IsHeader = Flags & 2;
  F.IsVariadic = Flags & 4;
  F.IsNoReturn = Flags & 8;
  F.IsMethod = Flags & 16;
  F.IsStartup = Flags & 32;
  F.Annotations = annotations();
  F.Where = place();
  size_t Locals = count();
  for (size_t I = 0; I != Locals && !failed(); ++I)
    local(F);
  size_t Blocks = count();
  for (size_t I = 0; I != Blocks && !failed(); ++I)
    block(F);
}

bool Reader::module() {
  Next += Magic.size();
  uint64_t Found = number();
  if (!failed() && Found != Version)
    fail("expected version " + llvm::Twine(Version) +
         " of the binary form, found version " + llvm::Twine(Found));
  strings();
  M.MainFile = string();
  files();
  types();
  auto Each = [&](void (Reader::*Read)()) {
    size_t Count = count();
    for (size_t I = 0; I != Count && !failed(); ++I)
      (this->*Read)();
  };
  Each(&Reader::record);
  Each(&Reader::global);
  Each(&Reader::table);
  Each(&Reader::function);
  if (!failed() && Next != End)
    fail("something follows the end of the module");
  return !failed();
}

bool holdfast::ir::isBinary(llvm::MemoryBufferRef Buffer) {
  return Buffer.getBuffer().starts_with(Magic);
}

llvm::Expected<std::unique_ptr<Module>>
holdfast::ir::read(llvm::MemoryBufferRef Buffer) {
  auto Fail = [&](const std::string &What) {
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(), "%s: error: %s",
        Buffer.getBufferIdentifier().str().c_str(), What.c_str());
  };
  if (!isBinary(Buffer))
    return Fail("expected the binary form of a module, which starts with '" +
                Magic.str() + "'");
  auto M = std::make_unique<Module>();
  Reader R(*M, Buffer.getBuffer());
  if (!R.module())
    return Fail(R.problem());
  if (llvm::Error E = verify(*M))
    return Fail(llvm::toString(std::move(E)));
  M->indexFunctions();
  return std::move(M);
}
