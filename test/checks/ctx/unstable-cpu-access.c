// RUN: %check_holdfast %s holdfast-unstable-cpu-access --config-option=holdfast.Models=%S/Inputs/gui.yaml -- -Wno-everything
// R26

#include "Inputs/locks.h"

void gui_on_idle(void (*f)(void *), void *p);

int preemptible_bad(void) {
  msleep(1); // so it is called where it may be
  return smp_processor_id();
}
int nothing_is_known_ok(void) { return smp_processor_id(); }
int preemption_off_ok(void) {
  int cpu;
  msleep(1);
  preempt_disable();
  cpu = smp_processor_id();
  preempt_enable();
  return cpu;
}
int under_spinlock_ok(struct dev *d) {
  int cpu;
  msleep(1);
  spin_lock(&d->slock);
  cpu = smp_processor_id();
  spin_unlock(&d->slock);
  return cpu;
}
static void idle_bad(void *p) { *(int *)p = smp_processor_id(); }
static void idle_ok(void *p) {
  preempt_disable();
  *(int *)p = smp_processor_id();
  preempt_enable();
}
void attach(void *p) {
  gui_on_idle(idle_bad, p);
  gui_on_idle(idle_ok, p);
}

// Who asks its callers to see to it may sleep: they may have bound the thread.
int helper_ok(void) {
  int cpu = smp_processor_id();
  msleep(1);
  return cpu == smp_processor_id();
}
int sometimes_bad(int c) {
  if (c)
    return smp_processor_id();
  msleep(1);
  return smp_processor_id();
}

// CHECK: 10:10: warning: 'smp_processor_id' is used where the code may be moved to another processor [holdfast-unstable-cpu-access]
// CHECK-NEXT: 29:45: warning: 'smp_processor_id' is used where the code may be moved to another processor: 'idle_bad' is called in 'task' [holdfast-unstable-cpu-access]
// CHECK-NEXT: 36:3: note: 'idle_bad' is called in 'task', as is said here
// CHECK-NEXT: 50:10: warning: 'smp_processor_id' is used where the code may be moved to another processor [holdfast-unstable-cpu-access]
// CHECK-NOT: {{.}}
