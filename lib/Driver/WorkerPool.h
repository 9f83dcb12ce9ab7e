//===- WorkerPool.h - Processes that do one file each -----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the workers of a run. Each file is analysed in a process of its own,
// forked from this one, so that the models are loaded once, and a crash, a loop
// or a memory hog loses that file alone.
//
// What is hard about it: a worker may die in the middle of its answer. An
// answer counts only when it is complete and the process ended by itself;
// otherwise the result says how it ended. A worker does not outlive its parent.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_DRIVER_WORKERPOOL_H
#define HOLDFAST_DRIVER_WORKERPOOL_H

#include "Report/Record.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace holdfast {

struct WorkerLimits {
  unsigned Jobs = 1;
  unsigned Seconds = 300;    ///< for one file; 0 is no limit
  uint64_t Megabytes = 4096; ///< of data of one worker; 0 is no limit
};

/// Runs \p Work(0) … \p Work(Count - 1), each in a worker, and hands the
/// results to \p Done in the order in which they come. One that cannot be
/// started, even when no other runs, gives a result that says so.
void runWorkers(size_t Count, const WorkerLimits &Limits,
                llvm::function_ref<FileResult(size_t)> Work,
                llvm::function_ref<void(size_t, FileResult)> Done);

} // namespace holdfast

#endif // HOLDFAST_DRIVER_WORKERPOOL_H
