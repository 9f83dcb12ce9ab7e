//===- FunctionLowering.h - One function's CFG to events --------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the walk over a function's CFG that makes its events.
//
// What is hard about it: clang's CFG gives sub-expressions before the
// expressions that use them, so each expression is lowered once, alone, and
// remembered. Three things break that order. Aggregates that are built
// (constructors, initialiser lists) have no address until somebody uses them:
// they are lowered by their user. What the CFG leaves out (default arguments,
// the arguments of modelled macros) is lowered on demand. And `a && b` as a
// value has no place of its own: it is stored to a local of kind Merge at the
// end of each block that leads to the block which begins with it.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_LOWER_FUNCTIONLOWERING_H
#define HOLDFAST_LOWER_FUNCTIONLOWERING_H

#include "Lower/BodyScan.h"
#include "Lower/EventBuilder.h"
#include "Lower/MacroRecord.h"
#include "Lower/UnitLowering.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"

namespace holdfast::lower {

class FunctionLowering {
public:
  FunctionLowering(UnitLowering &U, const clang::FunctionDecl *FD,
                   BodyScan &Scan, ir::Function &F);
  /// False when clang builds no graph for the body.
  bool run();

private:
  // FunctionLowering.cpp: blocks.
  void lowerBlock(const clang::CFGBlock &B);
  void lowerElement(const clang::CFGElement &E);
  void lowerStmt(const clang::Stmt *S);
  void lowerReturn(const clang::ReturnStmt *R);
  void lowerDecl(const clang::DeclStmt *D);
  void storeMerges(const clang::CFGBlock &B);
  ir::Operand mergedValue(const clang::CFGBlock &B, bool OnTrue,
                          const clang::Expr *E);

  // Traceless.cpp: modelled macros that no element of the CFG comes from.
  void placeTracelessExpansions(llvm::ArrayRef<const clang::CFGBlock *> Order);
  void emitTraceless(const clang::Stmt *Element);

  // Terminators.cpp
  void terminate(const clang::CFGBlock &B);
  void terminateSwitch(const clang::CFGBlock &B, const clang::SwitchStmt *S);
  void terminateReturn();
  void lowerFallingOff();
  ir::Operand condition(const clang::CFGBlock &B);
  const clang::Expr *conditionExpr(const clang::CFGBlock &B);
  void branch(ir::Operand Value, ir::BlockId True, ir::BlockId False);
  ir::BlockId target(const clang::CFGBlock *B);
  ir::BlockId unreachableTarget();

  // Expressions.cpp: each expression once.
  ir::Operand operand(const clang::Expr *E);
  ir::Operand onDemand(const clang::Expr *E);
  ir::Operand lowerExpr(const clang::Expr *E);
  ir::Operand lowerReference(const clang::DeclRefExpr *E);
  ir::Operand lowerMember(const clang::MemberExpr *E);
  ir::Operand lowerUnary(const clang::UnaryOperator *E);
  ir::Operand lowerBinary(const clang::BinaryOperator *E);
  ir::Operand lowerAssignment(const clang::BinaryOperator *E);
  ir::Operand arithmetic(clang::BinaryOperatorKind Op, ir::Operand A,
                         clang::QualType TA, ir::Operand B, clang::QualType TB,
                         clang::QualType Result);
  ir::Operand lowerLogicalOnDemand(const clang::Expr *E);
  ir::Operand lowerStmtExpr(const clang::StmtExpr *E);
  bool lowerStraight(const clang::Stmt *S, const clang::Expr *&Last);
  ir::Operand addressOfVariable(const clang::VarDecl *V);
  ir::Operand thisPointer();
  ir::Operand unknown(llvm::StringRef Reason, const clang::Expr *E,
                      llvm::ArrayRef<ir::Operand> Args = {});
  /// The constant, when it is an integer constant expression.
  ir::Operand constant(const clang::Expr *E);
  ir::Operand emitExpansion(unsigned Index);

  // Casts.cpp
  ir::Operand lowerCast(const clang::CastExpr *E);
  ir::Operand toBase(ir::Operand A, const clang::CXXRecordDecl *From,
                     const clang::CXXRecordDecl *To);
  ir::Operand lowerContainer(const clang::BinaryOperator *E);

  // Calls.cpp
  ir::Operand lowerCall(const clang::CallExpr *E);
  bool lowerBuiltin(const clang::CallExpr *E, unsigned Builtin,
                    ir::Operand &Result);
  ir::Operand lowerAtomic(const clang::AtomicExpr *E);
  void lowerAsm(const clang::GCCAsmStmt *S);
  void addArgument(const clang::Expr *E,
                   llvm::SmallVectorImpl<ir::Operand> &Args, uint64_t &ByValue);
  ir::Operand calleeOf(const clang::FunctionDecl *F, bool IsVirtual);

