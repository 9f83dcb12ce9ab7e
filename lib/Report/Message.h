//===- Message.h - The wording of a finding ---------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines how a finding is said: every front end takes the words from here, and
// the words come from one table, Engine/Reasons.def.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_REPORT_MESSAGE_H
#define HOLDFAST_REPORT_MESSAGE_H

#include "Engine/Finding.h"

#include <string>

namespace holdfast {

/// The message: lower case, without a full stop.
std::string message(const Finding &F);

/// The name of the check that a reason belongs to, without `holdfast-`.
llvm::StringRef checkOf(Reason R);

/// The reason's name in the table.
llvm::StringRef nameOf(Reason R);

} // namespace holdfast

#endif // HOLDFAST_REPORT_MESSAGE_H
