//===- Names.cpp - Names and annotations of declarations ------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements the part of TypeLowering that spells: records, functions, and what
// attributes say.
//
//===----------------------------------------------------------------------===//

#include "Lower/ThreadSafety.h"
#include "Lower/Types.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace holdfast::lower {

/// The number of unnamed records that the same parent declares before this one.
static unsigned unnamedIndex(const RecordDecl *R) {
  unsigned Index = 0;
  for (const Decl *D : R->getDeclContext()->noload_decls()) {
    if (D == R)
      break;
    if (const auto *Other = dyn_cast<RecordDecl>(D))
      Index += !Other->getIdentifier() && !Other->getTypedefNameForAnonDecl();
  }
  return Index;
}

std::string TypeLowering::recordName(const RecordDecl *R) {
  std::string Name;
  llvm::raw_string_ostream OS(Name);
  const auto *Class = dyn_cast<CXXRecordDecl>(R);
  if (Class && Class->isLambda()) {
    PresumedLoc P = Ctx.getSourceManager().getPresumedLoc(R->getLocation());
    OS << "lambda";
    if (P.isValid())
      OS << " at " << llvm::sys::path::filename(P.getFilename()) << ':'
         << P.getLine() << ':' << P.getColumn();
    return Name;
  }
  if (R->getIdentifier()) {
    if (Ctx.getLangOpts().CPlusPlus)
      R->getNameForDiagnostic(OS, Policy, /*Qualified=*/true);
    else
      OS << R->getKindName() << ' ' << R->getName();
    return Name;
  }
  if (const TypedefNameDecl *T = R->getTypedefNameForAnonDecl()) {
    if (Ctx.getLangOpts().CPlusPlus)
      T->printQualifiedName(OS, Policy);
    else
      OS << T->getName();
    return Name;
  }
  if (const auto *Parent = dyn_cast<RecordDecl>(R->getDeclContext()))
    OS << M.record(declare(Parent)).Name << "::";
  OS << '<' << "unnamed " << R->getKindName();
  if (isa<RecordDecl>(R->getDeclContext()))
    OS << ' ' << unnamedIndex(R);
  OS << '>';
  return Name;
}

std::string TypeLowering::functionName(const FunctionDecl *F) {
  std::string Name;
  if (!Ctx.getLangOpts().CPlusPlus || F->isExternC())
    return F->getDeclName().isIdentifier() ? F->getName().str()
                                           : F->getNameAsString();
  llvm::raw_string_ostream OS(Name);
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (Method && Method->getParent()->isLambda())
    OS << M.record(declare(Method->getParent())).Name
       << "::" << F->getDeclName();
  else
    F->getNameForDiagnostic(OS, Policy, /*Qualified=*/true);
  OS << '(';
  llvm::ListSeparator Comma;
  for (const ParmVarDecl *P : F->parameters()) {
    OS << Comma;
    // As written they would differ from one declaration to the next.
    P->getType().getCanonicalType().getUnqualifiedType().print(OS, Policy);
  }
  if (F->isVariadic())
    OS << Comma << "...";
  OS << ')';
  if (Method && Method->isConst())
    OS << " const";
  return Name;
}

std::string TypeLowering::modelName(const FunctionDecl *F) {
  if (!Ctx.getLangOpts().CPlusPlus || F->isExternC())
    return functionName(F);
  llvm::SmallVector<const DeclContext *, 4> Scopes;
  for (const DeclContext *DC = F->getDeclContext(); DC; DC = DC->getParent()) {
    const auto *NS = dyn_cast<NamespaceDecl>(DC);
    if (NS ? !NS->isInline() && !NS->isAnonymousNamespace()
           : isa<RecordDecl>(DC))
      Scopes.push_back(DC);
  }
  std::string Name;
  llvm::raw_string_ostream OS(Name);
  for (const DeclContext *DC : llvm::reverse(Scopes))
    OS << cast<NamedDecl>(DC)->getName() << "::";
  // A constructor of a template is named with the parameters.
  if (isa<CXXConstructorDecl>(F))
    OS << cast<CXXMethodDecl>(F)->getParent()->getName();
  else if (isa<CXXDestructorDecl>(F))
    OS << '~' << cast<CXXMethodDecl>(F)->getParent()->getName();
  else
    OS << F->getDeclName();
  return Name;
}

