//===- YamlReader.cpp - Reads YAML nodes and keeps their places -----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "YamlReader.h"

#include "Syntax.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <tuple>

using namespace llvm;

namespace holdfast::model {

char ModelErrors::ID = 0;

std::string FileMistake::str() const {
  std::string S = File;
  if (Line)
    S += ":" + std::to_string(Line) + ":" + std::to_string(Column);
  return S + ": error: " + Message;
}

void ModelErrors::log(raw_ostream &OS) const {
  interleave(All, OS, [&](const FileMistake &M) { OS << M.str(); }, "\n");
}

std::error_code ModelErrors::convertToErrorCode() const {
  return inconvertibleErrorCode();
}

YamlReader::YamlReader(MemoryBufferRef Buffer)
    : FileName(Buffer.getBufferIdentifier()), Contents(Buffer.getBuffer()) {
  Sources.setDiagHandler(handleSyntaxError, this);
  Stream = std::make_unique<yaml::Stream>(Buffer, Sources);
}

YamlReader::~YamlReader() = default;

void YamlReader::handleSyntaxError(const SMDiagnostic &D, void *Reader) {
  auto *R = static_cast<YamlReader *>(Reader);
  if (R->IsBroken)
    return;
  R->IsBroken = true;
  std::string Message = D.getMessage().rtrim(".!").str();
  if (!Message.empty())
    Message[0] = toLower(Message[0]);
  R->Mistakes.push_back({R->FileName.str(),
                         unsigned(std::max(D.getLineNo(), 1)),
                         unsigned(std::max(D.getColumnNo(), 0)) + 1,
                         "this is not YAML: " + Message});
}

SMLoc YamlReader::start(yaml::Node &N) { return N.getSourceRange().Start; }

unsigned YamlReader::line(SMLoc Where) const {
  return Where.isValid() ? Sources.getLineAndColumn(Where).first : 1;
}

void YamlReader::error(SMLoc Where, const Twine &Message) {
  if (IsBroken)
    return;
  auto [Line, Column] = Where.isValid() ? Sources.getLineAndColumn(Where)
                                        : std::pair<unsigned, unsigned>(1, 1);
  Mistakes.push_back({FileName.str(), Line, Column, Message.str()});
}

void YamlReader::error(yaml::Node &N, const Twine &Message) {
  error(start(N), Message);
}

Error YamlReader::takeErrors() {
  if (Mistakes.empty())
    return Error::success();
  llvm::sort(Mistakes, [](const FileMistake &A, const FileMistake &B) {
    return std::tie(A.Line, A.Column, A.Message) <
           std::tie(B.Line, B.Column, B.Message);
  });
  return make_error<ModelErrors>(std::move(Mistakes));
}

void YamlReader::document(ArrayRef<Key> Keys, Misplaced Hint) {
  if (Contents.trim().empty()) {
    error(SMLoc(), "the file is empty; expected 'types', 'functions' or "
                   "'macros'");
    return;
  }
  auto Document = Stream->begin();
  yaml::Node *Root = Document == Stream->end() ? nullptr : Document->getRoot();
  if (!Root) {
    error(SMLoc(), "this is not YAML");
    return;
  }
  if (isa<yaml::NullNode>(Root)) {
    error(SMLoc(), "the file is empty; expected 'types', 'functions' or "
                   "'macros'");
    return;
  }
  mapping(*Root, "a model file", Keys, Hint);
  if (IsBroken || !Document->skip())
    return;
  if (++Document != Stream->end())
    if (yaml::Node *Second = Document->getRoot())
      error(*Second, "a model file has one document only");
}

void YamlReader::mapping(yaml::Node &N, const Twine &What, ArrayRef<Key> Keys,
                         Misplaced Hint) {
  auto *Map = dyn_cast<yaml::MappingNode>(&N);
  if (!Map) {
    error(N, "expected " + What + " (keys and values, as in '" +
                 Keys.front().Name + ": …')");
    N.skip();
    return;
  }
  SmallVector<StringRef, 8> Seen;
  for (yaml::KeyValueNode &Entry : *Map) {
    auto *Name = dyn_cast_or_null<yaml::ScalarNode>(Entry.getKey());
    if (!Name) {
      if (yaml::Node *Other = Entry.getKey())
        error(*Other, "expected a key");
      continue;
    }
    SmallString<32> Storage;
    StringRef Text = Name->getValue(Storage);
    SMLoc Where = start(*Name);
    const Key *Found =
        find_if(Keys, [&](const Key &K) { return K.Name == Text; });
    if (Found == Keys.end()) {
      std::string Explanation = Hint(Text);
      SmallVector<StringRef, 8> Known;
      for (const Key &K : Keys)
        Known.push_back(K.Name);
      if (Explanation.empty())
        Explanation = "unknown key '" + Text.str() + "' in " + What.str() +
                      didYouMean(Text, Known);
      error(Where, Explanation);
      continue;
    }
    if (is_contained(Seen, Found->Name)) {
      error(Where, "the key '" + Text + "' is there twice");
      continue;
    }
    Seen.push_back(Found->Name);
    yaml::Node *Value = Entry.getValue();
    if (!Value || isa<yaml::NullNode>(Value)) {
      error(Where, "expected a value after '" + Text + ":'");
      continue;
    }
    Found->Read(*Value);
  }
}

void YamlReader::list(yaml::Node &N, function_ref<void(yaml::Node &)> Read) {
  if (auto *Items = dyn_cast<yaml::SequenceNode>(&N)) {
    for (yaml::Node &Item : *Items)
      Read(Item);
    return;
  }
  Read(N);
}

bool YamlReader::string(yaml::Node &N, YamlString &S) {
  S.Where = start(N);
  if (auto *Block = dyn_cast<yaml::BlockScalarNode>(&N)) {
    S.Text = Block->getValue().trim().str();
  } else if (auto *Scalar = dyn_cast<yaml::ScalarNode>(&N)) {
    SmallString<64> Storage;
    S.Text = Scalar->getValue(Storage).trim().str();
    StringRef Raw = Scalar->getRawValue();
    if (Raw.starts_with("'") || Raw.starts_with("\""))
      S.Where = SMLoc::getFromPointer(S.Where.getPointer() + 1);
  } else {
    error(N,
          isa<yaml::AliasNode>(N)
              ? "anchors and aliases of YAML are not supported; a value that "
                "starts with '*' needs quotes"
              : "expected a text");
    N.skip();
    return false;
  }
  if (!S.Text.empty())
    return true;
  error(S.Where, "expected a text, not an empty one");
  return false;
}

} // namespace holdfast::model
