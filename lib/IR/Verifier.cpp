//===- Verifier.cpp - What must hold in every module ----------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the verifier: tables first, since what functions hold refers to
// them.
//
//===----------------------------------------------------------------------===//

#include "IR/Verifier.h"

#include "IR/FunctionVerifier.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/Twine.h"

using namespace holdfast::ir;

namespace {

class ModuleVerifier : VerifierBase {
public:
  explicit ModuleVerifier(const Module &M) : VerifierBase(M) {}
  llvm::Error run();

private:
  bool type(size_t I);
  bool record(const Record &R);
  bool records();
  bool recordDepths();
  bool global(const Global &G);
  /// The record that an object of a type contains; invalid when none.
  RecordId contained(TypeId T) const;

  std::vector<uint32_t> TypeDepths;
};

} // namespace

bool VerifierBase::fail(const llvm::Twine &What) {
  if (Message.empty())
    Message = (Context + What).str();
  return true;
}

bool VerifierBase::type(TypeId T) {
  return T.Index >= M.Types.size() && fail("a type is out of range");
}

bool VerifierBase::place(const Loc &L) {
  return L.File && L.File.Index >= M.Files.size() &&
         fail("the file of a place is out of range");
}

bool VerifierBase::annotations(llvm::ArrayRef<Annotation> As) {
  for (const Annotation &A : As)
    if (place(A.Where))
      return true;
  return false;
}

/// A type refers to those before it, so that it cannot contain itself.
bool ModuleVerifier::type(size_t I) {
  const Type &T = M.Types[I];
  bool HasElement = T.Kind == TypeKind::Pointer || T.Kind == TypeKind::Array;
  bool HasBits = T.Kind == TypeKind::Bool || T.Kind == TypeKind::Int ||
                 T.Kind == TypeKind::Float;
  Context = "type " + std::to_string(I) + ": ";
  if (T.Kind > TypeKind::Unknown)
    return fail("no such kind");
  if ((T.IsSigned && T.Kind != TypeKind::Int) || (T.Bits && !HasBits) ||
      (T.Count && T.Kind != TypeKind::Array) || (T.Element && !HasElement) ||
      (T.Record && T.Kind != TypeKind::Record))
    return fail("it has what its kind has not");
  if (HasElement && T.Element.Index >= I)
    return fail("its element is not before it");
  if (T.Kind == TypeKind::Record && T.Record.Index >= M.Records.size())
    return fail("its record is out of range");
  TypeDepths.push_back(HasElement ? TypeDepths[T.Element.Index] + 1 : 0);
  return TypeDepths.back() > MaxTypeDepth && fail("it is nested too deeply");
}

bool ModuleVerifier::record(const Record &R) {
  Context = ("record '" + R.Name + "': ").str();
  if (R.Name.empty())
    return fail("it has no name");
  if (R.Kind > RecordKind::Class)
    return fail("no such kind");
  if (!R.IsComplete && !R.Fields.empty())
    return fail("it is incomplete but has members");
  for (const Field &F : R.Fields)
    if (VerifierBase::type(F.Type) || annotations(F.Annotations))
      return true;
  return annotations(R.Annotations) || place(R.Where);
}

RecordId ModuleVerifier::contained(TypeId T) const {
  while (M.type(T).Kind == TypeKind::Array)
    T = M.type(T).Element;
  return M.type(T).Record;
}

/// No record contains itself, and none is nested so deeply that to walk its
/// members is dangerous. Without recursion, for the same reason.
bool ModuleVerifier::recordDepths() {
  enum : uint8_t { New, Open, Done };
  struct Step {
    uint32_t Record;
    uint32_t NextField;
  };
  std::vector<uint8_t> Colours(M.Records.size(), New);
  std::vector<uint32_t> Depths(M.Records.size(), 0);
  std::vector<Step> Stack;
  for (uint32_t Root = 0; Root != M.Records.size(); ++Root) {
    if (Colours[Root] == New) {
      Colours[Root] = Open;
      Stack.push_back({Root, 0});
    }
    while (!Stack.empty()) {
      Step &Top = Stack.back();
      uint32_t Current = Top.Record;
      const Record &R = M.Records[Current];
      if (Top.NextField == R.Fields.size()) {
        Colours[Current] = Done;
        Stack.pop_back();
        if (!Stack.empty()) {
          uint32_t &Outer = Depths[Stack.back().Record];
          Outer = std::max(Outer, Depths[Current] + 1);
        }
        continue;
      }
      RecordId Inner = contained(R.Fields[Top.NextField++].Type);
      if (!Inner)
        continue;
      Context = ("record '" + R.Name + "': ").str();
      if (Colours[Inner.Index] == Open)
        return fail("it contains itself");
      if (Colours[Inner.Index] == New) {
        Colours[Inner.Index] = Open;
        Stack.push_back({Inner.Index, 0});
      } else {
        Depths[Current] = std::max(Depths[Current], Depths[Inner.Index] + 1);
      }
      if (Stack.size() > MaxRecordDepth || Depths[Current] > MaxRecordDepth)
        return fail("it is nested too deeply");
    }
  }
  return false;
}

bool ModuleVerifier::records() {
  llvm::DenseSet<llvm::StringRef> Names;
  for (const Record &R : M.Records) {
    if (record(R))
      return true;
    if (!Names.insert(R.Name).second)
      return fail("another one has that name");
  }
  return recordDepths();
}

bool ModuleVerifier::global(const Global &G) {
  Context = ("global '" + G.Name + "': ").str();
  return VerifierBase::type(G.Type) || annotations(G.Annotations) ||
         place(G.Where);
}

llvm::Error ModuleVerifier::run() {
  auto Check = [&] {
    for (size_t I = 0; I != M.Types.size(); ++I)
      if (type(I))
        return true;
    if (records())
      return true;
    for (const Global &G : M.Globals)
      if (global(G))
        return true;
    Context = "table: ";
    for (const TableEntry &E : M.Tables)
      if (E.Global.Index >= M.Globals.size())
        return fail("its global is out of range");
    FunctionVerifier Functions(M);
    for (const Function &F : M.Functions)
      if (Functions.run(F)) {
        Message = Functions.message();
        return true;
      }
    return false;
  };
  if (!Check())
    return llvm::Error::success();
  return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s",
                                 Message.c_str());
}

llvm::Error holdfast::ir::verify(const Module &M) {
  return ModuleVerifier(M).run();
}
