// RUN: %check_holdfast %s holdfast-unbalanced-lock -- -Wno-everything
// Errors around locks that locking rules (R25 to R31) stand on.

#include "Inputs/locks.h"

int early_return_bad(struct dev *d) {
  mutex_lock(&d->lock);
  if (!d->on)
    return -22;
  d->count++;
  mutex_unlock(&d->lock);
  return 0;
}
int goto_ladder_ok(struct dev *d) {
  int err = -22;
  mutex_lock(&d->lock);
  if (!d->on)
    goto out;
  err = 0;
out:
  mutex_unlock(&d->lock);
  return err;
}
// Keeping the lock on success is how a function says that it worked.
int keeps_on_success_ok(struct dev *d) {
  mutex_lock(&d->lock);
  if (!d->on) {
    mutex_unlock(&d->lock);
    return -19;
  }
  return 0;
}
struct dev *pointer_result_ok(struct dev *d) {
  mutex_lock(&d->lock);
  if (d->on)
    return d;
  mutex_unlock(&d->lock);
  return 0;
}
// A helper that does nothing but acquire.
void dev_enter_ok(struct dev *d, int wanted) {
  if (!wanted)
    return;
  mutex_lock(&d->lock);
}
// Nor does one that releases have to know whether.
void dev_leave_ok(struct dev *d, int wanted) {
  if (!wanted)
    return;
  mutex_unlock(&d->lock);
}
void same_condition_ok(struct dev *d, int wanted) {
  if (wanted)
    mutex_lock(&d->lock);
  d->count++;
  if (wanted)
    mutex_unlock(&d->lock);
}
void through_helpers_ok(struct dev *d, int wanted) {
  dev_enter_ok(d, wanted);
  unknown(d);
  dev_leave_ok(d, wanted);
}
int through_helpers_bad(struct dev *d) {
  dev_enter_ok(d, 1);
  if (unknown(d))
    return -5;
  dev_leave_ok(d, 1);
  return 0;
}
int interrupted_ok(struct dev *d) {
  int err = mutex_lock_interruptible(&d->lock);
  if (err)
    return err;
  mutex_unlock(&d->lock);
  return 0;
}
void trylock_ok(struct dev *d) {
  if (!mutex_trylock(&d->lock))
    return;
  mutex_unlock(&d->lock);
}
int switch_bad(struct dev *d) {
  int result;
  down_write(&d->sem);
  switch (d->on) {
  case 0:
    up_write(&d->sem);
    result = 0;
    break;
  case 1:
    result = 1;
    up_write(&d->sem);
    break;
  default:
    result = -22;
  }
  return result;
}
int reader_bad(struct dev *d) {
  rcu_read_lock();
  if (!d->on)
    return -2;
  rcu_read_unlock();
  return 0;
}
int wrong_flavour_bad(struct dev *d) {
  if (!d->count)
    return -1;
  rcu_read_lock();
  if (d->on) {
    int r = unknown(d);
    rcu_read_unlock();
    return r;
  }
  rcu_read_unlock_bh();
  return -12;
}
void twice_bad(struct dev *d) {
  mutex_lock(&d->lock);
  if (d->on)
    mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
}
static void locked_update(struct dev *d) {
  mutex_lock(&d->lock);
  d->count++;
  mutex_unlock(&d->lock);
}
void callee_takes_it_too_bad(struct dev *d) {
  mutex_lock(&d->lock);
  locked_update(d);
  mutex_unlock(&d->lock);
}
void two_instances_ok(struct dev *a, struct dev *b) {
  mutex_lock(&a->lock);
  mutex_lock(&b->lock);
  mutex_unlock(&b->lock);
  mutex_unlock(&a->lock);
}
void released_twice_bad(struct dev *d) {
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
  if (d->on)
    mutex_unlock(&d->lock);
}
void dropped_meanwhile_ok(struct dev *d) {
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
  msleep(1);
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
}
// The caller holds the lock: one of the errors drops it.
int stray_unlock_bad(struct dev *d) {
  if (!d->on)
    return -5;
  if (d->count) {
    mutex_unlock(&d->lock);
    return -95;
  }
  unknown(d);
  return 0;
}
// The caller holds the lock, which all but one of the exits release.
int kept_for_caller_bad(struct dev *d) {
  if (!d->on)
    return -22;
  spin_unlock_irq(&d->slock);
  if (unknown(d))
    return -4;
  if (d->count)
    return -5;
  return 0;
}
int destroyed_bad(struct dev *d) {
  mutex_init(&d->lock);
  mutex_lock(&d->lock);
  if (unknown(d)) {
    mutex_destroy(&d->lock);
    return -1;
  }
  mutex_unlock(&d->lock);
  return 0;
}
void by_another_name_ok(struct dev **slot) {
  mutex_lock(&(*slot)->lock);
  if (unknown(slot)) {
    struct dev *d = *slot;
    mutex_unlock(&d->lock);
    return;
  }
  mutex_unlock(&(*slot)->lock);
}
void in_a_loop_ok(struct dev *d, int n) {
  for (int i = 0; i < n; i++) {
    mutex_lock(&d[i].lock);
    if (d[i].on) {
      mutex_unlock(&d[i].lock);
      continue;
    }
    mutex_unlock(&d[i].lock);
  }
}
void saved_flags_ok(struct dev *d) {
  unsigned long flags;
  spin_lock_irqsave(&d->slock, flags);
  d->count++;
  spin_unlock_irqrestore(&d->slock, flags);
}
// Somebody unknown releases it, as its name says.
int dev_unlock_and_fail(struct dev *d);
int released_elsewhere_ok(struct dev *d) {
  mutex_lock(&d->lock);
  if (!d->on)
    return dev_unlock_and_fail(d);
  mutex_unlock(&d->lock);
  return 0;
}

