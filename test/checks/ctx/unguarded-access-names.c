// RUN: %check_holdfast %s holdfast-unguarded-access --config-option=holdfast.Models=%S/Inputs/tree.yaml --config-option=holdfast.Audit=%t.audit -- -Wno-everything
// RUN: FileCheck %s --check-prefix=AUDIT < %t.audit
// RUN: rm %t.audit
// Locks that are held under another name, and in what an accessor returns.

#include "Inputs/locks.h"
#include "../../../include/holdfast/holdfast.h"

struct node {
  spinlock_t lock;
  struct node *parent;
  int mask HOLDFAST_RULE(write, "held(self->lock)");
};
struct tree {
  struct node nodes[4];
  long seq;
};
struct data {
  struct node *node;
};
static struct tree tree;
static inline struct node *top_node(void) { return &tree.nodes[0]; }

void equal_ok(struct node *n, struct data *d) {
  spin_lock(&n->lock);
  if (n == d->node)
    d->node->mask = 1;
  spin_unlock(&n->lock);
}
// AUDIT-DAG: "function":"equal_ok",{{.*}}"line":27,{{.*}}"verdict":"proved","what":"node.mask"

void another(struct node *n, struct data *d) {
  spin_lock(&n->lock);
  if (n != d->node)
    d->node->mask = 1;
  spin_unlock(&n->lock);
}
// AUDIT-DAG: "function":"another",{{.*}}"line":35,{{.*}}"verdict":"unknown","what":"node.mask"

void accessor_ok(void) {
  struct node *n = top_node();
  spin_lock(&n->lock);
  tree.seq++;
  spin_unlock(&n->lock);
}
// AUDIT-DAG: "function":"accessor_ok",{{.*}}"line":43,{{.*}}"verdict":"proved","what":"tree.seq"

void accessor_bad(void) {
  struct node *n = top_node();
  spin_lock(&n->lock);
  spin_unlock(&n->lock);
  tree.seq++;
}

void root_ok(struct node *n) {
  spin_lock(&n->lock);
  if (!n->parent)
    tree.seq++;
  spin_unlock(&n->lock);
}
// AUDIT-DAG: "function":"root_ok",{{.*}}"line":58,{{.*}}"verdict":"proved","what":"tree.seq"

void no_root(struct node *n) {
  spin_lock(&n->lock);
  if (n->parent)
    tree.seq++;
  spin_unlock(&n->lock);
}
// AUDIT-DAG: "function":"no_root",{{.*}}"line":66,{{.*}}"verdict":"unknown","what":"tree.seq"

// CHECK: 52:3: warning: 'tree.seq' is written here, but its rule 'held(top_node()->lock)' does not hold [holdfast-unguarded-access]
// CHECK-NOT: {{.}}
