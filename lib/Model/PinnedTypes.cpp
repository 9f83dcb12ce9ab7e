//===- PinnedTypes.cpp - Which types have parts that must stay in place ---===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PinnedTypes.h"

#include "Annotation.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace holdfast::model {

// By value a record cannot contain itself, but a module read from text may say
// so; no real type is nested as deeply.
static constexpr unsigned MaxDepth = 200;

/// Peels off arrays, adding `[]` for each. Invalid when no record is inside.
static ir::RecordId elementRecord(const ir::Module &M, ir::TypeId T,
                                  std::string &Path) {
  for (unsigned I = 0; T && I != MaxDepth; ++I) {
    const ir::Type &Ty = M.type(T);
    if (Ty.Kind == ir::TypeKind::Record)
      return Ty.Record;
    if (Ty.Kind != ir::TypeKind::Array)
      return {};
    Path += "[]";
    T = Ty.Element;
  }
  return {};
}

static std::string memberPath(const ir::Module &M, const ir::Field &F) {
  if (!F.Name.empty())
    return ("." + F.Name).str();
  const ir::Record *Base = F.IsBase ? M.recordOf(F.Type) : nullptr;
  return Base ? ("." + Base->Name).str() : "";
}

bool PinnedTypes::hasField(const ir::Record &R, StringRef Name,
                           unsigned Depth) {
  return Depth != MaxDepth && any_of(R.Fields, [&](const ir::Field &F) {
           if (!F.Name.empty() && !F.IsBase)
             return F.Name == Name;
           const ir::Record *Inner = M.recordOf(F.Type);
           return Inner && hasField(*Inner, Name, Depth + 1);
         });
}

const TypeModel *PinnedTypes::typeModel(ir::RecordId R) {
  auto [It, IsNew] = Models.try_emplace(R.Index, nullptr);
  if (!IsNew)
    return It->second;
  const ir::Record &Rec = M.record(R);
  auto HasField = [&](StringRef Name) { return hasField(Rec, Name, 0); };
  const TypeModel *Found = Facts.type(Rec.Name, HasField);
  for (StringRef Alias : Rec.Aliases)
    if (!Found)
      Found = Facts.type(Alias, HasField);
  // C++ code names a C library's `struct s` without the tag.
  if (!Found && !Rec.Name.contains(' ') && !Rec.Name.contains("::"))
    for (StringRef Tag : {"struct ", "union "})
      if (!Found)
        Found = Facts.type((Tag + Rec.Name).str(), HasField);
  return Models[R.Index] = Found;
}

std::optional<PinnedPart> PinnedTypes::annotated(ir::RecordId R,
                                                 bool &IsMovable) {
  for (const ir::Annotation &A : M.record(R).Annotations) {
    Expected<AnnotationValue> Value = parseAnnotation(A.Text);
    if (!Value) {
      consumeError(Value.takeError());
      continue;
    }
    if (Value->K == AnnotationValue::Movable) {
      IsMovable = true;
      return std::nullopt;
    }
    if (Value->K != AnnotationValue::Pinned)
      continue;
    PinnedPart Part;
    Part.Record = R;
    Part.From = Value->From;
    Part.Why = "its declaration says so";
    Part.Rule = originOf(M, A);
    return Part;
  }
  return std::nullopt;
}

std::optional<PinnedPart> PinnedTypes::modelled(ir::RecordId R) {
  const TypeModel *Type = typeModel(R);
  if (!Type)
    return std::nullopt;
  PinnedPart Part;
  Part.Record = R;
  Part.From = Type->Pinned;
  Part.Type = Type;
  Part.Why = Type->Why;
  Part.Rule = Type->From;
  return Part;
}

