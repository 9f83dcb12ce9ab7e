//===- CopyAcceptance.cpp - Copies of pinned objects that are fine --------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/CopyAcceptance.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace holdfast::checks {
namespace {

bool touches(const ObjectEvent &E) {
  return E.K == ObjectEvent::Init || E.K == ObjectEvent::Link ||
         E.K == ObjectEvent::Pass || E.K == ObjectEvent::Store ||
         E.K == ObjectEvent::Use || E.K == ObjectEvent::Escape;
}

/// Whether an expression names the variable somewhere.
bool mentions(const Stmt *S, const VarDecl *V) {
  if (!S)
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
    return Ref->getDecl() == V;
  return llvm::any_of(S->children(),
                      [&](const Stmt *C) { return mentions(C, V); });
}

} // namespace

const ObjectEvents &CopyAcceptance::eventsOf(const FunctionDecl *F) {
  std::unique_ptr<ObjectEvents> &E = Events[F];
  if (!E)
    E = std::make_unique<ObjectEvents>(F, U);
  return *E;
}

const PinnedPart *CopyAcceptance::broken(const CopySite &S,
                                         llvm::ArrayRef<PinnedPart> Parts) {
  if (isOwnInitialiser(S))
    return nullptr;
  for (const PinnedPart &P : Parts)
    if (breaks(S, P))
      return &P;
  return nullptr;
}

bool CopyAcceptance::breaks(const CopySite &S, const PinnedPart &P) {
  if (!S.IsBitwise && P.HasOwnCopy)
    return false;
  if (isBeforePart(S, P))
    return false;
  const ObjectEvents &E = eventsOf(S.In);
  AccessPath From = E.resolve(S.From), To = E.resolve(S.To);
  AccessPath FromPart = From ? From.plus(P.Steps) : AccessPath();
  AccessPath ToPart = To ? To.plus(P.Steps) : AccessPath();
  if (P.From == model::PinnedFrom::Link &&
      (!From || !isKnownLinked(S, FromPart)))
    return false;
  if (S.Form == CopyForm::Parameter || S.Form == CopyForm::VaArg)
    return true;
  // Self-copies: `struct completion c = ({ init_completion(&c); c; });`
  if (S.DestVar && From == AccessPath::ofVariable(S.DestVar))
    return false;
  if (From && isFresh(S, FromPart))
    return false;
  if (From && isTemplate(S, FromPart))
    return false;
  if (To && isRenewed(S, To, ToPart, /*IsSource=*/false))
    return false;
  if (To && areCallersRenewing(S.In, ToPart, 0))
    return false;
  if (From && S.Form != CopyForm::Swap && S.Form != CopyForm::Move &&
      isRenewed(S, From, FromPart, /*IsSource=*/true))
    return false;
  if (P.From == model::PinnedFrom::Init && isMereNode(P) &&
      (!From || !isKnownLinked(S, FromPart)))
    return false;
  if (P.From != model::PinnedFrom::Creation &&
      (isSnapshot(S) || isSavedAndRestored(S)))
    return false;
  return true;
}

bool CopyAcceptance::isOwnInitialiser(const CopySite &S) {
  // What a modelled function does with its arguments is the model's to say.
  if (const model::FunctionModel *M = U.modelOf(S.In))
    for (const model::Effect &E : M->Effects)
      if (E.V != model::Verb::Use)
        return true;
  if (!S.Source)
    return false;
  const SourceManager &SM = U.context().getSourceManager();
  SourceLocation L = S.Source->getBeginLoc();
  while (L.isMacroID()) {
    if (U.model().isInitialiser(
            Lexer::getImmediateMacroName(L, SM, U.context().getLangOpts())))
      return true;
    L = SM.getImmediateMacroCallerLoc(L);
  }
  return false;
}

bool CopyAcceptance::isBeforePart(const CopySite &S, const PinnedPart &P) {
  if (!S.NumBytes || P.Steps.empty())
    return false;
  ASTContext &Ctx = U.context();
  uint64_t Bits = 0;
  for (const PathStep &Step : P.Steps) {
    if (Step.K != PathStep::Member)
      break;
    const RecordDecl *R = Step.Field->getParent();
    if (R->isInvalidDecl() || R->isDependentType())
      return false;
    Bits +=
        Ctx.getASTRecordLayout(R).getFieldOffset(Step.Field->getFieldIndex());
  }
  return *S.NumBytes * 8 <= Bits;
}

