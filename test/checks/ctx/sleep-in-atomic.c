// RUN: %check_holdfast %s holdfast-sleep-in-atomic -- -Wno-everything
// R26, R31: code that runs with preemption off must not sleep.

#include "Inputs/locks.h"

void under_spinlock_bad(struct dev *d) {
  spin_lock(&d->slock);
  msleep(10);
  spin_unlock(&d->slock);
}
void after_it_ok(struct dev *d) {
  spin_lock(&d->slock);
  spin_unlock(&d->slock);
  msleep(10);
}
void mutex_in_reader_bad(struct dev *d) {
  rcu_read_lock();
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
  rcu_read_unlock();
}
void under_mutex_ok(struct dev *d) {
  mutex_lock(&d->lock);
  msleep(10);
  mutex_unlock(&d->lock);
}
void irqs_off_bad(struct dev *d) {
  unsigned long flags;
  spin_lock_irqsave(&d->slock, flags);
  d->count++;
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
  spin_unlock_irqrestore(&d->slock, flags);
}
void *flag_bad(struct dev *d) {
  void *p;
  spin_lock_bh(&d->slock);
  p = kmalloc(4, GFP_KERNEL);
  spin_unlock_bh(&d->slock);
  return p;
}
void *flag_ok(struct dev *d) {
  void *p;
  spin_lock_bh(&d->slock);
  p = kmalloc(4, GFP_ATOMIC);
  spin_unlock_bh(&d->slock);
  return p;
}
static void *helper(unsigned flags) { return kmalloc(8, flags); }
void *flag_of_helper_bad(struct dev *d) {
  void *p;
  spin_lock(&d->slock);
  p = helper(GFP_KERNEL);
  spin_unlock(&d->slock);
  return p;
}
void *flag_of_helper_ok(struct dev *d) {
  void *p;
  spin_lock(&d->slock);
  p = helper(GFP_ATOMIC);
  spin_unlock(&d->slock);
  return p;
}
static void may_wait(struct dev *d, int wait) {
  if (wait)
    msleep(1);
  d->count++;
}
void told_not_to_ok(struct dev *d) {
  spin_lock(&d->slock);
  may_wait(d, 0);
  spin_unlock(&d->slock);
}
void told_to_bad(struct dev *d) {
  spin_lock(&d->slock);
  may_wait(d, 1);
  spin_unlock(&d->slock);
}
// The callee drops its caller's lock meanwhile.
static void drops_it(struct dev *d) {
  spin_unlock(&d->slock);
  msleep(1);
  spin_lock(&d->slock);
}
void callee_drops_it_ok(struct dev *d) {
  spin_lock(&d->slock);
  drops_it(d);
  spin_unlock(&d->slock);
}
static void fill(struct dev *d) { msleep(d->count); }
static int handler_bad(int irq, void *data) {
  fill(data);
  return 1;
}
static int handler_ok(int irq, void *data) {
  ((struct dev *)data)->count++;
  return 1;
}
int attach(struct dev *d) {
  request_irq(1, handler_ok, 0, "one", d);
  return request_irq(2, handler_bad, 0, "two", d);
}

// CHECK: 8:3: warning: 'msleep' may sleep, but 'd->slock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 7:3: note: 'd->slock' is acquired here
// CHECK-NEXT: 18:3: warning: 'mutex_lock' may sleep, but 'rcu_read' forbids it here [holdfast-sleep-in-atomic]
// CHECK-NEXT: 17:3: note: 'rcu_read' begins here
// CHECK-NEXT: 31:3: warning: 'mutex_lock' may sleep, but 'd->slock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 29:3: note: 'd->slock' is acquired here
// CHECK-NEXT: 38:7: warning: 'kmalloc' may sleep, but 'd->slock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 37:3: note: 'd->slock' is acquired here
// CHECK-NEXT: 53:7: warning: 'kmalloc' may sleep, but 'd->slock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 52:3: note: 'd->slock' is acquired here
// CHECK-NEXT: 49:46: note: 'kmalloc' may sleep here
// CHECK-NEXT: 76:3: warning: 'msleep' may sleep, but 'd->slock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 75:3: note: 'd->slock' is acquired here
// CHECK-NEXT: 66:5: note: 'msleep' may sleep here
// CHECK-NEXT: 92:3: warning: 'msleep' may sleep, but 'handler_bad' is called in 'hardirq' [holdfast-sleep-in-atomic]
// CHECK-NEXT: 101:10: note: 'handler_bad' is called in 'hardirq', as is said here
// CHECK-NEXT: 90:35: note: 'msleep' is called here
// CHECK-NOT: {{.}}
