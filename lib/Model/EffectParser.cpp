//===- EffectParser.cpp - Parses the sentences of a model -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Context.h"
#include "Effect.h"
#include "Syntax.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace llvm;

namespace holdfast::model {

// An argument list longer than this is a typing error (`arg10` for `arg1`), and
// an event keeps a bit for each argument.
static constexpr unsigned MaxArguments = 64;
// Nobody means more, and the parser's recursion stays bounded.
static constexpr unsigned MaxPrefixes = 8;

namespace {

class EffectParser {
public:
  EffectParser(StringRef Text, ArrayRef<StringRef> Contexts)
      : In(Text), Contexts(Contexts) {}

  Error parse(Effect &E);

private:
  Error parseOperands(Effect &E);
  Error parseSecond(Effect &E);
  Error parseCallback(Effect &E);
  Error parseContext(std::string &Into, const Twine &After);
  Error parseAboutContext(Effect &E);
  Error parseMode(Effect &E);
  Error parseKind(Effect &E);
  Error parsePlace(Place &P);
  Error parsePostfix(Place &P);
  Error parseRoot(Place &P);
  Error parseCondition(Condition &C);

  Cursor In;
  ArrayRef<StringRef> Contexts;
  unsigned Prefixes = 0; ///< of the current place
};

} // namespace

Error EffectParser::parse(Effect &E) {
  unsigned Column = In.column();
  StringRef Word = In.chunk();
  if (Word.empty())
    return Cursor::errorAt(Column, "expected a verb, as in 'init arg0'");
  const Verb *Found =
      find_if(allVerbs(), [&](Verb V) { return spelling(V) == Word; });
  if (Found == allVerbs().end()) {
    SmallVector<StringRef, 32> Known;
    for (Verb V : allVerbs())
      Known.push_back(spelling(V));
    return Cursor::errorAt(Column, "unknown verb '" + Word + "'" +
                                       didYouMean(Word, Known));
  }
  E.V = *Found;
  if (Error Err = parseOperands(E))
    return Err;
  if (In.eatWord("if"))
    if (Error Err = parseCondition(E.If))
      return Err;
  if (In.atEnd())
    return Error::success();
  Column = In.column();
  StringRef Left = In.chunk();
  if (Left == "in" && E.V != Verb::Callback)
    return Cursor::errorAt(
        Column, "only 'callback' says in which context it runs, and only a "
                "lock has a mode");
  if (E.If.K != Condition::Always)
    return Cursor::errorAt(Column,
                           "unexpected '" + Left + "' after the condition");
  static const StringRef Next[] = {"if", "in"};
  StringRef Near = nearestWord(Left, Next);
  return Cursor::errorAt(
      Column, "unexpected '" + Left + "'; " +
                  (Near.empty() ? "expected 'if' or the end of the sentence"
                                : "did you mean '" + Near + "'?"));
}

Error EffectParser::parseOperands(Effect &E) {
  StringRef Form = form(E.V);
  if (Form.empty())
    return Error::success();
  if (E.V == Verb::Callback)
    return parseCallback(E);
  if (isAboutContext(E.V))
    return parseAboutContext(E);
  unsigned Column = In.column();
  if (In.atEnd())
    return In.error("expected a place after '" + spelling(E.V) + "', as in '" +
                    spelling(E.V) + " " + Form + "'");
  // `copy _ from arg0`: the bytes leave the program.
  if (E.V == Verb::Copy && In.eatWord("_"))
    E.Operands.emplace_back().Root = Place::Ignored;
  else if (Error Err = parsePlace(E.Operands.emplace_back()))
    return Err;
  if ((E.V == Verb::Alias || E.V == Verb::Borrow) &&
      E.Operands[0].str() != "ret")
    return Cursor::errorAt(Column,
                           "expected 'ret', as in '" + spelling(E.V) +
                               (E.V == Verb::Alias ? " ret to arg0'"
                                                   : " ret from arg0'"));
  if (hasMode(E.V))
    return parseMode(E);
  return hasKind(E.V) ? parseKind(E) : parseSecond(E);
}

Error EffectParser::parseContext(std::string &Into, const Twine &After) {
  unsigned Column = In.column();
  StringRef Context = In.name();
  if (Context.empty())
    return In.expected("a context after '" + After + "', as in '" + After +
                       " softirq'");
  if (!Contexts.empty() && !is_contained(Contexts, Context))
    return Cursor::errorAt(Column, "unknown context '" + Context + "'" +
                                       didYouMean(Context, Contexts));
  Into = Context.str();
  return Error::success();
}

// The form is a context, or a context, a word and a place.
Error EffectParser::parseAboutContext(Effect &E) {
  if (Error Err = parseContext(E.Word, spelling(E.V)))
    return Err;
  return parseSecond(E);
}

Error EffectParser::parseMode(Effect &E) {
  if (!In.eatWord("in"))
    return Error::success();
  unsigned Column = In.column();
  StringRef Mode = In.name();
  static const StringRef Modes[] = {"read", "write", "nested"};
  if (!is_contained(Modes, Mode))
    return Cursor::errorAt(Column,
                           "expected 'read', 'write' or 'nested' after 'in'");
  E.Word = Mode.str();
  return Error::success();
}

Error EffectParser::parseKind(Effect &E) {
  if (!In.eatWord("as"))
    return Error::success();
  StringRef Kind = In.name();
  if (Kind.empty())
    return In.expected("a name after 'as': what is counted, as in '" +
                       spelling(E.V) + " arg0 as users'");
  E.Word = Kind.str();
  return Error::success();
}

// The form ends in a word and a second place, which may be left out when they
// are in brackets, or there is no second place.
Error EffectParser::parseSecond(Effect &E) {
  auto [First, Rest] = form(E.V).split(' ');
  StringRef Word = Rest.split(' ').first;
  if (Word.empty())
    return Error::success();
  unsigned Column = In.column();
  if (Word.consume_front("[") && !StringRef(In.rest()).starts_with(Word))
    return Error::success();
  if (!In.eatWord(Word)) {
    StringRef Found = In.chunk();
    return Cursor::errorAt(
        Column,
        "expected '" + Word + "'" +
            (Found.empty() ? Twine(" at the end") : ", found '" + Found + "'") +
            "; the form is '" + spelling(E.V) + " " + form(E.V) + "'");
  }
  return parsePlace(E.Operands.emplace_back());
}

Error EffectParser::parseCallback(Effect &E) {
  if (Error Err = parsePlace(E.Operands.emplace_back()))
    return Err;
  if (In.eat("(") && !In.eat(")")) {
    do {
      Place &P = E.Operands.emplace_back();
      if (In.eatWord("_"))
        P.Root = Place::Ignored;
      else if (Error Err = parsePlace(P))
        return Err;
    } while (In.eat(","));
    if (In.atEnd())
      return In.error("expected ',' or ')' at the end; in a one-line list of "
                      "YAML a sentence with a comma needs quotes");
    if (!In.eat(")"))
      return In.expected("',' or ')'");
  }
  if (!In.eatWord("in"))
    return Error::success();
  return parseContext(E.Word, "in");
}

// Steps after the place bind tighter than a `*` or `&` in front of it.
Error EffectParser::parsePlace(Place &P) {
  unsigned Column = In.column();
  StringRef Rest = In.rest();
  if (!Rest.starts_with("*") && !Rest.starts_with("&"))
    Prefixes = 0;
  else if (++Prefixes > MaxPrefixes)
    return In.error("too many '*' and '&'");
  if (In.eat("*")) {
    if (Error Err = parsePlace(P))
      return Err;
    if (P.AddressOf)
      P.AddressOf = false;
    else
      P.Path.push_back({PlaceStep::Deref, ""});
    return Error::success();
  }
  if (In.eat("&")) {
    if (Error Err = parsePlace(P))
      return Err;
    if (P.AddressOf)
      return Cursor::errorAt(Column, "an address has no address");
    if (!P.Path.empty() && P.Path.back().K == PlaceStep::Deref)
      P.Path.pop_back();
    else
      P.AddressOf = true;
    return Error::success();
  }
  if (Error Err = parseRoot(P))
    return Err;
  return parsePostfix(P);
}

Error EffectParser::parsePostfix(Place &P) {
  for (;;) {
    if (In.eat("[")) {
      if (!In.eat("]"))
        return In.expected("']': empty brackets stand for every element");
      P.Path.push_back({PlaceStep::Element, ""});
      continue;
    }
    bool Arrow = In.eat("->");
    if (!Arrow && !In.eat("."))
      return Error::success();
    StringRef Field = In.name();
    if (Field.empty())
      return In.expected("the name of a member");
    if (Arrow)
      P.Path.push_back({PlaceStep::Deref, ""});
    P.Path.push_back({PlaceStep::Member, Field.str()});
  }
}

// Names that are free stand for globals, so a misspelled `arg0` must not pass
// as one.
static StringRef misspelledRoot(StringRef Name, std::string &Argument) {
  StringRef Digits = Name.drop_while([](char C) { return !isDigit(C); });
  StringRef Letters = Name.drop_back(Digits.size());
  static const StringRef Roots[] = {"ret", "self"};
  if (!Digits.empty() && all_of(Digits, isDigit)) {
    static const StringRef Words[] = {"arg", "argument", "param"};
    if (nearestWord(Letters, Words).empty())
      return {};
    Argument = ("arg" + Digits).str();
    return Argument;
  }
  if (Name == "this")
    return "self";
  if (Name == "return" || Name == "result")
    return "ret";
  return nearestWord(Name, Roots);
}

Error EffectParser::parseRoot(Place &P) {
  unsigned Column = In.column();
  StringRef Name = In.name();
  if (Name.empty())
    return In.expected("a place: argN, ret, self or the name of a global");
  if (Name == "_")
    return Cursor::errorAt(Column,
                           "'_' stands only for an argument of a callback");
  if (Name == "ret") {
    P.Root = Place::Result;
    return Error::success();
  }
  if (Name == "self") {
    P.Root = Place::Self;
    return Error::success();
  }
  StringRef Digits = Name;
  if (Digits.consume_front("arg") && to_integer(Digits, P.Index, 10)) {
    if (P.Index >= MaxArguments)
      return Cursor::errorAt(Column, "arguments are numbered from 0 to " +
                                         Twine(MaxArguments - 1));
    P.Root = Place::Argument;
    return Error::success();
  }
  if (Name == "arg")
    return Cursor::errorAt(Column,
                           "expected a number after 'arg', as in 'arg0'");
  std::string Argument;
  StringRef Meant = misspelledRoot(Name, Argument);
  if (!Meant.empty())
    return Cursor::errorAt(Column, "unknown place '" + Name +
                                       "'; did you mean '" + Meant + "'?");
  P.Root = Place::Global;
  P.Name = Name.str();
  return Error::success();
}

Error EffectParser::parseCondition(Condition &C) {
  unsigned Column = In.column();
  if (Error Err = parseRoot(C.Subject))
    return Err;
  bool IsResult = C.Subject.Root == Place::Result;
  if (!IsResult && C.Subject.Root != Place::Argument)
    return Cursor::errorAt(
        Column, "a condition is about 'ret' or an argument, as in 'ret == 0'");
  if (In.eatWord("is")) {
    Column = In.column();
    StringRef Word = In.name();
    static const StringRef Known[] = {"error", "ok"};
    if (!is_contained(Known, Word))
      return Cursor::errorAt(Column, "expected 'error' or 'ok' after 'is'");
    C.K = Word == "ok" ? Condition::IsOk : Condition::IsError;
    return Error::success();
  }
  C.K = Condition::Compare;
  if (In.eat("&")) {
    if (!In.number(C.Mask) || !C.Mask)
      return In.expected("a number that is not 0 after '&'");
    C.Op = CompareOp::Ne;
    if (In.eat("=="))
      C.Op = CompareOp::Eq;
    else if (!In.eat("!="))
      return Error::success();
    return In.number(C.Value) ? Error::success() : In.expected("a number");
  }
  if (In.eat("=="))
    C.Op = CompareOp::Eq;
  else if (In.eat("!="))
    C.Op = CompareOp::Ne;
  else if (In.eat("<="))
    C.Op = CompareOp::Le;
  else if (In.eat(">="))
    C.Op = CompareOp::Ge;
  else if (In.eat("<"))
    C.Op = CompareOp::Lt;
  else if (In.eat(">"))
    C.Op = CompareOp::Gt;
  else
    return In.expected("a comparison (== != < <= > >=), 'is error' or 'is ok'");
  if (!In.eatWord("null") && !In.number(C.Value))
    return In.expected("a number or 'null'");
  return Error::success();
}

Expected<Effect> parseEffect(StringRef Text, ArrayRef<StringRef> Contexts) {
  Effect E;
  if (Error Err = EffectParser(Text, Contexts).parse(E))
    return std::move(Err);
  return E;
}

} // namespace holdfast::model
