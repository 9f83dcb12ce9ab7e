//===- Context.h - What the analyses of a run share -------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the context of one run: the inputs, the value table, the summaries so
// far, and where findings go.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_CONTEXT_H
#define HOLDFAST_ENGINE_CONTEXT_H

#include "Engine/Analysis.h"
#include "Engine/Collections.h"
#include "Engine/Givers.h"
#include "Engine/InferredGuards.h"
#include "Engine/InitSites.h"
#include "Engine/Keepers.h"
#include "Engine/LockPartners.h"
#include "Engine/LockUses.h"
#include "Engine/Summary.h"
#include "Model/Annotation.h"

#include "llvm/ADT/StringMap.h"

#include <map>
#include <set>
#include <tuple>

namespace holdfast::engine {

/// Somebody calls a function in a context.
struct EntryContext {
  std::string Function;
  unsigned Context = 0; ///< in the ContextTable
  ir::Loc Where;        ///< where the function was given away
  const model::Origin *From = nullptr;
  std::optional<uint32_t> By = std::nullopt; ///< the function that gave it away
};

/// Whether a type's declaration says that it is a lock.
enum class LockKind : uint8_t { Other, Plain, Reentrant };

class Context {
public:
  Context(const ir::Module &M, const model::Model &Facts,
          const AnalysisOptions &Options)
      : M(M), Facts(Facts), Options(Options), Judgements(Options.Audit),
        Values(M), Sites(M, Facts), Each(M, Facts, Sites), Contexts(Facts),
        Give(M, Facts), Summaries(M.Functions.size()) {
    for (uint32_t I = 0; I != M.Functions.size(); ++I)
      if (M.Functions[I].isDefinition())
        Definitions.try_emplace(M.Functions[I].Name, I);
    for (const ir::Function &F : M.Functions)
      if (auto FM = model::declaredModel(M, F, Facts))
        Declared.try_emplace(F.Name, std::move(*FM));
    for (uint32_t I = 0; I != M.Globals.size(); ++I)
      Globals[M.Globals[I].Name] = I;
    for (uint32_t I = 0; I != M.Records.size(); ++I)
      for (const ir::Annotation &A : M.Records[I].Annotations)
        if (A.Text.starts_with("holdfast:lock")) {
          HasDeclaredLocks = true;
          DeclaredLocks[I] = A.Text.ends_with("reentrant") ? LockKind::Reentrant
                                                           : LockKind::Plain;
        }
    auto NotePointee = [&](llvm::ArrayRef<ir::Annotation> As) {
      for (const ir::Annotation &A : As)
        HasPointeeRules |= A.Text.starts_with("holdfast:read-at") ||
                           A.Text.starts_with("holdfast:write-at");
    };
    for (const ir::Record &R : M.Records)
      for (const ir::Field &Member : R.Fields)
        NotePointee(Member.Annotations);
    for (const ir::Global &G : M.Globals)
      NotePointee(G.Annotations);
    for (const ir::TableEntry &T : M.Tables)
      Tables.emplace(std::make_pair(T.Global.Index, T.Path.str()), T.Function);
  }

  const ir::Module &M;
  const model::Model &Facts;
  const AnalysisOptions &Options;
  Audit Judgements;
  ValueTable Values;
  LogTable Logs;
  InitSites Sites;
  Collections Each;
  ContextTable Contexts;
  std::vector<EntryContext> Entries;
  AnalysisResult Result;
  InferredGuards Guards;
  LockUses Locks;
  LockPartners Partners;
  /// What is the calling thread's own was stored into a member, for good.
  struct BoundStore {
    ir::RecordId Record;
    uint32_t Field = 0, Function = 0;
    std::optional<uint32_t> Param; ///< of whose object the member is
    bool IsInCallee = false;       ///< a function that was called stored it
    Finding About;
  };
  std::vector<BoundStore> BoundStores;
  Givers Give;
  Keepers Keep; ///< which unknown functions keep what they are given

