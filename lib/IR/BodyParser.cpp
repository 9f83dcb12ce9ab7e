//===- BodyParser.cpp - Reads the body of one function --------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements BodyParser.
//
//===----------------------------------------------------------------------===//

#include "IR/BodyParser.h"

#include "IR/OpNames.h"

#include "llvm/ADT/STLExtras.h"

using namespace holdfast::ir;

bool BodyParser::local(LocalKind Kind) {
  const Token &Name = R.peek();
  if (Name.Kind != TokenKind::Word && Name.Kind != TokenKind::Local)
    return R.expected(Kind == LocalKind::Param ? "a parameter's name or ')'"
                                               : "the variable's name");
  R.next();
  Local L;
  L.Name = R.nameOf(Name);
  L.Kind = Kind;
  if (!LocalIds.try_emplace(TextReader::key(Name), F.Locals.size()).second)
    return R.error(Name, "'" + Name.Source + "' is declared twice; write '$" +
                             Name.Text + ".1' for another one of that name");
  if (R.expect(":", "and a type after the variable's name") || R.type(L.Type))
    return true;
  if (Kind != LocalKind::Param) {
    if (R.acceptWord("temporary"))
      L.Kind = LocalKind::Temporary;
    else if (R.acceptWord("merge"))
      L.Kind = LocalKind::Merge;
  }
  if (R.acceptWord("cleanup") && R.wordOrString(L.Cleanup, "a function's name"))
    return true;
  if (R.acceptWord("macro") && R.wordOrString(L.InitMacro, "a macro's name"))
    return true;
  if (R.annotations(L.Annotations) || R.place(L.Where, Name))
    return true;
  F.Locals.push_back(std::move(L));
  return false;
}

bool BodyParser::body() {
  while (R.acceptWord("local"))
    if (local(LocalKind::Auto))
      return true;
  return blocks() || finish();
}

bool BodyParser::blocks() {
  while (!R.accept("}")) {
    if (R.peek().Kind == TokenKind::Word && R.peek(1).is(":")) {
      if (label())
        return true;
      continue;
    }
    if (!IsInBlock) {
      // The first label may be left out.
      if (!F.Blocks.empty())
        return R.expected("a label, 'name:'", " after the end of a block");
      F.Blocks.emplace_back();
      IsInBlock = true;
    }
    if (statement())
      return true;
  }
  if (!IsInBlock && !F.Blocks.empty())
    return false;
  R.setPosition(R.position() - 1); // the mistake is at the brace
  if (F.Blocks.empty())
    return R.error(R.peek(), "a body has at least one block");
  return R.expected("the block's end: 'ret', 'goto', 'br', 'switch', "
                    "'indirect' or 'unreachable'");
}

bool BodyParser::label() {
  const Token &Name = R.peek();
  if (IsInBlock)
    return R.expected("the end of the block before the label '" + Name.Text +
                      "': 'goto " + Name.Text + "', or another one");
  R.next();
  R.next();
  auto [It, IsNew] = LabelIds.try_emplace(Name.Text, Labels.size());
  if (IsNew)
    Labels.emplace_back();
  Definition &D = Labels[It->second];
  if (D.IsDefined)
    return R.error(Name, "label '" + Name.Text + "' is defined twice");
  D.IsDefined = true;
  D.Final = F.Blocks.size();
  Block &B = F.Blocks.emplace_back();
  B.FirstEvent = F.Events.size();
  IsInBlock = true;
  return false;
}

bool BodyParser::unknownWord() {
  llvm::SmallVector<llvm::StringRef, 48> Words;
  for (const OpWord &W : opWords())
    Words.push_back(W.Word);
  for (llvm::StringRef W : {"ret", "goto", "br", "switch", "indirect",
                            "unreachable", "local", "volatile", "implicit"})
    Words.push_back(W);
  const Token &T = R.peek();
  if (T.isWord("local"))
    return R.expected("an event", "; variables are declared before the blocks");
  return R.expected("an event, a label or the block's end",
                    T.Kind == TokenKind::Word ? suggestion(T.Text, Words) : "");
}

