//===- Printer.cpp - Writes the text form ---------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the printer: declarations first, then functions with their bodies.
// Temporaries and blocks are numbered in the order of the text.
//
//===----------------------------------------------------------------------===//

#include "IR/Printer.h"

#include "IR/EvidentType.h"
#include "IR/Lexer.h"
#include "IR/OpNames.h"
#include "IR/TextWriter.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace holdfast::ir;

namespace {

class Printer : TextWriter {
public:
  Printer(const Module &M, llvm::raw_ostream &OS) : TextWriter(M, OS) {
    for (const Global &G : M.Globals)
      Globals.add(G.Name);
  }
  void module();
  void function(const Function &F);

private:
  void record(const Record &R);
  void global(size_t I);
  void tables();
  void flag(bool Value, llvm::StringRef Word) {
    if (Value)
      OS << ' ' << Word;
  }
  void word(llvm::StringRef Key, llvm::StringRef Value) {
    if (!Value.empty()) {
      OS << ' ' << Key << ' ';
      wordOrString(Value);
    }
  }
  void functionName(llvm::StringRef Name);
  void localDeclaration(const Function &F, size_t I);
  void local(const Local &L);
  friend class BodyPrinter;

  NameTable Globals, Locals;
};

/// Prints the blocks of one function.
class BodyPrinter {
public:
  BodyPrinter(Printer &P, const Function &F)
      : P(P), M(P.M), OS(P.OS), F(F), Evident(P.M, F), Temps(F.NumTemps) {}
  void print();

private:
  void event(const Event &E);
  void operands(const Event &E);
  void member(const Event &E);
  void arguments(const Event &E);
  void operand(Operand O);
  void terminator(const Terminator &T);
  void label(BlockId B) { OS << 'b' << B.Index; }

  Printer &P;
  const Module &M;
  llvm::raw_ostream &OS;
  const Function &F;
  EvidentType Evident;
  std::vector<uint32_t> Temps; ///< the numbers in the order of the text
};

} // namespace

void Printer::record(const Record &R) {
  OS << "record ";
  recordName(R);
  RecordKind Said = R.Name.starts_with("union ")   ? RecordKind::Union
                    : R.Name.starts_with("class ") ? RecordKind::Class
                                                   : RecordKind::Struct;
  static constexpr llvm::StringLiteral Kinds[] = {" struct", " union",
                                                  " class"};
  if (R.Kind != Said)
    OS << Kinds[unsigned(R.Kind)];
  if (!R.Aliases.empty()) {
    OS << " alias ";
    llvm::ListSeparator Comma;
    for (llvm::StringRef A : R.Aliases) {
      OS << Comma;
      wordOrString(A);
    }
  }
  flag(R.HasDeletedCopy, "nocopy");
  flag(R.HasUserProvidedCopy, "usercopy");
  annotations(R.Annotations);
  place(R.Where);
  if (R.IsComplete) {
    OS << " {";
    llvm::ListSeparator Comma(",");
    for (const Field &Member : R.Fields) {
      OS << Comma << "\n  ";
      if (Member.IsBase)
        OS << "base ";
      // A name between `base` and the colon, so that it is no member's name.
      if (!Member.Name.empty() || Member.IsBase)
        wordOrString(Member.Name);
      OS << ": ";
      type(Member.Type);
      flag(Member.IsBitField, "bits");
      annotations(Member.Annotations);
    }
    OS << (R.Fields.empty() ? "}" : "\n}");
  }
  OS << '\n';
}

void Printer::global(size_t I) {
  const Global &G = M.Globals[I];
  OS << "global @" << Globals[I] << ": ";
  type(G.Type);
  flag(G.IsStatic, "static");
  flag(G.IsThreadLocal, "threadlocal");
  flag(G.IsConst, "const");
  flag(G.HasInitialiser, "init");
  word("macro", G.InitMacro);
  annotations(G.Annotations);
  place(G.Where);
  OS << '\n';
}

void Printer::functionName(llvm::StringRef Name) {
  OS << '@';
  if (isPlainName(Name))
    OS << Name;
  else
    string(Name);
}

