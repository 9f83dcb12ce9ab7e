// RUN: %check_holdfast %s holdfast-pinned-escape -- -Wno-everything
// R14: what the file starts must be stopped before the record that it is in is
// freed. Nothing in a function shows whether it runs, but the file does when it has
// no line that stops it.

typedef unsigned long size_t;
void *kzalloc(size_t size, unsigned flags);
void kfree(const void *p);
struct list_head { struct list_head *next, *prev; };
struct work_struct { struct list_head entry; void (*func)(struct work_struct *); };
struct timer_list { struct list_head entry; void (*function)(struct timer_list *); };
#define INIT_WORK(work, f) ((work)->func = (f))
int schedule_work(struct work_struct *work);
int cancel_work_sync(struct work_struct *work);
void timer_setup(struct timer_list *timer, void (*f)(struct timer_list *), unsigned flags);
int del_timer(struct timer_list *timer);
int mod_timer(struct timer_list *timer, unsigned long expires);
#define container_of(p, T, m) ((T *)((char *)(p) - __builtin_offsetof(T, m)))

struct port { int id; struct work_struct work; };
static void port_work(struct work_struct *work) {
  container_of(work, struct port, work)->id = 1;
}
int port_open(struct port **out) {
  struct port *p = kzalloc(sizeof(*p), 0xcc0);
  if (!p)
    return -12;
  INIT_WORK(&p->work, port_work);
  *out = p;
  return 0;
}
void port_interrupt(struct port *p) { schedule_work(&p->work); }
void port_close_bad(struct port *p) { kfree(p); }

struct blinker { int on; struct timer_list timer; };
static void blink(struct timer_list *timer) {
  struct blinker *b = container_of(timer, struct blinker, timer);
  b->on = !b->on;
  mod_timer(&b->timer, 10);
}
int blinker_start(struct blinker **out) {
  struct blinker *b = kzalloc(sizeof(*b), 0xcc0);
  if (!b)
    return -12;
  timer_setup(&b->timer, blink, 0);
  mod_timer(&b->timer, 10);
  if (b->on) {
    kfree(b); // its maker's own affair: another check knows what ran
    return -5;
  }
  *out = b;
  return 0;
}
static void blinker_free(struct blinker *b) { kfree(b); }
void blinker_stop_bad(struct blinker *b) { blinker_free(b); }

// It is taken out, but may be running at that moment.
struct beeper { struct timer_list timer; };
static void beep(struct timer_list *timer) {}
void beeper_start(struct beeper *b) {
  timer_setup(&b->timer, beep, 0);
  mod_timer(&b->timer, 10);
}
void beeper_stop_bad(struct beeper *b) {
  del_timer(&b->timer);
  kfree(b);
}

// Who took it out in time frees it.
struct sender { struct timer_list timer; };
void sender_start(struct sender *s) {
  timer_setup(&s->timer, beep, 0);
  mod_timer(&s->timer, 10);
}
void sender_stop_ok(struct sender *s) {
  if (del_timer(&s->timer))
    kfree(s);
}

// It is stopped.
struct stopped { struct work_struct work; };
static void stopped_work(struct work_struct *work) {}
void stopped_open(struct stopped *s) {
  INIT_WORK(&s->work, stopped_work);
  schedule_work(&s->work);
}
static void stop(struct stopped *s) { cancel_work_sync(&s->work); }
void stopped_close_ok(struct stopped *s) {
  stop(s);
  kfree(s);
}

// Code that nobody knows gets the work, and may stop it.
struct given { struct work_struct work; };
void take_back(struct work_struct *work);
void given_open(struct given *g) {
  INIT_WORK(&g->work, stopped_work);
  schedule_work(&g->work);
}
void given_close_ok(struct given *g) {
  take_back(&g->work);
  kfree(g);
}

// The work frees its record.
struct once { struct work_struct work; };
static void once_free(struct once *o) { kfree(o); }
static void once_work(struct work_struct *work) {
  once_free(container_of(work, struct once, work));
}
void once_start_ok(struct once *o) {
  INIT_WORK(&o->work, once_work);
  schedule_work(&o->work);
}
void once_drop_ok(struct once *o) { once_free(o); }

// Whoever drops the last reference frees it: the work has one of its own.
struct kref { int refcount; };
void kref_get(struct kref *k);
int kref_put(struct kref *k, void (*release)(struct kref *));
struct counted { struct kref ref; struct work_struct work; };
static void counted_release(struct kref *k) {
  kfree(container_of(k, struct counted, ref));
}
static void counted_work(struct work_struct *work) {
  kref_put(&container_of(work, struct counted, work)->ref, counted_release);
}
void counted_start_ok(struct counted *c) {
  INIT_WORK(&c->work, counted_work);
  kref_get(&c->ref);
  schedule_work(&c->work);
}

// CHECK: 33:39: warning: 'p->work' may still run when 'p' is freed: nothing in this file stops it [holdfast-pinned-escape]
// CHECK-NEXT: 28:3: note: 'work' gets its callback here
// CHECK-NEXT: 32:39: note: 'work' is started here
// CHECK-NEXT: 54:47: warning: 'b->timer' may still run when 'b' is freed: nothing in this file stops it [holdfast-pinned-escape]
// CHECK-NEXT: 45:3: note: 'timer' gets its callback here
// CHECK-NEXT: 39:3: note: 'timer' is started here
// CHECK-NEXT: 66:3: warning: 'b->timer' may still run when 'b' is freed: nothing in this file stops it [holdfast-pinned-escape]
// CHECK-NEXT: 61:3: note: 'timer' gets its callback here
// CHECK-NEXT: 62:3: note: 'timer' is started here
// CHECK-NOT: {{.}}
