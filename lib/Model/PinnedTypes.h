//===- PinnedTypes.h - Which types have parts that must stay in place -*- C++
//-*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the questions about a type's parts: which part makes it pinned, by
// which member path, and who says so.
//
// What is hard about it: types of thousands of members are asked about at every
// copy. So each record is looked at once, and an answer is a pointer into the
// cache, which stays valid as long as this object.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_PINNEDTYPES_H
#define HOLDFAST_MODEL_PINNEDTYPES_H

#include "IR/IR.h"
#include "Model.h"

#include "llvm/ADT/DenseMap.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::model {

/// A part of a type that a model, an annotation or inference speaks about.
struct PinnedPart {
  /// From the object to the part: `.lock`, `.nodes[].list`, `.Base.lock`; empty
  /// for the object itself. Anonymous members leave no trace.
  std::string Path;
  ir::RecordId Record;                 ///< of the part
  PinnedFrom From = PinnedFrom::Never; ///< Never: two-phase only
  const TypeModel *Type = nullptr;     ///< null for annotated and inferred ones
  std::string Why;                     ///< a clause, may be empty
  Origin Rule;
};

class PinnedTypes {
public:
  PinnedTypes(const ir::Module &M, const Model &Facts) : M(M), Facts(Facts) {}
  PinnedTypes(const PinnedTypes &) = delete;
  PinnedTypes &operator=(const PinnedTypes &) = delete;

  /// The part that pins the type: of the strongest kind (creation, then init,
  /// then link), the first in the order of the members. Null when it may move.
  const PinnedPart *pinnedPart(ir::TypeId T);
  const PinnedPart *pinnedPart(ir::RecordId R);

  /// All parts that are pinned or two-phase, in the order of the members; at
  /// most MaxParts, which only generated types exceed.
  std::vector<PinnedPart> parts(ir::TypeId T);
  static constexpr size_t MaxParts = 1 << 14;

  /// The model of the record, by its name or one of its typedef names.
  const TypeModel *typeModel(ir::RecordId R);

  /// Notes that the analysis saw the record's address kept somewhere. What a
  /// model or an annotation says of the record, or of a part as strong, wins.
  /// Earlier answers about other records stay valid as objects but may be
  /// outdated.
  void markPinned(ir::RecordId R, std::string Why, Origin Where,
                  PinnedFrom From = PinnedFrom::Init);

private:
  struct Inferred {
    std::string Why;
    Origin Where;
    PinnedFrom From;
  };

  const PinnedPart *compute(ir::RecordId R);
  std::optional<PinnedPart> annotated(ir::RecordId R, bool &IsMovable);
  std::optional<PinnedPart> modelled(ir::RecordId R);
  void collect(ir::TypeId T, const std::string &Path,
               std::vector<PinnedPart> &All, unsigned Depth);
  bool hasParts(ir::RecordId R);
  bool hasField(const ir::Record &R, llvm::StringRef Name, unsigned Depth);

  const ir::Module &M;
  const Model &Facts;
  std::deque<PinnedPart> Parts;
  llvm::DenseMap<uint32_t, const PinnedPart *> OfRecord;
  llvm::DenseMap<uint32_t, const PinnedPart *> OfType; ///< arrays only
  llvm::DenseMap<uint32_t, bool> HasParts;
  llvm::DenseMap<uint32_t, const TypeModel *> Models;
  std::map<uint32_t, Inferred> Marked;
};

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_PINNEDTYPES_H
