//===- UnitLowering.cpp - What the functions of one module share ----------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Implements UnitLowering, and with it the entry point.
//
//===----------------------------------------------------------------------===//

#include "Lower/UnitLowering.h"

#include "Lower/BodyScan.h"
#include "Lower/FunctionLowering.h"
#include "Model/Annotation.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/Support/thread.h"

using namespace clang;

namespace holdfast::lower {

void lowerTranslationUnit(ASTContext &Ctx, const MacroRecord *Record,
                          const model::Model &TheModel, ir::Module &Out,
                          LowerStats &Stats, const LowerOptions &Options) {
  UnitLowering(Ctx, Record, TheModel, Out, Stats, Options).run();
}

UnitLowering::UnitLowering(ASTContext &Ctx, const MacroRecord *Record,
                           const model::Model &TheModel, ir::Module &M,
                           LowerStats &Stats, const LowerOptions &Options)
    : Ctx(Ctx), Record(Record), TheModel(TheModel), M(M), Stats(Stats),
      Types(Ctx, M),
      Macros(Ctx.getSourceManager(), Ctx.getLangOpts(), TheModel, M),
      Options(Options) {
  Types.GlobalName = [this](const VarDecl *V) {
    return this->M.global(global(V)).Name.str();
  };
}

void UnitLowering::run() {
  const SourceManager &SM = Ctx.getSourceManager();
  if (ir::FileId Main = Types.locations().file(SM.getMainFileID()))
    M.MainFile = M.file(Main);
  collectAll(Ctx.getTranslationUnitDecl());
  // The queue grows while it is worked off.
  for (size_t I = 0; I != Queue.size(); ++I)
    lowerFunction(Queue[I]);
  M.indexFunctions();
}

bool UnitLowering::isInMainFile(const Decl *D) const {
  const SourceManager &SM = Ctx.getSourceManager();
  return SM.isInMainFile(SM.getExpansionLoc(D->getLocation()));
}

bool isStartup(const FunctionDecl &F) {
  const auto *Section = F.getMostRecentDecl()->getAttr<SectionAttr>();
  return Section && Section->getName() == ".init.text";
}

void UnitLowering::collectAll(const DeclContext *DC) {
  for (const Decl *D : DC->noload_decls())
    collect(D);
}

void UnitLowering::collect(const Decl *D) {
  if (const auto *F = dyn_cast<FunctionDecl>(D)) {
    // What nobody wrote is of interest when it is called.
    if (F->isThisDeclarationADefinition() && !F->isImplicit() &&
        isInMainFile(F))
      enqueue(F);
    return;
  }
  if (const auto *V = dyn_cast<VarDecl>(D)) {
    if (V->getInit() && V->hasGlobalStorage() && !V->isTemplated() &&
        !V->isInvalidDecl() && isInMainFile(V))
      global(V);
    return;
  }
  if (const auto *T = dyn_cast<FunctionTemplateDecl>(D)) {
    if (isInMainFile(T))
      for (const FunctionDecl *F : T->specializations())
        if (const FunctionDecl *Definition = F->getDefinition())
          enqueue(Definition);
    return;
  }
  if (const auto *T = dyn_cast<ClassTemplateDecl>(D)) {
    if (isInMainFile(T))
      for (const ClassTemplateSpecializationDecl *S : T->specializations())
        collectAll(S);
    return;
  }
  // In C, records hold no functions.
  if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(D) ||
      (isa<CXXRecordDecl>(D) && isInMainFile(D)))
    collectAll(cast<DeclContext>(D));
}

void UnitLowering::enqueue(const FunctionDecl *F) {
  if (!F->isThisDeclarationADefinition() || F->isInvalidDecl() ||
      F->isDependentContext() || !F->getBody() || F->isDeleted())
    return;
  if (Seen.insert(F->getCanonicalDecl()).second)
    Queue.push_back(F);
}

bool UnitLowering::hasModel(const FunctionDecl *F) {
  auto [It, IsNew] = Modelled.try_emplace(F->getCanonicalDecl());
  if (IsNew)
    It->second = TheModel.function(Types.modelName(F)) != nullptr;
  return It->second;
}

bool UnitLowering::says(const FunctionDecl *F) {
  const FunctionDecl *Latest = F->getMostRecentDecl();
  return Latest->hasAttrs() &&
         llvm::any_of(Types.annotations(Latest), [](const ir::Annotation &A) {
           return A.Text.starts_with("holdfast:effect");
         });
}

ir::Operand UnitLowering::function(const FunctionDecl *F) {
  const FunctionDecl *Canon = F->getCanonicalDecl();
  auto Known = FunctionOperands.find(Canon);
  if (Known != FunctionOperands.end())
    return Known->second;
  ir::Operand Result = M.functionOperand(Types.functionName(F));
  FunctionOperands[Canon] = Result;
  const FunctionDecl *Definition = F->getDefinition();
  if (hasModel(F)) {
    // Its model need not say what the types of its parameters do.
    // And what the source says is stronger.
    if (says(F) || llvm::any_of(F->parameters(), [&](const ParmVarDecl *P) {
          return !passedType(P).empty();
        }))
      declare(F);
    return Result;
  }
  if (!Definition || F->getBuiltinID())
    declare(F);
  else if (Options.HeaderFunctions || isInMainFile(Definition))
    enqueue(Definition);
  return Result;
}

