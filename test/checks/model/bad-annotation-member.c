// RUN: %check_holdfast %s holdfast-bad-annotation -- -std=gnu11
// A rule that names a member that is not there never says anything.

#define RULE(access, text) __attribute__((annotate("holdfast:" #access " " text)))

struct lock {
  int word;
};
struct node;
struct part {
  struct lock inner;
  struct node *next;
};

struct cache {
  struct lock lock;
  struct part parts[2];
  struct part *more;
  struct {
    struct lock unnamed;
    int in_unnamed_ok RULE(write, "held(self->lock) && held(self->unnamed)");
    int in_unnamed_bad RULE(write, "held(self->unamed)");
  };
  int ok RULE(read, "held(self->lock)");
  int near_bad RULE(read, "held(self->lokc)");
  int far_bad RULE(read, "held(self->zzzzzzzz)");
  int inside_ok RULE(write, "held(self->parts[0].inner)");
  int inside_bad RULE(write, "held(self->parts[0].iner)");
  int second_bad RULE(write, "held(self->lock) || held(self->lokc)");
  int of_index_bad RULE(write, "held(self->parts[self->lokc].inner)");
  int all_ok RULE(write, "all(struct part, inner.word == 0)");
  int all_bad RULE(write, "all(struct part, inner.wrod == 0)");
  // Behind a pointer, by a call or a name: not known here.
  int behind_ok RULE(write, "held(self->more->nothing)");
  int pointed_ok RULE(write, "held(self->parts[0].next->nothing)");
  int called_ok RULE(write, "held(owner_of(self)->nothing)");
  int global_ok RULE(write, "held(the_cache.nothing)");
  int elsewhere_ok RULE(write, "all(struct elsewhere, nothing == 0)");
};

// CHECK: 22:24: warning: in 'write held(self->unamed)': 'struct cache' has no member 'unamed'; did you mean 'unnamed'? [holdfast-bad-annotation]
// CHECK-NEXT: 25:16: warning: in 'read held(self->lokc)': 'struct cache' has no member 'lokc'; did you mean 'lock'? [holdfast-bad-annotation]
// CHECK-NEXT: 26:15: warning: in 'read held(self->zzzzzzzz)': 'struct cache' has no member 'zzzzzzzz' [holdfast-bad-annotation]
// CHECK-NEXT: 28:18: warning: in 'write held(self->parts[0].iner)': 'struct part' has no member 'iner'; did you mean 'inner'? [holdfast-bad-annotation]
// CHECK-NEXT: 29:18: warning: in 'write held(self->lock) || held(self->lokc)': 'struct cache' has no member 'lokc'; did you mean 'lock'? [holdfast-bad-annotation]
// CHECK-NEXT: 30:20: warning: in 'write held(self->parts[self->lokc].inner)': 'struct cache' has no member 'lokc'; did you mean 'lock'? [holdfast-bad-annotation]
// CHECK-NEXT: 32:15: warning: in 'write all(struct part, inner.wrod == 0)': 'struct lock' has no member 'wrod'; did you mean 'word'? [holdfast-bad-annotation]
// CHECK-NOT: {{.}}
