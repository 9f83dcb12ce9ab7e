//===- FindingCheck.h - A check that the engine answers ---------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the check whose findings come from the engine's one run over the
// translation unit. Such a check has nothing to match: it asks for the unit's
// findings, and reports those whose reason is its own (Engine/Reasons.def). So
// a check of this kind is a line in Checks.def, and has no class of its own.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_FINDINGCHECK_H
#define HOLDFAST_CHECKS_FINDINGCHECK_H

#include "checks/Check.h"

namespace holdfast::checks {

class FindingCheck final : public Check {
public:
  using Check::Check;

private:
  void checkUnit(Unit &U) override;
};

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_FINDINGCHECK_H