llvm::StringRef UnitLowering::initMacro(const Expr *Init) {
  SourceLocation L = Init->getBeginLoc();
  if (L.isFileID())
    return {};
  // A macro that the Model knows to build a value, or else the outermost.
  const SourceManager &SM = Ctx.getSourceManager();
  for (SourceLocation Step = L; Step.isMacroID();
       Step = SM.getImmediateMacroCallerLoc(Step)) {
    if (SM.isMacroArgExpansion(Step))
      continue;
    llvm::StringRef Name = Macros.name(SM.getFileID(Step));
    if (TheModel.isInitialiser(Name))
      return Name;
  }
  return Types.locations().macroAt(L);
}

static bool isPerCpu(const VarDecl *V) {
  const auto *S = V->getAttr<SectionAttr>();
  return S && S->getName().starts_with(".data..percpu");
}

ir::Operand UnitLowering::global(const VarDecl *V) {
  const VarDecl *Canon = V->getCanonicalDecl();
  auto Known = GlobalIds.find(Canon);
  if (Known != GlobalIds.end())
    return ir::Operand::global(Known->second);
  std::string Name;
  if (Ctx.getLangOpts().CPlusPlus && !V->isLocalVarDecl()) {
    llvm::raw_string_ostream OS(Name);
    V->getNameForDiagnostic(OS, Types.policy(), /*Qualified=*/true);
  } else {
    Name = V->getNameAsString();
  }
  if (unsigned Count = GlobalNames[Name]++)
    Name += "#" + std::to_string(Count + 1);
  const VarDecl *Init = nullptr;
  const Expr *InitExpr = V->getAnyInitializer(Init);
  ir::GlobalId Id;
  Id.Index = M.Globals.size();
  GlobalIds[Canon] = Id;
  ir::Global &G = M.Globals.emplace_back();
  G.Name = M.intern(Name);
  G.Type = Types.lower(V->getType());
  G.IsStatic = V->isStaticLocal() || !V->isExternallyVisible();
  const VarDecl *Latest = V->getMostRecentDecl();
  G.IsThreadLocal = V->getTLSKind() != VarDecl::TLS_None || isPerCpu(Latest);
  G.IsConst = V->getType().isConstQualified();
  G.HasInitialiser = InitExpr != nullptr;
  G.Where = Types.locations().loc(V->getLocation());
  G.Annotations = Types.annotations(Latest);
  if (InitExpr && !InitExpr->isValueDependent()) {
    G.InitMacro = initMacro(InitExpr);
    std::string Path;
    addTable(Id, InitExpr, Path, 0);
  }
  return ir::Operand::global(Id);
}

/// Adds the functions that an initialiser stores into members.
void UnitLowering::addTable(ir::GlobalId G, const Expr *Init, std::string &Path,
                            unsigned Depth) {
  Init = Init->IgnoreParenCasts();
  if (const auto *L = dyn_cast<CompoundLiteralExpr>(Init))
    Init = L->getInitializer();
  const auto *List = dyn_cast<InitListExpr>(Init);
  if (!List) {
    const Expr *E = Init;
    if (const auto *Address = dyn_cast<UnaryOperator>(E))
      if (Address->getOpcode() == UO_AddrOf)
        E = Address->getSubExpr()->IgnoreParenCasts();
    const auto *Ref = dyn_cast<DeclRefExpr>(E);
    if (const auto *F = Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr)
      M.Tables.push_back({G, M.intern(Path), M.name(function(F))});
    return;
  }
  if (Depth > 16)
    return;
  size_t Length = Path.size();
  auto Enter = [&](const Expr *Sub, llvm::Twine Step) {
    Path += Step.str();
    addTable(G, Sub, Path, Depth + 1);
    Path.resize(Length);
  };
  const RecordDecl *R = List->getType()->getAsRecordDecl();
  if (!R) {
    for (unsigned I = 0; I != List->getNumInits(); ++I)
      if (const Expr *Sub = List->getInit(I))
        if (!isa<ImplicitValueInitExpr>(Sub))
          Enter(Sub, "[" + llvm::Twine(I) + "]");
    return;
  }
  auto Step = [](const FieldDecl *F) {
    return F->getName().empty() ? std::string() : "." + F->getName().str();
  };
  if (const FieldDecl *F = List->getInitializedFieldInUnion()) {
    if (List->getNumInits())
      Enter(List->getInit(0), Step(F));
    return;
  }
  unsigned I = 0;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R))
    I = Class->getNumBases();
  for (const FieldDecl *F : R->fields()) {
    if (F->isUnnamedBitField())
      continue;
    if (I >= List->getNumInits())
      break;
    if (const Expr *Sub = List->getInit(I))
      Enter(Sub, Step(F));
    ++I;
  }
}

