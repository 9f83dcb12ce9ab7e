//===- AccessRules.cpp - Whether data may be touched here -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Evaluates the rules of members (Model/Rule.h) at loads and stores. A rule is
// met, violated, or not decided; in the last case, when it only asks for locks,
// the callers are asked for them.
//
// What is hard about it: an object that nobody else can reach yet needs no
// lock, and neither does one in this frame.
//
//===----------------------------------------------------------------------===//

#include "Engine/Describe.h"
#include "Engine/Interpreter.h"
#include "Engine/TypeFacts.h"
#include "Model/Annotation.h"

using namespace holdfast;
using namespace holdfast::engine;
using ir::Op;
using model::Rule;

using Tri = std::optional<bool>;

static Tri both(Tri A, Tri B) {
  if ((A && !*A) || (B && !*B))
    return false;
  return A && B ? Tri(true) : std::nullopt;
}

static Tri negated(Tri A) { return A ? Tri(!*A) : std::nullopt; }

static std::optional<Rule> parsed(llvm::StringRef Text, const Context &C) {
  if (Text.empty())
    return std::nullopt;
  llvm::Expected<Rule> R = model::parseRule(Text, C.Facts.contextNames());
  if (R)
    return std::move(*R);
  llvm::consumeError(R.takeError());
  return std::nullopt;
}

/// The rules of a member or a variable: of its annotations, else of the model
/// of the type that it is a member of.
const Interpreter::Access &Interpreter::accessRules(const Value *Address) {
  bool IsField = Address->Kind == ValueKind::Field;
  auto [It, IsNew] = Accesses.try_emplace(std::make_pair(
      IsField ? Address->Record.Index : ~0u, uint32_t(Address->Number)));
  Access &A = It->second;
  if (!IsNew)
    return A;
  const ir::Record *R = IsField ? &C.M.record(Address->Record) : nullptr;
  llvm::ArrayRef<ir::Annotation> Annotations =
      R ? R->Fields[Address->Number].Annotations
        : C.M.Globals[Address->Number].Annotations;
  for (const ir::Annotation &Note : Annotations) {
    llvm::Expected<model::AnnotationValue> Value =
        model::parseAnnotation(Note.Text);
    if (!Value) {
      llvm::consumeError(Value.takeError());
      continue;
    }
    std::optional<Rule> *Into =
        Value->K == model::AnnotationValue::Read      ? &A.Read
        : Value->K == model::AnnotationValue::Write   ? &A.Write
        : Value->K == model::AnnotationValue::ReadAt  ? &A.ReadAt
        : Value->K == model::AnnotationValue::WriteAt ? &A.WriteAt
                                                      : nullptr;
    bool IsBefore = Value->K == model::AnnotationValue::Before;
    if ((IsBefore || Value->K == model::AnnotationValue::After) &&
        Value->Access.K == Rule::Held)
      (IsBefore ? A.Before : A.After).push_back(Value->Access.Path);
    if (!Into)
      continue;
    *Into = std::move(Value->Access);
    A.From = model::originOf(C.M, Note);
  }
  if (A.Read || A.Write || !R)
    return A;
  const model::TypeModel *T = recordModel(C.M, C.Facts, *R);
  const model::FieldModel *M =
      T ? T->field(R->Fields[Address->Number].Name) : nullptr;
  if (!M)
    return A;
  A.Read = parsed(M->Read, C);
  A.Write = parsed(M->Write, C);
  A.Exempt = parsed(M->Exempt, C);
  A.From = M->From;
  return A;
}

/// The object that a path of a rule names; null when that is not known.
const Value *Interpreter::ruleObject(State &S, const model::RulePath &P,
                                     const Value *Self) {
  const Value *V = nullptr; // an address
  bool IsPointer = false;   // or a pointer that was not followed yet
  if (P.Root == "self" || P.Root == "this") {
    V = Self;
    IsPointer = true;
  } else if (std::optional<uint32_t> I = C.global(P.Root)) {
    V = Values.global(*I);
  }
  llvm::ArrayRef<model::RuleStep> Steps = P.Steps;
  if (!V && !Steps.empty() && Steps[0].K == model::RuleStep::Call) {
    V = Steps[0].Args.empty() ? C.accessor(P.Root) : nullptr;
    IsPointer = true;
    Steps = Steps.drop_front();
  }
  for (const model::RuleStep &Step : Steps) {
    if (!V)
      return nullptr;
    switch (Step.K) {
    case model::RuleStep::Arrow:
      if (!IsPointer)
        V = read(S, V, V->Pointee, false, 0);
      V = member(V, Step.Name);
      IsPointer = false;
      break;
    case model::RuleStep::Dot:
      V = member(V, Step.Name);
      break;
    case model::RuleStep::Index: {
      int64_t N = 0;
      if (llvm::StringRef(Step.Args[0].Root).getAsInteger(10, N) ||
          !V->Pointee || C.M.type(V->Pointee).Kind != ir::TypeKind::Array)
        return nullptr;
      V = Values.element(V, Values.integer(N), C.M.type(V->Pointee).Element);
      break;
    }
    default:
      return nullptr;
    }
  }
  for (char Sign : llvm::reverse(P.Prefix))
    if (V && Sign == '*')
      V = read(S, V, V->Pointee, false, 0);
  return V;
}

