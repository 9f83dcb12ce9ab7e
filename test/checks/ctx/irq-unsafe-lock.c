// RUN: %check_holdfast %s holdfast-irq-unsafe-lock -- -std=gnu11 -Wno-everything

#include "Inputs/locks.h"

struct timer_list {
  void (*function)(struct timer_list *);
};
void timer_setup(struct timer_list *t, void (*f)(struct timer_list *), unsigned flags);
struct file;
struct inode;
struct file_operations {
  int (*open)(struct inode *, struct file *);
  int (*release)(struct inode *, struct file *);
};

struct chip {
  spinlock_t lock, safe, timed, task_only;
  struct timer_list timer;
  int count;
};
struct chip *chip;

static void count(struct chip *c) {
  spin_lock(&c->lock);
  c->count++;
  spin_unlock(&c->lock);
}

static int handler(int irq, void *data) {
  struct chip *c = data;
  count(c);
  spin_lock(&c->safe);
  spin_unlock(&c->safe);
  return 1;
}

static void expired(struct timer_list *t) {
  struct chip *c = chip;
  spin_lock(&c->timed);
  spin_unlock(&c->timed);
}

int start(struct chip *c) {
  // The handler is not there yet.
  spin_lock(&c->lock);
  c->count = 0;
  spin_unlock(&c->lock);
  timer_setup(&c->timer, expired, 0);
  return request_irq(1, handler, 0, "chip", c);
}

// Interrupts are on where a system call begins.
static void read_count(struct chip *c) {
  spin_lock(&c->lock);
  c->count++;
  spin_unlock(&c->lock);
}

static int open_bad(struct inode *i, struct file *f) {
  read_count(chip);
  return 0;
}

static int release_ok(struct inode *i, struct file *f) {
  unsigned long flags;
  spin_lock_irqsave(&chip->safe, flags);
  chip->count--;
  spin_unlock_irqrestore(&chip->safe, flags);
  spin_lock_irq(&chip->lock);
  spin_unlock_irq(&chip->lock);
  spin_lock(&chip->task_only);
  spin_unlock(&chip->task_only);
  return 0;
}

const struct file_operations ops = {.open = open_bad, .release = release_ok};

// A timer's function interrupts where softirqs are on, even with a lock held.
void sleeps_bad(struct chip *c) {
  msleep(1);
  spin_lock(&c->timed);
  spin_unlock(&c->timed);
}

void masked_ok(struct chip *c) {
  msleep(1);
  spin_lock_bh(&c->timed);
  spin_unlock_bh(&c->timed);
}

// Who knows whether it is called with interrupts off.
void unknown_ok(struct chip *c) {
  spin_lock(&c->safe);
  spin_unlock(&c->safe);
}

// CHECK: 54:3: warning: 'chip.lock' is acquired where 'hardirq' can come in, in which 'count' acquires it too [holdfast-irq-unsafe-lock]
// CHECK-NEXT: 76:30: note: 'open_bad' is called in 'task', as is said here
// CHECK-NEXT: 49:10: note: 'handler' is called in 'hardirq', as is said here
// CHECK-NEXT: 24:3: note: 'chip.lock' is acquired here in 'count'
// CHECK-NEXT: 81:3: warning: 'chip.timed' is acquired where 'softirq' can come in, in which 'expired' acquires it too [holdfast-irq-unsafe-lock]
// CHECK-NEXT: 48:3: note: 'expired' is called in 'softirq', as is said here
// CHECK-NEXT: 39:3: note: 'chip.timed' is acquired here in 'expired'
// CHECK-NOT: {{.}}
