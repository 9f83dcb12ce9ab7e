//===- Writers.h - The formats of a report ----------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Declares the writers, one a format. None of them prints anything that depends
// on the order in which files were done, on times, or on the machine.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_REPORT_WRITERS_H
#define HOLDFAST_REPORT_WRITERS_H

#include "Report/Record.h"

#include "llvm/Support/raw_ostream.h"

namespace holdfast {

enum class Format { Text, Json, Sarif, GitHub, GitLab, JUnit };

void write(Format F, const RunReport &R, llvm::raw_ostream &OS);

/// One finding as clang-tidy shows it: `file:line:column: warning: …`, the line
/// and the notes of its path.
void writeFinding(const Record &R, const RunReport &Run, llvm::raw_ostream &OS);

/// "1 finding", "2 findings".
std::string counted(size_t N, llvm::StringRef What);

/// What the run came to, in a few lines for people.
void writeSummary(const RunReport &R, llvm::raw_ostream &OS);

void writeText(const RunReport &R, llvm::raw_ostream &OS);
void writeJson(const RunReport &R, llvm::raw_ostream &OS);
void writeSarif(const RunReport &R, llvm::raw_ostream &OS);
void writeGitHub(const RunReport &R, llvm::raw_ostream &OS);
void writeGitLab(const RunReport &R, llvm::raw_ostream &OS);
void writeJUnit(const RunReport &R, llvm::raw_ostream &OS);

/// The line of a file, without its end; empty when there is none.
std::string sourceLine(llvm::StringRef File, unsigned Line);

} // namespace holdfast

#endif // HOLDFAST_REPORT_WRITERS_H
