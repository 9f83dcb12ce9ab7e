//===- Fingerprint.h - What names a finding for ever ------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the fingerprint: the same for the same mistake, however the file
// around it changes. It is made of the rule, the function, the object and the
// message without its numbers of lines, and not of file, line or column, so
// that it survives moved lines, reformatting and moved files.
//
// What is hard about it: two equal mistakes in one function have the same key.
// So the key gets a number, in the order of the source.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_REPORT_FINGERPRINT_H
#define HOLDFAST_REPORT_FINGERPRINT_H

#include "Report/Record.h"

namespace holdfast {

/// The message without what changes with the lines around it, on one line.
std::string normalise(llvm::StringRef Message);

/// 16 hexadecimal digits of what a finding is about.
std::string fingerprintKey(const Record &R);

/// Gives each record `key:number`. \p Records are in their final order.
void setFingerprints(std::vector<Record> &Records);

} // namespace holdfast

#endif // HOLDFAST_REPORT_FINGERPRINT_H