bool BodyParser::statement() {
  const Token &First = R.peek();
  if (isTerminator())
    return terminator(First);
  TempId Result;
  if (First.Kind == TokenKind::Temp) {
    R.next();
    if (R.expect("=", "after '" + First.Source + "'"))
      return true;
    Result = temp(First);
    Definition &D = Temps[Result.Index];
    if (D.IsDefined)
      return R.error(First, "'" + First.Source + "' is defined twice");
    D.IsDefined = true;
    D.Final = F.NumTemps++;
  }
  const OpWord *Word =
      R.peek().Kind == TokenKind::Word ? findOp(R.peek().Text) : nullptr;
  if (!Word)
    return unknownWord();
  if (Word->Result == HasResult::No && Result)
    return R.error(R.peek(), "'" + Word->Word + "' has no result");
  if (Word->Result == HasResult::Yes && !Result)
    return R.expected("'%name =' for the result");
  R.next();
  return event(*Word, First, Result);
}

bool BodyParser::event(const OpWord &Word, const Token &First, TempId Result) {
  Event E;
  E.Code = Word.Code;
  E.Sub = Word.Sub;
  E.Result = Result;
  for (bool More = true; More;) {
    More = false;
    if (R.acceptWord("volatile"))
      More = E.IsVolatile = true;
    if (R.acceptWord("implicit"))
      More = E.IsImplicit = true;
    if (E.Code == Op::Binary && R.acceptWord("unsigned"))
      More = E.IsUnsigned = true;
  }
  if (operands(E) || eventType(E, Word, First) || R.place(E.Where, First))
    return true;
  Evident.define(E);
  F.Events.push_back(E);
  ++F.Blocks.back().NumEvents;
  return false;
}

bool BodyParser::operands(Event &E) {
  switch (E.Code) {
  case Op::Field:
  case Op::Container:
    return operand(E.A) || R.expect(",", "and a member") || member(E);
  case Op::Call:
    return callee(E) || arguments(E);
  case Op::Macro:
    return R.wordOrString(E.Name, "the macro's name") || arguments(E);
  case Op::Unknown:
    if (R.peek().Kind != TokenKind::String)
      return R.expected("the reason in quotes");
    return R.wordOrString(E.Name, "") || arguments(E);
  case Op::Store:
  case Op::Copy:
  case Op::Element:
  case Op::Binary:
    return operand(E.A) || R.expect(",", "and the second operand") ||
           operand(E.B);
  default:
    return operand(E.A);
  }
}

bool BodyParser::member(Event &E) {
  if (R.record(E.Record) || R.expect(".", "and a member after the record"))
    return true;
  const Record &Rec = M.record(E.Record);
  const Token &At = R.peek();
  if (R.accept("#")) {
    int64_t Index;
    if (R.integer(Index, "the member's number"))
      return true;
    if (Index < 0 || uint64_t(Index) >= Rec.Fields.size())
      return R.error(At, "'" + Rec.Name + "' has no member of that number");
    E.FieldIndex = uint32_t(Index);
    return false;
  }
  llvm::StringRef Name;
  if (R.wordOrString(Name, "a member"))
    return true;
  const auto *It =
      llvm::find_if(llvm::ArrayRef(Rec.Fields),
                    [&](const Field &Member) { return Member.Name == Name; });
  if (It == Rec.Fields.data() + Rec.Fields.size()) {
    llvm::SmallVector<llvm::StringRef, 16> Names;
    for (const Field &Member : Rec.Fields)
      Names.push_back(Member.Name);
    return R.error(At, "expected a member of '" + Rec.Name + "', found '" +
                           Name + "'" + suggestion(Name, Names));
  }
  E.FieldIndex = uint32_t(It - Rec.Fields.data());
  return false;
}

bool BodyParser::callee(Event &E) {
  R.acceptWord("fn");
  if (R.peek().Kind != TokenKind::Global)
    return operand(E.A);
  return symbol(E.A, /*IsFunction=*/true);
}

