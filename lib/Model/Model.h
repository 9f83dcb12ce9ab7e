//===- Model.h - What libraries promise about types and calls ---*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the Model: the one place that knows the names of a library's types,
// functions and macros. It is filled from YAML files (ModelFile.h), and the
// engine and the checks ask it; they know no name themselves.
//
// A function's model is a list of effects, in the order in which they happen.
// An effect is a sentence of a small language (Effect.h):
//
//   init arg0
//   link arg0 to arg1
//   init arg0 if ret == 0
//   callback arg1(_, arg4) in hardirq
//
// What is hard about it: facts differ by version and configuration of the
// library. So a type model may ask for a member (`has-field`), and several
// models of one name are tried in order: the first that fits the record wins.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_MODEL_H
#define HOLDFAST_MODEL_MODEL_H

#include "Effect.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"

#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::model {

/// Where a rule is stated, for the reader of a finding: a line of a model file,
/// or the declaration whose attribute says so.
struct Origin {
  std::string File;
  unsigned Line = 0;
  std::string str() const { return File + ":" + std::to_string(Line); }
};

/// From when on an object of the type must stay where it is.
enum class PinnedFrom : uint8_t {
  Never,    ///< two-phase at most; may be copied bit by bit at any time
  Creation, ///< always: it refers to itself from its constructor on
  Init,     ///< from its initialiser on, until it is destroyed
  Link      ///< while it is linked into, or registered with, something
};

/// Whether an object of all-zero bytes counts as initialised.
enum class ZeroState : uint8_t {
  Uninitialised, ///< no: kzalloc() does not replace the initialiser
  Initialised,   ///< yes
  Debug          ///< works by luck: only debug configurations notice
};

/// A state that code is executed in: where it runs, or what it brought about.
struct ContextModel {
  std::string Name;
  std::vector<std::string> Implies;  ///< contexts that are there with it
  std::vector<std::string> Excludes; ///< contexts that are not
  /// Contexts that keep this one, which interrupts others, from coming.
  std::vector<std::string> MaskedBy;
  bool ForbidsSleep = false;         ///< `sleep: never`
  std::string Why;
  Origin From;
};

struct FunctionModel {
  std::string Name; ///< C: the name; C++: the qualified name
  bool IsMacro = false;
  /// Some effect is about `self`: the call has an object argument, which comes
  /// before arg0.
  bool IsMethod = false;
  std::vector<Effect> Effects; ///< empty: the call does nothing of note
  /// From a file that comes with Holdfast, which the project did not ask for.
  bool IsBuiltin = false;
  std::string Why;
  Origin From;
};

/// What is known of a member of a type.
struct FieldModel {
  std::string Name;
  std::string Read, Write; ///< rules in their canonical form (Rule.h), or empty
  /// When neither need hold: `startup || cpu_offline(self)`. Each alternative
  /// is a mode, which audits name; it counts only where it is known to hold.
  std::string Exempt;
  std::string CalledIn;    ///< the context that the function there is called in
  /// What it points at is good only as long as the object is.
  bool Lends = false;
  /// What a call of the function that it points at does, where that is the same
  /// for every such function.
  std::optional<FunctionModel> Does;
  std::string Why;
  Origin From;
};

struct TypeModel {
  std::string Name; ///< `struct mutex`, `spinlock_t`, `std::mutex`
  std::vector<std::string> OtherNames; ///< `aka`
  PinnedFrom Pinned = PinnedFrom::Never;
  ZeroState Zero = ZeroState::Uninitialised;
  std::string Why;      ///< a clause: "its wait list points at itself"
  std::string HasField; ///< applies only to records with this member
  std::vector<std::string>
      Initialisers; ///< macros that build an initialised value
  /// A lock's type: the context that whoever holds such a lock is in.
  std::string Holding;
  /// The function without parameters that returns the one object of the type
  /// whose member of the second name is null.
  std::string Root, RootIfNull;
  std::vector<std::string>
      WalkedBy; ///< macros that begin a loop over every object of the type
  /// What a function does that is given a value of this type, which `arg0`
  /// stands for, and the functions of which that is not true.
  std::vector<Effect> Passed;
  std::vector<std::string> PassedExcept;
  std::vector<FieldModel> Fields;
  Origin From;
  /// Null when nothing is known of that member.
  const FieldModel *field(llvm::StringRef Name) const;
};

/// A file that entries came from.
struct ModelSource {
  std::string File;
  std::string Library;
  std::string ReadFrom; ///< the source that its facts were checked against
};

class Model {
public:
  /// A model on top of \p Base, which must outlive it: what is added here wins.
  explicit Model(const Model *Base = nullptr) : Base(Base) {}
  Model(const Model &) = delete;
  Model &operator=(const Model &) = delete;

