//===- NeverStopped.cpp - What a file starts and never stops --------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/NeverStopped.h"

#include "Engine/TypeFacts.h"
#include "IR/Spelling.h"

using namespace holdfast;
using namespace holdfast::engine;
using model::Verb;

namespace {

/// A member of a record.
using Member = std::pair<uint32_t, uint32_t>;

struct Site {
  uint32_t Function = 0;
  const ir::Event *E = nullptr;
};

struct Part {
  bool IsSettled = false; ///< stopped somewhere, or not understood
  Site Prepared, Started;
  std::vector<uint32_t> Callbacks;
};

struct Freed {
  Site At;
  ir::Operand Object;
};

class Scan {
public:
  explicit Scan(Context &C) : C(C), M(C.M) {}

  void run() {
    for (uint32_t F = 0; F != M.Functions.size(); ++F)
      scan(F);
    if (StopsUnknown)
      return;
    for (auto &[Key, P] : Parts)
      if (!P.IsSettled && P.Prepared.E && P.Started.E &&
          C.Sites.isOurs(ir::RecordId{Key.first}) && !Shared.count(Key.first))
        judge(Key, P);
  }

private:
  void scan(uint32_t Function);
  void call(uint32_t Function, const ir::Event &E);
  void judge(const Member &Key, const Part &P);
  void report(const Member &Key, const Part &P, const Freed &Where);
  Part *part(ir::Operand O) {
    return O.Kind == ir::OperandKind::Temp ? Of[O.Value] : nullptr;
  }
  /// The record that an operand points at, or into a member of.
  std::optional<uint32_t> recordAt(ir::Operand O) const {
    return O.Kind == ir::OperandKind::Temp ? Records[O.Value] : std::nullopt;
  }

  Context &C;
  const ir::Module &M;
  std::map<Member, Part> Parts;
  std::map<uint32_t, std::vector<Freed>> Frees;  ///< by record
  std::map<uint32_t, std::set<uint32_t>> Makers; ///< who allocates a record
  /// Records that are counted, or of whose members somebody waits.
  std::set<uint32_t> Shared;
  std::set<uint32_t> GivenAway; ///< functions whose address a call gets
  bool StopsUnknown = false;    ///< something waits for what has no name here