  /// The index of the definition of that name, if there is one.
  std::optional<uint32_t> definition(llvm::StringRef Name) const {
    auto It = Definitions.find(Name);
    return It == Definitions.end() ? std::nullopt
                                   : std::optional<uint32_t>(It->second);
  }
  /// What the declaration of a function says it does; null when nothing.
  const model::FunctionModel *declared(llvm::StringRef Name) const {
    auto It = Declared.find(Name);
    return It == Declared.end() ? nullptr : &It->second;
  }
  /// The index of the global of that name, if there is one.
  std::optional<uint32_t> global(llvm::StringRef Name) const {
    auto It = Globals.find(Name);
    return It == Globals.end() ? std::nullopt
                               : std::optional<uint32_t>(It->second);
  }
  /// A rule that stays as long as the run.
  const model::Rule *keep(const model::Rule &R) {
    return &Rules.try_emplace(R.str(), R).first->second;
  }
  /// Whether some type is declared to be a lock.
  bool HasDeclaredLocks = false;
  /// Whether something is said of what a pointer leads to.
  bool HasPointeeRules = false;
  LockKind lockKind(ir::TypeId T) const {
    if (!T || !M.recordOf(T))
      return LockKind::Other;
    return DeclaredLocks.lookup(M.type(T).Record.Index);
  }
  Summary &summary(uint32_t Function) { return Summaries[Function]; }
  uint32_t indexOf(const Summary &S) const { return &S - Summaries.data(); }
  /// The contexts that functions of this file begin or end, as a model says;
  /// bits.
  uint64_t ownContexts();
  /// Null when nothing is known of what a call of that name does.
  const Summary *summaryOf(llvm::StringRef Name) const {
    std::optional<uint32_t> I = definition(Name);
    return I && Summaries[*I].IsKnown ? &Summaries[*I] : nullptr;
  }
  /// What a function without parameters always returns, if that means something
  /// to everybody: the address of a global, or of a part of it. Else null.
  const Value *accessor(llvm::StringRef Name) const {
    const Summary *S = summaryOf(Name);
    if (!S || S->Cases.size() != 1 || !S->Cases[0].Returned)
      return nullptr;
    const Value *V = S->Cases[0].Returned;
    return V->root()->Kind == ValueKind::Global ? V : nullptr;
  }
  /// The function that a global's initialiser put at \p Path of it, or empty.
  llvm::StringRef tableEntry(uint32_t Global, const std::string &Path) const {
    auto It = Tables.find({Global, Path});
    return It == Tables.end() ? llvm::StringRef() : It->second;
  }

  /// Whether a function of that name may change what locks are held.
  static bool mayLock(llvm::StringRef Name);

  /// Adds a finding unless the same one, at the same place, is there.
  void report(Finding F) {
    // Two attributes of an object may remember the same event.
    auto IsSame = [](const PathNote &A, const PathNote &B) {
      return A.Where.File == B.Where.File && A.Where.Line == B.Where.Line &&
             A.Where.Column == B.Where.Column && A.Text == B.Text;
    };
    F.Path.erase(std::unique(F.Path.begin(), F.Path.end(), IsSame),
                 F.Path.end());
    if (Seen.insert({F.Why, F.Where.File.Index, F.Where.Line, F.Where.Column,
                     F.Object})
            .second)
      Result.Findings.push_back(std::move(F));
  }

private:
  std::vector<Summary> Summaries; ///< by function
  std::optional<uint64_t> OwnContexts;
  std::map<std::string, model::Rule> Rules;
  llvm::StringMap<uint32_t> Definitions, Globals;
  llvm::StringMap<model::FunctionModel> Declared;
  llvm::DenseMap<uint32_t, LockKind> DeclaredLocks; ///< by record
  std::map<std::pair<uint32_t, std::string>, llvm::StringRef> Tables;
  std::set<std::tuple<Reason, uint32_t, uint32_t, uint32_t, std::string>> Seen;
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_CONTEXT_H
