//===- YamlReader.h - Reads YAML nodes and keeps their places ---*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines a reader of one YAML document that collects every mistake with its
// line and column instead of stopping at the first.
//
// What is hard about it: LLVM's YAML I/O hides the lines, which a finding shows
// as the origin of its rule. So this walks the nodes of LLVM's YAML parser,
// which reads its input as a stream: a node must be read before the next one,
// once.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_YAMLREADER_H
#define HOLDFAST_MODEL_YAMLREADER_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"

#include <memory>
#include <string>
#include <vector>

namespace holdfast::model {

/// A mistake in a model file. Line and Column are 0 when the file as a whole is
/// meant (it cannot be read).
struct FileMistake {
  std::string File;
  unsigned Line = 0, Column = 0;
  std::string Message;
  /// `file:line:column: error: message`.
  std::string str() const;
};

/// All mistakes of one run of the loader; logged one a line.
class ModelErrors : public llvm::ErrorInfo<ModelErrors> {
public:
  static char ID;
  explicit ModelErrors(std::vector<FileMistake> All) : All(std::move(All)) {}
  llvm::ArrayRef<FileMistake> mistakes() const { return All; }
  void log(llvm::raw_ostream &OS) const override;
  std::error_code convertToErrorCode() const override;

private:
  std::vector<FileMistake> All;
};

/// A string of the file and where it starts.
struct YamlString {
  std::string Text;
  llvm::SMLoc Where; ///< of the first character, after an opening quote
};

class YamlReader {
public:
  explicit YamlReader(llvm::MemoryBufferRef Buffer);
  ~YamlReader();

  /// One key of a mapping and what reads its value.
  struct Key {
    llvm::StringRef Name;
    llvm::function_ref<void(llvm::yaml::Node &)> Read;
  };
  /// Says what is wrong with a key that stands in another kind of mapping than
  /// its own; empty when it is in no list at all.
  using Misplaced = llvm::function_ref<std::string(llvm::StringRef)>;

  /// Reads the only document, which must be a mapping.
  void document(llvm::ArrayRef<Key> Keys, Misplaced Hint);
  /// \p What names the mapping in messages: "a type".
  void mapping(llvm::yaml::Node &N, const llvm::Twine &What,
               llvm::ArrayRef<Key> Keys, Misplaced Hint);
  /// A list, or a single item in its place.
  void list(llvm::yaml::Node &N,
            llvm::function_ref<void(llvm::yaml::Node &)> Read);
  /// A string that is not empty. False, after a report, when it is none.
  bool string(llvm::yaml::Node &N, YamlString &S);

  void error(llvm::SMLoc Where, const llvm::Twine &Message);
  void error(llvm::yaml::Node &N, const llvm::Twine &Message);
  unsigned line(llvm::SMLoc Where) const;
  static llvm::SMLoc start(llvm::yaml::Node &N);

  llvm::StringRef fileName() const { return FileName; }
  /// How much was reported, to know whether something was since.
  size_t numMistakes() const { return Mistakes.size(); }
  /// Success, or all that was reported.
  llvm::Error takeErrors();

private:
  static void handleSyntaxError(const llvm::SMDiagnostic &D, void *Reader);

  llvm::StringRef FileName, Contents;
  llvm::SourceMgr Sources;
  std::unique_ptr<llvm::yaml::Stream> Stream;
  std::vector<FileMistake> Mistakes;
  bool IsBroken = false; ///< not YAML: what follows would be noise
};

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_YAMLREADER_H