  // Of the function that is scanned, by temp.
  std::vector<Part *> Of;
  std::vector<std::optional<uint32_t>> Records;
  std::vector<char> IsNew;
};

/// Whether some event or branch reads a temp.
static bool isRead(const ir::Function &F, ir::TempId Temp) {
  auto Is = [&](ir::Operand O) { return O == ir::Operand::temp(Temp); };
  return llvm::any_of(F.Events,
                      [&](const ir::Event &E) {
                        return Is(E.A) || Is(E.B) ||
                               llvm::any_of(F.args(E), Is);
                      }) ||
         llvm::any_of(F.Blocks,
                      [&](const ir::Block &B) { return Is(B.Term.Value); });
}

void Scan::call(uint32_t Function, const ir::Event &E) {
  const ir::Function &F = M.Functions[Function];
  llvm::ArrayRef<ir::Operand> Args = F.args(E);
  const model::FunctionModel *FM = calledModel(M, C.Facts, E);
  if (E.Result)
    IsNew[E.Result.Index] = FM && allocates(*FM);
  std::vector<char> IsKnown(Args.size(), 0);
  auto Argument = [&](const model::Place &P) -> const ir::Operand * {
    bool IsPlain = P.Root == model::Place::Argument && P.Path.empty() &&
                   P.Index < Args.size();
    return IsPlain ? &Args[P.Index] : nullptr;
  };
  std::optional<uint32_t> Callback;
  for (ir::Operand O : Args)
    if (O.Kind == ir::OperandKind::Function)
      if (std::optional<uint32_t> Target = C.definition(M.name(O))) {
        GivenAway.insert(*Target);
        Callback = Target;
      }
  for (const model::Effect &Effect :
       FM ? llvm::ArrayRef(FM->Effects) : llvm::ArrayRef<model::Effect>()) {
    for (const model::Place &P : Effect.Operands) {
      const ir::Operand *Arg = Argument(P);
      Part *Its = Arg ? part(*Arg) : nullptr;
      std::optional<uint32_t> Record = Arg ? recordAt(*Arg) : std::nullopt;
      switch (Effect.V) {
      case Verb::Init:
        if (Its && Callback) {
          IsKnown[P.Index] = 1;
          Its->Callbacks.push_back(*Callback);
          if (!Its->Prepared.E)
            Its->Prepared = {Function, &E};
        }
        break;
      case Verb::Publish:
        if (Its) {
          IsKnown[P.Index] = 1;
          if (!Its->Started.E)
            Its->Started = {Function, &E};
        }
        break;
      case Verb::Use:
        // Who does not look whether it was in time has not waited.
        if (Its && !(E.Result && isRead(F, E.Result)))
          IsKnown[P.Index] = 1;
        break;
      case Verb::Quiesce:
        StopsUnknown |= !Its;
        if (Its)
          Its->IsSettled = true;
        break;
      case Verb::Free:
        if (Record && !Its)
          Frees[*Record].push_back({{Function, &E}, *Arg});
        break;
      case Verb::Get:
      case Verb::Put:
      case Verb::Last:
      case Verb::Count:
      case Verb::Await:
        if (Record)
          Shared.insert(*Record);
        break;
      default:
        break;
      }
    }
  }
  // Anything else may have stopped it.
  for (size_t I = 0; I != Args.size(); ++I)
    if (Part *P = part(Args[I]); P && !IsKnown[I])
      P->IsSettled = true;
}

void Scan::scan(uint32_t Function) {
  const ir::Function &F = M.Functions[Function];
  Of.assign(F.NumTemps, nullptr);
  Records.assign(F.NumTemps, std::nullopt);
  IsNew.assign(F.NumTemps, 0);
  auto Settle = [&](ir::Operand O) {
    if (Part *P = part(O))
      P->IsSettled = true;
  };
  for (const ir::Event &E : F.Events) {
    if (E.Result && E.Ty && M.type(E.Ty).Kind == ir::TypeKind::Pointer)
      if (ir::TypeId To = M.type(E.Ty).Element; To && M.recordOf(To))
        Records[E.Result.Index] = M.type(To).Record.Index;
    switch (E.Code) {
    case ir::Op::Field: {
      Settle(E.A); // a part of it is touched by hand
      Member Key{E.Record.Index, E.FieldIndex};
      Of[E.Result.Index] = &Parts[Key];
      Records[E.Result.Index] = E.Record.Index;
      break;
    }
    case ir::Op::Container:
      Records[E.Result.Index] = E.Record.Index;
      break;
    case ir::Op::Cast:
      if (std::optional<uint32_t> Record = recordAt(E.A); Record && E.Result) {
        Of[E.Result.Index] = part(E.A);
        Records[E.Result.Index] = Record;
      }
      if (E.Result && E.A.Kind == ir::OperandKind::Temp)
        IsNew[E.Result.Index] = IsNew[E.A.Value];
      break;
    case ir::Op::Load:
      break;
    case ir::Op::Call:
    case ir::Op::Macro:
      call(Function, E);
      break;
    default:
      Settle(E.A);
      Settle(E.B);
      for (ir::Operand O : F.args(E))
        Settle(O);
      break;
    }
    if (E.Code == ir::Op::Store && E.A.Kind == ir::OperandKind::Local &&
        E.B.Kind == ir::OperandKind::Temp && IsNew[E.B.Value])
      if (ir::TypeId To = M.type(F.Locals[E.A.Value].Type).Element;
          To && M.recordOf(To))
        Makers[M.type(To).Record.Index].insert(Function);
  }
  for (const ir::Block &B : F.Blocks)
    Settle(B.Term.Value);
}

/// Reports the first place that frees such a record while the member may run.
void Scan::judge(const Member &Key, const Part &P) {
  std::vector<Freed> Bad;
  for (const Freed &Where : Frees[Key.first]) {
    // Its maker gives it up before anybody else has it.
    if (Makers[Key.first].count(Where.At.Function))
      continue;
    bool IsForOthers = false;
    std::vector<uint32_t> Above{Where.At.Function};
    std::set<uint32_t> Seen(Above.begin(), Above.end());
    while (!Above.empty()) {
      uint32_t F = Above.back();
      Above.pop_back();
      if (llvm::is_contained(P.Callbacks, F))
        return; // it is over when it has run
      IsForOthers |= GivenAway.count(F) || Makers[Key.first].count(F);
      for (uint32_t Caller : C.Sites.callers(F))
        if (Seen.insert(Caller).second)
          Above.push_back(Caller);
    }
    if (!IsForOthers)
      Bad.push_back(Where);
  }
  if (!Bad.empty())
    report(Key, P, Bad.front());
}

void Scan::report(const Member &Key, const Part &P, const Freed &Where) {
  const ir::Function &F = M.Functions[Where.At.Function];
  const ir::Field &Field = M.Records[Key.first].Fields[Key.second];
  Finding New;
  New.Why = Reason::FreedWhileStarted;
  New.Where = Where.At.E->Where;
  New.Function = F.Name.str();
  New.Detail = ir::Spelling(M, F).value(Where.Object);
  New.Object = New.Detail + "->" + Field.Name.str();
  std::string Name = "'" + Field.Name.str() + "'";
  New.Path.push_back({P.Prepared.E->Where, Name + " gets its callback here"});
  New.Path.push_back({P.Started.E->Where, Name + " is started here"});
  if (const model::TypeModel *T =
          typeModel(M, C.Facts, elementType(M, Field.Type)))
    New.Rule = T->From;
  C.report(std::move(New));
}

} // namespace

void engine::reportNeverStopped(Context &C) { Scan(C).run(); }
