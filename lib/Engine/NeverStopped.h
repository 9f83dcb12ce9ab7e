//===- NeverStopped.h - What a file starts and never stops ------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines a rule about a whole translation unit: a record of the main file has
// a member that the file prepares with a callback and starts (work that is
// queued, a timer that is set), the file frees such records, and no line of it
// stops the member first. The path-sensitive analysis cannot see this, because
// the object arrives where it is freed from outside, and may or may not be
// running then.
//
// What is hard about it: silence must be proof. Whatever might stop the member,
// or tell that it has run, ends the matter: any use that is not understood, a
// wait for a member or for something that the file cannot name, references that
// are counted, a callback that frees the record itself.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_NEVERSTOPPED_H
#define HOLDFAST_ENGINE_NEVERSTOPPED_H

#include "Engine/Context.h"

namespace holdfast::engine {

/// Reports through \p C.
void reportNeverStopped(Context &C);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_NEVERSTOPPED_H
