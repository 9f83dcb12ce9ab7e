//===- NeverInitialised.cpp - Used, and initialised nowhere ---------------===//
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

#include <algorithm>

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

namespace {

/// A member of a record.
using Member = std::pair<uint32_t, uint32_t>;

struct Usage {
  Member Of;
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
      if (!U.IsSettled && U.FirstUse && !Settled.count(Key.first) &&
          (isDefinedHere(Key.first) || isBuiltHere(Key.first)))
        report(Key, U);
  }

private:
  void scan(const ir::Function &F);
  void argument(const ir::Function &F, const ir::Event &E, size_t I, Usage &U);
  void settle(ir::TypeId T);
  void report(const Member &Key, const Usage &U);
  bool needsInit(ir::RecordId R, uint32_t Index) const;
  bool isMain(const ir::Loc &Where) const {
    return Where.isValid() && M.file(Where.File) == M.MainFile;
  }
  bool isDefinedHere(uint32_t Record) const {
    return C.Sites.isOurs(ir::RecordId{Record});
  }
  bool isBuiltHere(uint32_t Record) const;
  bool isNew(const ir::Event &E) const {
    const model::FunctionModel *FM =
        E.Code == ir::Op::Call ? calledModel(M, C.Facts, E) : nullptr;
    return FM && allocates(*FM);
  }
  void notePrepared(const ir::Function &F, const ir::Event &E,
                    llvm::ArrayRef<uint32_t> Pointees);

  Context &C;
  const ir::Module &M;
  /// Of fewer, a function may initialise only what it is about.
  static constexpr size_t MinMembers = 3;

  std::map<Member, Usage> Uses;
  /// By record: which members each function of the main file initialises.
  std::map<uint32_t, std::map<const ir::Function *, std::set<uint32_t>>> Built;
  std::set<uint32_t> Made;     ///< objects of it are allocated in the main file
  std::set<uint32_t> Prepared; ///< given to functions that may initialise more
  std::set<uint32_t>
      Settled; ///< records of which some object is made elsewhere
};

bool Scan::needsInit(ir::RecordId R, uint32_t Index) const {
  const ir::Record &Record = M.record(R);
  const model::TypeModel *T =
      typeModel(M, C.Facts, elementType(M, Record.Fields[Index].Type));
  return T && T->Zero != model::ZeroState::Initialised;
}

/// A record of a header belongs to the file that has its constructor: a
/// function that allocates it and initialises several members, while none of
/// other files is called that may initialise more.
bool Scan::isBuiltHere(uint32_t Record) const {
  auto It = Built.find(Record);
  return It != Built.end() && Made.count(Record) && !Prepared.count(Record) &&
         llvm::any_of(It->second, [](const auto &E) {
           return E.second.size() >= MinMembers;
         });
}

/// Whether a function that nobody knows says by its name that it prepares what
/// it is given.
static bool mayPrepare(llvm::StringRef Name) {
  llvm::SmallVector<llvm::StringRef, 8> Words;
  Name.split(Words, '_', -1, /*KeepEmpty=*/false);
  return llvm::any_of(Words, [](llvm::StringRef Word) {
    static constexpr llvm::StringLiteral Known[] = {
        "init",     "initialize", "setup", "alloc", "create", "new",
        "register", "prepare",    "start", "open",  "probe",  "add"};
    return llvm::any_of(
        Known, [&](llvm::StringRef K) { return Word.equals_insensitive(K); });
  });
}

