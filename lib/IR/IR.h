//===- IR.h - The event IR: one small graph per function --------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what the engine sees of a translation unit: types, globals and, for
// each function, a control-flow graph of events in three-address form. There is
// no clang here: a module can be read from text, stored, and analysed without
// the source that it came from.
//
// What is hard about it: an event must keep enough of the source to explain a
// finding (its place, the macro it was written in, the lvalue as it is
// spelled), and stay small enough that the functions of a kernel fit in memory.
// So everything is an index into a table of the module, strings are interned,
// and the spelling of an lvalue is rebuilt from the events (see Spelling.h).
//
// Conventions:
//  - A variable operand ($x, @g) is the variable's *address*; reading it takes a
//    Load. A record or array is never a value: it is named by its address, and
//    moved by Copy.
//  - Temporaries are numbered in the order of their defining events and defined
//    once. A value that several paths produce (a && b, c ? x : y) is stored to a
//    local of kind Merge on each path and loaded after the join.
//  - A C++ object argument or an aggregate passed by value is an address operand
//    in Args, with the bit set in Event::ByValue.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_IR_IR_H
#define HOLDFAST_IR_IR_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/StringSaver.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace holdfast::ir {

/// An index into one of the module's tables. Distinct tags do not mix.
template <typename Tag> struct Id {
  uint32_t Index = ~0u;
  bool isValid() const { return Index != ~0u; }
  explicit operator bool() const { return isValid(); }
  friend bool operator==(Id A, Id B) { return A.Index == B.Index; }
  friend bool operator!=(Id A, Id B) { return A.Index != B.Index; }
  friend bool operator<(Id A, Id B) { return A.Index < B.Index; }
};
using TypeId = Id<struct TypeTag>;
using RecordId = Id<struct RecordTag>;
using FileId = Id<struct FileTag>;
using GlobalId = Id<struct GlobalTag>;
using FunctionId = Id<struct FunctionTag>;
using LocalId = Id<struct LocalTag>; ///< within one function
using BlockId = Id<struct BlockTag>; ///< within one function
using TempId = Id<struct TempTag>;   ///< within one function

/// A place in the source, as the user sees it: for code out of a macro, the
/// place of the outermost expansion, and that macro's name.
struct Loc {
  FileId File;
  uint32_t Line = 0; ///< 1-based; 0 when there is no place
  uint32_t Column = 0;
  uint32_t EndLine = 0, EndColumn = 0; ///< one past the last character
  llvm::StringRef Macro;               ///< empty outside macros
  bool isValid() const { return Line != 0; }
};

/// What the source says about a declaration: a clang attribute or an annotation
/// of holdfast.h, spelled `name(arguments)` as the Model reads it.
struct Annotation {
  llvm::StringRef Text;
  Loc Where;
};

enum class TypeKind : uint8_t {
  Void, Bool, Int, Float, Pointer, Array, Record, Function, Unknown
};

struct Type {
  TypeKind Kind = TypeKind::Unknown;
  bool IsSigned = false; ///< Int
  bool IsConst = false;  ///< the type itself is const-qualified
  uint32_t Bits = 0;     ///< Bool, Int, Float: width; 0 when unknown
  TypeId Element;        ///< Pointer (also C++ references): pointee; Array: element
  uint64_t Count = 0;    ///< Array: number of elements; 0 when unknown
  RecordId Record;       ///< Record
};

struct Field {
  llvm::StringRef Name; ///< empty for an anonymous struct or union member
  TypeId Type;
  bool IsBase = false;  ///< a C++ base class, named as its record is
  bool IsBitField = false;
  std::vector<Annotation> Annotations;
};

enum class RecordKind : uint8_t { Struct, Union, Class };

struct Record {
  /// `struct mutex` for a C tag, `std::mutex` in C++, the typedef's name for an
  /// unnamed record; unique in the module.
  llvm::StringRef Name;
  /// Typedef names that stand for the record itself (`spinlock_t`).
  llvm::SmallVector<llvm::StringRef, 1> Aliases;
  RecordKind Kind = RecordKind::Struct;
  bool IsComplete = false;
  bool HasDeletedCopy = false;      ///< C++: copy construction is deleted
  bool HasUserProvidedCopy = false; ///< C++: a copy or move is written out
  std::vector<Field> Fields;        ///< bases first
  std::vector<Annotation> Annotations;
  Loc Where;
};