// CHECK: 9:5: warning: 'd->lock' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 7:3: note: 'd->lock' is acquired here
// CHECK-NEXT: 8:7: note: assuming 'd->on' is zero
// CHECK-NEXT: 67:5: warning: 'd->lock' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 65:3: note: 'd->lock' is acquired here
// CHECK-NEXT: 66:7: note: assuming 'the result of unknown()' is not zero
// CHECK-NEXT: 98:3: warning: 'd->sem' is still held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 85:3: note: 'd->sem' is acquired here
// CHECK-NEXT: 103:5: warning: 'rcu_read' still lasts at this return, but other paths end it [holdfast-unbalanced-lock]
// CHECK-NEXT: 101:3: note: 'rcu_read' begins here
// CHECK-NEXT: 102:7: note: assuming 'd->on' is zero
// CHECK-NEXT: 116:3: warning: 'rcu_read_bh' is ended here, but was not begun on this path [holdfast-unbalanced-lock]
// CHECK-NEXT: 117:3: warning: 'rcu_read' still lasts at this return, but other paths end it [holdfast-unbalanced-lock]
// CHECK-NEXT: 110:3: note: 'rcu_read' begins here
// CHECK-NEXT: 111:7: note: assuming 'd->on' is zero
// CHECK-NEXT: 122:5: warning: 'd->lock' is acquired while it is held [holdfast-unbalanced-lock]
// CHECK-NEXT: 120:3: note: 'd->lock' is acquired here
// CHECK-NEXT: 121:7: note: assuming 'd->on' is not zero
// CHECK-NEXT: 132:3: warning: 'd->lock' is acquired while it is held [holdfast-unbalanced-lock]
// CHECK-NEXT: 131:3: note: 'd->lock' is acquired here
// CHECK-NEXT: 126:3: note: 'd->lock' is used here
// CHECK-NEXT: 145:5: warning: 'd->lock' is released while it is not held [holdfast-unbalanced-lock]
// CHECK-NEXT: 142:3: note: 'd->lock' is acquired here
// CHECK-NEXT: 143:3: note: 'd->lock' is released here
// CHECK-NEXT: 144:7: note: assuming 'd->on' is not zero
// CHECK-NEXT: 159:5: warning: 'd->lock' is released here, but other paths leave it to the caller [holdfast-unbalanced-lock]
// CHECK-NEXT: 168:5: warning: 'd->slock' is left held at this return, but other paths release it [holdfast-unbalanced-lock]
// CHECK-NEXT: 180:5: warning: 'd->lock' is destroyed while it is held [holdfast-unbalanced-lock]
// CHECK-NEXT: 177:3: note: 'd->lock' is initialised here
// CHECK-NEXT: 178:3: note: 'd->lock' is acquired here
// CHECK-NEXT: 179:7: note: assuming 'the result of unknown()' is not zero
// CHECK-NOT: {{.}}
