//===- Annotation.h - What attributes in the source say ---------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines what the text of an ir::Annotation may say. Our own annotations,
// those of include/holdfast/holdfast.h, have the form `holdfast:WORD REST`:
//
//   holdfast:pinned [from-creation | after-init | while-linked]   on a type
//   holdfast:movable                                              on a type
//   holdfast:before held(LOCK), holdfast:after …                 on a lock
//   holdfast:lock [reentrant]                                     on a type
//   holdfast:unchecked                                            on a function
//   holdfast:effect SENTENCE (Effect.h)                           on a function
//   holdfast:read RULE, holdfast:write RULE (Rule.h)  on a field, variable
//   holdfast:read-at RULE, holdfast:write-at RULE     the same, about what it
//                                                     points at
//
// The holders of a `lock` are declared: a function that does not say that it
// needs one (`effect need`) is called without it.
//
// Attributes of other tools that say the same thing are understood too. All
// others are foreign: whoever needs them reads their text.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_ANNOTATION_H
#define HOLDFAST_MODEL_ANNOTATION_H

#include "Effect.h"
#include "IR/IR.h"
#include "Model.h"
#include "Rule.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>

namespace holdfast::model {

struct AnnotationValue {
  enum Kind : uint8_t {
    Foreign,
    Pinned,
    Movable,
    Effect,
    Read,
    Write,
    ReadAt,
    WriteAt,
    Before,
    After,
    Lock,
    Unchecked
  } K = Foreign;
  PinnedFrom From = PinnedFrom::Never; ///< Pinned
  model::Effect Does;                  ///< Effect
  Rule Access;              ///< Read, Write, and those of what it points at
  bool IsReentrant = false; ///< Lock
};

/// What bears an annotation.
enum class AnnotationTarget : uint8_t { Type, Function, Field, Variable };

/// Parses the text of an annotation. The error, a SyntaxError (Syntax.h), says
/// what is wrong with one of ours, with the column in \p Text.
llvm::Expected<AnnotationValue> parseAnnotation(llvm::StringRef Text);
/// The same, and the annotation must fit what bears it.
llvm::Expected<AnnotationValue> parseAnnotation(llvm::StringRef Text,
                                                AnnotationTarget On);

/// The place of an annotation, as the origin of a rule.
Origin originOf(const ir::Module &M, const ir::Annotation &A);

/// The annotation of a parameter whose type, by that name, says what a function
/// does that is given such a value (TypeModel::Passed).
std::string passedAnnotation(llvm::StringRef Type);

/// What the declaration of a function says it does, by its annotations and by
/// the types of its parameters; none when it says nothing. What the types say
/// comes on top of the function's model in \p Facts, if it has one, and not at
/// all for other functions with a body, which speaks for itself. Mistakes are
/// skipped: a check reports them.
std::optional<FunctionModel> declaredModel(const ir::Module &M,
                                           const ir::Function &F,
                                           const Model &Facts);

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_ANNOTATION_H