/// The parameter's type by its name, when the Model knows what a function does
/// that is given such a value; empty otherwise.
llvm::StringRef UnitLowering::passedType(const ParmVarDecl *P) {
  const auto *Type = P->getType()->getAs<TypedefType>();
  if (!Type)
    return {};
  const TypedefNameDecl *Name = Type->getDecl()->getCanonicalDecl();
  auto [It, IsNew] = PassedTypes.try_emplace(Name, false);
  if (IsNew) {
    const model::TypeModel *T = TheModel.type(
        Name->getName(), [](llvm::StringRef) { return false; });
    It->second = T && !T->Passed.empty();
  }
  return It->second ? Name->getName() : llvm::StringRef();
}

/// All but locals and body.
void UnitLowering::describe(const FunctionDecl *F, ir::Function &Out) {
  Out.Name = M.name(function(F));
  Out.ReturnType = Types.lower(F->getReturnType());
  Out.IsStatic = !F->isExternallyVisible();
  Out.IsHeader = !isInMainFile(F);
  Out.IsVariadic = F->isVariadic();
  Out.IsNoReturn = F->isNoReturn();
  Out.Annotations = Types.annotations(F->getMostRecentDecl());
  Out.Where = Types.locations().loc(F->getLocation());
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  Out.IsMethod = Method && Method->isInstance();
  Out.IsStartup = isStartup(*F);
  if (Out.IsMethod) {
    ir::Local &This = Out.Locals.emplace_back();
    This.Name = M.intern("this");
    This.Type = Types.lower(
        Ctx.getPointerType(Method->getFunctionObjectParameterType()));
    This.Kind = ir::LocalKind::Param;
    This.Where = Out.Where;
  }
  for (unsigned I = 0; I != F->getNumParams(); ++I) {
    const ParmVarDecl *P = F->getParamDecl(I);
    ir::Local &L = Out.Locals.emplace_back();
    L.Name = M.intern(P->getName());
    L.Type = Types.lower(P->getType());
    L.Kind = ir::LocalKind::Param;
    L.Where = Types.locations().loc(P->getLocation());
    // Attributes are inherited by later declarations.
    const FunctionDecl *Latest = F->getMostRecentDecl();
    L.Annotations = Types.annotations(
        I < Latest->getNumParams() ? Latest->getParamDecl(I) : P);
    if (llvm::StringRef Type = passedType(P); !Type.empty())
      L.Annotations.push_back(
          {M.intern(model::passedAnnotation(Type)), L.Where});
  }
  Out.NumParams = Out.Locals.size();
}

/// A function without a body is of interest when it says something.
void UnitLowering::declare(const FunctionDecl *F) {
  const FunctionDecl *Latest = F->getMostRecentDecl();
  bool Says = Latest->hasAttrs() && !Types.annotations(Latest).empty();
  for (const ParmVarDecl *P : Latest->parameters())
    Says |= !passedType(P).empty() ||
            (P->hasAttrs() && !Types.annotations(P).empty());
  if (!Says)
    return;
  ir::Function Out;
  describe(F, Out);
  M.Functions.push_back(std::move(Out));
  ++Stats.Declarations;
}

void UnitLowering::lowerFunction(const FunctionDecl *F) {
  BodyScan Scan(Ctx, Macros);
  Scan.run(F->getBody());
  ir::Function Out;
  describe(F, Out);
  bool IsLowered = false;
  auto Lower = [&] { IsLowered = FunctionLowering(*this, F, Scan, Out).run(); };
  // clang's graph builder and some of its queries recurse with the nesting.
  constexpr unsigned MaxDepthHere = 500, BytesPerLevel = 64 * 1024;
  if (Scan.Depth <= MaxDepthHere) {
    Lower();
  } else {
    uint64_t Size = std::min<uint64_t>(uint64_t(Scan.Depth) * BytesPerLevel,
                                       uint64_t(1) << 31);
    llvm::thread Worker(std::optional<unsigned>(unsigned(Size)), Lower);
    Worker.join();
  }
  for (const LambdaExpr *L : Scan.Lambdas)
    if (const CXXMethodDecl *Call = L->getCallOperator())
      enqueue(Call);
  if (!IsLowered) {
    ++Stats.NoGraph;
    return;
  }
  ++(Out.IsHeader ? Stats.HeaderFunctions : Stats.Functions);
  Stats.Blocks += Out.Blocks.size();
  Stats.Events += Out.Events.size();
  for (const ir::Event &E : Out.Events) {
    Stats.MacroEvents += E.Code == ir::Op::Macro;
    if (E.Code == ir::Op::Unknown)
      ++Stats.Unknown[E.Name.str()];
  }
  M.Functions.push_back(std::move(Out));
}

} // namespace holdfast::lower
