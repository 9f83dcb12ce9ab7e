//===- Finding.h - What the engine found, as data ---------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines a finding. The engine and the AST checks return findings and print
// nothing; the wording is in one table (Message.h), so that every front end
// says the same, and a check decides only which reasons are its own.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_FINDING_H
#define HOLDFAST_ENGINE_FINDING_H

#include "IR/IR.h"
#include "Model/Model.h"

#include <string>
#include <vector>

namespace holdfast {

/// Why something is a finding. Each reason belongs to one check, has one
/// message, and is seen in some test.
enum class Reason : uint8_t {
#define REASON(Name, Check, Text) Name,
#include "Engine/Reasons.def"
};

/// One step on the way to a finding, in the order of execution.
struct PathNote {
  ir::Loc Where;
  std::string Text; ///< what happens, and the state after it
};

/// Replaces the characters of a range of one file; part of a fix.
struct Edit {
  ir::Loc Range;
  std::string Text;
};

struct Finding {
  Reason Why = {};
  ir::Loc Where;
  std::string Function; ///< the function that the place is in
  std::string Object;   ///< as the source spells it
  std::string Detail;   ///< a second name that the reason's message needs
  std::string Type;     ///< the type that a rule about types speaks of
  std::vector<PathNote> Path;
  model::Origin Rule; ///< where the rule is stated
  std::vector<Edit> Fix;
};

} // namespace holdfast

#endif // HOLDFAST_ENGINE_FINDING_H
