//===- @CLASS@.h *- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the check; docs/checks/@FAMILY@/@NAME@.md says what it reports.
//
//===----------------------------------------------------------------------===//

#ifndef @GUARD@
#define @GUARD@

#include "checks/Check.h"

namespace holdfast::checks {

class @CLASS@ : public Check {
public:
  using Check::Check;

private:
  void checkUnit(Unit &U) override;
};

} // namespace holdfast::checks

#endif // @GUARD@
