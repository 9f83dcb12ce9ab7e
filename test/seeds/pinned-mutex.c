// RUN: %check_holdfast %s holdfast-pinned-copy -- -std=gnu11
// R1 R3: an object that holds a mutex is made reference-counted by copying it.
// The mutex's wait list points at itself; in the copy it points at the original.

typedef unsigned long size_t;
struct list_head {
  struct list_head *next, *prev;
};
struct mutex {
  long owner;
  int wait_lock;
  struct list_head wait_list;
};
void __mutex_init(struct mutex *lock, const char *name, void *key);
typedef struct {
  int counter;
} refcount_t;
void *kmalloc(size_t n, unsigned flags);
void *kmemdup(const void *p, size_t n, unsigned flags);
void *memcpy(void *to, const void *from, size_t n);

struct inner {
  int value;
  struct mutex lock;
};
struct device_state {
  refcount_t refs;
  struct inner inner;
};

static void inner_init(struct inner *in, int value) {
  in->value = value;
  __mutex_init(&in->lock, "inner", 0);
}

// The counted object is built from a finished one: by value, by address, by
// memcpy, by kmemdup.
struct device_state *ref_new_by_value_bad(struct inner in) {
  struct device_state *s = kmalloc(sizeof(*s), 0);
  s->inner = in;
  return s;
}

struct device_state *ref_new_bad(const struct inner *in) {
  struct device_state *s = kmalloc(sizeof(*s), 0);
  s->inner = *in;
  return s;
}

struct device_state *ref_new_memcpy_bad(const struct inner *in) {
  struct device_state *s = kmalloc(sizeof(*s), 0);
  memcpy(&s->inner, in, sizeof(*in));
  return s;
}

struct device_state *ref_new_kmemdup_bad(int value) {
  struct device_state draft = {.refs = {1}};
  inner_init(&draft.inner, value);
  return kmemdup(&draft, sizeof(draft), 0);
}

// It is built where it stays, or initialised after the copy.
struct device_state *ref_new_in_place_ok(int value) {
  struct device_state *s = kmalloc(sizeof(*s), 0);
  inner_init(&s->inner, value);
  return s;
}

struct device_state *ref_new_init_after_ok(int value) {
  struct device_state draft = {.refs = {1}};
  struct device_state *s;
  draft.inner.value = value;
  s = kmemdup(&draft, sizeof(draft), 0);
  __mutex_init(&s->inner.lock, "inner", 0);
  return s;
}

// CHECK: 38:43: warning: parameter 'in' is passed by value, but its type 'struct inner' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 24:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 46:3: warning: 's->inner' is overwritten with a copy of '*in', whose type 'struct inner' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 24:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 52:3: warning: 'memcpy' copies the bytes of 'in', whose type 'struct inner' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 24:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 59:10: warning: 'kmemdup' copies the bytes of '&draft', whose type 'struct device_state' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 28:16: note: member 'inner.lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NOT: {{.}}
