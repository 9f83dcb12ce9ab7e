//===- Annotation.cpp - What attributes in the source say -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Annotation.h"

#include "ModelFile.h"
#include "Syntax.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace holdfast::model {

static constexpr StringLiteral Prefix = "holdfast:";

namespace {
struct AnnotationWord {
  StringLiteral Word;
  AnnotationValue::Kind K;
};
} // namespace

static constexpr AnnotationWord Words[] = {
    {"pinned", AnnotationValue::Pinned},
    {"movable", AnnotationValue::Movable},
    {"effect", AnnotationValue::Effect},
    {"read", AnnotationValue::Read},
    {"write", AnnotationValue::Write},
    {"read-at", AnnotationValue::ReadAt},
    {"write-at", AnnotationValue::WriteAt},
    {"before", AnnotationValue::Before},
    {"after", AnnotationValue::After},
    {"lock", AnnotationValue::Lock},
    {"unchecked", AnnotationValue::Unchecked},
};

/// Adds to the column of a mistake in a part of the text.
static Error shifted(Error E, unsigned Columns) {
  return handleErrors(std::move(E), [&](const SyntaxError &Mistake) {
    return Cursor::errorAt(Mistake.column() + Columns, Mistake.text());
  });
}

static Error parsePinned(Cursor &In, PinnedFrom &From) {
  unsigned Column = In.column();
  StringRef Word = In.chunk();
  if (Word.empty()) {
    From = PinnedFrom::Creation;
    return Error::success();
  }
  ArrayRef<StringRef> Known = pinnedFromWords();
  const StringRef *Found = find(Known, Word);
  // 'pinned never' would be 'movable', and one thing has one name.
  if (Found == Known.end() || Found == Known.begin())
    return Cursor::errorAt(
        Column, "unknown word '" + Word + "' after 'pinned'" +
                    (Word == "never" ? "; did you mean 'holdfast:movable'?"
                                     : didYouMean(Word, Known.drop_front())));
  From = PinnedFrom(Found - Known.begin());
  return Error::success();
}

static Error parseOwn(StringRef Text, AnnotationValue &Value) {
  StringRef Body = Text.drop_front(Prefix.size());
  Cursor In(Body);
  unsigned Column = In.column();
  StringRef Word = In.chunk();
  const AnnotationWord *Found =
      find_if(Words, [&](const AnnotationWord &W) { return W.Word == Word; });
  if (Found == std::end(Words)) {
    SmallVector<StringRef, 8> Known;
    for (const AnnotationWord &W : Words)
      Known.push_back(W.Word);
    return Cursor::errorAt(Column, "unknown annotation '" + Word + "'" +
                                       didYouMean(Word, Known));
  }
  Value.K = Found->K;
  unsigned Skipped = In.column() - 1;
  StringRef Rest = In.rest();
  switch (Value.K) {
  case AnnotationValue::Effect: {
    Expected<Effect> E = parseEffect(Rest);
    if (!E)
      return shifted(E.takeError(), Skipped);
    Value.Does = std::move(*E);
    return Error::success();
  }
  case AnnotationValue::Read:
  case AnnotationValue::Write:
  case AnnotationValue::ReadAt:
  case AnnotationValue::WriteAt:
  case AnnotationValue::Before:
  case AnnotationValue::After: {
    Expected<Rule> R = parseRule(Rest);
    if (!R)
      return shifted(R.takeError(), Skipped);
    Value.Access = std::move(*R);
    return Error::success();
  }
  case AnnotationValue::Pinned:
    if (Error E = parsePinned(In, Value.From))
      return E;
    break;
  case AnnotationValue::Lock:
    Value.IsReentrant = In.eatWord("reentrant");
    break;
  default:
    break;
  }
  return In.atEnd() ? Error::success()
                    : In.expected("nothing more after '" + Word + "'");
}

