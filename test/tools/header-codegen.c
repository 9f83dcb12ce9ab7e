// The annotations of holdfast.h have no effect on generated code, in C and C++,
// with and without optimisation and debugging information; and a checker sees
// all of them.
//
// DEFINE: %{mode} =
// DEFINE: %{compile} = %clang %{mode} -Wall -Werror -I%source/include -c %s
// DEFINE: %{compare} = %{compile} -o %t.with.o && \
// DEFINE:   %{compile} -DPLAIN -o %t.without.o && cmp %t.with.o %t.without.o
//
// REDEFINE: %{mode} = -x c -O0
// RUN: %{compare}
// REDEFINE: %{mode} = -x c -O2
// RUN: %{compare}
// REDEFINE: %{mode} = -x c -O2 -g
// RUN: %{compare}
// REDEFINE: %{mode} = -x c++ -O0
// RUN: %{compare}
// REDEFINE: %{mode} = -x c++ -O2
// RUN: %{compare}
// REDEFINE: %{mode} = -x c++ -O2 -g
// RUN: %{compare}
//
// Other compilers see nothing.
// RUN: %clang -E -P -U__clang__ -D__clang_analyzer__ -I%source/include %s | FileCheck --check-prefix=OTHER %s
// OTHER-NOT: annotate
//
// clang-tidy defines the first macro, our other front ends the second.
// RUN: %clang -fsyntax-only -Xclang -ast-dump -D__clang_analyzer__ -I%source/include %s | FileCheck %s
// RUN: %clang -fsyntax-only -Xclang -ast-dump -D__HOLDFAST__ -I%source/include %s | FileCheck %s
// RUN: %clang -fsyntax-only -Xclang -ast-dump -x c++ -D__HOLDFAST__ -I%source/include %s | FileCheck %s
//
// And it is needed: with the annotations in a compilation the code differs.
// RUN: %clang -O2 -D__HOLDFAST__ -I%source/include -c %s -o %t.annotated.o
// RUN: %clang -O2 -DPLAIN -I%source/include -c %s -o %t.plain.o
// RUN: not cmp %t.annotated.o %t.plain.o

#ifdef PLAIN
#define HOLDFAST_PINNED
#define HOLDFAST_PINNED_AFTER_INIT
#define HOLDFAST_PINNED_WHILE_LINKED
#define HOLDFAST_MOVABLE
#define HOLDFAST_EFFECT(sentence)
#define HOLDFAST_RULE(access, rule)
#else
#include <holdfast/holdfast.h>
#endif

struct HOLDFAST_PINNED self {
  struct self *me;
};
// CHECK: struct self definition
// CHECK: AnnotateAttr {{.*}} "holdfast:pinned from-creation"

struct HOLDFAST_PINNED_AFTER_INIT list {
  struct list *next;
};
// CHECK: AnnotateAttr {{.*}} "holdfast:pinned after-init"

union HOLDFAST_PINNED_WHILE_LINKED node {
  union node *next;
};
// CHECK: AnnotateAttr {{.*}} "holdfast:pinned while-linked"

typedef struct HOLDFAST_MOVABLE {
  struct list never_used;
} plain_t;
// CHECK: AnnotateAttr {{.*}} "holdfast:movable"

struct counter {
  int lock;
  int hits HOLDFAST_RULE(read, "rcu_read")
      HOLDFAST_RULE(write, "held(self->lock)");
};
// CHECK: FieldDecl {{.*}} hits 'int'
// CHECK-NEXT: AnnotateAttr {{.*}} "holdfast:read rcu_read"
// CHECK-NEXT: AnnotateAttr {{.*}} "holdfast:write held(self->lock)"

static int total HOLDFAST_RULE(write, "irqs_off") = 3;
// CHECK: VarDecl {{.*}} total
// CHECK: AnnotateAttr {{.*}} "holdfast:write irqs_off"

HOLDFAST_EFFECT("init arg0 if ret == 0")
HOLDFAST_EFFECT("use arg1")
static int counter_init(struct counter *c, const struct list *l) {
  c->hits = l->next != 0;
  return c->hits;
}
// CHECK: FunctionDecl {{.*}} counter_init
// CHECK: AnnotateAttr {{.*}} "holdfast:effect init arg0 if ret == 0"
// CHECK: AnnotateAttr {{.*}} "holdfast:effect use arg1"

int use(struct counter *c, const struct list *l);
int use(struct counter *c, const struct list *l) {
  int local HOLDFAST_RULE(read, "before_published") = c->hits;
  c->hits++;
  total += local;
  return counter_init(c, l) + total;
}