bool BodyParser::arguments(Event &E) {
  E.FirstArg = F.Args.size();
  if (R.expect("(", "before the arguments"))
    return true;
  while (!R.accept(")")) {
    if (R.peek().isWord("byval")) {
      if (E.NumArgs >= 64)
        return R.error(R.peek(), "only the first 64 arguments can be 'byval'");
      E.ByValue |= uint64_t(1) << E.NumArgs;
      R.next();
    }
    Operand Arg;
    if (operand(Arg))
      return true;
    F.Args.push_back(Arg);
    ++E.NumArgs;
    if (!R.accept(",") && !R.peek().is(")"))
      return R.expected("',' or ')' after an argument");
  }
  return false;
}

bool BodyParser::eventType(Event &E, const OpWord &Word, const Token &First) {
  if (!Word.HasType)
    return false;
  if (R.accept(":"))
    return R.type(E.Ty);
  std::optional<Type> Known = Evident.of(E);
  if (!Known)
    return R.error(First, "the type of this '" + Word.Word +
                              "' is not evident; write ': type' after it");
  E.Ty = M.typeId(*Known);
  return false;
}

bool BodyParser::operand(Operand &Result) {
  const Token &T = R.peek();
  switch (T.Kind) {
  case TokenKind::Int:
    Result = Operand::integer(R.next().Value);
    return false;
  case TokenKind::String:
    Result = M.stringOperand(unescape(R.next().Text));
    return false;
  case TokenKind::Temp:
    Result = Operand::temp(temp(R.next()));
    return false;
  case TokenKind::Local: {
    auto It = LocalIds.find(TextReader::key(T));
    if (It == LocalIds.end()) {
      llvm::SmallVector<llvm::StringRef, 16> Names;
      for (const Local &L : F.Locals)
        Names.push_back(L.Name);
      return R.error(T, "expected a variable of this function, found '" +
                            T.Source + "'" + suggestion(T.Text, Names));
    }
    R.next();
    Result = Operand::local({It->second});
    return false;
  }
  case TokenKind::Global:
    return symbol(Result, /*IsFunction=*/false);
  default:
    break;
  }
  // Not acceptWord: the colon of a type may follow.
  if (T.isWord("undef") || T.isWord("null")) {
    Result = T.isWord("undef") ? Operand::undef() : Operand::integer(0);
    R.next();
    return false;
  }
  if (R.acceptWord("fn")) {
    if (R.peek().Kind != TokenKind::Global)
      return R.expected("a function, '@name'");
    return symbol(Result, /*IsFunction=*/true);
  }
  return R.expected("an operand");
}

bool BodyParser::symbol(Operand &Result, bool IsFunction) {
  const Token &T = R.next();
  if (!IsFunction) {
    auto It = Globals.find(TextReader::key(T));
    if (It != Globals.end()) {
      Result = Operand::global(It->second);
      return false;
    }
  }
  llvm::StringRef Name = R.functionNameOf(T);
  if (!IsFunction && !M.findFunction(Name)) {
    std::vector<llvm::StringRef> Names;
    for (const Global &G : M.Globals)
      Names.push_back(G.Name);
    for (const Function &Other : M.Functions)
      Names.push_back(Other.Name);
    std::string Hint = suggestion(Name, Names);
    if (Hint.empty())
      Hint = "; write 'fn @name' for a function that is not declared here";
    return R.error(T, "expected a declared global or function, found '" +
                          T.Source + "'" + Hint);
  }
  Result = M.functionOperand(Name);
  return false;
}

TempId BodyParser::temp(const Token &Name) {
  auto [It, IsNew] = TempIds.try_emplace(TextReader::key(Name), Temps.size());
  if (IsNew) {
    Temps.emplace_back();
    Temps.back().FirstUse = &Name;
  }
  return {It->second};
}

bool BodyParser::isTerminator() const {
  static constexpr llvm::StringRef Words[] = {
      "ret", "goto", "br", "switch", "indirect", "unreachable"};
  return R.peek().Kind == TokenKind::Word &&
         llvm::is_contained(Words, R.peek().Text);
}

bool BodyParser::target(BlockId &Result) {
  const Token &Name = R.peek();
  if (Name.Kind != TokenKind::Word)
    return R.expected("a label");
  R.next();
  auto [It, IsNew] = LabelIds.try_emplace(Name.Text, Labels.size());
  if (IsNew) {
    Labels.emplace_back();
    Labels.back().FirstUse = &Name;
  }
  Result.Index = It->second;
  return false;
}