const PinnedPart *PinnedTypes::compute(ir::RecordId R) {
  bool IsMovable = false;
  std::optional<PinnedPart> Own = annotated(R, IsMovable);
  if (IsMovable)
    return nullptr;
  if (!Own)
    Own = modelled(R);
  if (Own && Own->From != PinnedFrom::Never)
    return &Parts.emplace_back(std::move(*Own));

  const PinnedPart *Best = nullptr;
  std::string BestPath;
  for (const ir::Field &F : M.record(R).Fields) {
    std::string Path = memberPath(M, F);
    ir::RecordId Inner = elementRecord(M, F.Type, Path);
    const PinnedPart *Part = Inner ? pinnedPart(Inner) : nullptr;
    // Of a union it may be another member that is in use.
    if (!Part && M.record(R).Kind == ir::RecordKind::Union) {
      Best = nullptr;
      break;
    }
    if (!Part || (Best && Best->From <= Part->From))
      continue;
    Best = Part;
    BestPath = Path + Part->Path;
    if (Part->From == PinnedFrom::Creation &&
        M.record(R).Kind != ir::RecordKind::Union)
      break;
  }
  auto Mark = Marked.find(R.Index);
  if (Mark != Marked.end() && (!Best || Mark->second.From < Best->From)) {
    PinnedPart &Part = Parts.emplace_back();
    Part.Record = R;
    Part.From = Mark->second.From;
    Part.Why = Mark->second.Why;
    Part.Rule = Mark->second.Where;
    return &Part;
  }
  if (!Best)
    return nullptr;
  PinnedPart Outer = *Best;
  Outer.Path = std::move(BestPath);
  return &Parts.emplace_back(std::move(Outer));
}

const PinnedPart *PinnedTypes::pinnedPart(ir::RecordId R) {
  // The null entry also ends the descent into a record that contains itself.
  auto [It, IsNew] = OfRecord.try_emplace(R.Index, nullptr);
  if (!IsNew)
    return It->second;
  const PinnedPart *Part = compute(R);
  OfRecord[R.Index] = Part;
  return Part;
}

const PinnedPart *PinnedTypes::pinnedPart(ir::TypeId T) {
  if (!T)
    return nullptr;
  std::string Path;
  ir::RecordId R = elementRecord(M, T, Path);
  if (!R)
    return nullptr;
  const PinnedPart *Part = pinnedPart(R);
  if (Path.empty() || !Part)
    return Part;
  auto [It, IsNew] = OfType.try_emplace(T.Index, nullptr);
  if (IsNew) {
    PinnedPart Outer = *Part;
    Outer.Path = Path + Part->Path;
    It->second = &Parts.emplace_back(std::move(Outer));
  }
  return It->second;
}

// Whether a walk below the record can find anything: types without parts may
// hold each other so often that visiting every path would never end.
bool PinnedTypes::hasParts(ir::RecordId R) {
  auto [It, IsNew] = HasParts.try_emplace(R.Index, false);
  if (!IsNew)
    return It->second;
  bool IsMovable = false;
  bool Has = annotated(R, IsMovable) || typeModel(R) || Marked.count(R.Index);
  for (const ir::Field &F : M.record(R).Fields) {
    std::string Path;
    if (Has || IsMovable)
      break;
    ir::RecordId Inner = elementRecord(M, F.Type, Path);
    Has = Inner && hasParts(Inner);
  }
  return HasParts[R.Index] = Has && !IsMovable;
}

void PinnedTypes::collect(ir::TypeId T, const std::string &Path,
                          std::vector<PinnedPart> &All, unsigned Depth) {
  std::string Here = Path;
  ir::RecordId R = elementRecord(M, T, Here);
  if (!R || Depth == MaxDepth || All.size() >= MaxParts || !hasParts(R))
    return;
  bool IsMovable = false;
  std::optional<PinnedPart> Own = annotated(R, IsMovable);
  if (IsMovable)
    return;
  if (!Own)
    Own = modelled(R);
  if (Own) {
    Own->Path = Here;
    All.push_back(*Own);
    if (Own->From != PinnedFrom::Never)
      return;
  }
  size_t Before = All.size();
  for (const ir::Field &F : M.record(R).Fields)
    collect(F.Type, Here + memberPath(M, F), All, Depth + 1);
  auto Mark = Marked.find(R.Index);
  auto IsPinned = [](const PinnedPart &P) {
    return P.From != PinnedFrom::Never;
  };
  if (Mark == Marked.end() || any_of(drop_begin(All, Before), IsPinned))
    return;
  All.insert(All.begin() + Before,
             PinnedPart{Here, R, Mark->second.From, nullptr, Mark->second.Why,
                        Mark->second.Where});
}

std::vector<PinnedPart> PinnedTypes::parts(ir::TypeId T) {
  std::vector<PinnedPart> All;
  if (T)
    collect(T, "", All, 0);
  return All;
}

void PinnedTypes::markPinned(ir::RecordId R, std::string Why, Origin Where,
                             PinnedFrom From) {
  if (Marked
          .try_emplace(R.Index,
                       Inferred{std::move(Why), std::move(Where), From})
          .second) {
    OfRecord.clear();
    OfType.clear();
    HasParts.clear();
  }
}

} // namespace holdfast::model