/// Entries of one global that follow each other share a table.
void Printer::tables() {
  for (size_t I = 0; I != M.Tables.size();) {
    GlobalId G = M.Tables[I].Global;
    OS << "table @" << Globals[G.Index] << " {";
    llvm::ListSeparator Comma(",");
    for (; I != M.Tables.size() && M.Tables[I].Global == G; ++I) {
      OS << Comma << "\n  ";
      string(M.Tables[I].Path);
      OS << " = ";
      functionName(M.Tables[I].Function);
    }
    OS << "\n}\n";
  }
}

void Printer::module() {
  OS << "module ";
  string(M.MainFile);
  OS << '\n';
  for (const Record &R : M.Records)
    record(R);
  for (size_t I = 0; I != M.Globals.size(); ++I)
    global(I);
  tables();
  for (const Function &F : M.Functions) {
    OS << '\n';
    function(F);
  }
}

void Printer::local(const Local &L) {
  type(L.Type);
  flag(L.Kind == LocalKind::Temporary, "temporary");
  flag(L.Kind == LocalKind::Merge, "merge");
  word("cleanup", L.Cleanup);
  word("macro", L.InitMacro);
  annotations(L.Annotations);
  place(L.Where);
}

void Printer::localDeclaration(const Function &F, size_t I) {
  OS << (isPlainWord(Locals[I]) ? "" : "$") << Locals[I] << ": ";
  local(F.Locals[I]);
}

void Printer::function(const Function &F) {
  Locals = NameTable();
  for (const Local &L : F.Locals)
    Locals.add(L.Name);
  OS << "func ";
  functionName(F.Name);
  OS << '(';
  llvm::ListSeparator Comma;
  for (size_t I = 0; I != F.NumParams; ++I) {
    OS << Comma;
    localDeclaration(F, I);
  }
  if (F.IsVariadic)
    OS << Comma << "...";
  OS << ')';
  const Type &Result = M.type(F.ReturnType);
  if (Result.Kind != TypeKind::Void || Result.IsConst) {
    OS << " -> ";
    type(F.ReturnType);
  }
  flag(F.IsStatic, "static");
  flag(F.IsHeader, "header");
  flag(F.IsNoReturn, "noreturn");
  flag(F.IsMethod, "method");
  flag(F.IsStartup, "startup");
  annotations(F.Annotations);
  place(F.Where);
  if (F.isDefinition()) {
    OS << " {\n";
    for (size_t I = F.NumParams; I != F.Locals.size(); ++I) {
      OS << "  local ";
      localDeclaration(F, I);
      OS << '\n';
    }
    BodyPrinter(*this, F).print();
    OS << '}';
  }
  OS << '\n';
}

void BodyPrinter::print() {
  uint32_t NextTemp = 0;
  for (const Block &B : F.Blocks)
    for (const Event &E : F.events(B))
      if (E.Result)
        Temps[E.Result.Index] = NextTemp++;
  for (size_t I = 0; I != F.Blocks.size(); ++I) {
    label({uint32_t(I)});
    OS << ":\n";
    for (const Event &E : F.events(F.Blocks[I]))
      event(E);
    terminator(F.Blocks[I].Term);
  }
}

void BodyPrinter::operand(Operand O) {
  switch (O.Kind) {
  case OperandKind::None:
    return;
  case OperandKind::Undef:
    OS << "undef";
    return;
  case OperandKind::Int:
    OS << O.Value;
    return;
  case OperandKind::Temp:
    OS << '%' << Temps[O.Value];
    return;
  case OperandKind::String:
    P.string(M.name(O));
    return;
  case OperandKind::Local:
    OS << '$' << P.Locals[O.Value];
    return;
  case OperandKind::Global:
    OS << '@' << P.Globals[O.Value];
    return;
  case OperandKind::Function:
    // A bare name is a global or a function of the module.
    if (!M.findFunction(M.name(O)) || P.Globals.contains(M.name(O)))
      OS << "fn ";
    P.functionName(M.name(O));
    return;
  }
}

