//===- BadAnnotationCheck.h - holdfast-bad-annotation -----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the check that reports mistakes in annotations of holdfast.h
// (docs/checks/model/bad-annotation.md).
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_MODEL_BADANNOTATIONCHECK_H
#define HOLDFAST_CHECKS_MODEL_BADANNOTATIONCHECK_H

#include "checks/Check.h"

namespace holdfast::checks {

class BadAnnotationCheck : public Check {
public:
  using Check::Check;

private:
  void checkUnit(Unit &U) override;
};

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_MODEL_BADANNOTATIONCHECK_H