bool CopyAcceptance::isFresh(const CopySite &S, const AccessPath &Part) {
  const ObjectEvents &E = eventsOf(S.In);
  const VarDecl *Base = Part.Base;
  if (!Base || !Base->hasLocalStorage())
    return false;
  bool IsPointee = !Part.Steps.empty() && Part.Steps[0].K == PathStep::Deref;
  unsigned At = E.order(S.At);
  auto Loop = E.loopAround(At, Base);
  // A parameter's object, and what a pointer points at unless it was allocated
  // here, may be in any state.
  bool IsFresh = !IsPointee && !isa<ParmVarDecl>(Base) &&
                 !Base->getType()->isReferenceType();
  if (IsFresh && Base->getType()->isRecordType())
    if (const CXXRecordDecl *C = Base->getType()->getAsCXXRecordDecl();
        C && C->hasUserProvidedDefaultConstructor())
      IsFresh = false;
  for (const ObjectEvent &Ev : E.events()) {
    bool IsBefore = Ev.Order < At || (Loop.second && Loop.first <= Ev.Order &&
                                      Ev.Order <= Loop.second);
    if (!IsBefore || Ev.At == S.At)
      continue;
    if (!Ev.Path.overlaps(Part)) {
      // The pointer on the way got another value.
      if (Ev.K == ObjectEvent::Store && Ev.Path.leadsTo(Part))
        IsFresh = false;
      continue;
    }
    if (Ev.K == ObjectEvent::Zero || Ev.K == ObjectEvent::Allocate) {
      if (Ev.Path.contains(Part))
        IsFresh = true;
    } else if (Ev.K == ObjectEvent::Store && Ev.IsInitialList) {
      // A literal that names the object itself makes it point at itself.
      if (Ev.Path.contains(Part))
        IsFresh = !mentions(Ev.At, Base) || !isa<DeclStmt>(Ev.At) ||
                  !mentions(Base->getInit(), Base);
    } else if (Ev.K == ObjectEvent::Pass ? passTouches(Ev, Part, 0)
                                         : touches(Ev)) {
      IsFresh = false;
    }
  }
  return IsFresh;
}

bool CopyAcceptance::isTemplate(const CopySite &S, const AccessPath &Part) {
  const VarDecl *V = Part.Base;
  if (!V || !V->hasGlobalStorage() ||
      (!Part.Steps.empty() && Part.Steps[0].K == PathStep::Deref))
    return false;
  if (V->getType().isConstQualified())
    return true;
  if (V->isExternallyVisible() && !V->isStaticLocal())
    return false;
  if (const VarDecl *Def = V->getDefinition())
    if (mentions(Def->getInit(), Def))
      return false;
  // A file's own object is a template when nothing ever sets its part up.
  for (const FunctionDecl *F : Functions)
    for (const ObjectEvent &E : eventsOf(F).events())
      if (touches(E) && E.Path.overlaps(Part) && !(E.At == S.At && F == S.In))
        return false;
  return true;
}

bool CopyAcceptance::isKnownLinked(const CopySite &S, const AccessPath &Part) {
  const ObjectEvents &E = eventsOf(S.In);
  unsigned At = E.order(S.At);
  bool IsLinked = false;
  for (const ObjectEvent &Ev : E.events()) {
    if (Ev.Order >= At || !Ev.Path.overlaps(Part))
      continue;
    if (Ev.K == ObjectEvent::Link)
      IsLinked = true;
    else if (Ev.K == ObjectEvent::Unlink || Ev.K == ObjectEvent::Init ||
             Ev.K == ObjectEvent::Zero || Ev.K == ObjectEvent::Allocate)
      IsLinked = false;
  }
  return IsLinked;
}

bool CopyAcceptance::passTouches(const ObjectEvent &Pass,
                                 const AccessPath &Part, unsigned Depth) {
  const FunctionDecl *Def = nullptr;
  if (Depth > MaxCallDepth || !Pass.Path.contains(Part) || !Pass.Callee ||
      !Pass.Callee->hasBody(Def) || Pass.Param >= Def->getNumParams())
    return true;
  const ParmVarDecl *P = Def->getParamDecl(Pass.Param);
  AccessPath Theirs =
      (P->getType()->isReferenceType() ? AccessPath::ofVariable(P)
                                       : AccessPath::ofPointeeOf(P))
          .plus(llvm::ArrayRef(Part.Steps).drop_front(Pass.Path.Steps.size()));
  return llvm::any_of(eventsOf(Def).events(), [&](const ObjectEvent &Ev) {
    return Ev.Path.overlaps(Theirs) &&
           (Ev.K == ObjectEvent::Pass ? passTouches(Ev, Theirs, Depth + 1)
                                      : touches(Ev));
  });
}