/// Attributes that say nothing about the life or the use of objects.
static bool isIrrelevant(attr::Kind Kind) {
  switch (Kind) {
  case attr::Aligned:
  case attr::Alias:
  case attr::AllocAlign:
  case attr::AllocSize:
  case attr::AlwaysInline:
  case attr::AsmLabel:
  case attr::AssumeAligned:
  case attr::Availability:
  case attr::Builtin:
  case attr::BuiltinAlias:
  case attr::CFICanonicalJumpTable:
  case attr::Cold:
  case attr::Const:
  case attr::Constructor:
  case attr::Deprecated:
  case attr::Destructor:
  case attr::DiagnoseIf:
  case attr::DisableTailCalls:
  case attr::EnableIf:
  case attr::Error:
  case attr::ExcludeFromExplicitInstantiation:
  case attr::Final:
  case attr::Format:
  case attr::FormatArg:
  case attr::FunctionReturnThunks:
  case attr::GNUInline:
  case attr::Hot:
  case attr::InternalLinkage:
  case attr::MaxFieldAlignment:
  case attr::MayAlias:
  case attr::Mode:
  case attr::NoAlias:
  case attr::NoBuiltin:
  case attr::NoDebug:
  case attr::NoInline:
  case attr::NoInstrumentFunction:
  case attr::NoProfileFunction:
  case attr::NoReturn:
  case attr::NoSanitize:
  case attr::NoStackProtector:
  case attr::NoThrow:
  case attr::Overloadable:
  case attr::Override:
  case attr::Packed:
  case attr::Pure:
  case attr::RandomizeLayout:
  case attr::Retain:
  case attr::Section:
  case attr::Target:
  case attr::TransparentUnion:
  case attr::TypeVisibility:
  case attr::Unused:
  case attr::Used:
  case attr::Visibility:
  case attr::Weak:
    return true;
  default:
    return false;
  }
}

std::vector<ir::Annotation> TypeLowering::annotations(const Decl *D) {
  std::vector<ir::Annotation> Result;
  if (!D->hasAttrs())
    return Result;
  std::string Buffer;
  ThreadSafetyWords Locks(Ctx, D, GlobalName);
  ir::Loc Where; // of the first one
  for (const Attr *A : D->attrs()) {
    // The last is an attribute that clang knows only since version 21.
    if (A->isImplicit() || isIrrelevant(A->getKind()) ||
        llvm::StringRef(A->getSpelling()) == "nonstring")
      continue;
    if (Locks.add(A)) {
      if (!Where.isValid())
        Where = Locs.loc(A->getRange());
      continue;
    }
    llvm::StringRef Text;
    if (const auto *Annotate = dyn_cast<AnnotateAttr>(A)) {
      Text = Annotate->getAnnotation();
    } else {
      // clang prints the whole specifier: ` __attribute__((name(args)))`,
      // ` [[scope::name(args)]]` or a keyword.
      Buffer.clear();
      llvm::raw_string_ostream OS(Buffer);
      A->printPretty(OS, Policy);
      Text = llvm::StringRef(Buffer).trim();
      if (Text.consume_front("__attribute__(("))
        Text.consume_back("))");
      else if (Text.consume_front("[["))
        Text.consume_back("]]");
    }
    Result.push_back({M.intern(Text), Locs.loc(A->getRange())});
  }
  for (const std::string &Text : Locks.finish())
    Result.push_back({M.intern("holdfast:" + Text), Where});
  return Result;
}

} // namespace holdfast::lower
