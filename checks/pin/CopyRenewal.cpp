//===- CopyRenewal.cpp - Copies that are finished afterwards --------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The half of CopyAcceptance that asks whether a part is set up again after the
// copy: in the same function, in one that it calls, or in all that call it.
//
//===----------------------------------------------------------------------===//

#include "checks/pin/CopyAcceptance.h"

using namespace clang;

namespace holdfast::checks {

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
      // just the part may be there to set it up. One that is given the whole
      // may be as well, when it is not even known that there was something to
      // break.
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
            (Ev.K == ObjectEvent::Pass &&
             passRenews(Ev, FromPart, /*IsOpen=*/false, 0)));
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
      bool IsCall = Param ? Ev.K == ObjectEvent::Pass &&
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
    if (Ev.K == ObjectEvent::Pass && (!Ev.Callee || !Ev.Callee->hasBody() ||
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
  AccessPath Part =
      (P->getType()->isReferenceType() ? AccessPath::ofVariable(P)
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

} // namespace holdfast::checks
