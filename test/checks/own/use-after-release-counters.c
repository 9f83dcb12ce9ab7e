// RUN: %check_holdfast %s holdfast-use-after-release,holdfast-leaked-reference -- -Wno-everything
// R20 R22 R24: counters inside objects, and who releases with the last reference.

typedef unsigned long size_t;
typedef struct refcount_struct {
  int refs;
} refcount_t;
typedef struct {
  int counter;
} atomic_t;
void refcount_set(refcount_t *r, int n);
void refcount_inc(refcount_t *r);
_Bool refcount_dec_and_test(refcount_t *r);
_Bool atomic_dec_and_test(atomic_t *v);
void *kzalloc(size_t size, unsigned flags);
void kfree(const void *p);
int other(void);

struct data {
  refcount_t ref;
  atomic_t pending;
  int count, state;
};

static void data_put(struct data *d) {
  if (refcount_dec_and_test(&d->ref))
    kfree(d);
}

// One put of somebody who has others.
int put_by_callback_ok(struct data *d) {
  data_put(d);
  return 0;
}
static int opened_ok(struct data *d) {
  data_put(d);
  return d->state;
}
int open_ok(struct data *d) { return opened_ok(d); }

int new_one_put_bad(void) {
  struct data *d = kzalloc(sizeof(*d), 0xcc0);
  if (!d)
    return -12;
  refcount_set(&d->ref, 1);
  data_put(d);
  return d->state;
}

int new_one_put_ok(void) {
  struct data *d = kzalloc(sizeof(*d), 0xcc0);
  if (!d)
    return -12;
  refcount_set(&d->ref, 1);
  if (other()) {
    data_put(d);
    return -5;
  }
  data_put(d);
  return 0;
}

int new_one_leaked_bad(void) {
  struct data *d = kzalloc(sizeof(*d), 0xcc0);
  if (!d)
    return -12;
  refcount_set(&d->ref, 1);
  if (other())
    return -5;
  data_put(d);
  return 0;
}

// A plain counter that was counted down to zero.
static void context_put(struct data *d) {
  if (--d->count)
    return;
  kfree(d);
}
int used_between_ok(struct data *d) {
  d->count++;
  context_put(d);
  return d->state;
}

// An atomic counter may count anything: nothing is known where it is not zero.
int request_done_ok(struct data *d) {
  if (!atomic_dec_and_test(&d->pending))
    return d->state;
  kfree(d);
  return 0;
}

// Several references are given up one by one: none but the last is the last.
int delete_ok(struct data *d) {
  refcount_dec_and_test(&d->ref);
  other();
  d->state = 1;
  refcount_dec_and_test(&d->ref);
  return 0;
}

// CHECK: 47:10: warning: 'd' is used after the reference to it was given up [holdfast-use-after-release]
// CHECK-NEXT: 42:20: note: 'd' is allocated here
// CHECK-NEXT: 46:3: note: a reference to 'd' is given up here
// CHECK-NEXT: 69:5: warning: the reference to 'the result of kzalloc()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 64:20: note: 'the result of kzalloc()' is allocated here
// CHECK-NEXT: 68:7: note: assuming 'the result of other()' is not zero
// CHECK-NOT: {{.}}
