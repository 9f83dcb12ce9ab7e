//===- Parser.cpp - Reads the text form -----------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the parser of declarations. Records are found first, since types
// name them; then all declarations are read, and at last the bodies, which may
// use what is declared after them.
//
//===----------------------------------------------------------------------===//

#include "IR/Parser.h"

#include "IR/BodyParser.h"
#include "IR/OpNames.h"
#include "IR/TextReader.h"
#include "IR/Verifier.h"

using namespace holdfast::ir;

namespace {

class Parser {
public:
  Parser(Module &M, llvm::MemoryBufferRef Buffer)
      : M(M), R(M, Buffer.getBufferIdentifier(), tokenise(Buffer.getBuffer())),
        BufferName(Buffer.getBufferIdentifier()) {}
  bool module();
  const std::string &message() const { return R.message(); }

private:
  bool moduleLine();
  bool findRecords();
  bool declaration();
  bool record();
  bool recordAttributes(Record &Rec);
  bool fields(Record &Rec);
  bool global();
  bool table();
  bool function();
  bool functionAttributes(Function &F);
  bool skipBody();

  Module &M;
  TextReader R;
  llvm::StringRef BufferName;
  llvm::StringMap<GlobalId> Globals;
  /// A function's body starts at a token.
  struct Body {
    BodyParser Reader;
    size_t Position;
  };
  std::deque<Body> Bodies;
};

} // namespace

bool Parser::moduleLine() {
  if (R.acceptWord("module")) {
    R.IsOwnSource = false;
    if (R.peek().Kind != TokenKind::String)
      return R.expected("the main file in quotes");
    M.MainFile = M.intern(unescape(R.next().Text));
  } else {
    M.MainFile = M.intern(BufferName);
  }
  if (!M.MainFile.empty())
    R.MainFile = M.fileId(M.MainFile);
  return false;
}

/// Gives ids to the declared records, in their order.
bool Parser::findRecords() {
  size_t Start = R.position();
  unsigned Depth = 0;
  while (R.peek().Kind != TokenKind::End &&
         R.peek().Kind != TokenKind::Invalid) {
    const Token &T = R.next();
    if (T.is("{")) {
      ++Depth;
    } else if (T.is("}")) {
      Depth -= Depth != 0;
    } else if (T.isWord("record") && Depth == 0) {
      const Token &At = R.peek();
      std::string Name = R.recordName();
      if (Name.empty())
        continue;
      size_t Before = M.Records.size();
      R.declareRecord(Name);
      if (M.Records.size() == Before)
        return R.error(At, "record '" + Name + "' is declared twice");
    }
  }
  R.setPosition(Start);
  return false;
}

bool Parser::module() {
  if (moduleLine() || findRecords())
    return true;
  while (R.peek().Kind != TokenKind::End)
    if (declaration())
      return true;
  M.indexFunctions();
  for (Body &B : Bodies) {
    R.setPosition(B.Position);
    if (B.Reader.body())
      return true;
  }
  return false;
}

bool Parser::declaration() {
  if (R.acceptWord("record"))
    return record();
  if (R.acceptWord("global"))
    return global();
  if (R.acceptWord("table"))
    return table();
  if (R.acceptWord("func"))
    return function();
  static constexpr llvm::StringRef Words[] = {
      "record",   "global",      "table",  "func",   "alias", "nocopy",
      "usercopy", "static",      "const",  "init",   "macro", "header",
      "noreturn", "threadlocal", "method", "struct", "union", "class"};
  return R.expected(
      "a declaration: 'record', 'global', 'table' or 'func'",
      R.peek().Kind == TokenKind::Word ? suggestion(R.peek().Text, Words) : "");
}

bool Parser::recordAttributes(Record &Rec) {
  if (R.acceptWord("struct"))
    Rec.Kind = RecordKind::Struct;
  else if (R.acceptWord("union"))
    Rec.Kind = RecordKind::Union;
  else if (R.acceptWord("class"))
    Rec.Kind = RecordKind::Class;
  if (R.acceptWord("alias"))
    do {
      llvm::StringRef Alias;
      if (R.wordOrString(Alias, "an alias"))
        return true;
      Rec.Aliases.push_back(Alias);
    } while (R.accept(","));
  Rec.HasDeletedCopy = R.acceptWord("nocopy");
  Rec.HasUserProvidedCopy = R.acceptWord("usercopy");
  return R.annotations(Rec.Annotations);
}

bool Parser::record() {
  const Token &Name = R.peek();
  RecordId Id;
  if (R.record(Id))
    return true;
  Record &Rec = M.Records[Id.Index];
  if (recordAttributes(Rec) || R.place(Rec.Where, Name))
    return true;
  return R.accept("{") && fields(Rec);
}

