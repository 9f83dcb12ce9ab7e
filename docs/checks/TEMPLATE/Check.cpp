//===- @CLASS@.cpp ===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/@FAMILY@/@CLASS@.h"

namespace holdfast::checks {

void @CLASS@::checkUnit(Unit &U) {}

} // namespace holdfast::checks
