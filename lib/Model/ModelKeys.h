//===- ModelKeys.h - The keys of a model file -------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines where the keys of a model file belong, for messages.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_MODEL_MODELKEYS_H
#define HOLDFAST_MODEL_MODELKEYS_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace holdfast::model {

/// A key that stands at the wrong place: where it belongs. Empty for one that
/// belongs nowhere. \p Here names the place.
std::string misplacedKey(llvm::StringRef Key, llvm::StringRef Here);

} // namespace holdfast::model

#endif // HOLDFAST_MODEL_MODELKEYS_H