/// The context that a rule names, of an object if it says so; null when that is
/// not known.
const Value *Interpreter::contextOf(State &S, const Rule &R,
                                    const Value *Self) {
  unsigned Word = C.Contexts.index(
      R.K == Rule::ThisCpu      ? llvm::StringRef(model::ThisCpu)
      : R.K == Rule::CpuOffline ? llvm::StringRef(model::CpuOffline)
                                : llvm::StringRef(R.Name));
  if (R.Path.Root.empty())
    return Values.context(Word);
  const Value *Of = ruleObject(S, R.Path, Self);
  return Of ? Values.context(Word, Of) : nullptr;
}

Tri Interpreter::evaluate(State &S, const Rule &R, const Value *Self) {
  switch (R.K) {
  case Rule::And: {
    Tri Result = true;
    for (const Rule &Child : R.Children)
      Result = both(Result, evaluate(S, Child, Self));
    return Result;
  }
  case Rule::Or: {
    Tri None = true;
    for (const Rule &Child : R.Children)
      None = both(None, negated(evaluate(S, Child, Self)));
    return negated(None);
  }
  case Rule::Not:
    return negated(evaluate(S, R.Children[0], Self));
  case Rule::Implies:
    return negated(both(evaluate(S, R.Children[0], Self),
                        negated(evaluate(S, R.Children[1], Self))));
  case Rule::Held:
  case Rule::HeldRead:
  case Rule::HeldWrite: {
    const Value *Lock = ruleObject(S, R.Path, Self);
    return Lock ? isHeld(S, Lock, R.K == Rule::HeldWrite) : std::nullopt;
  }
  case Rule::AnyLock:
    return llvm::any_of(S.Holds.entries(), [&](const auto &E) {
      return isDeclaredLock(E.first) && E.second.isHeld();
    });
  case Rule::Context:
  case Rule::ThisCpu:
  case Rule::CpuOffline: {
    const Value *Key = contextOf(S, R, Self);
    return Key ? isIn(S, Key) : std::nullopt;
  }
  case Rule::BeforePublished:
    return isPrivate(S, Self) ? Tri(true) : std::nullopt;
  case Rule::All:
    return holdsForEach(S, R);
  default:
    return std::nullopt;
  }
}

/// Asks the callers for the locks without which the rule cannot hold.
Verdict Interpreter::needLocks(State &S, const Rule &R, const Value *Self,
                               const Action &A) {
  if (R.K == Rule::And) {
    Verdict Worst = Verdict::Proved;
    for (const Rule &Child : R.Children)
      Worst = std::max(Worst, needLocks(S, Child, Self, A));
    return Worst;
  }
  if (Tri Holds = evaluate(S, R, Self))
    return *Holds ? Verdict::Proved : Verdict::Unknown;
  if (R.K != Rule::Held && R.K != Rule::HeldWrite)
    return Verdict::Unknown;
  Action Need = A;
  Need.V = model::Verb::Need;
  Need.X = ruleObject(S, R.Path, Self);
  Need.IsForWrite = R.K == Rule::HeldWrite;
  return Need.X ? require(S, Need) : Verdict::Unknown;
}

/// Whether nobody else can reach the object yet.
bool Interpreter::isPrivate(const State &S, const Value *Address) const {
  const Value *Root = Address->root();
  return !S.Escaped.find(Root) && (Root->Kind == ValueKind::Local ||
                                   S.life(Root).S != LifeState::Unknown);
}

HeldLocks Interpreter::heldLocks(const State &S, bool &IsUnclear) const {
  HeldLocks Held;
  IsUnclear = S.HasUnknownLocks || S.LostFacts;
  for (const auto &[Key, H] : S.Holds.entries()) {
    if (Key->Kind == ValueKind::Context)
      continue;
    IsUnclear |= H.IsLost;
    if (H.isHeld())
      Held.push_back(Key);
  }
  return Held;
}