Expected<AnnotationValue> parseAnnotation(StringRef Text) {
  AnnotationValue Value;
  Text = Text.rtrim();
  if (Text.starts_with(Prefix)) {
    if (Error E = parseOwn(Text, Value))
      return shifted(std::move(E), Prefix.size());
    return Value;
  }
  // `holdfast::pinned`, `hodlfast:pinned`: silence would switch a check off.
  StringRef Front =
      Text.take_until([](char C) { return C == ' ' || C == ':'; });
  StringRef Rest = Text.drop_front(Front.size());
  if (Rest.consume_front(":") &&
      nearestWord(Front, Prefix.drop_back()) == Prefix.drop_back())
    return Cursor::errorAt(1, "unknown annotation '" + Text +
                                  "'; did you mean '" + Prefix +
                                  Rest.ltrim(": ") + "'?");
  // Mozilla's word for a type that must not be moved bit by bit.
  if (Text == "moz_non_memmovable") {
    Value.K = AnnotationValue::Pinned;
    Value.From = PinnedFrom::Creation;
  }
  return Value;
}

Expected<AnnotationValue> parseAnnotation(StringRef Text, AnnotationTarget On) {
  Expected<AnnotationValue> Value = parseAnnotation(Text);
  if (!Value)
    return Value;
  StringRef Place;
  switch (Value->K) {
  case AnnotationValue::Foreign:
    return Value;
  case AnnotationValue::Pinned:
  case AnnotationValue::Movable:
  case AnnotationValue::Lock:
    if (On != AnnotationTarget::Type)
      Place = "a type, as in 'struct HOLDFAST_PINNED node { … }'";
    break;
  case AnnotationValue::Effect:
  case AnnotationValue::Unchecked:
    if (On != AnnotationTarget::Function)
      Place = "a function";
    break;
  case AnnotationValue::Read:
  case AnnotationValue::Write:
  case AnnotationValue::ReadAt:
  case AnnotationValue::WriteAt:
  case AnnotationValue::Before:
  case AnnotationValue::After:
    if (On != AnnotationTarget::Field && On != AnnotationTarget::Variable)
      Place = "a member or a variable";
    break;
  }
  if (Place.empty())
    return Value;
  return Cursor::errorAt(1, "'" + Text + "' belongs on " + Place);
}

Origin originOf(const ir::Module &M, const ir::Annotation &A) {
  return {M.file(A.Where.File).str(), A.Where.Line};
}

static constexpr StringLiteral PassedPrefix = "typedef ";

std::string passedAnnotation(StringRef Type) {
  return (PassedPrefix + Type).str();
}

static std::optional<FunctionModel> annotatedModel(const ir::Module &M,
                                                   const ir::Function &F) {
  std::optional<FunctionModel> Result;
  for (const ir::Annotation &A : F.Annotations) {
    Expected<AnnotationValue> Value = parseAnnotation(A.Text);
    if (!Value) {
      consumeError(Value.takeError());
      continue;
    }
    if (Value->K != AnnotationValue::Effect)
      continue;
    if (!Result) {
      Result.emplace();
      Result->Name = F.Name.str();
      Result->IsMethod = F.IsMethod;
      Result->From = originOf(M, A);
    }
    Result->Effects.push_back(std::move(Value->Does));
  }
  return Result;
}

/// Adds what it means for \p F that its argument \p Index is of type \p T.
static void addPassed(const TypeModel &T, unsigned Index, FunctionModel &F) {
  for (Effect E : T.Passed) {
    if (any_of(F.Effects, [&](const Effect &Known) { return Known.V == E.V; }))
      continue; // its own model knows better
    for (Place &P : E.Operands)
      if (P.Root == Place::Argument)
        P.Index = Index;
    E.If.Subject.Index = Index;
    F.Effects.push_back(std::move(E));
  }
}

std::optional<FunctionModel> declaredModel(const ir::Module &M,
                                           const ir::Function &F,
                                           const Model &Facts) {
  std::optional<FunctionModel> Result = annotatedModel(M, F);
  for (unsigned I = 0; I != F.NumParams; ++I)
    for (const ir::Annotation &A : F.Locals[I].Annotations) {
      StringRef Type = A.Text;
      if (!Type.consume_front(PassedPrefix))
        continue;
      const TypeModel *T = Facts.type(Type, [](StringRef) { return false; });
      if (!T || is_contained(T->PassedExcept, F.Name))
        continue;
      if (!Result) {
        if (const FunctionModel *Known = Facts.function(F.Name))
          Result = *Known;
        else if (F.isDefinition())
          continue;
        else
          Result.emplace();
        Result->Name = F.Name.str();
        if (Result->Effects.empty())
          Result->From = T->From;
      }
      addPassed(*T, I, *Result);
    }
  return Result;
}

} // namespace holdfast::model
