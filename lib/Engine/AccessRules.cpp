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
// What is hard about it: an object that nobody else can reach yet needs no lock,
// and neither does one in this frame.
//
//===----------------------------------------------------------------------===//

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

/// The rules of a member or a variable: of its annotations, else of the model of
/// the type that it is a member of.
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
    std::optional<Rule> *Into = Value->K == model::AnnotationValue::Read ? &A.Read
                                : Value->K == model::AnnotationValue::Write
                                    ? &A.Write
                                : Value->K == model::AnnotationValue::ReadAt
                                    ? &A.ReadAt
                                : Value->K == model::AnnotationValue::WriteAt
                                    ? &A.WriteAt
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
  for (const model::RuleStep &Step : P.Steps) {
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
    return isIn(S, Values.context(C.Contexts.index(R.Name)));
  default:
    return std::nullopt;
  }
}

/// Asks the callers for the locks without which the rule cannot hold.
void Interpreter::needLocks(State &S, const Rule &R, const Value *Self,
                            const Action &A) {
  if (R.K == Rule::And)
    for (const Rule &Child : R.Children)
      needLocks(S, Child, Self, A);
  if (R.K != Rule::Held && R.K != Rule::HeldWrite)
    return;
  Action Need = A;
  Need.V = model::Verb::Need;
  Need.X = ruleObject(S, R.Path, Self);
  Need.IsForWrite = R.K == Rule::HeldWrite;
  if (Need.X && !isHeld(S, Need.X, Need.IsForWrite))
    require(S, Need);
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
  // What was allocated here and not stored yet is this function's alone, even if
  // it showed it to others.
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
void Interpreter::noteLinks(const State &S, const Action &A,
                            const ir::Event &E,
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
}

/// The object whose members a rule names by `self`: that of the member, or the
/// one around it where it has no name.
const Value *Interpreter::selfOf(const Value *Address) const {
  if (Address->Kind != ValueKind::Field)
    return nullptr;
  const ir::Module &M = C.M;
  const Value *Self = Address->A;
  while (Self && Self->Kind == ValueKind::Field &&
         M.record(Self->Record).Fields[Self->Number].Name.empty())
    Self = Self->A;
  return Self;
}

/// Whether the locks that a rule asks for are declared ones: then it holds for
/// every object that is not being made or ended.
bool Interpreter::asksForDeclared(State &S, const Rule &R, const Value *Self) {
  if (R.K == Rule::AnyLock)
    return true;
  if (R.K == Rule::Held || R.K == Rule::HeldRead || R.K == Rule::HeldWrite) {
    const Value *Lock = ruleObject(S, R.Path, Self);
    return Lock && isDeclaredLock(Lock);
  }
  return llvm::any_of(R.Children, [&](const Rule &Child) {
    return asksForDeclared(S, Child, Self);
  });
}

void Interpreter::checkRule(State &S, const Value *Address,
                            const std::optional<Rule> &R, bool IsWrite,
                            const ir::Loc &Where) {
  if (!R || S.LostFacts)
    return;
  const Value *Self = selfOf(Address);
  bool IsDeclared = C.HasDeclaredLocks && asksForDeclared(S, *R, Self);
  if (IsDeclared ? IsOwnMaker && Address->root() == entryObject()
                 : isPrivate(S, Address))
    return;
  Action Touch;
  Touch.V = model::Verb::Use;
  Touch.X = Address;
  Touch.Where = Where;
  Touch.Callee = F.Name;
  Tri Holds = evaluate(S, *R, Self);
  if (!Holds)
    needLocks(S, *R, Self, Touch);
  if (!Holds || *Holds)
    return;
  report(S, IsWrite ? Reason::UnguardedWrite : Reason::UnguardedRead, Touch,
         Address, nullptr, R->str());
}

/// The object of a member function, at its entry.
const Value *Interpreter::entryObject() {
  return F.IsMethod ? Values.param(0, F.Locals[0].Type) : nullptr;
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
  if (!IsWrite && E.IsVolatile)
    return;
  // Whoever touches a part touches the whole.
  for (const Value *V = Address; V; V = V->parent())
    if (V->Kind == ValueKind::Field || V->Kind == ValueKind::Global) {
      const Access &A = accessRules(V);
      checkRule(S, V, IsWrite ? A.Write : A.Read, IsWrite, E.Where);
    }
  checkPointee(S, Spelled, IsWrite, E.Where);
}

/// What a pointer-like object leads to is read.
void Interpreter::followPlace(State &S, const Value *Address,
                              const ir::Loc &Where) {
  if (Address->Kind == ValueKind::Field || Address->Kind == ValueKind::Global)
    checkRule(S, Address, accessRules(Address).ReadAt, false, Where);
}

/// The rule of the pointer that leads to what an operand names.
void Interpreter::checkPointee(State &S, ir::Operand O, bool IsWrite,
                               const ir::Loc &Where) {
  if (!C.HasPointeeRules)
    return;
  while (O.Kind == ir::OperandKind::Temp) {
    const ir::Event *D = definition(O);
    if (!D)
      return;
    if (D->Code == Op::Load) {
      const Value *Pointer = operand(S, D->A);
      if (Pointer->Kind != ValueKind::Field &&
          Pointer->Kind != ValueKind::Global)
        return;
      const Access &A = accessRules(Pointer);
      checkRule(S, Pointer, IsWrite ? A.WriteAt : A.ReadAt, IsWrite, Where);
      return;
    }
    if (D->Code != Op::Field && D->Code != Op::Element && D->Code != Op::Cast &&
        D->Code != Op::Binary)
      return;
    O = D->A;
  }
}

/// The event that makes a temporary.
const ir::Event *Interpreter::definition(ir::Operand O) const {
  for (const ir::Event &E : F.Events)
    if (E.Result && E.Result.Index == uint32_t(O.Value))
      return &E;
  return nullptr;
}
