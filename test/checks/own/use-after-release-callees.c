// RUN: %check_holdfast %s holdfast-use-after-release -- -Wno-everything
// R20. What a callee does to a reference only in some cases, and what its result
// says of its argument.

typedef _Bool bool;
struct device;
struct device *get_device(struct device *d);
void put_device(struct device *d);
struct kthread_worker;
struct kthread_worker *kthread_create_worker(unsigned flags, const char *name, ...);
void kthread_destroy_worker(struct kthread_worker *w);

struct chip {
  struct device *dev;
  int timer_runs;
  int count;
};
static inline bool is_error_or_null(const void *p) {
  return !p || (unsigned long)p >= (unsigned long)-4095;
}

// An error is not given up, and nor is it asked for twice.
int worker_ok(void) {
  struct kthread_worker *first, *second;
  first = kthread_create_worker(0, "a");
  if (is_error_or_null(first))
    return -1;
  second = kthread_create_worker(0, "b");
  if (is_error_or_null(second)) {
    kthread_destroy_worker(first);
    return -1;
  }
  kthread_destroy_worker(second);
  kthread_destroy_worker(first);
  return 0;
}

int worker_bad(void) {
  struct kthread_worker *w = kthread_create_worker(0, "a");
  if (!is_error_or_null(w))
    return 0;
  kthread_destroy_worker(w);
  return -1;
}

// The timer had a reference of its own.
static void stop_timer(struct device *d, struct chip *c) {
  if (c->timer_runs)
    put_device(d);
}
int look(struct device *d);

int stopped_ok(struct device *d, struct chip *c) {
  stop_timer(d, c);
  return look(d);
}

static void done(struct device *d) { put_device(d); }

int done_bad(struct device *d) {
  done(d);
  return look(d);
}

// A length is no error.
void *kmalloc(unsigned long size, unsigned flags);
void kfree(const void *p);
static int send(struct chip *c, unsigned length) {
  if (length > 4096)
    return -1;
  kfree(c);
  return length;
}
int length_ok(unsigned length) {
  struct chip *c = kmalloc(sizeof(*c), 0);
  int ret;
  if (!c)
    return -1;
  ret = send(c, length);
  if (ret < 0)
    kfree(c);
  return ret;
}
static int send_signed(struct chip *c, int length) {
  if (length > 4096)
    return -1;
  kfree(c);
  return length;
}
int signed_length_bad(int length) {
  struct chip *c = kmalloc(sizeof(*c), 0);
  int ret;
  if (!c)
    return -1;
  ret = send_signed(c, length);
  if (ret < 0)
    kfree(c);
  return ret;
}

// What the default case excludes, another test may ask for.
unsigned verdict(struct chip *c);
void complain(unsigned v);
static unsigned judge(struct chip *c) {
  unsigned v = verdict(0);
  switch (v) {
  case 2:
    break;
  default:
    complain(v);
  case 0:
  case 1:
    kfree(c);
  }
  return v;
}
int passed_ok(void) {
  struct chip *c = kmalloc(sizeof(*c), 0);
  if (!c || judge(c) != 2)
    return 0;
  c->count = 1;
  kfree(c);
  return 1;
}
int dropped_bad(void) {
  struct chip *c = kmalloc(sizeof(*c), 0);
  if (!c || judge(c) == 2)
    return 0;
  c->count = 1;
  kfree(c);
  return 1;
}

// A buffer that a callee replaces in each round.
struct text {
  char *buffer;
  int size;
};
static char *grow(struct text *t) {
  char *more = kmalloc(t->size * 2, 0);
  if (!more)
    return 0;
  kfree(t->buffer);
  t->buffer = more;
  t->size *= 2;
  return more;
}
void grow_in_loop_ok(struct text *t, int n) {
  for (int i = 0; i < n; i++)
    if (i + 1 >= t->size)
      if (!grow(t))
        return;
  t->buffer[0] = 1;
}
void keep_old_bad(struct text *t) {
  char *old = t->buffer;
  if (grow(t))
    old[0] = 1;
}

// CHECK: 62:10: warning: 'd' is used after the reference to it was given up [holdfast-use-after-release]
// CHECK-NEXT: 61:3: note: '*d' becomes reachable for others here
// CHECK-NEXT: 61:3: note: a reference to 'd' is given up here
// CHECK-NEXT: 97:5: warning: 'c' is freed twice [holdfast-use-after-release]
// CHECK-NEXT: 91:20: note: 'c' is allocated here
// CHECK-NEXT: 95:9: note: '*c' is freed here
// CHECK-NEXT: 96:7: note: assuming 'ret < 0' is true
// CHECK-NEXT: 129:3: warning: 'c' is used after it was freed [holdfast-use-after-release]
// CHECK-NEXT: 126:20: note: 'c' is allocated here
// CHECK-NEXT: 127:13: note: '*c' is freed here
// CHECK-NEXT: 158:5: warning: 'old' is used after it was freed [holdfast-use-after-release]
// CHECK-NEXT: 157:7: note: '*old' is freed here
// CHECK-NOT: {{.}}
