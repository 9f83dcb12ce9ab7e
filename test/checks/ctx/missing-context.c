// RUN: %check_holdfast %s holdfast-missing-context --config-option=holdfast.Models=%S/Inputs/gui.yaml -- -Wno-everything
// R25, R31: what an assertion says, callers must bring about.

#include "Inputs/locks.h"

void gui_begin(void);
void gui_end(void);
void gui_draw(void);
void gui_load(void);
void gui_is_worker(void);
void gui_on_click(void (*f)(void *), void *p);
void gui_on_work(void (*f)(void *), void *p);

static void update(struct dev *d) {
  lockdep_assert_held(&d->lock);
  d->count++;
}
void after_release_bad(struct dev *d) {
  mutex_lock(&d->lock);
  update(d);
  mutex_unlock(&d->lock);
  update(d);
}
void before_acquiring_bad(struct dev *d) {
  update(d);
  mutex_lock(&d->lock);
  update(d);
  mutex_unlock(&d->lock);
}
void another_path_ok(struct dev *d) {
  if (d->on) {
    update(d);
    return;
  }
  mutex_lock(&d->lock);
  update(d);
  mutex_unlock(&d->lock);
}
void alias_ok(struct dev *d) {
  struct dev *same = d;
  mutex_lock(&same->lock);
  update(d);
  mutex_unlock(&d->lock);
}
void callers_hold_it_ok(struct dev *d) { update(d); }

void not_in_gui_bad(void) {
  gui_is_worker();
  gui_draw();
}
void in_gui_ok(void) {
  gui_begin();
  gui_draw();
  gui_end();
}
void gui_is_blocked_bad(void) {
  gui_begin();
  gui_load();
  gui_end();
}
static void clicked_bad(void *p) { gui_load(); }
static void clicked_ok(void *p) { gui_draw(); }
static void worker_bad(void *p) { gui_draw(); }
static void worker_ok(void *p) { gui_load(); }
void attach(void *p) {
  gui_on_work(worker_bad, p);
  gui_on_work(worker_ok, p);
  gui_on_click(clicked_bad, p);
  gui_on_click(clicked_ok, p);
}

// CHECK: 22:3: warning: 'd->lock' must be held here, because 'lockdep_assert_held' needs it [holdfast-missing-context]
// CHECK-NEXT: 19:3: note: 'd->lock' is acquired here
// CHECK-NEXT: 21:3: note: 'd->lock' is released here
// CHECK-NEXT: 15:3: note: 'd->lock' is needed here
// CHECK-NEXT: 25:3: warning: 'd->lock' must be held here, because 'lockdep_assert_held' needs it [holdfast-missing-context]
// CHECK-NEXT: 15:3: note: 'd->lock' is needed here
// CHECK-NEXT: 49:3: warning: 'gui_draw' must run in 'gui' [holdfast-missing-context]
// CHECK-NEXT: 48:3: note: that it is not in 'gui' is asserted here
// CHECK-NEXT: 58:3: warning: 'gui_load' must not run in 'gui' [holdfast-missing-context]
// CHECK-NEXT: 57:3: note: 'gui' begins here
// CHECK-NEXT: 61:36: warning: 'gui_load' must not run in 'gui', in which 'clicked_bad' is called [holdfast-missing-context]
// CHECK-NEXT: 68:3: note: 'clicked_bad' is called in 'gui', as is said here
// CHECK-NEXT: 63:35: warning: 'gui_draw' needs another context than 'worker', in which 'worker_bad' is called [holdfast-missing-context]
// CHECK-NEXT: 66:3: note: 'worker_bad' is called in 'worker', as is said here
// CHECK-NOT: {{.}}
