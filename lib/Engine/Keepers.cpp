//===- Keepers.cpp - Which unknown functions keep what they get -------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Keepers.h"

using namespace holdfast;
using namespace holdfast::engine;

void Keepers::gaveUpAfter(const PassedTo *Functions, bool IsError,
                          Failed HasFailed) {
  for (const PassedTo *P = Functions; P; P = P->Rest)
    // What keeps nothing when it succeeds keeps nothing when it fails.
    for (bool HasFailedThere : {true, false}) {
      if (!HasFailedThere && HasFailed(*P))
        break;
      ReturnsOnError.insert({P->Callee, P->Argument, HasFailedThere});
      if (!IsError)
        ReturnsAlways.insert({P->Callee, P->Argument, HasFailedThere});
    }
}

void Keepers::suspect(Finding F, const PassedTo *Functions, bool IsError,
                      Failed HasFailed, llvm::StringRef Giver) {
  Suspect S;
  S.Giver = Giver;
  S.F = std::move(F);
  S.IsError = IsError;
  for (const PassedTo *P = Functions; P; P = P->Rest)
    S.Functions.push_back({P->Callee, P->Argument, HasFailed(*P)});
  Suspects.push_back(std::move(S));
}

std::vector<Finding> Keepers::confirmed(const Givers &Give) {
  std::vector<Finding> Out;
  for (Suspect &S : Suspects) {
    const std::set<Parameter> &Returning =
        S.IsError ? ReturnsOnError : ReturnsAlways;
    bool Holds = S.Giver.empty() || Give.gives(S.Giver);
    for (const Parameter &P : S.Functions)
      Holds &= Returning.count(P) != 0;
    if (Holds)
      Out.push_back(std::move(S.F));
  }
  Suspects.clear();
  return Out;
}