/// Tells what is held here to who looks for the file's habits.
void Interpreter::noteAccess(const State &S, const Value *Address, bool IsWrite,
                             ir::Operand Spelled) {
  if (F.IsHeader || F.IsStartup || Address->root()->Kind == ValueKind::Local)
    return;
  const Value *Place = C.Guards.place(C, Address);
  if (!Place || isPrivate(S, Place))
    return;
  // What was allocated here and not stored yet is this function's alone, even
  // if it showed it to others.
  if (const Reference *R = S.References.find(Place->root());
      R && R->IsNew && R->isOwned() && !R->IsStored &&
      !S.Published.find(Place->root()))
    return;
  // Where its parts become initialised, the object is still being made.
  for (const auto &[Part, L] : S.Lives.entries())
    if (L.Since && Place->Kind != ValueKind::Global &&
        Part->root() == Place->root())
      return;
  InferredGuards::Access A;
  A.Address = Place;
  A.Function = Owner;
  A.Event = CurrentEvent;
  A.Spelled = Spelled;
  A.IsWrite = IsWrite;
  A.Held = heldLocks(S, A.IsUnclear);
  C.Guards.add(std::move(A));
}

/// Whoever links or unlinks writes the node, and the list.
void Interpreter::noteLinks(const State &S, const Action &A, const ir::Event &E,
                            llvm::ArrayRef<const Value *> Args) {
  if (A.V != model::Verb::Link && A.V != model::Verb::Unlink)
    return;
  for (size_t I = 0; I != Args.size(); ++I)
    if (Args[I] == A.X || Args[I] == A.Y)
      noteAccess(S, Args[I], true, F.args(E)[I]);
}

/// Code of other files is called, and may call this file again.
void Interpreter::noteLeaving(const State &S) {
  bool IsUnclear;
  for (const Value *Lock : heldLocks(S, IsUnclear))
    C.Guards.leaveWith(Lock);
}

void Interpreter::noteSite(const State &S, uint32_t Callee,
                           llvm::ArrayRef<const Value *> Args) {
  InferredGuards::Site Site;
  Site.Caller = Owner;
  Site.Args.assign(Args.begin(), Args.end());
  Site.Held = heldLocks(S, Site.IsUnclear);
  C.Guards.add(Callee, std::move(Site));
  C.Locks.addSite(Callee, Owner, interruption(S));
}

/// The alternative of an exemption that is known to hold, or empty.
std::string Interpreter::mode(State &S, const Rule &R, const Value *Self) {
  if (R.K == Rule::Or) {
    for (const Rule &Child : R.Children)
      if (std::string Name = mode(S, Child, Self); !Name.empty())
        return Name;
    return "";
  }
  Tri Holds = evaluate(S, R, Self);
  return Holds && *Holds ? R.str() : "";
}

/// Whether a fact is in the caller as it is here.
bool Interpreter::canAsk(State &S, const Rule &R, const Value *Self) {
  const Value *Key = nullptr;
  switch (R.K) {
  case Rule::Held:
  case Rule::HeldRead:
  case Rule::HeldWrite:
    Key = ruleObject(S, R.Path, Self);
    break;
  case Rule::Context:
  case Rule::ThisCpu:
  case Rule::CpuOffline:
    Key = contextOf(S, R, Self);
    break;
  case Rule::All: {
    bool IsDeclared;
    return !eachNow(S, R, IsDeclared) && IsDeclared;
  }
  default:
    return false;
  }
  if (!Key || !isVisibleToCallers(Key) || isMadeAgain(Key))
    return false;
  Hold H = S.hold(Key);
  return !H.IsLost && !H.Delta;
}

/// What is left of a rule for the callers to bring about; none when nothing
/// they do would decide it. \p IsSure: what does not hold there does not hold
/// here.
std::optional<Rule> Interpreter::residual(State &S, const Rule &R,
                                          const Value *Self, bool &IsSure) {
  if (R.K != Rule::And && R.K != Rule::Or) {
    if (canAsk(S, R, Self))
      return R;
    IsSure = false;
    return std::nullopt;
  }
  Rule Left;
  Left.K = R.K;
  for (const Rule &Child : R.Children) {
    if (evaluate(S, Child, Self))
      continue; // true of And, false of Or
    std::optional<Rule> Rest = residual(S, Child, Self, IsSure);
    if (!Rest && R.K == Rule::And)
      return std::nullopt;
    if (Rest)
      Left.Children.push_back(std::move(*Rest));
  }
  if (Left.Children.empty())
    return std::nullopt;
  return Left.Children.size() == 1 ? Left.Children[0] : Left;
}

