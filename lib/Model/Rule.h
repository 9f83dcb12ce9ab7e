//===- Rule.h - Rules about access: when data may be touched ----*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the expressions that say what must hold where data is read or written
// (docs/rules.md), their parser and their canonical form:
//
//   rule   := or [ '->' rule ]                        implies, from the right
//   or     := and { '||' and }
//   and    := not { '&&' not }
//   not    := '!' not | '(' rule ')' | fact
//   fact   := 'held' | 'held_read' | 'held_write' '(' path ')'
//           | 'this_cpu' | 'cpu_offline' | 'this_thread' '(' path ')'
//           | 'thread' '(' NAME ')'
//           | 'all' '(' type ',' field comparison (N | 'null') ')'
//           | 'config' '(' NAME ')'
//           | 'before_published' | 'any_lock' | context [ 'of' path ]
//   path   := { '*' | '&' } NAME { '(' [ path { ',' path } ] ')'
//           | '->' NAME | '.' NAME | '[' (N | path) ']' }
//
// What is hard about it: `->` is both a step of a path and the sign for
// 'implies'. A path stands only between parentheses, and there it ends at them,
// so the two never meet.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_RULE_H
#define HOLDFAST_MODEL_RULE_H

#include "Context.h"
#include "Effect.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <string>
#include <vector>

namespace holdfast::model {

struct RulePath;

/// One step of a path, from left to right.
struct RuleStep {
  enum Kind : uint8_t {
    Arrow, ///< `->Name`
    Dot,   ///< `.Name`
    Call,  ///< `(Args)`
    Index  ///< `[Args[0]]`
  } K = Dot;
  std::string Name;
  std::vector<RulePath> Args;
};

/// A lock or an object, named from `self` (the object that the data is part
/// of), from a global, or by the result of an accessor: `rcu_get_root()->lock`.
struct RulePath {
  std::string Prefix; ///< the `*` and `&` in front
  std::string Root;   ///< a name; in an index also a number
  std::vector<RuleStep> Steps;
  std::string str() const;
};

struct Rule {
  enum Kind : uint8_t {
    And,
    Or,      ///< two or more Children, none of the same kind
    Not,     ///< Children[0]
    Implies, ///< Children[0] -> Children[1]
    Held,    ///< the lock at Path, in whatever mode
    HeldRead,
    HeldWrite,
    Context,         ///< Name, of the object at Path if there is one
    ThisCpu,         ///< Path is the running CPU's, and stays so
    CpuOffline,      ///< the CPU that Path belongs to is offline
    ThisThread,      ///< Path belongs to the running thread
    Thread,          ///< the running thread is the one called Name
    All,             ///< every object of type Name: Field Op Value
    Config,          ///< the source was built with Name
    BeforePublished, ///< the object is still private to this function
    AnyLock          ///< some declared lock is held
  } K = And;
  std::vector<Rule> Children;
  RulePath Path;
  std::string Name;
  std::string Field; ///< All: `qsmask`, `a.b`
  CompareOp Op = CompareOp::Eq;
  int64_t Value = 0;   ///< All
  bool IsNull = false; ///< All: the value is `null`

  /// The canonical form: parseRule(R.str()) is R again.
  std::string str() const;
};

/// Parses a rule. \p Contexts are the words that may stand for a context. The
/// error is a SyntaxError (Syntax.h).
llvm::Expected<Rule>
parseRule(llvm::StringRef Text,
          llvm::ArrayRef<llvm::StringRef> Contexts = knownContexts());

/// The words that a rule has besides contexts: `held`, `all`, …
llvm::ArrayRef<llvm::StringRef> ruleWords();

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_RULE_H
