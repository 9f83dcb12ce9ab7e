//===- Message.cpp - The wording of a finding -----------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Message.h"

namespace holdfast {
namespace {

struct Row {
  llvm::StringRef Name, Check, Text;
};

constexpr Row Rows[] = {
#define REASON(Name, Check, Text) {#Name, Check, Text},
#include "Engine/Reasons.def"
};

const Row &row(Reason R) { return Rows[static_cast<size_t>(R)]; }

} // namespace

std::string message(const Finding &F) {
  llvm::StringRef Text = row(F.Why).Text;
  std::string Out;
  for (size_t I = 0; I < Text.size(); ++I) {
    if (Text[I] != '%' || I + 1 == Text.size()) {
      Out += Text[I];
      continue;
    }
    switch (Text[++I]) {
    case '0':
      Out += F.Object;
      break;
    case '1':
      Out += F.Detail;
      break;
    case '2':
      Out += F.Type;
      break;
    default:
      Out += Text[I];
    }
  }
  return Out;
}

llvm::StringRef checkOf(Reason R) { return row(R).Check; }
llvm::StringRef nameOf(Reason R) { return row(R).Name; }

} // namespace holdfast
