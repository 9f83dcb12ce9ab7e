//===- Context.cpp - The words for execution contexts ---------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Context.h"

using namespace llvm;

namespace holdfast::model {

static const StringRef Words[] = {
    "task",        "thread",      "softirq",  "hardirq",    "nmi",
    "preempt_off", "migrate_off", CpuStable,  "irqs_off",   "bh_off",
    "rcu_read",    "may_sleep",   "this_cpu", "cpu_offline"};

ArrayRef<StringRef> knownContexts() { return Words; }

} // namespace holdfast::model