bool BodyParser::switchCases(Terminator &T) {
  if (operand(T.Value) || R.expect("{", "before the cases"))
    return true;
  while (!R.accept("}")) {
    SwitchCase C;
    if (R.peek().isWord("default")) {
      if (!T.Targets.empty())
        return R.error(R.peek(), "a switch has one 'default'");
      R.next();
      if (R.expect(":", "after 'default'") || target(T.Targets.emplace_back()))
        return true;
    } else {
      if (R.integer(C.Low, "a case's value, 'default' or '}'"))
        return true;
      C.High = C.Low;
      if (R.accept("...") && R.integer(C.High, "the last value of the case"))
        return true;
      if (R.expect(":", "after a case's value") || target(C.Target))
        return true;
      T.Cases.push_back(C);
    }
    if (!R.accept(",") && !R.peek().is("}"))
      return R.expected("',' or '}' after a case");
  }
  if (T.Targets.empty())
    return R.error(R.peek(), "a switch has a 'default'");
  return false;
}

bool BodyParser::terminator(const Token &First) {
  Terminator &T = F.Blocks.back().Term;
  R.next();
  if (First.Text == "goto") {
    T.Kind = TermKind::Goto;
    if (target(T.Targets.emplace_back()))
      return true;
  } else if (First.Text == "br") {
    T.Kind = TermKind::Branch;
    if (operand(T.Value) || R.expect(",", "and the label for true") ||
        target(T.Targets.emplace_back()) ||
        R.expect(",", "and the label for false") ||
        target(T.Targets.emplace_back()))
      return true;
  } else if (First.Text == "switch") {
    T.Kind = TermKind::Switch;
    if (switchCases(T))
      return true;
  } else if (First.Text == "indirect") {
    T.Kind = TermKind::Indirect;
    if ((!R.peek().is("{") && operand(T.Value)) ||
        R.expect("{", "before the labels"))
      return true;
    while (!R.accept("}")) {
      if (target(T.Targets.emplace_back()))
        return true;
      if (!R.accept(",") && !R.peek().is("}"))
        return R.expected("',' or '}' after a label");
    }
  } else if (First.Text == "ret") {
    T.Kind = TermKind::Return;
    const Token &Next = R.peek();
    bool HasValue =
        Next.Kind == TokenKind::Word
            ? (Next.Text == "undef" || Next.Text == "null" ||
               Next.Text == "fn") &&
                  !R.peek(1).is(":")
            : Next.Kind != TokenKind::Punct && Next.Kind != TokenKind::End;
    if (HasValue && operand(T.Value))
      return true;
  } else {
    T.Kind = TermKind::Unreachable;
  }
  IsInBlock = false;
  return R.place(T.Where, First);
}

bool BodyParser::undefined(llvm::ArrayRef<Definition> Definitions,
                           llvm::StringRef What) {
  for (const Definition &D : Definitions)
    if (!D.IsDefined)
      return R.error(*D.FirstUse, "expected the name of a " + What +
                                      ", found '" + D.FirstUse->Source +
                                      "', which nothing here defines");
  return false;
}

/// Replaces the numbers in the order of first use by the final ones.
bool BodyParser::finish() {
  if (undefined(Temps, "temporary") || undefined(Labels, "label"))
    return true;
  auto Renumber = [&](Operand &O) {
    if (O.Kind == OperandKind::Temp)
      O.Value = Temps[O.Value].Final;
  };
  for (Event &E : F.Events) {
    Renumber(E.A);
    Renumber(E.B);
    if (E.Result)
      E.Result.Index = Temps[E.Result.Index].Final;
  }
  llvm::for_each(F.Args, Renumber);
  for (Block &B : F.Blocks) {
    Renumber(B.Term.Value);
    for (BlockId &T : B.Term.Targets)
      T.Index = Labels[T.Index].Final;
    for (SwitchCase &C : B.Term.Cases)
      C.Target.Index = Labels[C.Target.Index].Final;
  }
  return false;
}