/// A rule that a callee left open, in this state.
Verdict Interpreter::requireRule(State &S, const Action &A) {
  if (A.X->Kind != ValueKind::Field && A.X->Kind != ValueKind::Global)
    return Verdict::Unknown;
  const Value *Self = selfOf(A.X);
  if (!isDeclaredRule(S, *A.R, A.X) && isPrivate(S, A.X))
    return Verdict::Exempt;
  Tri Holds = evaluate(S, *A.R, Self);
  if (Holds && *Holds)
    return Verdict::Proved;
  if (S.LostFacts)
    return Verdict::Unknown;
  if (Holds) {
    if (A.IsTry)
      return Verdict::Unknown;
    Reason Why = A.IsForWrite ? Reason::UnguardedWrite : Reason::UnguardedRead;
    report(S, A.Inner.isValid() ? Reason::UnguardedInCall : Why, A, A.X,
           nullptr, A.R->str());
    return Verdict::Violated;
  }
  bool IsSure = !A.IsTry;
  std::optional<Rule> Rest = residual(S, *A.R, Self, IsSure);
  if (!Rest)
    return Verdict::Unknown;
  Action Ask = A;
  Ask.R = C.keep(*Rest);
  Ask.IsTry = !IsSure;
  return addRequirement(S, Ask) ? Verdict::Asked : Verdict::Unknown;
}

/// Whether a rule only asks for locks.
static bool isAboutLocks(const Rule &R) {
  if (R.K == Rule::And)
    return llvm::all_of(R.Children, isAboutLocks);
  return R.K == Rule::Held || R.K == Rule::HeldWrite;
}

Verdict Interpreter::verdict(State &S, const Value *Address, const Rule &R,
                             bool IsWrite, const Access &Rules,
                             const ir::Loc &Where, bool IsMarked,
                             std::string &By) {
  const Value *Self = selfOf(Address);
  bool IsDeclared = isDeclaredRule(S, R, Address);
  if (!IsWrite && IsMarked)
    By = "marked read";
  else if (F.IsStartup)
    By = "boot";
  else if (IsDeclared ? IsOwnMaker && Address->root() == entryObject()
                      : isPrivate(S, Address))
    By = "before it is published";
  else if (Rules.Exempt)
    By = mode(S, *Rules.Exempt, Self);
  if (!By.empty())
    return Verdict::Exempt;
  // What all of too many paths agree about is still so.
  Tri Holds = evaluate(S, R, Self);
  if (Holds && *Holds)
    return Verdict::Proved;
  if (S.LostFacts) {
    By = "too many paths";
    return Verdict::Unknown;
  }
  Action Touch;
  Touch.V = model::Verb::Use;
  Touch.X = Address;
  Touch.IsForWrite = IsWrite;
  Touch.Where = Where;
  Touch.Callee = F.Name;
  // Of a declared lock nobody but the declaration is asked.
  if (!Holds && (IsDeclared || isAboutLocks(R)))
    return needLocks(S, R, Self, Touch);
  Touch.R = C.keep(R);
  return requireRule(S, Touch);
}

void Interpreter::judge(State &S, const Value *Address, const Rule &R,
                        bool IsWrite, const Access &Rules, const ir::Loc &Where,
                        bool IsMarked) {
  std::string By;
  Verdict V = verdict(S, Address, R, IsWrite, Rules, Where, IsMarked, By);
  if (C.Judgements.IsOn)
    C.Judgements.note({IsWrite ? Judged::Write : Judged::Read, Where,
                       F.Name.str(), memberName(C.M, Address), R.str(), V,
                       std::move(By)},
                      Owner);
}

/// Whoever touches a part touches the whole: each variable and each declared
/// lock counts, and of the rules of models the innermost.
void Interpreter::checkRules(State &S, const Value *Address, bool IsWrite,
                             const ir::Loc &Where, bool IsMarked) {
  bool IsJudged = false;
  for (const Value *V = Address; V; V = V->parent()) {
    bool MayHave = V->Kind == ValueKind::Global
                       ? !C.M.Globals[V->Number].Annotations.empty()
                       : V->Kind == ValueKind::Field;
    if (!MayHave)
      continue;
    const Access &A = accessRules(V);
    const std::optional<Rule> &R = IsWrite ? A.Write : A.Read;
    if (!R)
      continue;
    bool IsOfModel = V->Kind == ValueKind::Field && !isDeclaredRule(S, *R, V);
    if (IsOfModel ? IsJudged : !IsWrite && IsMarked)
      continue;
    IsJudged |= IsOfModel;
    judge(S, V, *R, IsWrite, A, Where, IsMarked);
  }
}

void Interpreter::checkAccess(State &S, const Value *Address, bool IsWrite,
                              const ir::Event &E, ir::Operand Spelled) {
  bool IsScalar = E.Code == Op::Load || E.Code == Op::Store;
  bool HasName =
      Address->Kind == ValueKind::Field || Address->Kind == ValueKind::Global;
  // Where a rule is stated, habits are no matter.
  if (IsScalar && !E.IsVolatile && HasName &&
      !(C.HasDeclaredLocks && accessRules(Address).Write))
    noteAccess(S, Address, IsWrite, Spelled);
  checkRules(S, Address, IsWrite, E.Where, E.IsVolatile);
  if (IsWrite || !E.IsVolatile)
    checkPointee(S, Spelled, IsWrite, E.Where);
}
