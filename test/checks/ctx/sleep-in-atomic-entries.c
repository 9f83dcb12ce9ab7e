// RUN: %check_holdfast %s holdfast-sleep-in-atomic -- -Wno-everything
// R26: what an interface promises of the context, and what a test rules out.

#include "Inputs/locks.h"

#define in_interrupt() (irq_count_now())
unsigned long irq_count_now(void);
unsigned irq_set_chained_handler_and_data(unsigned irq, void (*handler)(int),
                                          void *data);
int usb_set_interface(void *dev, int interface, int alternate);

struct tty_operations {
  int (*open)(struct dev *);
  int (*write)(struct dev *, int count);
  void (*stop)(struct dev *);
};
static int open_ok(struct dev *d) {
  mutex_lock(&d->lock);
  mutex_unlock(&d->lock);
  return 0;
}
static int write_bad(struct dev *d, int count) {
  return kmalloc(count, GFP_KERNEL) != 0;
}
static void stop_bad(struct dev *d) { usb_set_interface(d, 0, 0); }
const struct tty_operations operations = {
    .open = open_ok, .write = write_bad, .stop = stop_bad};

static void chained_bad(int irq) { msleep(1); }
void chain(void *data) {
  irq_set_chained_handler_and_data(3, chained_bad, data);
}

static int tests_ok(int irq, void *data) {
  if (!in_interrupt())
    msleep(1);
  return 1;
}
// A spinlock is no interrupt, and the test does not see it.
void tests_for_less_bad(struct dev *d) {
  spin_lock(&d->slock);
  if (!in_interrupt())
    msleep(1);
  spin_unlock(&d->slock);
}
void tests_for_it_ok(struct dev *d) {
  spin_lock_bh(&d->slock);
  kmalloc(4, in_interrupt() ? GFP_ATOMIC : GFP_KERNEL);
  spin_unlock_bh(&d->slock);
}
int attach(struct dev *d) { return request_irq(1, tests_ok, 0, "one", d); }

// CHECK: 23:10: warning: 'kmalloc' may sleep, but 'write_bad' is called in 'must_not_sleep' [holdfast-sleep-in-atomic]
// CHECK-NEXT: 26:29: note: 'write_bad' is called in 'must_not_sleep', as is said here
// CHECK-NEXT: 25:39: warning: 'usb_set_interface' may sleep, but 'stop_bad' is called in 'irqs_off' [holdfast-sleep-in-atomic]
// CHECK-NEXT: 26:29: note: 'stop_bad' is called in 'irqs_off', as is said here
// CHECK-NEXT: 29:36: warning: 'msleep' may sleep, but 'chained_bad' is called in 'hardirq' [holdfast-sleep-in-atomic]
// CHECK-NEXT: 31:3: note: 'chained_bad' is called in 'hardirq', as is said here
// CHECK-NEXT: 43:5: warning: 'msleep' may sleep, but 'd->slock' is held, which forbids it [holdfast-sleep-in-atomic]
// CHECK-NEXT: 41:3: note: 'd->slock' is acquired here
// CHECK-NOT: {{.}}
