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
