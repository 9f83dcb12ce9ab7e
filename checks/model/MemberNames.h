//===- MemberNames.h - Members that a rule names and no record has -*- C++ -*-//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Declares what finds the members that a rule or a project's model names and
// the source has not: such a rule never says anything.
//
// What is hard about it: what is behind a pointer, a call or a template is not
// known here, or is another one in another file. Only the object itself and the
// records inside it are looked into.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_MODEL_MEMBERNAMES_H
#define HOLDFAST_CHECKS_MODEL_MEMBERNAMES_H

#include "Model/Model.h"
#include "Model/Rule.h"

#include "clang/AST/ASTContext.h"

#include <string>
#include <vector>

namespace holdfast::checks {

/// The first member in a rule that is not there, said: `'struct s' has no
/// member 'x'`. \p Self is the record that the rule calls `self`, or null.
std::string missingMember(clang::ASTContext &Ctx, const clang::RecordDecl *Self,
                          const model::Rule &R);

/// The same for the types that the project's own models describe and this
/// source defines, each with the place in its file.
std::vector<std::string> membersMissingIn(const model::Model &M,
                                          clang::ASTContext &Ctx);

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_MODEL_MEMBERNAMES_H
