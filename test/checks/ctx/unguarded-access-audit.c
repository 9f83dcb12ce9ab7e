// RUN: %check_holdfast %s holdfast-unguarded-access --config-option=holdfast.Models=%S/Inputs/percpu.yaml --config-option=holdfast.Audit=%t.audit -- -Wno-everything
// RUN: FileCheck %s --check-prefix=AUDIT < %t.audit
// RUN: rm %t.audit
// R26, R27: contexts of an object, and how each access was judged.

#include "Inputs/locks.h"

struct list {
  int n;
};
struct percpu {
  struct mutex lock;
  int ticks;
  struct list list;
};
struct percpu *my_instance(void);
void lock_list(struct percpu *p);
void unlock_list(struct percpu *p);
int is_online(struct percpu *p);
void change_list(struct list *l);
void racy_begin(void);
void racy_end(void);

void own(void) {
  struct percpu *p;
  preempt_disable();
  p = my_instance();
  p->ticks++;
  preempt_enable();
  preempt_disable();
  p->ticks++; // it may be another CPU's by now
  preempt_enable();
}
// AUDIT-DAG: "function":"own","kind":"write","line":28,"rule":"this_cpu(self) && preempt_off","verdict":"proved","what":"percpu.ticks"
// AUDIT-DAG: "function":"own","kind":"write","line":31,{{.*}}"verdict":"unknown","what":"percpu.ticks"

void foreign(struct percpu *p) { p->ticks = 0; }
// AUDIT-DAG: "function":"foreign","kind":"write","line":37,{{.*}}"verdict":"unknown","what":"percpu.ticks"

static void by_caller(struct percpu *p) { p->ticks = 0; }
void caller(void) {
  preempt_disable();
  by_caller(my_instance());
  preempt_enable();
}
// AUDIT-DAG: "by":"callers",{{.*}}"function":"by_caller","kind":"write","line":40,{{.*}}"verdict":"proved","what":"percpu.ticks"
// AUDIT-DAG: "function":"caller","kind":"call","line":43,{{.*}}"verdict":"proved","what":"by_caller"

void passed(struct percpu *p) {
  lock_list(p);
  change_list(&p->list);
  unlock_list(p);
}
// AUDIT-DAG: "function":"passed","kind":"write","line":51,"rule":"list_locked of self || cpu_offline(self)","verdict":"proved","what":"percpu.list"

void offline(struct percpu *p) {
  if (!is_online(p))
    change_list(&p->list);
}
// AUDIT-DAG: "function":"offline","kind":"write","line":58,{{.*}}"verdict":"proved","what":"percpu.list"

int diagnostic(struct percpu *p) {
  int n;
  racy_begin();
  n = p->list.n;
  racy_end();
  return n;
}
// AUDIT-DAG: "by":"diagnostic",{{.*}}"function":"diagnostic","kind":"read","line":65,{{.*}}"verdict":"exempt","what":"percpu.list"

int unlocked_bad(struct percpu *p) {
  mutex_lock(&p->lock);
  mutex_unlock(&p->lock);
  return p->list.n;
}
// CHECK: 74:10: warning: 'p->list' is read here, but its rule 'held(self->lock)' does not hold [holdfast-unguarded-access]
// AUDIT-DAG: "function":"unlocked_bad","kind":"read","line":74,{{.*}}"verdict":"violated","what":"percpu.list"
// CHECK-NOT: {{.}}
