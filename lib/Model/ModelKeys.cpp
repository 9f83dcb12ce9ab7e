//===- ModelKeys.cpp - The keys of a model file ---------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ModelKeys.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

using namespace llvm;

namespace holdfast::model {

std::string misplacedKey(StringRef Key, StringRef Here) {
  static const StringRef OfFile[] = {"library",   "read-from", "contexts",
                                     "types",     "functions", "macros",
                                     "assertions"};
  static const StringRef OfContext[] = {"context", "implies", "excludes",
                                        "masked-by", "sleep"};
  static const StringRef OfType[] = {
      "type",      "aka",    "pinned",       "zero",   "has-field",
      "holding",   "fields", "initialisers", "passed", "passed-except",
      "walked-by", "root",   "root-if-null"};
  static const StringRef OfField[] = {"field",     "read",  "write",
                                      "called-in", "lends", "exempt"};
  static const StringRef OfFunction[] = {"name", "names", "does"};
  StringRef Owner;
  if (Key == "models")
    Owner = "'.holdfast.yaml'";
  else if (is_contained(OfFile, Key))
    Owner = "the file itself, in the first column";
  else if (is_contained(OfContext, Key))
    Owner = "an entry of 'contexts'";
  else if (is_contained(OfField, Key))
    Owner = "an entry of 'fields' of a type";
  else if (is_contained(OfType, Key))
    Owner = "an entry of 'types'";
  else if (is_contained(OfFunction, Key))
    Owner = "an entry of 'functions' or 'macros'";
  else
    return "";
  return (Twine("'") + Key + "' is not a key of " + Here + "; it belongs to " +
          Owner)
      .str();
}

} // namespace holdfast::model
