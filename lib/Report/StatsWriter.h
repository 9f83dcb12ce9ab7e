//===- StatsWriter.h - What a run did and what it cost ----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Declares what is written beside the findings: the figures of a run, where its
// time went, and the record of what ran on what and what was suppressed. These
// have times in them, so no two runs write the same.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_REPORT_STATSWRITER_H
#define HOLDFAST_REPORT_STATSWRITER_H

#include "Report/Record.h"

#include "llvm/Support/raw_ostream.h"

namespace holdfast {

void writeStats(const RunReport &R, double WallSeconds, llvm::raw_ostream &OS);
void writeProfile(const RunReport &R, llvm::raw_ostream &OS);
void writeAudit(const RunReport &R, llvm::raw_ostream &OS);

} // namespace holdfast

#endif // HOLDFAST_REPORT_STATSWRITER_H
