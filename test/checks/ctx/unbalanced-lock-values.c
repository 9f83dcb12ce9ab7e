// RUN: %check_holdfast %s holdfast-unbalanced-lock -- -Wno-everything
// What is known of the values that decide about a lock.

#include "Inputs/locks.h"

int other(void *p);

struct node {
  spinlock_t lock;
  struct node *parent, *host;
  unsigned flags;
};

// None of more bits is set, so none of fewer is.
int fewer_bits_ok(struct node *n, unsigned flags) {
  if (flags & 6)
    return -1;
  spin_lock(&n->lock);
  if (flags & 2)
    return -1;
  spin_unlock(&n->lock);
  return 0;
}
int other_bits_bad(struct node *n, unsigned flags) {
  if (flags & 6)
    return -1;
  spin_lock(&n->lock);
  if (flags & 8)
    return -1;
  spin_unlock(&n->lock);
  return 0;
}

// Where the ways to a value meet, what it is on each of them still decides.
static int has_host(struct node *n) {
  if (!n->host)
    return 0;
  return n->flags != 0;
}
void value_of_helper_ok(struct node *n) {
  int has = has_host(n);
  if (!has)
    spin_lock(&n->lock);
  other(n);
  if (!has)
    spin_unlock(&n->lock);
}
// A counter is what it was in one round only.
void first_round_ok(struct node *n, int count) {
  int i;
  for (i = 0; i < count; i++)
    if (i == 0)
      spin_lock(&n->lock);
  if (count > 0)
    spin_unlock(&n->lock);
}

// A callee tells by a flag that it released the lock.
int take(struct node *n, int *locked);
int told_ok(struct node *n) {
  int locked = 1, ret;
  spin_lock(&n->lock);
  ret = take(n, &locked);
  if (locked)
    spin_unlock(&n->lock);
  if (ret <= 0)
    return -1;
  return 0;
}
int told_in_loop_ok(struct node *n, int count) {
  int locked = 0, ret = 0;
  for (int i = 0; i < count; i++) {
    if (!locked) {
      locked = 1;
      spin_lock(&n->lock);
    }
    if (!n->parent)
      break;
    ret = take(n, &locked);
    if (ret < 0)
      break;
    ret = 0;
  }
  if (locked)
    spin_unlock(&n->lock);
  return ret;
}
int value_of_callee_bad(struct node *n) {
  int value = 0;
  spin_lock(&n->lock);
  take(n, &value);
  if (!value)
    return -1;
  spin_unlock(&n->lock);
  return 0;
}

// What a callee left in memory is known with its result.
struct node *make_node(void);
static int fill(struct node *n) {
  n->host = make_node();
  if (n->host)
    return 0;
  return -1;
}
int filled_ok(struct node *n) {
  if (fill(n) < 0)
    return -1;
  spin_lock(&n->lock);
  if (!n->host)
    return -2;
  spin_unlock(&n->lock);
  return 0;
}
int not_filled_bad(struct node *n) {
  fill(n);
  spin_lock(&n->lock);
  if (!n->host)
    return -2;
  spin_unlock(&n->lock);
  return 0;
}

// CHECK: 29:5: warning: 'n->lock' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 27:3: note: 'n->lock' is acquired here
// CHECK-NEXT: 28:7: note: assuming 'flags & 8' is true
// CHECK-NEXT: 93:5: warning: 'n->lock' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 90:3: note: 'n->lock' is acquired here
// CHECK-NEXT: 92:7: note: assuming 'the result of take()' is zero
// CHECK-NEXT: 119:5: warning: 'n->lock' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 117:3: note: 'n->lock' is acquired here
// CHECK-NOT: {{.}}
