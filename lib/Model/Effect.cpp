//===- Effect.cpp - The words of effects, and how they are printed --------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Effect.h"

#include <iterator>

using namespace llvm;

namespace holdfast::model {

namespace {
struct VerbInfo {
  Verb V;
  StringLiteral Spelling, Form, Meaning;
};
} // namespace

static constexpr VerbInfo Infos[] = {
#define VERB(Name, Spelling, Form, Meaning)                                    \
  {Verb::Name, Spelling, Form, Meaning},
#include "Verbs.def"
};

static constexpr Verb Verbs[] = {
#define VERB(Name, Spelling, Form, Meaning) Verb::Name,
#include "Verbs.def"
};

static constexpr bool isInEnumOrder() {
  for (unsigned I = 0; I != std::size(Infos); ++I)
    if (unsigned(Infos[I].V) != I)
      return false;
  return unsigned(Verb::NoReturn) + 1 == std::size(Infos);
}
static_assert(isInEnumOrder(), "Verbs.def and the enum Verb differ");

StringRef spelling(Verb V) { return Infos[unsigned(V)].Spelling; }
StringRef form(Verb V) { return Infos[unsigned(V)].Form; }
StringRef meaning(Verb V) { return Infos[unsigned(V)].Meaning; }
ArrayRef<Verb> allVerbs() { return Verbs; }

bool isAboutContext(Verb V) { return V >= Verb::Enter && V <= Verb::AssumeNot; }
bool isAboutLock(Verb V) { return V >= Verb::Acquire && V <= Verb::Guard; }
bool hasMode(Verb V) { return form(V).ends_with(" in MODE"); }
bool isAboutOwner(Verb V) { return V >= Verb::Get && V <= Verb::Bound; }
bool hasKind(Verb V) { return form(V).ends_with(" [as KIND]"); }

StringRef spelling(CompareOp Op) {
  switch (Op) {
  case CompareOp::Eq:
    return "==";
  case CompareOp::Ne:
    return "!=";
  case CompareOp::Lt:
    return "<";
  case CompareOp::Le:
    return "<=";
  case CompareOp::Gt:
    return ">";
  case CompareOp::Ge:
    return ">=";
  }
  llvm_unreachable("not a comparison");
}

static std::string rootName(const Place &P) {
  switch (P.Root) {
  case Place::Argument:
    return "arg" + std::to_string(P.Index);
  case Place::Result:
    return "ret";
  case Place::Self:
    return "self";
  case Place::Global:
    return P.Name;
  case Place::Ignored:
    return "_";
  }
  llvm_unreachable("not a root");
}

std::string Place::str() const {
  std::string S = rootName(*this);
  for (size_t I = 0, E = Path.size(); I != E; ++I) {
    const PlaceStep &Step = Path[I];
    if (Step.K == PlaceStep::Member)
      S += "." + Step.Field;
    else if (Step.K == PlaceStep::Element)
      S += "[]";
    else if (I + 1 != E && Path[I + 1].K == PlaceStep::Member)
      S += "->" + Path[++I].Field;
    else if (I + 1 != E && Path[I + 1].K == PlaceStep::Element)
      S = "(*" + S + ")";
    else
      S = "*" + S;
  }
  return AddressOf ? "&" + S : S;
}

std::string Condition::str() const {
  switch (K) {
  case Always:
    return "";
  case IsError:
    return Subject.str() + " is error";
  case IsOk:
    return Subject.str() + " is ok";
  case Compare: {
    std::string S = Subject.str();
    if (Mask)
      S += " & " + std::to_string(Mask);
    if (Mask && Op == CompareOp::Ne && Value == 0)
      return S;
    return S + " " + spelling(Op).str() + " " + std::to_string(Value);
  }
  }
  llvm_unreachable("not a condition");
}

// Operands take the place of the capital letters in the verb's form.
std::string Effect::str() const {
  std::string S = spelling(V).str();
  StringRef Form = form(V);
  if (V == Verb::Callback) {
    S += " " + Operands.front().str();
    for (size_t I = 1; I != Operands.size(); ++I)
      S += (I == 1 ? "(" : ", ") + Operands[I].str();
    if (Operands.size() > 1)
      S += ")";
    if (!Word.empty())
      S += " in " + Word;
  } else if (isAboutContext(V)) {
    S += " " + Word;
    if (!Operands.empty())
      S += (V == Verb::Save      ? " to "
            : V == Verb::Restore ? " from "
                                 : " of ") +
           Operands[0].str();
  } else if (isAboutLock(V)) {
    S += " " + Operands[0].str();
    if (!Word.empty())
      S += " in " + Word;
  } else if (hasKind(V)) {
    S += " " + Operands[0].str();
    if (!Word.empty())
      S += " as " + Word;
  } else if (V == Verb::Give) {
    S += " " + Operands[0].str();
    if (Operands.size() > 1)
      S += " to " + Operands[1].str();
  } else if (V == Verb::Alias || V == Verb::Borrow) {
    S += (V == Verb::Alias ? " ret to " : " ret from ") + Operands[1].str();
  } else if (!Form.empty()) {
    S += " " + Operands[0].str();
    if (Operands.size() > 1)
      S += Form.drop_front().drop_back().str() + Operands[1].str();
  }
  if (If.K != Condition::Always)
    S += " if " + If.str();
  return S;
}

} // namespace holdfast::model
