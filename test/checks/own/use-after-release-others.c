// RUN: %check_holdfast %s holdfast-use-after-release -- -Wno-everything
// R20: what was given up was not the last reference, as far as is known.

typedef unsigned long size_t;
void *kmalloc(size_t size, unsigned flags);
void kfree(const void *p);
int other(void);
typedef struct { int refs; } refcount_t;
void refcount_set(refcount_t *r, int n);
_Bool refcount_dec_and_test(refcount_t *r);
struct kref { refcount_t refcount; };
int kref_put(struct kref *k, void (*release)(struct kref *k));

// A function that others call, too, gives up a reference that is its business.
struct dentry { int flags; };
void dput(struct dentry *d);
int simple_unlink(struct dentry *d) {
  d->flags = 0;
  dput(d);
  return 0;
}
int rename_ok(struct dentry *d, int dirs) {
  simple_unlink(d);
  if (dirs)
    d->flags++;
  return 0;
}
static int unlink_here(struct dentry *d) {
  dput(d);
  return 0;
}
int rename_bad(struct dentry *d, int dirs) {
  unlink_here(d);
  if (dirs)
    d->flags++;
  return 0;
}

// One reference for who submits, and one for who completes.
struct request { refcount_t refs; int id; };
static void request_put(struct request *r) {
  if (refcount_dec_and_test(&r->refs))
    kfree(r);
}
static struct request *request_get(int n) {
  struct request *r = kmalloc(sizeof(*r), 0xcc0);
  if (r)
    refcount_set(&r->refs, n);
  return r;
}
int submit_ok(void) {
  struct request *r = request_get(2);
  int err;
  if (!r)
    return -11;
  err = other();
  request_put(r);
  if (err)
    request_put(r);
  return err;
}
int submit_bad(void) {
  struct request *r = request_get(1);
  int err;
  if (!r)
    return -11;
  err = other();
  request_put(r);
  if (err)
    request_put(r);
  return err;
}

// A pointer to anything: what it was freed as tells which it is.
struct map { struct kref refs; long adds; };
struct lock { struct kref refs; int held; };
struct area { unsigned long flags; void *data; };
void release(struct kref *k);
static void drop_lock(struct area *a) {
  struct lock *l = a->data;
  if (a->flags & 2)
    kref_put(&l->refs, release);
}
int reserve_ok(struct area *a) {
  struct map *m = kmalloc(sizeof(*m), 0xcc0);
  if (!m)
    return -12;
  a->data = m;
  kfree(m);
  drop_lock(a);
  return -12;
}

// CHECK: 35:5: warning: 'd' is used after the reference to it was given up [holdfast-use-after-release]
// CHECK-NEXT: 33:3: note: a reference to 'd' is given up here
// CHECK-NEXT: 34:7: note: assuming 'dirs' is not zero
// CHECK-NEXT: 70:5: warning: 'r' is used after the reference to it was given up [holdfast-use-after-release]
// CHECK-NEXT: 63:23: note: a reference to 'r' is taken here
// CHECK-NEXT: 68:3: note: a reference to 'r' is given up here
// CHECK-NEXT: 69:7: note: assuming 'err' is not zero
// CHECK-NEXT: 90:3: warning: 'm' is used after it was freed [holdfast-use-after-release]
// CHECK-NEXT: 85:19: note: 'm' is allocated here
// CHECK-NEXT: 89:3: note: '*m' is freed here
// CHECK-NEXT: 82:5: note: '*m' is given up here
// CHECK-NOT: {{.}}
