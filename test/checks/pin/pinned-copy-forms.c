// RUN: %check_holdfast %s holdfast-pinned-copy -- -std=gnu11
// R1 R7: every form in which C copies a record, next to the form that is fine.

typedef unsigned long size_t;
struct list_head {
  struct list_head *next, *prev;
};
struct mutex {
  long owner;
  struct list_head wait_list;
};
struct worker {
  int id;
  struct mutex lock;
};
void mutex_lock(struct mutex *lock);
void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *kmemdup(const void *from, size_t n, unsigned flags);
void *krealloc(const void *p, size_t n, unsigned flags);
void *realloc(void *p, size_t n);
void bcopy(const void *from, void *to, size_t n);
void use(struct worker *w);
#define offsetof(T, f) __builtin_offsetof(T, f)

void init_bad(struct worker *src) {
  struct worker copy = *src;
  use(&copy);
}

void init_pointer_ok(struct worker *src) {
  struct worker *same = src;
  use(same);
}

void assign_bad(struct worker *dst, struct worker *src) { *dst = *src; }

void assign_field_ok(struct worker *dst, struct worker *src) {
  dst->id = src->id;
}

struct team {
  struct worker workers[4];
  union {
    struct worker leader;
    char bytes[64];
  };
};

void element_assign_bad(struct team *t) { t->workers[0] = t->workers[1]; }

void union_member_bad(struct team *t, struct worker *w) { t->leader = *w; }

void outer_assign_bad(struct team *a, struct team *b) { *a = *b; }

int parameter_bad(struct worker w) { return w.id; }

int parameter_ok(const struct worker *w) { return w->id; }

void consume(struct worker w);
void argument_bad(struct worker *w) { consume(*w); }

struct worker return_bad(struct worker *w) { return *w; }

struct worker *return_ok(struct worker *w) { return w; }

struct pair {
  struct worker first;
  int n;
};
void initialiser_list_bad(struct worker *w) {
  struct pair p = {.first = *w, .n = 1};
  use(&p.first);
}

void array_initialiser_bad(struct worker *w) {
  struct worker both[2] = {*w, *w};
  use(both);
}

void compound_literal_bad(struct worker *w) {
  use(&((struct pair){*w, 2}).first);
}

void conditional_bad(struct worker *dst, struct worker *a, struct worker *b,
                     int c) {
  *dst = c ? *a : *b;
}

void comma_bad(struct worker *dst, struct worker *a) { *dst = (use(a), *a); }

void statement_expression_bad(struct worker *dst, struct worker *a) {
  *dst = ({
    use(a);
    *a;
  });
}

void va_arg_bad(int n, ...) {
  __builtin_va_list ap;
  __builtin_va_start(ap, n);
  struct worker w = __builtin_va_arg(ap, struct worker);
  use(&w);
  __builtin_va_end(ap);
}

void memcpy_bad(struct worker *dst, struct worker *src) {
  memcpy(dst, src, sizeof(*dst));
}

void memcpy_builtin_bad(struct worker *dst, struct worker *src) {
  __builtin_memcpy(dst, src, sizeof(*dst));
}

void memcpy_cast_bad(void *dst, struct worker *src) {
  memcpy(dst, (void *)src, sizeof(*src));
}

void memcpy_before_the_part_ok(struct worker *dst, struct worker *src) {
  memcpy(dst, src, offsetof(struct worker, lock));
}

void memcpy_unknown_size_bad(struct worker *dst, struct worker *src, int n) {
  memcpy(dst, src, n * sizeof(*src));
}

void shift_bad(struct team *t) {
  memmove(&t->workers[0], &t->workers[1], 3 * sizeof(t->workers[0]));
}

void bcopy_bad(struct worker *dst, struct worker *src) {
  bcopy(src, dst, sizeof(*src));
}

struct worker *kmemdup_bad(struct worker *src) {
  struct worker *copy = kmemdup(src, sizeof(*src), 0);
  mutex_lock(&copy->lock);
  return copy;
}

struct worker *krealloc_bad(struct worker *all, int n) {
  all = krealloc(all, n * sizeof(*all), 0);
  return all;
}

struct worker *realloc_bad(struct worker *all, int n) {
  return realloc(all, n * sizeof(*all));
}

int *realloc_ok(int *all, int n) { return realloc(all, n * sizeof(*all)); }

#define swap(a, b)                                                             \
  do {                                                                         \
    __typeof__(a) tmp__ = (a);                                                 \
    (a) = (b);                                                                 \
    (b) = tmp__;                                                               \
  } while (0)

void swap_bad(struct worker *a, struct worker *b) { swap(*a, *b); }

void swap_ok(struct worker *a, struct worker *b) { swap(a->id, b->id); }

void discarded_ok(struct worker *w) { (void)*w; }

unsigned long sizeof_ok(struct worker *w) {
  return sizeof(*w) + sizeof(__typeof__(*w));
}

// CHECK: 27:3: warning: 'copy' is initialised with a copy of '*src', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 36:59: warning: '*dst' is overwritten with a copy of '*src', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 50:43: warning: 't->workers[0]' is overwritten with a copy of 't->workers[1]', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 52:59: warning: 't->leader' is overwritten with a copy of '*w', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 54:57: warning: '*a' is overwritten with a copy of '*b', whose type 'struct team' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 43:17: note: member 'workers[].lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 56:19: warning: parameter 'w' is passed by value, but its type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 61:47: warning: '*w' is passed by value, but its type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 63:46: warning: '*w' is returned by value, but its type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 72:29: warning: 'p.first' in an initialiser list is a copy of '*w', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 77:28: warning: 'both[0]' in an initialiser list is a copy of '*w', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 77:32: warning: 'both[1]' in an initialiser list is a copy of '*w', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 82:23: warning: 'first' in an initialiser list is a copy of '*w', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 87:3: warning: '*dst' is overwritten with a copy of '*a', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 90:56: warning: '*dst' is overwritten with a copy of '*a', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 93:3: warning: '*dst' is overwritten with a copy of '*a', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 102:21: warning: a variable argument is taken by value, but its type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 108:3: warning: 'memcpy' copies the bytes of 'src', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 112:3: warning: '__builtin_memcpy' copies the bytes of 'src', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 116:3: warning: 'memcpy' copies the bytes of 'src', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 124:3: warning: 'memcpy' copies the bytes of 'src', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 128:3: warning: 'memmove' copies the bytes of '&t->workers[1]', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 132:3: warning: 'bcopy' copies the bytes of 'src', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 136:25: warning: 'kmemdup' copies the bytes of 'src', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 142:9: warning: 'krealloc' may move 'all', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 147:10: warning: 'realloc' may move 'all', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NEXT: 159:53: warning: 'swap' copies '*a', whose type 'struct worker' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 14:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NOT: {{.}}