void Scan::notePrepared(const ir::Function &F, const ir::Event &E,
                        llvm::ArrayRef<uint32_t> Pointees) {
  if (E.Code != ir::Op::Call)
    return;
  if (E.A.Kind == ir::OperandKind::Function) {
    llvm::StringRef Callee = M.name(E.A);
    llvm::SmallString<64> Storage;
    if (C.definition(Callee) || C.Facts.function(modelName(Callee, Storage)) ||
        !mayPrepare(Callee))
      return;
  }
  for (ir::Operand O : F.args(E))
    if (O.Kind == ir::OperandKind::Temp && Pointees[O.Value])
      Prepared.insert(Pointees[O.Value] - 1);
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
  std::vector<uint32_t> Pointees(F.NumTemps, 0); ///< the record + 1
  std::vector<bool> IsNew(F.NumTemps, false);
  std::vector<Usage *> Named(F.Locals.size(), nullptr);
  auto Tracked = [&](ir::Operand O) {
    return O.Kind == ir::OperandKind::Temp ? Of[O.Value] : nullptr;
  };
  for (const ir::Event &E : F.Events) {
    if (E.Result && E.Ty && M.type(E.Ty).Kind == ir::TypeKind::Pointer)
      if (ir::TypeId To = M.type(E.Ty).Element; To && M.recordOf(To))
        Pointees[E.Result.Index] = M.type(To).Record.Index + 1;
    if (E.Code == ir::Op::Container)
      Pointees[E.Result.Index] = E.Record.Index + 1;
    if (E.Code == ir::Op::Field && needsInit(E.Record, E.FieldIndex)) {
      if (Usage *Whole = Tracked(E.A))
        Whole->IsSettled = true; // by its parts, perhaps
      Member Key{E.Record.Index, E.FieldIndex};
      Of[E.Result.Index] = &Uses.try_emplace(Key, Usage{Key}).first->second;
      continue;
    }
    notePrepared(F, E, Pointees);
    if (E.Result)
      IsNew[E.Result.Index] =
          isNew(E) || (E.Code == ir::Op::Cast &&
                       E.A.Kind == ir::OperandKind::Temp && IsNew[E.A.Value]);
    if (E.Code == ir::Op::Store && E.A.Kind == ir::OperandKind::Local &&
        E.B.Kind == ir::OperandKind::Temp && IsNew[E.B.Value] &&
        isMain(F.Where))
      if (ir::TypeId To = M.type(F.Locals[E.A.Value].Type).Element;
          To && M.recordOf(To))
        Made.insert(M.type(To).Record.Index);
    bool IsStep = E.Code == ir::Op::Element || E.Code == ir::Op::Cast ||
                  E.Code == ir::Op::Field;
    if (IsStep && Tracked(E.A)) {
      Of[E.Result.Index] = Tracked(E.A);
      continue;
    }
    // What is in it, or at its address, is looked at.
    if ((E.Code == ir::Op::Load && Tracked(E.A)) || E.Code == ir::Op::Begin ||
        E.Code == ir::Op::End)
      continue;
    if (E.Code == ir::Op::Container ||
        (E.Code == ir::Op::Binary && (ir::BinaryOp(E.Sub) == ir::BinaryOp::Eq ||
                                      ir::BinaryOp(E.Sub) == ir::BinaryOp::Ne)))
      continue;
    // A variable that is another name for it.
    if (E.Code == ir::Op::Store && E.A.Kind == ir::OperandKind::Local &&
        !Tracked(E.A)) {
      Usage *&Now = Named[E.A.Value], *New = Tracked(E.B);
      if (Now && Now != New)
        Now->IsSettled = true;
      if (Now && New && Now != New)
        New->IsSettled = true;
      if (New)
        Now = New;
      continue;
    }
    if (E.Code == ir::Op::Load && E.A.Kind == ir::OperandKind::Local) {
      Of[E.Result.Index] = Named[E.A.Value];
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
    auto Settle = [&](ir::Operand O) {
      if (Usage *U = Tracked(O))
        U->IsSettled = true;
      else if (O.Kind == ir::OperandKind::Local && Named[O.Value])
        Named[O.Value]->IsSettled = true; // the variable's address is taken
    };
    Settle(E.A);
    Settle(E.B);
    for (ir::Operand O : Args)
      if (O.Kind == ir::OperandKind::Local)
        Settle(O);
  }
  for (const ir::Block &B : F.Blocks)
    if (Usage *U = Tracked(B.Term.Value))
      U->IsSettled = true;
}

/// The member's address is argument \p I of a call.
void Scan::argument(const ir::Function &F, const ir::Event &E, size_t I,
                    Usage &U) {
  auto Used = [&] {
    if (!U.FirstUse && (isDefinedHere(U.Of.first) || isMain(F.Where))) {
      U.User = &F;
      U.FirstUse = &E;
      U.Argument = I;
    }
  };
  auto Is = [&](const model::Place &P) {
    return P.Root == model::Place::Argument && P.Index == I;
  };
  if (const model::FunctionModel *FM = calledModel(M, C.Facts, E)) {
    for (const model::Effect &Effect : FM->Effects)
      for (const model::Place &P : Effect.Operands) {
        if (!Is(P))
          continue;
        if (Effect.V == Verb::Init && isMain(F.Where))
          Built[U.Of.first][&F].insert(U.Of.second);
        bool IsTarget = Effect.V == Verb::Link && &P != &Effect.Operands[0];
        if (Effect.V == Verb::Use || Effect.V == Verb::Destroy ||
            Effect.V == Verb::Reinit || IsTarget)
          Used();
        else if (Effect.V != Verb::Publish && Effect.V != Verb::Quiesce &&
                 Effect.V != Verb::Await && !model::isAboutLock(Effect.V))
          U.IsSettled = true;
      }
    return;
  }
  bool IsNamed =
      E.Code == ir::Op::Call && E.A.Kind == ir::OperandKind::Function;
  const Summary *Sum = IsNamed ? C.summaryOf(M.name(E.A)) : nullptr;
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
  std::string Record = "'" + M.Records[Key.first].Name.str() + "'";
  if (isDefinedHere(Key.first)) {
    New.Path.push_back(
        {M.Records[Key.first].Where, Record + " is defined in this file"});
  } else {
    auto &By = Built.find(Key.first)->second;
    auto Most = std::max_element(By.begin(), By.end(),
                                 [](const auto &A, const auto &B) {
                                   return A.second.size() < B.second.size();
                                 });
    New.Path.push_back({Most->first->Where, "other members of " + Record +
                                                " are initialised here"});
  }
  if (const model::TypeModel *T =
          typeModel(M, C.Facts, elementType(M, Field.Type)))
    New.Rule = T->From;
  C.report(std::move(New));
}

} // namespace

void engine::reportNeverInitialised(Context &C) { Scan(C).run(); }