struct Global {
  llvm::StringRef Name;
  TypeId Type;
  bool IsStatic = false;      ///< internal linkage, or a static local
  bool IsThreadLocal = false; ///< thread_local, or in a per-CPU section
  bool IsConst = false;
  bool HasInitialiser = false;
  llvm::StringRef InitMacro;  ///< the macro that its initialiser came from
  std::vector<Annotation> Annotations;
  Loc Where;
};

/// The functions that a global's initialiser stores into its members: an
/// operation table (`struct file_operations` and its kin).
struct TableEntry {
  GlobalId Global;
  llvm::StringRef Path; ///< `.open`, `[2].show`
  llvm::StringRef Function;
};

enum class OperandKind : uint8_t {
  None, Temp, Int, String, Local, Global, Function, Undef
};

struct Operand {
  OperandKind Kind = OperandKind::None;
  /// Temp, Local, Global: the index; Int: the value; String, Function: an index
  /// into Module::Names. The null pointer is Int 0.
  int64_t Value = 0;

  explicit operator bool() const { return Kind != OperandKind::None; }
  static Operand temp(TempId T) { return {OperandKind::Temp, T.Index}; }
  static Operand integer(int64_t V) { return {OperandKind::Int, V}; }
  static Operand local(LocalId L) { return {OperandKind::Local, L.Index}; }
  static Operand global(GlobalId G) { return {OperandKind::Global, G.Index}; }
  static Operand undef() { return {OperandKind::Undef, 0}; }
  friend bool operator==(Operand A, Operand B) {
    return A.Kind == B.Kind && A.Value == B.Value;
  }
};

enum class Op : uint8_t {
  Load,    ///< %r = load A : Ty           the scalar at address A
  Store,   ///< store A, B : Ty            scalar B to address A
  Copy,    ///< copy A, B : Ty             the aggregate at B over the one at A
  Zero,    ///< zero A : Ty                all of the object at A becomes zero
  Field,   ///< %r = field A, Record.Index the address of a member
  Element, ///< %r = element A, B : Ty     the address of A[B]; Ty is the
           ///< element's
  Container, ///< %r = container A, Record.Index   the record whose member is at
             ///< A
  Unary,     ///< %r = neg|not|lnot A : Ty
  Binary,    ///< %r = add|… A, B : Ty       Ty is the result's
  Cast,      ///< %r = cast A : Ty
  Call,    ///< %r = call A(Args) : Ty     A is a Function or a function pointer
  Macro,   ///< %r = macro Name(Args) : Ty a modelled macro, as one event
  Begin,   ///< begin A                    the lifetime of local A starts,
           ///< uninitialised
  End,     ///< end A                      the scope of local A is left
  Unknown, ///< %r = unknown "why"(Args)   not understood; Args have escaped
  Touch,   ///< touch A                    the object at A, which has a rule, is
           ///< read by reference
  Modify,  ///< modify A                   … and written
  Follow ///< follow A                   what the pointer-like object at A leads
         ///< to is read
};

enum class UnaryOp : uint8_t { Neg, Not, LogicalNot };
enum class BinaryOp : uint8_t {
  Add, Sub, Mul, Div, Rem, Shl, Shr, And, Or, Xor, Eq, Ne, Lt, Le, Gt, Ge
};

struct Event {
  Op Code = Op::Unknown;
  uint8_t Sub = 0;          ///< UnaryOp or BinaryOp
  bool IsVolatile = false;  ///< Load, Store: volatile or atomic (READ_ONCE)
  bool IsUnsigned = false;  ///< Binary: the operands have no sign
  bool IsImplicit = false;  ///< C++: a destructor or conversion nobody wrote
  TempId Result;            ///< invalid when there is none
  TypeId Ty;
  Operand A, B;
  RecordId Record;          ///< Field, Container
  uint32_t FieldIndex = 0;  ///< Field, Container
  llvm::StringRef Name;     ///< Macro: its name; Unknown: the reason
  uint32_t FirstArg = 0, NumArgs = 0; ///< in Function::Args
  uint64_t ByValue = 0;     ///< bit i: aggregate argument i is passed by value
  Loc Where;
};

enum class TermKind : uint8_t {
  Goto,        ///< Targets[0]
  Branch,      ///< Value ? Targets[0] : Targets[1]
  Switch,      ///< Cases; Targets[0] is the default
  Indirect,    ///< computed goto, asm goto: any of Targets
  Return,      ///< Value, or none
  Unreachable  ///< after a call that does not return
};

struct SwitchCase {
  int64_t Low = 0, High = 0; ///< inclusive (GNU ranges)
  BlockId Target;
};

struct Terminator {
  TermKind Kind = TermKind::Unreachable;
  Operand Value;
  llvm::SmallVector<BlockId, 2> Targets;
  std::vector<SwitchCase> Cases;
  Loc Where;
};