bool CopyAcceptance::isMereNode(const PinnedPart &P) {
  if (P.Steps.empty() || P.Steps.back().K != PathStep::Member)
    return false;
  if (!AreUsesKnown) {
    AreUsesKnown = true;
    for (const FunctionDecl *F : Functions) {
      if (!U.isInMainFile(F))
        continue;
      for (const ObjectEvent &Ev : eventsOf(F).events()) {
        if (Ev.Path.Steps.empty() || Ev.Path.Steps.back().K != PathStep::Member)
          continue;
        const FieldDecl *Field = Ev.Path.Steps.back().Field;
        if (Ev.K == ObjectEvent::Link)
          Linked.insert(Field);
        else if (Ev.K == ObjectEvent::Init || Ev.K == ObjectEvent::Store ||
                 Ev.K == ObjectEvent::Pass)
          SetUp.insert(Field);
      }
    }
  }
  const FieldDecl *Field = P.Steps.back().Field;
  return Linked.contains(Field) && !SetUp.contains(Field);
}

bool CopyAcceptance::isSnapshot(const CopySite &S) {
  const VarDecl *V =
      S.Form == CopyForm::Bytes && S.To.Steps.empty() ? S.To.Base : S.DestVar;
  if ((S.Form != CopyForm::Init && S.Form != CopyForm::Assign &&
       S.Form != CopyForm::Range && S.Form != CopyForm::Bytes) ||
      !V || !V->hasLocalStorage() || isa<ParmVarDecl>(V))
    return false;
  // A class with constructors of its own is more than its members.
  if (const CXXRecordDecl *C = V->getType()->getAsCXXRecordDecl();
      C && !C->isAggregate())
    return false;
  return isOnlyRead(S.In, AccessPath::ofVariable(V), 0);
}

bool CopyAcceptance::isOnlyRead(const FunctionDecl *F, const AccessPath &Object,
                                unsigned Depth) {
  const ObjectEvents &E = eventsOf(F);
  LocalUses Uses = E.uses(Object.Base);
  if (Depth > MaxCallDepth)
    return false;
  // A function of this file may be given the address when it only reads, too.
  unsigned NumPasses = 0;
  for (const ObjectEvent &Ev : E.events()) {
    const FunctionDecl *Def = nullptr;
    if ((Ev.K == ObjectEvent::Pass || Ev.K == ObjectEvent::Read) &&
        Ev.Path == Object && Ev.Callee && Ev.Callee->hasBody(Def) &&
        Ev.Param < Def->getNumParams() &&
        isOnlyRead(Def, AccessPath::ofPointeeOf(Def->getParamDecl(Ev.Param)),
                   Depth + 1))
      ++NumPasses;
  }
  // A copy that nobody reads is not a snapshot.
  unsigned NumUses = Uses.NumReads + NumPasses;
  return NumUses && NumUses + Uses.NumOverwrites == Uses.NumRefs;
}

bool CopyAcceptance::isSavedAndRestored(const CopySite &S) {
  // One of the two ends is a local variable; it is filled from, and written
  // back to, the same object.
  const ObjectEvents &E = eventsOf(S.In);
  AccessPath From = E.resolve(S.From), To = E.resolve(S.To);
  if (!From || !To)
    return false;
  auto isLocal = [](const AccessPath &P) {
    return P.Base && P.Steps.empty() && P.Base->hasLocalStorage() &&
           !isa<ParmVarDecl>(P.Base);
  };
  if (!isLocal(From) && !isLocal(To))
    return false;
  const AccessPath &Saved = isLocal(To) ? To : From;
  const AccessPath &Home = isLocal(To) ? From : To;
  bool IsOther = false;
  findCopies(
      S.In, U,
      [&](QualType T) { return U.context().hasSameUnqualifiedType(T, S.Type); },
      [&](CopySite O) {
        AccessPath OFrom = E.resolve(O.From), OTo = E.resolve(O.To);
        if (isLocal(To) ? (OFrom == Saved && OTo == Home)
                        : (OFrom == Home && OTo == Saved))
          IsOther = true;
      });
  return IsOther;
}

} // namespace holdfast::checks
