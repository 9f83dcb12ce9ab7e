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

constexpr unsigned MaxCallDepth = 4;

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
    if (U.model().isInitialiser(Lexer::getImmediateMacroName(
            L, SM, U.context().getLangOpts())))
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
    Bits += Ctx.getASTRecordLayout(R).getFieldOffset(Step.Field->getFieldIndex());
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
    bool IsBefore =
        Ev.Order < At || (Loop.second && Loop.first <= Ev.Order &&
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
    } else if (touches(Ev)) {
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
      if (touches(E) && E.Path.overlaps(Part) &&
          !(E.At == S.At && F == S.In))
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

bool CopyAcceptance::isRenewed(const CopySite &S, const AccessPath &Object,
                               const AccessPath &Part, bool IsSource) {
  const ObjectEvents &E = eventsOf(S.In);
  unsigned At = E.order(S.At);
  bool IsLocal = Object.Base && Object.Base->hasLocalStorage() &&
                 llvm::none_of(Object.Steps, [](PathStep Step) {
                   return Step.K == PathStep::Deref;
                 });
  bool IsOpen = !IsLocal && !isKnownInitialised(S, Object, Part);
  for (const ObjectEvent &Ev : E.events()) {
    if (Ev.Order <= At || Ev.At == S.At || !Ev.Path.overlaps(Part))
      continue;
    switch (Ev.K) {
    case ObjectEvent::Init:
    case ObjectEvent::Zero:
      return true;
    case ObjectEvent::Link:
      // A source that is linked is in use.
      if (!IsSource)
        return true;
      break;
    case ObjectEvent::Store:
      // A source that another object is copied over is half of an exchange.
      if (!IsSource || Ev.IsInitialList || Part.contains(Ev.Path))
        return true;
      break;
    case ObjectEvent::Pass: {
      // A function of this file is looked into; of another, one that is given
      // just the part may be there to set it up. One that is given the whole may
      // be as well, when it is not even known that there was something to break.
      if (passRenews(Ev, Part, IsOpen, 0))
        return true;
      bool IsPartOnly = Ev.Path.Steps.size() > Object.Steps.size();
      if (!IsSource && (!Ev.Callee || !Ev.Callee->hasBody()) &&
          (IsPartOnly || IsOpen))
        return true;
      break;
    }
    default:
      break;
    }
  }
  return false;
}

bool CopyAcceptance::isKnownInitialised(const CopySite &S,
                                        const AccessPath &Object,
                                        const AccessPath &Part) {
  const ObjectEvents &E = eventsOf(S.In);
  AccessPath From = E.resolve(S.From);
  if (!From)
    return false;
  AccessPath FromPart =
      From.plus(llvm::ArrayRef(Part.Steps).drop_front(Object.Steps.size()));
  unsigned At = E.order(S.At);
  return llvm::any_of(E.events(), [&](const ObjectEvent &Ev) {
    return Ev.Order < At && Ev.Path.overlaps(FromPart) &&
           (Ev.K == ObjectEvent::Init || Ev.K == ObjectEvent::Link ||
            Ev.K == ObjectEvent::Use ||
            (Ev.K == ObjectEvent::Pass && passRenews(Ev, FromPart, /*IsOpen=*/false, 0)));
  });
}

bool CopyAcceptance::passRenews(const ObjectEvent &Pass, const AccessPath &Part,
                                bool IsOpen, unsigned Depth) {
  return Pass.Callee && Pass.Path.contains(Part) &&
         calleeRenews(
             Pass.Callee, Pass.Param,
             llvm::ArrayRef(Part.Steps).drop_front(Pass.Path.Steps.size()),
             IsOpen, Depth);
}

bool CopyAcceptance::areCallersRenewing(const FunctionDecl *F,
                                        const AccessPath &Part,
                                        unsigned Depth) {
  // The copy is made for the callers when it is of an object of theirs, or of
  // one that is returned to them.
  if (Depth > MaxCallDepth || !Part.Base || Part.Steps.empty() ||
      Part.Steps[0].K != PathStep::Deref)
    return false;
  const auto *Param = dyn_cast<ParmVarDecl>(Part.Base);
  if (!Param && !llvm::is_contained(eventsOf(F).returned(), Part.Base))
    return false;
  auto Rest = llvm::ArrayRef(Part.Steps).drop_front();
  bool IsCalled = false;
  for (const FunctionDecl *Caller : Functions)
    for (const ObjectEvent &Ev : eventsOf(Caller).events()) {
      bool IsCall =
          Param ? Ev.K == ObjectEvent::Pass &&
                      Ev.Param == Param->getFunctionScopeIndex()
                : Ev.K == ObjectEvent::Result;
      if (!IsCall || !Ev.Callee ||
          Ev.Callee->getCanonicalDecl() != F->getCanonicalDecl())
        continue;
      IsCalled = true;
      AccessPath Theirs = Ev.Path.plus(Rest);
      if (!isRenewedAfter(Caller, Ev, Theirs) &&
          !areCallersRenewing(Caller, Theirs, Depth + 1))
        return false;
    }
  return IsCalled;
}

bool CopyAcceptance::isRenewedAfter(const FunctionDecl *F,
                                    const ObjectEvent &Call,
                                    const AccessPath &Part) {
  for (const ObjectEvent &Ev : eventsOf(F).events()) {
    if (Ev.Order <= Call.Order || !Ev.Path.overlaps(Part))
      continue;
    if (Ev.K == ObjectEvent::Init || Ev.K == ObjectEvent::Link ||
        Ev.K == ObjectEvent::Zero || Ev.K == ObjectEvent::Store)
      return true;
    // What the caller of a function that clones passes on is more likely to be
    // finished there than not.
    if (Ev.K == ObjectEvent::Pass &&
        (!Ev.Callee || !Ev.Callee->hasBody() ||
         passRenews(Ev, Part, /*IsOpen=*/true, 0)))
      return true;
  }
  return false;
}

bool CopyAcceptance::calleeRenews(const FunctionDecl *F, unsigned Param,
                                  llvm::ArrayRef<PathStep> Rest, bool IsOpen,
                                  unsigned Depth) {
  const FunctionDecl *Def = nullptr;
  if (Depth > MaxCallDepth || !F->hasBody(Def) || Param >= Def->getNumParams())
    return false;
  const ParmVarDecl *P = Def->getParamDecl(Param);
  AccessPath Part = (P->getType()->isReferenceType()
                         ? AccessPath::ofVariable(P)
                         : AccessPath::ofPointeeOf(P))
                        .plus(Rest);
  for (const ObjectEvent &Ev : eventsOf(Def).events()) {
    if (!Ev.Path.overlaps(Part))
      continue;
    if (Ev.K == ObjectEvent::Init || Ev.K == ObjectEvent::Link ||
        Ev.K == ObjectEvent::Zero || Ev.K == ObjectEvent::Store)
      return true;
    if (Ev.K == ObjectEvent::Pass &&
        ((IsOpen && (!Ev.Callee || !Ev.Callee->hasBody())) ||
         passRenews(Ev, Part, IsOpen, Depth + 1)))
      return true;
  }
  return false;
}

bool CopyAcceptance::isSnapshot(const CopySite &S) {
  if ((S.Form != CopyForm::Init && S.Form != CopyForm::Assign &&
       S.Form != CopyForm::Range) ||
      !S.DestVar || !S.DestVar->hasLocalStorage() ||
      isa<ParmVarDecl>(S.DestVar))
    return false;
  // A class with constructors of its own is more than its members.
  if (const CXXRecordDecl *C = S.DestVar->getType()->getAsCXXRecordDecl();
      C && !C->isAggregate())
    return false;
  return isOnlyRead(S.In, AccessPath::ofVariable(S.DestVar), 0);
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
  // One of the two ends is a local variable; it is filled from, and written back
  // to, the same object.
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
      S.In, U, [&](QualType T) { return U.context().hasSameUnqualifiedType(T, S.Type); },
      [&](CopySite O) {
        AccessPath OFrom = E.resolve(O.From), OTo = E.resolve(O.To);
        if (isLocal(To) ? (OFrom == Saved && OTo == Home)
                        : (OFrom == Home && OTo == Saved))
          IsOther = true;
      });
  return IsOther;
}

} // namespace holdfast::checks
