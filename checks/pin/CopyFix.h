//===- CopyFix.h - Copies that can be a pointer or a reference --*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the fix of a copy: a C++ parameter by value that is only read becomes
// a reference to const; a local copy that is only read becomes a pointer in C and
// a reference in C++. There is none when a use could not be rewritten.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_COPYFIX_H
#define HOLDFAST_CHECKS_PIN_COPYFIX_H

#include "checks/pin/CopySites.h"

#include "Engine/Finding.h"

namespace holdfast::checks {

/// Empty when there is no safe fix.
std::vector<Edit> fixOf(const CopySite &S, Unit &U);

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_COPYFIX_H
