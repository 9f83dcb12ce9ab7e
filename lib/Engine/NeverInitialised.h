//===- NeverInitialised.h - Members that a file uses and never initialises ---*-
// C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines a rule about a whole translation unit: a record that is defined in
// the main file, or made by it, has a member which the file's functions use,
// and no line of the file initialises it. The path-sensitive analysis cannot
// see this, because the object arrives at each user from outside.
//
// What is hard about it: silence must be proof. So every single access to the
// member has to be understood: one that is not (its address is stored, given to
// code that nobody knows, written by hand; the record is copied or is a global
// with an initialiser) ends the matter.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_NEVERINITIALISED_H
#define HOLDFAST_ENGINE_NEVERINITIALISED_H

#include "Engine/Context.h"

namespace holdfast::engine {

/// To be called when all summaries are known. Reports through \p C.
void reportNeverInitialised(Context &C);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_NEVERINITIALISED_H
