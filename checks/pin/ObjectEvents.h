//===- ObjectEvents.h - What a function does to objects ---------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the list of what a function does to the objects it names, in the
// order of the source: initialises, links, stores to, zeroes, passes on. It is
// made only for functions in which a copy needs an opinion.
//
// What is hard about it: it has no paths, so 'later' means later in the source,
// or earlier in the same loop.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_OBJECTEVENTS_H
#define HOLDFAST_CHECKS_PIN_OBJECTEVENTS_H

#include "checks/Session.h"
#include "checks/pin/AccessPath.h"

#include "clang/AST/Decl.h"

#include <map>
#include <vector>

namespace holdfast::checks {

struct ObjectEvent {
  enum Kind : uint8_t {
    Init,     ///< a modelled function initialises it
    Link,     ///< a modelled function links or registers it
    Unlink,   ///< … takes it out
    Zero,     ///< its bytes become zero
    Allocate, ///< it is a new object
    Store,    ///< it is assigned to
    Pass,     ///< its address is given to a function without a model
    Read,     ///< its address is given to a function as that of a constant
    Use,      ///< its address is given to a function whose model says no more
    Result,   ///< its address is the result of a function without a model
    Escape    ///< its address is stored somewhere
  } K = Use;
  AccessPath Path;
  unsigned Order = 0;
  const clang::Stmt *At = nullptr;
  const clang::FunctionDecl *Callee = nullptr; ///< Pass, Read, Result
  unsigned Param = 0;                          ///< Pass, Read
  bool IsInitialList = false; ///< Store: by an initialiser list or a literal
};

/// How often a variable, or what it points at, is named, and for what.
struct LocalUses {
  unsigned NumRefs = 0;       ///< in all
  unsigned NumReads = 0;      ///< to read a scalar member
  unsigned NumOverwrites = 0; ///< to assign the whole
};

class ObjectEvents {
public:
  ObjectEvents(const clang::FunctionDecl *F, Unit &U);

  llvm::ArrayRef<ObjectEvent> events() const { return Events; }
  /// Position in the source; 0 for what is not in the body.
  unsigned order(const clang::Stmt *S) const { return Orders.lookup(S); }
  AccessPath resolve(const AccessPath &P) const { return P.resolved(Aliases); }
  /// The local variables that the function returns.
  llvm::ArrayRef<const clang::VarDecl *> returned() const { return Returned; }
  LocalUses uses(const clang::VarDecl *V) const { return Uses.lookup(V); }
  /// The range of the innermost loop around \p Order that \p V is declared
  /// outside of; empty when there is none.
  std::pair<unsigned, unsigned> loopAround(unsigned Order,
                                           const clang::VarDecl *V) const;

private:
  void walk(const clang::Stmt *S);
  void visit(const clang::Stmt *S);
  /// Notes which object the result of a call will be.
  void bindResult(const clang::Stmt *S);
  void call(const clang::CallExpr *C);
  void add(ObjectEvent::Kind K, const AccessPath &P, const clang::Stmt *At);

  Unit &U;
  unsigned Next = 1;
  std::vector<ObjectEvent> Events;
  llvm::SmallVector<const clang::VarDecl *, 2> Returned;
  PathAliases Aliases;
  llvm::DenseMap<const clang::CallExpr *, AccessPath> ResultOf;
  llvm::DenseMap<const clang::Stmt *, unsigned> Orders;
  llvm::DenseMap<const clang::VarDecl *, unsigned> DeclaredAt, Assigned;
  llvm::DenseMap<const clang::VarDecl *, LocalUses> Uses;
  std::vector<std::pair<unsigned, unsigned>> Loops;
};

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_OBJECTEVENTS_H