void BodyPrinter::member(const Event &E) {
  const Record &R = M.record(E.Record);
  llvm::StringRef Name = R.Fields[E.FieldIndex].Name;
  OS << ", ";
  P.recordName(R);
  OS << '.';
  const auto *First = llvm::find_if(
      llvm::ArrayRef(R.Fields), [&](const Field &F) { return F.Name == Name; });
  if (Name.empty() || First != &R.Fields[E.FieldIndex])
    OS << '#' << E.FieldIndex;
  else
    P.wordOrString(Name);
}

void BodyPrinter::arguments(const Event &E) {
  OS << '(';
  llvm::ListSeparator Comma;
  for (auto [I, Arg] : llvm::enumerate(F.args(E))) {
    OS << Comma;
    if (I < 64 && (E.ByValue >> I & 1))
      OS << "byval ";
    operand(Arg);
  }
  OS << ')';
}

void BodyPrinter::operands(const Event &E) {
  switch (E.Code) {
  case Op::Field:
  case Op::Container:
    operand(E.A);
    member(E);
    return;
  case Op::Call:
    if (E.A.Kind == OperandKind::Function)
      P.functionName(M.name(E.A));
    else
      operand(E.A);
    arguments(E);
    return;
  case Op::Macro:
    P.wordOrString(E.Name);
    arguments(E);
    return;
  case Op::Unknown:
    P.string(E.Name);
    arguments(E);
    return;
  default:
    operand(E.A);
    if (E.B) {
      OS << ", ";
      operand(E.B);
    }
  }
}

void BodyPrinter::event(const Event &E) {
  const OpWord *Word = opWord(E.Code, E.Sub);
  OS << "  ";
  if (E.Result)
    OS << '%' << Temps[E.Result.Index] << " = ";
  OS << Word->Word;
  P.flag(E.IsVolatile, "volatile");
  P.flag(E.IsImplicit, "implicit");
  P.flag(E.IsUnsigned, "unsigned");
  OS << ' ';
  operands(E);
  if (Word->HasType) {
    std::optional<Type> Known = Evident.of(E);
    if (!Known || !(*Known == M.type(E.Ty))) {
      OS << " : ";
      P.type(E.Ty);
    }
  }
  P.place(E.Where);
  OS << '\n';
  Evident.define(E);
}

void BodyPrinter::terminator(const Terminator &T) {
  llvm::ListSeparator Comma;
  OS << "  ";
  switch (T.Kind) {
  case TermKind::Goto:
    OS << "goto ";
    label(T.Targets[0]);
    break;
  case TermKind::Branch:
    OS << "br ";
    operand(T.Value);
    OS << ", ";
    label(T.Targets[0]);
    OS << ", ";
    label(T.Targets[1]);
    break;
  case TermKind::Switch:
    OS << "switch ";
    operand(T.Value);
    OS << " { ";
    for (const SwitchCase &C : T.Cases) {
      OS << C.Low;
      if (C.High != C.Low)
        OS << "..." << C.High;
      OS << ": ";
      label(C.Target);
      OS << ", ";
    }
    OS << "default: ";
    label(T.Targets[0]);
    OS << " }";
    break;
  case TermKind::Indirect:
    OS << "indirect ";
    if (T.Value) {
      operand(T.Value);
      OS << ' ';
    }
    OS << "{ ";
    for (BlockId B : T.Targets) {
      OS << Comma;
      label(B);
    }
    OS << " }";
    break;
  case TermKind::Return:
    OS << "ret";
    if (T.Value) {
      OS << ' ';
      operand(T.Value);
    }
    break;
  case TermKind::Unreachable:
    OS << "unreachable";
    break;
  }
  P.place(T.Where);
  OS << '\n';
}

void holdfast::ir::print(const Module &M, llvm::raw_ostream &OS) {
  Printer(M, OS).module();
}

void holdfast::ir::print(const Module &M, const Function &F,
                         llvm::raw_ostream &OS) {
  Printer(M, OS).function(F);
}
