/*===- holdfast.h - Annotations for Holdfast's checks -----------------------===
 *
 * Part of the Holdfast project, under the Apache License v2.0 with LLVM
 * Exceptions. See LICENSE for licence information.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 *===------------------------------------------------------------------------===
 *
 * For C and C++, and harmless under every compiler: the macros are empty unless a
 * checker reads the code. clang-tidy says so itself (__clang_analyzer__); other
 * front ends define __HOLDFAST__. They must be empty in a compilation, because
 * clang's `annotate` on functions, members and variables changes the code that
 * is generated: a call for each access, and copies of functions that were inlined
 * everywhere.
 *
 * On types, after the keyword:
 *
 *   struct HOLDFAST_PINNED waiter { struct waiter *next, **pprev; };
 *
 * On functions, one sentence each (docs/models.md):
 *
 *   HOLDFAST_EFFECT("init arg0 if ret == 0")
 *   int waiter_init(struct waiter *w);
 *
 * On members and variables, one rule each for reading and writing
 * (docs/rules.md):
 *
 *   unsigned long count HOLDFAST_RULE(write, "held(self->lock)");
 *
 *===------------------------------------------------------------------------===
 */
#ifndef HOLDFAST_HOLDFAST_H
#define HOLDFAST_HOLDFAST_H

#if defined(__clang__) &&                                                      \
    (defined(__clang_analyzer__) || defined(__HOLDFAST__))
#define HOLDFAST_ANNOTATE(text) __attribute__((annotate("holdfast:" text)))
#else
#define HOLDFAST_ANNOTATE(text)
#endif

/* An object of the type must stay where it is: always. */
#define HOLDFAST_PINNED HOLDFAST_ANNOTATE("pinned from-creation")
/* ... from its initialiser on, until it is destroyed. */
#define HOLDFAST_PINNED_AFTER_INIT HOLDFAST_ANNOTATE("pinned after-init")
/* ... while it is linked into, or registered with, something. */
#define HOLDFAST_PINNED_WHILE_LINKED HOLDFAST_ANNOTATE("pinned while-linked")
/* An object of the type may be copied bit by bit, whatever its members are. */
#define HOLDFAST_MOVABLE HOLDFAST_ANNOTATE("movable")

/* What a call of the function does; may be there several times, in order. */
#define HOLDFAST_EFFECT(sentence) HOLDFAST_ANNOTATE("effect " sentence)

/* What must hold where the member or variable is read or written; the access is
 * the word `read` or `write`. */
#define HOLDFAST_RULE(access, rule) HOLDFAST_ANNOTATE(#access " " rule)

#endif /* HOLDFAST_HOLDFAST_H */