  /// Later additions win over earlier ones of the same name; a type's
  /// alternatives (`has-field`) within one file are kept in order.
  void add(TypeModel T);
  void add(FunctionModel F);
  void add(ContextModel C);
  /// A macro that says that its condition is wrong, and goes on or ends.
  void addAssertion(llvm::StringRef Macro) { Assertions.insert(Macro); }
  /// Adds a function or macro whose model \p Read makes of \p Text when it is
  /// first asked for: most of what is known, a run never needs.
  using Reader = FunctionModel (*)(llvm::StringRef Text, llvm::StringRef File);
  void addLazily(llvm::StringRef Name, bool IsMacro, llvm::StringRef Text,
                 llvm::StringRef File, Reader Read);
  void add(ModelSource S) { Sources.push_back(std::move(S)); }
  /// Adds everything of \p Other, base apart, and leaves it empty.
  void take(Model &Other);

  /// The models of a type's name, strongest first. Where there is none for
  /// `ns::name<args>`, those of `ns::name` are meant.
  llvm::ArrayRef<const TypeModel *> types(llvm::StringRef Name) const;
  /// The first model of that name that fits: \p HasField answers whether the
  /// record has a member of a name. Null when there is none.
  const TypeModel *
  type(llvm::StringRef Name,
       llvm::function_ref<bool(llvm::StringRef)> HasField) const;
  /// Null when the function or macro has no model. A C++ function may be given
  /// with its parameter types and template arguments.
  const FunctionModel *function(llvm::StringRef Name) const;
  const FunctionModel *macro(llvm::StringRef Name) const;
  /// The type whose value the macro builds; null when it is no initialiser.
  const TypeModel *initialisedBy(llvm::StringRef Macro) const;
  /// Whether some type names this macro as one that builds its value.
  bool isInitialiser(llvm::StringRef Macro) const {
    return initialisedBy(Macro) != nullptr;
  }

  bool isAssertion(llvm::StringRef Macro) const {
    return Assertions.contains(Macro) || (Base && Base->isAssertion(Macro));
  }

  /// Null when no file declares that context.
  const ContextModel *context(llvm::StringRef Name) const;
  /// The words that sentences and rules may use for contexts: those of every
  /// file, and those that were declared.
  std::vector<llvm::StringRef> contextNames() const;

  /// What is known of the file of an entry; null for an unknown file.
  const ModelSource *source(llvm::StringRef File) const;

  size_t numTypes() const {
    return Types.size() + (Base ? Base->numTypes() : 0);
  }
  size_t numFunctions() const {
    return Functions.size() + (Base ? Base->numFunctions() : 0);
  }

  /// Every entry, in the order of addition, also those that a later one hides.
  void forEachType(llvm::function_ref<void(const TypeModel &)> Do) const;
  void
  forEachFunction(llvm::function_ref<void(const FunctionModel &)> Do) const;
  void forEachContext(llvm::function_ref<void(const ContextModel &)> Do) const;
  /// In the order of their names; those of the base are not among them.
  std::vector<llvm::StringRef> assertions() const;
  void forEachSource(llvm::function_ref<void(const ModelSource &)> Do) const;

private:
  /// A function or macro. There are thousands, and few are ever asked for, so a
  /// slot is small, and its model is made at the first question.
  struct Slot {
    mutable std::atomic<const FunctionModel *> Value{nullptr};
    llvm::StringRef Text, File;
    Reader Read = nullptr;
  };

  void addName(llvm::StringRef Name, const TypeModel *T);
  llvm::ArrayRef<const TypeModel *> typesNamed(llvm::StringRef Name) const;
  const FunctionModel &get(const Slot &S) const;

  const Model *Base;
  std::deque<TypeModel> Types;
  std::deque<ContextModel> Contexts;
  std::deque<Slot> Functions;
  mutable std::deque<FunctionModel> FunctionsRead;
  std::deque<ModelSource> Sources;
  mutable std::mutex ReadLock;
  llvm::StringMap<llvm::SmallVector<const TypeModel *, 1>> TypesByName;
  llvm::StringMap<const Slot *> FunctionsByName, MacrosByName;
  llvm::StringMap<const TypeModel *> InitialiserMacros;
  llvm::StringMap<const ContextModel *> ContextsByName;
  llvm::StringSet<> Assertions;
};

/// `ns::f<int>(const char *)` without its template arguments and parameters:
/// `ns::f`. Operators keep their signs.
std::string withoutArguments(llvm::StringRef QualifiedName);

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_MODEL_H
