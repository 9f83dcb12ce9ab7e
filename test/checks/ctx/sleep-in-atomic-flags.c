// RUN: %check_holdfast %s holdfast-sleep-in-atomic -- -Wno-everything
// R26, R31: what the type of a parameter says about who takes it.

#include "Inputs/locks.h"

typedef unsigned gfp_t;
#define __GFP_DIRECT_RECLAIM 0x400u

// Nobody describes these functions.
int subsystem_send(struct dev *d, void *data, gfp_t flags);
int subsystem_mask(struct dev *d, unsigned flags);
int xa_init_flags(struct dev *d, gfp_t flags);
struct sk_buff *nlmsg_new(unsigned long size, gfp_t flags);

void told_to_wait_bad(struct dev *d) {
  spin_lock(&d->slock);
  subsystem_send(d, 0, GFP_KERNEL);
  spin_unlock(&d->slock);
}
void told_not_to_wait_ok(struct dev *d) {
  spin_lock(&d->slock);
  subsystem_send(d, 0, GFP_ATOMIC);
  subsystem_mask(d, GFP_KERNEL);
  xa_init_flags(d, GFP_KERNEL);
  spin_unlock(&d->slock);
}
// Its own model speaks of other things.
void modelled_bad(struct dev *d) {
  struct sk_buff *skb;
  spin_lock(&d->slock);
  skb = nlmsg_new(8, GFP_KERNEL);
  spin_unlock(&d->slock);
  kfree_skb(skb);
}
static int passes_on(struct dev *d, gfp_t flags) {
  spin_lock(&d->slock);
  int err = subsystem_send(d, 0, flags & ~__GFP_DIRECT_RECLAIM);
  spin_unlock(&d->slock);
  return err;
}
int without_the_bit_ok(struct dev *d) { return passes_on(d, GFP_KERNEL); }

// Where paths meet, bits that none of them sets are not set.
int urgent(void);
int more_bits_ok(struct dev *d, gfp_t flags) {
  int err;
  if (flags & (__GFP_DIRECT_RECLAIM | 4u))
    return -1;
  if (urgent())
    flags |= 0x20000u;
  spin_lock(&d->slock);
  err = subsystem_send(d, 0, flags);
  spin_unlock(&d->slock);
  return err;
}
int more_bits_in_loop_ok(struct dev *d, gfp_t flags) {
  int err = 0;
  if (flags & __GFP_DIRECT_RECLAIM)
    return -1;
  while (urgent()) {
    flags |= 0x20000u;
    spin_lock(&d->slock);
    err = subsystem_send(d, 0, flags);
    spin_unlock(&d->slock);
  }
  return err;
}
int the_bit_itself_bad(struct dev *d, gfp_t flags) {
  int err;
  if (flags & (__GFP_DIRECT_RECLAIM | 4u))
    return -1;
  if (urgent())
    flags |= __GFP_DIRECT_RECLAIM;
  spin_lock(&d->slock);
  err = subsystem_send(d, 0, flags);
  spin_unlock(&d->slock);
  return err;
}

// Many other facts are known on the way to the allocation.
struct many {
  int a, b, c, d, e, f, g, h;
};
static int prepare(struct many *m, struct dev *d, gfp_t flags) {
  if (!m->a || !m->b || !m->c || !m->d || !m->e || !m->f || !m->g || !m->h)
    return -1;
  return subsystem_send(d, 0, flags);
}
int prepares_ok(struct many *m, struct dev *d) {
  int err;
  spin_lock(&d->slock);
  err = prepare(m, d, 0xa20u);
  spin_unlock(&d->slock);
  return err;
}

// CHECK: 17:3: warning: 'subsystem_send' may sleep, but 'd->slock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 16:3: note: 'd->slock' is acquired here
// CHECK-NEXT: 31:9: warning: 'nlmsg_new' may sleep, but 'd->slock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 30:3: note: 'd->slock' is acquired here
// CHECK-NEXT: 75:9: warning: 'subsystem_send' may sleep, but 'd->slock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 74:3: note: 'd->slock' is acquired here
// CHECK-NOT: {{.}}
