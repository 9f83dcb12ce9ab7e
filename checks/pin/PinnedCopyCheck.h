//===- PinnedCopyCheck.h - holdfast-pinned-copy -----------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the check that reports copies of objects that must not move
// (docs/checks/pin/pinned-copy.md).
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_PINNEDCOPYCHECK_H
#define HOLDFAST_CHECKS_PIN_PINNEDCOPYCHECK_H

#include "checks/Check.h"

namespace holdfast::checks {

class PinnedCopyCheck : public Check {
public:
  using Check::Check;

private:
  void checkUnit(Unit &U) override;
};

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_PINNEDCOPYCHECK_H
