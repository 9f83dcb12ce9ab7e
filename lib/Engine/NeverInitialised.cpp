//===- NeverInitialised.cpp - Members that a file uses and never initialises
//--===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/NeverInitialised.h"

#include "Engine/TypeFacts.h"
#include "IR/Spelling.h"

#include "llvm/ADT/SmallString.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

namespace {

/// A member of a record of the main file.
using Member = std::pair<uint32_t, uint32_t>;

struct Usage {
  bool IsSettled = false; ///< initialised somewhere, or not understood
  const ir::Function *User = nullptr;
  const ir::Event *FirstUse = nullptr;
  size_t Argument = 0;
};

class Scan {
public:
  explicit Scan(Context &C) : C(C), M(C.M) {}

  void run() {
    for (const ir::Function &F : M.Functions)
      scan(F);
    for (const ir::Global &G : M.Globals)
      if (G.HasInitialiser)
        settle(G.Type);
    for (auto &[Key, U] : Uses)
      if (!U.IsSettled && U.FirstUse && !Settled.count(Key.first))
        report(Key, U);
  }

private:
  void scan(const ir::Function &F);
  void argument(const ir::Function &F, const ir::Event &E, size_t I, Usage &U);
  void settle(ir::TypeId T);
  void report(const Member &Key, const Usage &U);
  bool isOurs(ir::RecordId R, uint32_t Index) const;

  Context &C;
  const ir::Module &M;
  std::map<Member, Usage> Uses;
  std::set<uint32_t>
      Settled; ///< records of which some object is made elsewhere
};

/// Whether a member's life is this file's business alone.
bool Scan::isOurs(ir::RecordId R, uint32_t Index) const {
  const ir::Record &Record = M.record(R);
  if (!Record.Where.isValid() || M.file(Record.Where.File) != M.MainFile)
    return false;
  const model::TypeModel *T =
      typeModel(M, C.Facts, elementType(M, Record.Fields[Index].Type));
  return T && T->Zero != model::ZeroState::Initialised;
}

/// Objects of this type, and of the types within it, come from elsewhere.
void Scan::settle(ir::TypeId T) {
  T = elementType(M, T);
  if (!M.recordOf(T) || !Settled.insert(M.type(T).Record.Index).second)
    return;
  for (const ir::Field &F : M.recordOf(T)->Fields)
    settle(F.Type);
}

void Scan::scan(const ir::Function &F) {
  std::vector<Usage *> Of(F.NumTemps, nullptr);
  auto Tracked = [&](ir::Operand O) {
    return O.Kind == ir::OperandKind::Temp ? Of[O.Value] : nullptr;
  };
  for (const ir::Event &E : F.Events) {
    if (E.Code == ir::Op::Field && isOurs(E.Record, E.FieldIndex)) {
      Of[E.Result.Index] = &Uses[{E.Record.Index, E.FieldIndex}];
      continue;
    }
    if (E.Code == ir::Op::Element && Tracked(E.A)) {
      Of[E.Result.Index] = Tracked(E.A);
      continue;
    }
    if (E.Code == ir::Op::Cast && Tracked(E.A)) {
      Of[E.Result.Index] = Tracked(E.A);
      continue;
    }
    if (E.Code == ir::Op::Copy)
      settle(E.Ty);
    llvm::ArrayRef<ir::Operand> Args = F.args(E);
    bool IsCall = E.Code == ir::Op::Call || E.Code == ir::Op::Macro;
    for (size_t I = 0; I != Args.size(); ++I)
      if (Usage *U = Tracked(Args[I])) {
        if (IsCall)
          argument(F, E, I, *U);
        else
          U->IsSettled = true;
      }
    for (ir::Operand O : {E.A, E.B})
      if (Usage *U = Tracked(O))
        U->IsSettled = true;
  }
  for (const ir::Block &B : F.Blocks)
    if (Usage *U = Tracked(B.Term.Value))
      U->IsSettled = true;
}

/// The member's address is argument \p I of a call.
void Scan::argument(const ir::Function &F, const ir::Event &E, size_t I,
                    Usage &U) {
  auto Used = [&] {
    if (!U.FirstUse) {
      U.User = &F;
      U.FirstUse = &E;
      U.Argument = I;
    }
  };
  auto Is = [&](const model::Place &P) {
    return P.Root == model::Place::Argument && P.Index == I;
  };
  const model::FunctionModel *FM = nullptr;
  llvm::StringRef Callee;
  if (E.Code == ir::Op::Macro) {
    FM = C.Facts.macro(E.Name);
  } else if (E.A.Kind == ir::OperandKind::Function) {
    Callee = M.name(E.A);
    llvm::SmallString<64> Storage;
    FM = C.Facts.function(modelName(Callee, Storage));
  }
  if (FM) {
    for (const model::Effect &Effect : FM->Effects)
      for (const model::Place &P : Effect.Operands) {
        if (!Is(P))
          continue;
        if (Effect.V == Verb::Use || Effect.V == Verb::Destroy ||
            Effect.V == Verb::Reinit)
          Used();
        else if (Effect.V != Verb::Publish && Effect.V != Verb::Quiesce &&
                 Effect.V != Verb::Await &&
                 !model::isAboutLock(Effect.V)) // taking a lock prepares nothing
          U.IsSettled = true;
      }
    return;
  }
  const Summary *Sum = Callee.empty() ? nullptr : C.summaryOf(Callee);
  if (!Sum) {
    U.IsSettled = true;
    return;
  }
  for (const SummaryCase &Case : Sum->Cases)
    for (const LoggedAction *L : Case.Actions) {
      const Action &A = L->Act;
      bool IsThis =
          A.X && A.X->Kind == ValueKind::Param && A.X->Number == int64_t(I);
      if (!IsThis)
        continue;
      if (!A.IsEscape && (A.V == Verb::Use || A.V == Verb::Destroy))
        Used();
      else
        U.IsSettled = true;
    }
}

void Scan::report(const Member &Key, const Usage &U) {
  ir::Spelling Spell(M, *U.User);
  const ir::Field &Field = M.Records[Key.first].Fields[Key.second];
  Finding New;
  New.Why = Reason::NeverInitialised;
  New.Where = U.FirstUse->Where;
  New.Function = U.User->Name.str();
  New.Object = Spell.object(U.User->args(*U.FirstUse)[U.Argument]);
  New.Detail = Field.Name.str();
  New.Path.push_back(
      {M.Records[Key.first].Where,
       "'" + M.Records[Key.first].Name.str() + "' is defined in this file"});
  if (const model::TypeModel *T =
          typeModel(M, C.Facts, elementType(M, Field.Type)))
    New.Rule = T->From;
  C.report(std::move(New));
}

} // namespace

void engine::reportNeverInitialised(Context &C) { Scan(C).run(); }
