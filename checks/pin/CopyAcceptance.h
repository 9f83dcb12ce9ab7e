//===- CopyAcceptance.h - Copies of pinned objects that are fine -*- C++
//-*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the opinion on a copy: is the part of the object that must not move
// broken by it? It is not when the part was not initialised yet, or is
// initialised again afterwards, or when the copy is never used as an object.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_CHECKS_PIN_COPYACCEPTANCE_H
#define HOLDFAST_CHECKS_PIN_COPYACCEPTANCE_H

#include "checks/pin/CopySites.h"
#include "checks/pin/ObjectEvents.h"
#include "checks/pin/Pinnedness.h"

namespace holdfast::checks {

class CopyAcceptance {
public:
  /// \p Functions are all function definitions of the translation unit that are
  /// looked at, for what happens to a global.
  CopyAcceptance(Unit &U, llvm::ArrayRef<const clang::FunctionDecl *> Functions)
      : U(U), Functions(Functions) {}

  /// The first part of the copied record that the copy breaks; null when the
  /// copy is fine.
  const PinnedPart *broken(const CopySite &S, llvm::ArrayRef<PinnedPart> Parts);

private:
  static constexpr unsigned MaxCallDepth = 4;

  bool breaks(const CopySite &S, const PinnedPart &P);
  const ObjectEvents &eventsOf(const clang::FunctionDecl *F);

  bool isOwnInitialiser(const CopySite &S);
  bool isBeforePart(const CopySite &S, const PinnedPart &P);
  /// The source's part holds nothing yet.
  bool isFresh(const CopySite &S, const AccessPath &Part);
  bool isTemplate(const CopySite &S, const AccessPath &Part);
  bool isKnownLinked(const CopySite &S, const AccessPath &Part);
  /// The part at \p Part is set up again after the copy.
  bool isRenewed(const CopySite &S, const AccessPath &Object,
                 const AccessPath &Part, bool IsSource);
  /// The part of the source was set up, or used, in this function before.
  bool isKnownInitialised(const CopySite &S, const AccessPath &Object,
                          const AccessPath &Part);
  /// A function that is given the object around the part sets the part up. With
  /// \p IsOpen it also counts when it gives it to a function of another file.
  bool passRenews(const ObjectEvent &Pass, const AccessPath &Part, bool IsOpen,
                  unsigned Depth);
  /// All callers in this file set the part up, after a function of it copied
  /// into an object of theirs, or returned the copy.
  bool areCallersRenewing(const clang::FunctionDecl *F, const AccessPath &Part,
                          unsigned Depth);
  bool isRenewedAfter(const clang::FunctionDecl *F, const ObjectEvent &Call,
                      const AccessPath &Part);
  bool calleeRenews(const clang::FunctionDecl *F, unsigned Param,
                    llvm::ArrayRef<PathStep> Rest, bool IsOpen, unsigned Depth);
  /// The function that is given the object may set the part up, or use it.
  bool passTouches(const ObjectEvent &Pass, const AccessPath &Part,
                   unsigned Depth);
  /// The main file links the part into lists, and never initialises it: it is a
  /// node, which means nothing while it is not linked.
  bool isMereNode(const PinnedPart &P);
  bool isSnapshot(const CopySite &S);
  /// Only scalar members of the object are read, here and in the functions of
  /// this file that are given its address.
  bool isOnlyRead(const clang::FunctionDecl *F, const AccessPath &Object,
                  unsigned Depth);
  bool isSavedAndRestored(const CopySite &S);

  Unit &U;
  llvm::ArrayRef<const clang::FunctionDecl *> Functions;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<ObjectEvents>>
      Events;
  bool AreUsesKnown = false;
  llvm::DenseSet<const clang::FieldDecl *> Linked, SetUp; ///< by the main file
};

} // namespace holdfast::checks

#endif // HOLDFAST_CHECKS_PIN_COPYACCEPTANCE_H
