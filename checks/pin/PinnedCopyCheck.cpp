//===- PinnedCopyCheck.cpp - holdfast-pinned-copy -------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/pin/PinnedCopyCheck.h"

#include "checks/pin/CopyAcceptance.h"
#include "checks/pin/CopyFix.h"
#include "checks/pin/CopySites.h"
#include "checks/pin/ImplicitCopy.h"
#include "checks/pin/Pinnedness.h"

#include "Lower/Lower.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/PrettyPrinter.h"
#include "clang/Basic/Stack.h"
#include "clang/Lex/Lexer.h"

#include <set>

using namespace clang;

namespace holdfast::checks {
namespace {

Reason reasonOf(const CopySite &S) {
  switch (S.Form) {
  case CopyForm::Init:
    return Reason::CopyInit;
  case CopyForm::Assign:
    return Reason::CopyAssign;
  case CopyForm::Parameter:
    return Reason::CopyParameter;
  case CopyForm::Argument:
    return Reason::CopyArgument;
  case CopyForm::Return:
    return Reason::CopyReturn;
  case CopyForm::NamedReturn:
    return Reason::CopyNamedReturn;
  case CopyForm::Element:
    return Reason::CopyElement;
  case CopyForm::Capture:
    return Reason::CopyCapture;
  case CopyForm::Range:
    return Reason::CopyRange;
  case CopyForm::Binding:
    return Reason::CopyBinding;
  case CopyForm::VaArg:
    return Reason::CopyVaArg;
  case CopyForm::Bytes:
    return S.IsOverwrite ? Reason::CopyBytesOver : Reason::CopyBytes;
  case CopyForm::Move:
    return Reason::CopyMove;
  case CopyForm::Swap:
    return Reason::CopySwap;
  case CopyForm::InMacro:
    return Reason::CopyInMacro;
  case CopyForm::Store:
    return Reason::CopyStore;
  case CopyForm::Relocate:
    return Reason::CopyRelocate;
  }
  llvm_unreachable("all forms are listed");
}

std::string typeName(QualType T, Unit &U) {
  // `typeof(x)` and `auto` are no names.
  if (isa<TypedefType>(T))
    return T.getUnqualifiedType().getAsString(U.types().policy());
  return U.module().record(U.types().lower(T->getAsRecordDecl())).Name.str();
}

llvm::StringRef since(model::PinnedFrom From) {
  switch (From) {
  case model::PinnedFrom::Creation:
    return " is pinned from its creation on: ";
  case model::PinnedFrom::Link:
    return " is pinned while it is linked: ";
  default:
    return " is pinned once it is initialised: ";
  }
}

/// Why the part must stay where it is, and who says so.
PathNote reasonNote(const PinnedPart &P, const std::string &Type, Unit &U) {
  PathNote N;
  N.Where = U.types().locations().loc(P.Where);
  N.Text = P.Name.empty() ? "'" + Type + "'" : "member '" + P.Name + "'";
  N.Text += since(P.From);
  N.Text += P.Why;
  if (P.Rule.Line && !P.Store)
    N.Text += " (" + P.Rule.str() + ")";
  return N;
}

class Search {
public:
  explicit Search(Unit &U) : U(U), Pins(U), Acceptance(U, U.functions()) {}

  std::vector<Finding> run() {
    infer();
    for (const FunctionDecl *F : U.functions())
      findCopies(
          F, U, [&](QualType T) { return Pins.isPinned(T); },
          [&](CopySite S) { judge(std::move(S)); });
    for (CopySite &S : Parameters)
      judgeParameter(std::move(S));
    for (const CXXRecordDecl *C : U.classes())
      judge(C);
    return std::move(Findings);
  }

private:
  /// Learns which types store their own address, from the main file.
  void infer() {
    for (const CXXRecordDecl *C : U.classes())
      for (const SelfStore &Store : selfStoresOfConstructors(C, U))
        Pins.mark(model::PinnedFrom::Creation, Store);
    for (const FunctionDecl *F : U.functions())
      if (U.isInMainFile(F) && !isa<CXXConstructorDecl>(F))
        infer(F->getBody());
  }
  void infer(const Stmt *S) {
    if (const auto *B = dyn_cast<BinaryOperator>(S))
      if (std::optional<SelfStore> Store = selfStore(B))
        Pins.mark(model::PinnedFrom::Init, *Store);
    for (const Stmt *C : S->children())
      if (C)
        runWithSufficientStackSpace([] {}, [&] { infer(C); });
  }