  // Touches.cpp
  /// An object is used by reference: says so where it, or the pointer to it,
  /// has a rule.
  void touch(const clang::Expr *E, ir::Operand Address, ir::Op How);
  void touchOperator(const clang::CXXOperatorCallExpr *E,
                     llvm::ArrayRef<ir::Operand> Args);

  // Initialisers.cpp
  void initialise(ir::Operand Address, clang::QualType T,
                  const clang::Expr *Init, bool IsZeroed = false);
  void initialiseList(ir::Operand Address, const clang::InitListExpr *List,
                      bool IsZeroed);
  void initialiseArray(ir::Operand Address, clang::QualType T,
                       llvm::ArrayRef<const clang::Expr *> Inits,
                       bool IsZeroed);
  void construct(ir::Operand Address, const clang::CXXConstructExpr *E);
  void constructLambda(ir::Operand Address, const clang::LambdaExpr *E);
  void initialiseMembers(ir::Operand Address, const clang::RecordDecl *R,
                         llvm::ArrayRef<const clang::Expr *> Inits,
                         bool IsZeroed);
  /// A new local of kind Temporary that holds the aggregate.
  ir::Operand materialise(const clang::Expr *E);
  void noteBound(const clang::CXXBindTemporaryExpr *E, ir::Operand Address);

  // CxxLowering.cpp
  void lowerDestructor(const clang::CFGImplicitDtor &D);
  void destroy(ir::Operand Address, clang::QualType T);
  void lowerCtorInitializer(const clang::CXXCtorInitializer *I);
  void lowerAllocation(const clang::CXXNewExpr *E);
  ir::Operand lowerNew(const clang::CXXNewExpr *E);
  ir::Operand lowerDelete(const clang::CXXDeleteExpr *E);
  void lowerCatch(const clang::CXXCatchStmt *S);
  ir::Operand lowerCxxExpr(const clang::Expr *E);
  /// Runs \p Lower for a default argument or member initialiser: an expression
  /// that is shared by all its uses, and is written elsewhere.
  void withShared(const clang::Expr *E,
                  llvm::function_ref<void(const clang::Expr *)> Lower);

  // Shared helpers.
  const clang::Expr *strip(const clang::Expr *E) const;
  const clang::Expr *stripAggregate(const clang::Expr *E) const;
  bool isDeferred(const clang::Expr *E) const;
  bool isAggregate(clang::QualType T) const;
  ir::TypeId type(clang::QualType T) { return U.Types.lower(T); }
  clang::SourceRange rangeOf(const clang::Stmt *S) const;
  ir::Operand local(const clang::VarDecl *V);
  ir::Operand addLocal(llvm::StringRef Name, ir::TypeId Ty, ir::LocalKind Kind);
  ir::Operand mergeFor(const clang::Expr *E);

  UnitLowering &U;
  clang::ASTContext &Ctx;
  const clang::FunctionDecl *FD;
  BodyScan &Scan;
  ir::Function &F;
  EventBuilder Build;
  std::unique_ptr<clang::CFG> Graph;

  llvm::DenseMap<const clang::Expr *, ir::Operand> Memo;
  llvm::DenseMap<const clang::VarDecl *, ir::LocalId> Locals;
  llvm::DenseSet<const clang::VarDecl *> BegunEarly; ///< by their initialiser
  llvm::DenseMap<const clang::Expr *, ir::Operand> Merges;
  llvm::DenseMap<const clang::Expr *, unsigned> RootOf; ///< of expansions
  llvm::DenseMap<const clang::CFGBlock *, ir::BlockId> BlockIds;
  /// What comes before an element of the CFG: an expansion of Scan's, or one
  /// that left no token.
  struct Traceless {
    unsigned Index = ~0u;
    const MacroRecord::Entry *Entry = nullptr;
  };
  llvm::DenseMap<const clang::Stmt *, llvm::SmallVector<Traceless, 1>>
      TracelessBefore;
  struct Bound {
    /// Of the temporaries: a default argument makes one for each call.
    llvm::SmallVector<ir::Operand, 1> Addresses;
    ir::Operand Flag; ///< whether it was made, when that depends
  };
  llvm::DenseMap<const clang::CXXBindTemporaryExpr *, Bound> Bounds;
  llvm::DenseMap<const clang::ValueDecl *, clang::FieldDecl *> Captures;
  clang::FieldDecl *ThisCapture = nullptr;
  llvm::DenseMap<const clang::CXXNewExpr *, ir::Operand> Allocations;
  std::vector<ir::Operand> Flags;

  ir::Terminator Term; ///< of the block that is being lowered
  const clang::ReturnStmt *Returned = nullptr; ///< in this block
  ir::Operand ReturnValue, ReturnMerge;
  ir::BlockId Unreachable, FallsOff;
  unsigned OnDemandDepth = 0;
};

/// Drops empty blocks, joins chains, and numbers blocks and temporaries in
/// order.
void tidyBlocks(ir::Function &F);

} // namespace holdfast::lower

#endif // HOLDFAST_LOWER_FUNCTIONLOWERING_H
