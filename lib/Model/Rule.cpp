//===- Rule.cpp - Prints rules about access -------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Rule.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <iterator>

using namespace llvm;

namespace holdfast::model {

// In the order of Rule::Kind, from Held on; Context has none of its own.
static const StringRef FactWords[] = {
    "held",     "held_read",   "held_write",       "",
    "this_cpu", "cpu_offline", "this_thread",      "thread",
    "all",      "config",      "before_published", "any_lock"};
static_assert(std::size(FactWords) == Rule::AnyLock - Rule::Held + 1,
              "a kind of fact has no word");

ArrayRef<StringRef> ruleWords() {
  static const std::vector<StringRef> Words = [] {
    std::vector<StringRef> W;
    copy_if(FactWords, std::back_inserter(W),
            [](StringRef S) { return !S.empty(); });
    return W;
  }();
  return Words;
}

std::string RulePath::str() const {
  std::string S = Prefix + Root;
  raw_string_ostream OS(S);
  for (const RuleStep &Step : Steps) {
    auto PrintArgs = [&] {
      interleave(
          Step.Args, OS, [&](const RulePath &P) { OS << P.str(); }, ", ");
    };
    switch (Step.K) {
    case RuleStep::Arrow:
      OS << "->" << Step.Name;
      break;
    case RuleStep::Dot:
      OS << "." << Step.Name;
      break;
    case RuleStep::Call:
      OS << "(";
      PrintArgs();
      OS << ")";
      break;
    case RuleStep::Index:
      OS << "[";
      PrintArgs();
      OS << "]";
      break;
    }
  }
  OS.flush();
  return S;
}

/// How tightly a rule holds together; a looser one inside needs parentheses.
static unsigned strength(Rule::Kind K) {
  switch (K) {
  case Rule::Implies:
    return 0;
  case Rule::Or:
    return 1;
  case Rule::And:
    return 2;
  case Rule::Not:
    return 3;
  default:
    return 4;
  }
}

static std::string atLeast(unsigned Strength, const Rule &R) {
  return strength(R.K) < Strength ? "(" + R.str() + ")" : R.str();
}

static std::string joined(const Rule &R, StringRef Sign) {
  std::string S;
  for (const Rule &Child : R.Children)
    S += (S.empty() ? "" : Sign.str()) + atLeast(strength(R.K) + 1, Child);
  return S;
}

std::string Rule::str() const {
  switch (K) {
  case And:
    return joined(*this, " && ");
  case Or:
    return joined(*this, " || ");
  case Not:
    return "!" + atLeast(strength(Not), Children[0]);
  case Implies:
    return atLeast(strength(Implies) + 1, Children[0]) + " -> " +
           Children[1].str();
  case Context:
    return Path.Root.empty() ? Name : Name + " of " + Path.str();
  case BeforePublished:
    return FactWords[K - Held].str();
  case Thread:
  case Config:
    return (FactWords[K - Held] + "(" + Name + ")").str();
  case All:
    return ("all(" + Name + ", " + Field + " " + spelling(Op) + " " +
            (IsNull ? "null" : std::to_string(Value)) + ")")
        .str();
  default:
    return (FactWords[K - Held] + "(" + Path.str() + ")").str();
  }
}

} // namespace holdfast::model