  void judge(CopySite S);
  void judgeParameter(CopySite S);
  void add(const CopySite &S, const PinnedPart &Part);
  void judge(const CXXRecordDecl *C);
  /// The macro whose own variable is the copy, as that of `swap(a, b)`.
  llvm::StringRef copyingMacro(const CopySite &S);
  bool isFirstAt(SourceLocation L) {
    return Reported.insert(U.context().getSourceManager().getFileLoc(L)).second;
  }

  Unit &U;
  Pinnedness Pins;
  CopyAcceptance Acceptance;
  std::vector<Finding> Findings;
  std::set<SourceLocation> Reported;
  std::vector<CopySite> Parameters;
  /// Functions that are given a pinned object by value: whether one of those
  /// was broken by it.
  llvm::DenseMap<const FunctionDecl *, bool> GivenBroken;
};

llvm::StringRef Search::copyingMacro(const CopySite &S) {
  if (!S.DestVar || !S.DestVar->getLocation().isMacroID() ||
      S.Form == CopyForm::Parameter)
    return {};
  return U.types().locations().macroAt(S.DestVar->getLocation());
}

void Search::judge(CopySite S) {
  if (lower::isStartup(*S.In))
    return; // others cannot have linked the object
  if (llvm::StringRef Macro = copyingMacro(S); !Macro.empty()) {
    S.Form = CopyForm::InMacro;
    S.Callee = Macro.str();
  }
  if (S.Form == CopyForm::Parameter) {
    Parameters.push_back(std::move(S));
    return;
  }
  // The parameter itself is reported; its value is what it is.
  if (const auto *P = dyn_cast_or_null<ParmVarDecl>(S.From.Base);
      P && S.From.Steps.empty() && !P->getType()->isReferenceType() &&
      S.Form != CopyForm::NamedReturn)
    return;
  const PinnedPart *Part = Acceptance.broken(S, Pins.parts(S.Type));
  if (S.CalleeDecl)
    GivenBroken[S.CalleeDecl->getCanonicalDecl()] |= Part != nullptr;
  if (Part)
    add(S, *Part);
}

void Search::judgeParameter(CopySite S) {
  // Whoever calls a function of this file alone is known: an object that is not
  // initialised yet may be handed over.
  auto Given = GivenBroken.find(S.In->getCanonicalDecl());
  if (!S.In->isExternallyVisible() && Given != GivenBroken.end() &&
      !Given->second)
    return;
  if (const PinnedPart *Part = Acceptance.broken(S, Pins.parts(S.Type)))
    add(S, *Part);
}

void Search::add(const CopySite &S, const PinnedPart &P) {
  if (!isFirstAt(S.Range.getBegin()))
    return;
  const PinnedPart *Part = &P;
  Finding F;
  F.Why = reasonOf(S);
  F.Where = U.types().locations().loc(S.Range);
  F.Function = U.types().functionName(S.In);
  F.Object = S.Callee.empty() ? S.DestName : S.Callee;
  if (F.Object.empty())
    F.Object = "value";
  F.Detail = S.IsOverwrite ? S.DestName : S.SourceName;
  F.Type = typeName(S.Type, U);
  F.Rule = Part->Rule;
  F.Path.push_back(reasonNote(*Part, F.Type, U));
  if (Part->Store)
    F.Path.push_back({U.types().locations().loc(Part->Store->Where),
                      "the address is stored here"});
  F.Fix = fixOf(S, U);
  Findings.push_back(std::move(F));
}

void Search::judge(const CXXRecordDecl *C) {
  if (C->isAbstract() || !hasImplicitCopyOrMove(C))
    return;
  for (const SelfStore &Store : selfStoresOfConstructors(C, U)) {
    if (!isFirstAt(C->getLocation()))
      return;
    Finding F;
    F.Why = Store.IsRegistered ? Reason::RegisteredCopyable
                               : Reason::SelfReferentCopyable;
    F.Where = U.types().locations().loc(C->getLocation());
    F.Object = F.Type = C->getNameAsString();
    if (!Store.Part.empty() && Store.Part[0].Field)
      F.Detail = Store.Part[0].Field->getNameAsString();
    F.Path.push_back(
        {U.types().locations().loc(Store.Where),
         Store.IsRegistered ? Store.Why : "the address is stored here"});
    Findings.push_back(std::move(F));
  }
}

} // namespace

void PinnedCopyCheck::checkUnit(Unit &U) {
  for (const Finding &F : Search(U).run())
    report(F);
}

} // namespace holdfast::checks
