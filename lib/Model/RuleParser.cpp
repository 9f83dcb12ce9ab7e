//===- RuleParser.cpp - Parses rules about access -------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Rule.h"
#include "Syntax.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

#include <optional>

using namespace llvm;

namespace holdfast::model {

// Far deeper than anybody writes; keeps the parser's recursion bounded.
static constexpr unsigned MaxDepth = 64;

namespace {

class RuleParser {
public:
  RuleParser(StringRef Text, ArrayRef<StringRef> Contexts)
      : In(Text), Contexts(Contexts) {}

  Error parse(Rule &R);

private:
  Error parseRule(Rule &R);
  Error parseChain(Rule &R, Rule::Kind Kind);
  Error parseNot(Rule &R);
  Error parseFact(Rule &R);
  Error parseAll(Rule &R);
  Error parsePath(RulePath &P);
  Error parseStep(RulePath &P, bool &IsStep);
  Error parseType(std::string &Name);
  Error unknownWord(StringRef Word, unsigned Column);

  Cursor In;
  ArrayRef<StringRef> Contexts;
  unsigned Depth = 0;
};

} // namespace

Error RuleParser::parse(Rule &R) {
  if (In.atEnd())
    return In.error("expected a rule, as in 'held(self->lock)'");
  if (Error E = parseRule(R))
    return E;
  if (In.atEnd())
    return Error::success();
  if (In.rest().starts_with(")"))
    return In.error("')' without '('");
  StringRef Rest = In.rest();
  StringRef Meant = Rest.starts_with("&") || Rest.starts_with("and ")  ? "&&"
                    : Rest.starts_with("|") || Rest.starts_with("or ") ? "||"
                    : Rest.starts_with("=>") || Rest.starts_with("-")  ? "->"
                                                                       : "";
  if (!Meant.empty())
    return In.error("expected '&&', '||' or '->'; did you mean '" + Meant +
                    "'?");
  return In.expected("'&&', '||', '->' or the end of the rule");
}

Error RuleParser::parseRule(Rule &R) {
  if (++Depth > MaxDepth)
    return In.error("the rule is nested too deeply");
  Rule Left;
  if (Error E = parseChain(Left, Rule::Or))
    return E;
  if (In.eat("->")) {
    R.K = Rule::Implies;
    R.Children.push_back(std::move(Left));
    if (Error E = parseRule(R.Children.emplace_back()))
      return E;
  } else {
    R = std::move(Left);
  }
  --Depth;
  return Error::success();
}

// One or more operands of `||` or `&&`. Chains are flat, so that what was
// grouped without need prints, and compares, the same.
Error RuleParser::parseChain(Rule &R, Rule::Kind Kind) {
  StringRef Sign = Kind == Rule::Or ? "||" : "&&";
  std::vector<Rule> Operands;
  do {
    Rule Operand;
    if (Error E = Kind == Rule::Or ? parseChain(Operand, Rule::And)
                                   : parseNot(Operand))
      return E;
    if (Operand.K == Kind)
      llvm::move(Operand.Children, std::back_inserter(Operands));
    else
      Operands.push_back(std::move(Operand));
  } while (In.eat(Sign));
  if (Operands.size() == 1) {
    Rule Only = std::move(Operands.front());
    R = std::move(Only);
    return Error::success();
  }
  R.K = Kind;
  R.Children = std::move(Operands);
  return Error::success();
}

Error RuleParser::parseNot(Rule &R) {
  if (In.eat("!")) {
    if (++Depth > MaxDepth)
      return In.error("the rule is nested too deeply");
    R.K = Rule::Not;
    if (Error E = parseNot(R.Children.emplace_back()))
      return E;
    --Depth;
    return Error::success();
  }
  if (!In.eat("("))
    return parseFact(R);
  if (Error E = parseRule(R))
    return E;
  return In.eat(")") ? Error::success() : In.expected("')'");
}

Error RuleParser::unknownWord(StringRef Word, unsigned Column) {
  SmallVector<StringRef, 32> Known(ruleWords());
  append_range(Known, Contexts);
  return Cursor::errorAt(Column, "unknown word '" + Word + "' in a rule" +
                                     didYouMean(Word, Known));
}

Error RuleParser::parseFact(Rule &R) {
  unsigned Column = In.column();
  StringRef Word = In.name();
  if (Word.empty())
    return In.expected("a condition, as in 'held(self->lock)' or 'irqs_off'");
  // No word is both; a library may add contexts but not change the language.
  std::optional<Rule::Kind> Kind =
      StringSwitch<std::optional<Rule::Kind>>(Word)
          .Case("held", Rule::Held)
          .Case("held_read", Rule::HeldRead)
          .Case("held_write", Rule::HeldWrite)
          .Case("this_cpu", Rule::ThisCpu)
          .Case("cpu_offline", Rule::CpuOffline)
          .Case("this_thread", Rule::ThisThread)
          .Case("thread",
                In.rest().starts_with("(") ? Rule::Thread : Rule::Context)
          .Case("all", Rule::All)
          .Case("config", Rule::Config)
          .Case("before_published", Rule::BeforePublished)
          .Case("any_lock", Rule::AnyLock)
          .Default(std::nullopt);
  if (!Kind || *Kind == Rule::Context) {
    if (!is_contained(Contexts, Word))
      return unknownWord(Word, Column);
    R.K = Rule::Context;
    R.Name = Word.str();
    if (In.rest().starts_with("("))
      return In.error("the context '" + Word + "' takes no argument");
    return In.eatWord("of") ? parsePath(R.Path) : Error::success();
  }
  R.K = *Kind;
  if (R.K == Rule::BeforePublished || R.K == Rule::AnyLock)
    return Error::success();
  if (!In.eat("("))
    return In.expected("'(' after '" + Word + "'");
  if (R.K == Rule::All) {
    if (Error E = parseAll(R))
      return E;
  } else if (R.K == Rule::Thread || R.K == Rule::Config) {
    StringRef Name = In.name();
    if (Name.empty())
      return In.expected(R.K == Rule::Thread
                             ? "the name of a thread"
                             : "the name of an option, as in 'CONFIG_SMP'");
    R.Name = Name.str();
  } else if (Error E = parsePath(R.Path)) {
    return E;
  }
  return In.eat(")") ? Error::success() : In.expected("')'");
}

Error RuleParser::parseType(std::string &Name) {
  for (StringRef Tag : {"struct", "union", "class"})
    if (In.eatWord(Tag))
      Name = Tag.str() + " ";
  StringRef Type = In.name();
  if (Type.empty())
    return In.expected("a type, as in 'struct node'");
  Name += Type;
  return Error::success();
}

Error RuleParser::parseAll(Rule &R) {
  if (Error E = parseType(R.Name))
    return E;
  if (!In.eat(","))
    return In.expected("',' and a fact, as in 'all(struct node, count == 0)'");
  for (StringRef Dot = ""; R.Field.empty() || In.eat("."); Dot = ".") {
    StringRef Member = In.name();
    if (Member.empty())
      return In.expected("the name of a member");
    R.Field += (Dot + Member).str();
  }
  bool IsComparison = false;
  for (CompareOp Op : {CompareOp::Eq, CompareOp::Ne, CompareOp::Le,
                       CompareOp::Ge, CompareOp::Lt, CompareOp::Gt}) {
    if (In.eat(spelling(Op))) {
      R.Op = Op;
      IsComparison = true;
      break;
    }
  }
  if (!IsComparison)
    return In.expected("a comparison (== != < <= > >=)");
  unsigned Column = In.column();
  R.IsNull = In.eatWord("null");
  if (!R.IsNull && !In.number(R.Value))
    return In.expected("a number or 'null'");
  if (R.IsNull && R.Op != CompareOp::Eq && R.Op != CompareOp::Ne)
    return Cursor::errorAt(Column, "'null' goes with '==' and '!=' only");
  return Error::success();
}

Error RuleParser::parsePath(RulePath &P) {
  if (++Depth > MaxDepth)
    return In.error("the rule is nested too deeply");
  while (In.rest().starts_with("*") || In.rest().starts_with("&")) {
    if (P.Prefix.size() == MaxDepth)
      return In.error("too many '*' and '&'");
    P.Prefix += In.rest().front();
    In.eat(In.rest().take_front());
  }
  StringRef Root = In.name();
  if (Root.empty())
    return In.expected("a path, as in 'self->lock' or 'table.lock'");
  P.Root = Root == "this" ? "self" : Root.str();
  for (bool IsStep = true; IsStep;)
    if (Error E = parseStep(P, IsStep))
      return E;
  --Depth;
  return Error::success();
}

Error RuleParser::parseStep(RulePath &P, bool &IsStep) {
  RuleStep Step;
  bool IsArrow = In.eat("->");
  if (IsArrow || In.eat(".")) {
    Step.K = IsArrow ? RuleStep::Arrow : RuleStep::Dot;
    StringRef Name = In.name();
    if (Name.empty())
      return In.expected("the name of a member");
    Step.Name = Name.str();
  } else if (In.eat("[")) {
    Step.K = RuleStep::Index;
    RulePath &Index = Step.Args.emplace_back();
    int64_t Number = 0;
    if (In.number(Number))
      Index.Root = std::to_string(Number);
    else if (Error E = parsePath(Index))
      return E;
    if (!In.eat("]"))
      return In.expected("']'");
  } else if (In.eat("(")) {
    Step.K = RuleStep::Call;
    if (!In.eat(")")) {
      do {
        if (Error E = parsePath(Step.Args.emplace_back()))
          return E;
      } while (In.eat(","));
      if (!In.eat(")"))
        return In.expected("',' or ')'");
    }
  } else {
    IsStep = false;
    return Error::success();
  }
  P.Steps.push_back(std::move(Step));
  return Error::success();
}

Expected<Rule> parseRule(StringRef Text, ArrayRef<StringRef> Contexts) {
  Rule R;
  if (Error E = RuleParser(Text, Contexts).parse(R))
    return std::move(E);
  return R;
}

} // namespace holdfast::model
