//===- Declarations.h - What a translation unit defines ---------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the walk over the declarations of a translation unit. It goes into no
// function body and no system header, so it costs next to nothing. Local
// classes are left out; lambdas belong to the function around them.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_DECLARATIONS_H
#define HOLDFAST_CHECKS_DECLARATIONS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

#include <vector>

namespace holdfast::checks {

/// The function definitions and C++ classes, in the order of the source. Of
/// templates, their instantiations.
void collectDeclarations(clang::ASTContext &Ctx,
                         std::vector<const clang::FunctionDecl *> &Functions,
                         std::vector<const clang::CXXRecordDecl *> &Classes);

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_DECLARATIONS_H
