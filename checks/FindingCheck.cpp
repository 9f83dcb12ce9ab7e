//===- FindingCheck.cpp - A check that the engine answers -----------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "checks/FindingCheck.h"

#include "Report/Message.h"

namespace holdfast::checks {

void FindingCheck::checkUnit(Unit &U) {
  for (const Finding &F : U.analysis().Findings)
    if (getID() == "holdfast-" + checkOf(F.Why).str())
      report(F, U.lowered());
}

} // namespace holdfast::checks
