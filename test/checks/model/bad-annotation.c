// RUN: %check_holdfast %s holdfast-bad-annotation -- -std=gnu11
// R11: one annotation is enough, so one with a mistake must not pass silently.

#define EFFECT(text) __attribute__((annotate("holdfast:effect " text)))
#define PINNED(text) __attribute__((annotate("holdfast:pinned " text)))
#define RULE(access, text) __attribute__((annotate("holdfast:" #access " " text)))

struct gate;
EFFECT("initt arg0") int unknown_verb_bad(struct gate *g);
EFFECT("init") int missing_place_bad(struct gate *g);
EFFECT("init arg0 if ret = 0") int condition_bad(struct gate *g);
EFFECT("init arg0 if ret == 0") int condition_ok(struct gate *g);
EFFECT("link arg0->node to arg1") int link_ok(struct gate *g, struct gate *h);

struct PINNED("from-cration") word_bad {
  int n;
};
struct PINNED("from-creation") word_ok {
  int n;
};
int PINNED("after-init") wrong_place_bad;

struct guarded {
  int lock;
  int rule_bad RULE(read, "held(self->lock");
  int context_bad RULE(write, "irq_off");
  int rule_ok RULE(write, "held(self->lock) && irqs_off");
  int foreign_ok __attribute__((annotate("another tool's: held(")));
};

// A definition inherits what the declaration has: reported once.
int unknown_verb_bad(struct gate *g) { return g != 0; }

// CHECK: 9:1: warning: in 'effect initt arg0': column 17: unknown verb 'initt'; did you mean 'init'? [holdfast-bad-annotation]
// CHECK-NEXT: 10:1: warning: in 'effect init': column 21: expected a place after 'init', as in 'init X' [holdfast-bad-annotation]
// CHECK-NEXT: 11:1: warning: in 'effect init arg0 if ret = 0': column 34: expected a comparison (== != < <= > >=), 'is error' or 'is ok', found '=' [holdfast-bad-annotation]
// CHECK-NEXT: 15:8: warning: in 'pinned from-cration': column 17: unknown word 'from-cration' after 'pinned'; did you mean 'from-creation'? [holdfast-bad-annotation]
// CHECK-NEXT: 21:5: warning: in 'pinned after-init': column 1: 'holdfast:pinned after-init' belongs on a type, as in 'struct HOLDFAST_PINNED node { … }' [holdfast-bad-annotation]
// CHECK-NEXT: 25:16: warning: in 'read held(self->lock': column 30: expected ')' at the end [holdfast-bad-annotation]
// CHECK-NEXT: 26:19: warning: in 'write irq_off': column 16: unknown word 'irq_off' in a rule; did you mean 'irqs_off'? [holdfast-bad-annotation]
// CHECK-NOT: {{.}}