bool Parser::fields(Record &Rec) {
  Rec.IsComplete = true;
  while (!R.accept("}")) {
    Field F;
    // A member may be called base.
    if (R.peek().isWord("base") && !R.peek(1).is(":")) {
      R.next();
      F.IsBase = true;
    }
    if (!R.peek().is(":") && R.wordOrString(F.Name, "a member or '}'"))
      return true;
    if (R.expect(":", "and a type after the member's name") || R.type(F.Type))
      return true;
    F.IsBitField = R.acceptWord("bits");
    if (R.annotations(F.Annotations))
      return true;
    Rec.Fields.push_back(std::move(F));
    if (!R.accept(",") && !R.peek().is("}"))
      return R.expected("',' or '}' after a member");
  }
  return false;
}

bool Parser::global() {
  const Token &Name = R.peek();
  if (Name.Kind != TokenKind::Global)
    return R.expected("the global's name, '@name'");
  R.next();
  Global G;
  G.Name = R.nameOf(Name);
  GlobalId Id{uint32_t(M.Globals.size())};
  if (!Globals.try_emplace(TextReader::key(Name), Id).second)
    return R.error(Name, "global '" + Name.Source +
                             "' is declared twice; write '" + Name.Source +
                             ".1' for another one of that name");
  if (R.expect(":", "and a type after the global's name") || R.type(G.Type))
    return true;
  G.IsStatic = R.acceptWord("static");
  G.IsThreadLocal = R.acceptWord("threadlocal");
  G.IsConst = R.acceptWord("const");
  G.HasInitialiser = R.acceptWord("init");
  if (R.acceptWord("macro") && R.wordOrString(G.InitMacro, "a macro's name"))
    return true;
  if (R.annotations(G.Annotations) || R.place(G.Where, Name))
    return true;
  M.Globals.push_back(std::move(G));
  return false;
}

bool Parser::table() {
  const Token &Name = R.peek();
  if (Name.Kind != TokenKind::Global)
    return R.expected("the name of the table's global, '@name'");
  auto It = Globals.find(TextReader::key(Name));
  if (It == Globals.end())
    return R.error(Name, "the global of a table must be declared before it");
  R.next();
  if (R.expect("{", "before the table's entries"))
    return true;
  while (!R.accept("}")) {
    TableEntry E;
    E.Global = It->second;
    if (R.wordOrString(E.Path, "a path in quotes, such as \".open\"") ||
        R.expect("=", "after the path"))
      return true;
    if (R.peek().Kind != TokenKind::Global)
      return R.expected("a function, '@name'");
    E.Function = R.functionNameOf(R.next());
    M.Tables.push_back(E);
    if (!R.accept(",") && !R.peek().is("}"))
      return R.expected("',' or '}' after an entry");
  }
  return false;
}

bool Parser::functionAttributes(Function &F) {
  F.IsStatic = R.acceptWord("static");
  F.IsHeader = R.acceptWord("header");
  F.IsNoReturn = R.acceptWord("noreturn");
  F.IsMethod = R.acceptWord("method");
  F.IsStartup = R.acceptWord("startup");
  return R.annotations(F.Annotations);
}

/// From behind the opening brace to behind the closing one.
bool Parser::skipBody() {
  for (unsigned Depth = 1; Depth;) {
    const Token &T = R.peek();
    if (T.Kind == TokenKind::End || T.Kind == TokenKind::Invalid)
      return R.expected("'}' at the end of the function");
    R.next();
    if (T.is("{"))
      ++Depth;
    else if (T.is("}"))
      --Depth;
  }
  return false;
}

bool Parser::function() {
  const Token &Name = R.peek();
  if (Name.Kind != TokenKind::Global)
    return R.expected("the function's name, '@name'");
  R.next();
  Function &F = M.Functions.emplace_back();
  F.Name = R.functionNameOf(Name);
  Bodies.push_back({BodyParser(R, Globals, F), 0});
  BodyParser &Reader = Bodies.back().Reader;
  if (R.expect("(", "before the parameters"))
    return true;
  while (!R.accept(")")) {
    if (R.accept("...")) {
      F.IsVariadic = true;
      if (R.expect(")", "after '...'"))
        return true;
      break;
    }
    if (Reader.local(LocalKind::Param))
      return true;
    if (!R.accept(",") && !R.peek().is(")"))
      return R.expected("',' or ')' after a parameter");
  }
  F.NumParams = F.Locals.size();
  if (R.accept("->")) {
    if (R.type(F.ReturnType))
      return true;
  } else {
    Type Void;
    Void.Kind = TypeKind::Void;
    F.ReturnType = M.typeId(Void);
  }
  if (functionAttributes(F) || R.place(F.Where, Name))
    return true;
  if (!R.accept("{")) {
    Bodies.pop_back();
    return false;
  }
  Bodies.back().Position = R.position();
  return skipBody();
}

llvm::Expected<std::unique_ptr<Module>>
holdfast::ir::parse(llvm::MemoryBufferRef Buffer) {
  auto M = std::make_unique<Module>();
  Parser P(*M, Buffer);
  if (P.module())
    return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s",
                                   P.message().c_str());
  if (llvm::Error E = verify(*M))
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "%s: error: %s",
                                   Buffer.getBufferIdentifier().str().c_str(),
                                   llvm::toString(std::move(E)).c_str());
  return std::move(M);
}