struct Block {
  uint32_t FirstEvent = 0, NumEvents = 0; ///< in Function::Events
  Terminator Term;
};

enum class LocalKind : uint8_t {
  Param,     ///< the first locals, in order
  Auto,
  Temporary, ///< a C++ temporary or compound literal
  Merge      ///< see the conventions above; never named in a message
};

struct Local {
  llvm::StringRef Name;
  TypeId Type;
  LocalKind Kind = LocalKind::Auto;
  llvm::StringRef Cleanup;   ///< the function of __attribute__((cleanup(f)))
  llvm::StringRef InitMacro; ///< the macro that its initialiser came from
  std::vector<Annotation> Annotations;
  Loc Where;
};

struct Function {
  llvm::StringRef Name; ///< C: the name; C++: qualified, with parameter types
  TypeId ReturnType;
  uint32_t NumParams = 0;
  bool IsStatic = false;   ///< internal linkage
  bool IsHeader = false;   ///< defined outside the main file
  bool IsVariadic = false;
  bool IsNoReturn = false;
  bool IsMethod = false;   ///< parameter 0 is `this`
  bool IsStartup = false;  ///< runs once, before there is anybody else
  std::vector<Annotation> Annotations;
  std::vector<Local> Locals;
  std::vector<Block> Blocks; ///< the first is the entry
  std::vector<Event> Events;
  std::vector<Operand> Args;
  uint32_t NumTemps = 0;
  Loc Where;

  llvm::ArrayRef<Event> events(const Block &B) const {
    return llvm::ArrayRef(Events).slice(B.FirstEvent, B.NumEvents);
  }
  llvm::ArrayRef<Operand> args(const Event &E) const {
    return llvm::ArrayRef(Args).slice(E.FirstArg, E.NumArgs);
  }
  /// The event whose result an operand is; null when it is no temp, or none
  /// makes it.
  const Event *maker(Operand O) const {
    if (O.Kind != OperandKind::Temp)
      return nullptr;
    for (const Event &E : Events)
      if (E.Result && E.Result.Index == uint32_t(O.Value))
        return &E;
    return nullptr;
  }
  bool isDefinition() const { return !Blocks.empty(); }
};

/// A translation unit. Functions without blocks are declarations that bear
/// annotations; other callees are known by their name alone.
class Module {
public:
  Module() : Saver(Storage) {}
  Module(const Module &) = delete;
  Module &operator=(const Module &) = delete;

  llvm::StringRef MainFile;
  std::vector<llvm::StringRef> Files;
  std::vector<Type> Types;
  std::deque<Record> Records;
  std::deque<Global> Globals;
  std::deque<Function> Functions;
  std::vector<TableEntry> Tables;

  /// The one copy of a string; equal strings have equal data().
  llvm::StringRef intern(llvm::StringRef S) { return Saver.save(S); }

  /// Operands for a function or a string literal.
  Operand functionOperand(llvm::StringRef Name) {
    return {OperandKind::Function, nameIndex(Name)};
  }
  Operand stringOperand(llvm::StringRef Text) {
    return {OperandKind::String, nameIndex(Text)};
  }
  llvm::StringRef name(Operand O) const { return Names[O.Value]; }
  bool hasName(Operand O) const { return uint64_t(O.Value) < Names.size(); }

  /// The id of a structurally equal type, added when new. Records are equal by
  /// their id.
  TypeId typeId(const Type &T);
  const Type &type(TypeId T) const { return Types[T.Index]; }
  const Record &record(RecordId R) const { return Records[R.Index]; }
  const Record *recordOf(TypeId T) const;
  const Global &global(Operand O) const { return Globals[O.Value]; }

  FileId fileId(llvm::StringRef Path);
  llvm::StringRef file(FileId F) const {
    return F ? Files[F.Index] : llvm::StringRef("<unknown>");
  }
  /// The function with a body, or a declaration, of that name; null if none.
  const Function *findFunction(llvm::StringRef Name) const;
  /// To be called after functions were added.
  void indexFunctions();

private:
  int64_t nameIndex(llvm::StringRef Name);

  llvm::BumpPtrAllocator Storage;
  llvm::UniqueStringSaver Saver;
  std::vector<llvm::StringRef> Names;
  llvm::StringMap<uint32_t> NameIds, FileIds, FunctionIds;
  llvm::StringMap<uint32_t> TypeIds; ///< keyed by the bytes of the type
};

} // namespace holdfast::ir

#endif // HOLDFAST_IR_IR_H
