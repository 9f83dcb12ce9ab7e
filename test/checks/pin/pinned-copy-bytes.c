// RUN: %check_holdfast %s holdfast-pinned-copy -- -Wno-everything
// R1 R7

struct list_head {
  struct list_head *next, *prev;
};
struct mutex {
  long owner;
  struct list_head wait_list;
};
void mutex_init(struct mutex *lock);
void *memcpy(void *to, const void *from, unsigned long n);
struct dev {
  int id;
  struct mutex lock;
};
struct plain {
  int id;
};

void bytes_from_anywhere_bad(struct dev *d, const void *buffer) {
  memcpy(d, buffer, sizeof(*d));
}

void first_bytes_only_ok(struct dev *d, const void *buffer) {
  memcpy(d, buffer, sizeof(d->id));
}

void initialised_after_ok(struct dev *d, const void *buffer) {
  memcpy(d, buffer, sizeof(*d));
  mutex_init(&d->lock);
}

void not_pinned_ok(struct plain *p, const void *buffer) {
  memcpy(p, buffer, sizeof(*p));
}

// CHECK: 22:3: warning: 'memcpy' overwrites the bytes of 'd', whose type 'struct dev' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 15:16: note: member 'lock' is pinned once it is initialised: its wait list points at itself (models/linux/lock.yaml:N)
// CHECK-NOT: {{.}}
