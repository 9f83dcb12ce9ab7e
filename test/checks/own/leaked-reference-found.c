// RUN: %check_holdfast %s holdfast-leaked-reference -- -Wno-everything
// R20: an object is not leaked while others find it by something else.

typedef unsigned long size_t;
void *kmalloc(size_t size, unsigned flags);
void *kmalloc_array(size_t n, size_t size, unsigned flags);
void kfree(const void *p);
int other(void);
void *nothing_known_of(void *p);
#define NULL ((void *)0)
#define ERR_PTR(n) ((void *)(long)(n))

typedef struct { int refs; } refcount_t;
struct kref { refcount_t refcount; };
void kref_get(struct kref *k);
int kref_put(struct kref *k, void (*release)(struct kref *k));
struct device { int dummy; };
struct device *get_device(struct device *dev);
void put_device(struct device *dev);
struct dentry;
struct dentry *dget(struct dentry *d);
struct device_node { struct device *dev; struct device_node *next; struct dentry *root; };
struct device_node *of_find_node_by_name(struct device_node *from, const char *name);
void of_node_put(struct device_node *n);

// What is found through an object, with a reference of its own, leads to it.
struct context { struct dentry *root; };
int root_of_it_ok(struct context *c) {
  struct device_node *n = of_find_node_by_name(NULL, "tree");
  if (!n)
    return -2;
  c->root = dget(n->root);
  return 0;
}
int another_root_bad(struct context *c, struct dentry *d) {
  struct device_node *n = of_find_node_by_name(NULL, "tree");
  if (!n)
    return -2;
  c->root = dget(d);
  return 0;
}
static struct device *find_device(struct device_node *n) {
  while (n->next)
    n = n->next;
  return n->dev;
}
struct device *found_by_it_ok(const char *name) {
  struct device_node *n = of_find_node_by_name(NULL, name);
  struct device *dev;
  if (!n)
    return NULL;
  dev = find_device(n);
  if (!dev)
    of_node_put(n);
  return dev;
}
static int ask(struct device_node *n);
struct device *error_of_it_bad(const char *name) {
  struct device_node *n = of_find_node_by_name(NULL, name);
  int err;
  if (!n)
    return NULL;
  err = ask(n);
  if (err)
    return ERR_PTR(err);
  of_node_put(n);
  return NULL;
}
int number_of_it_bad(const char *name) {
  struct device_node *n = of_find_node_by_name(NULL, name);
  int ret;
  if (!n)
    return -2;
  ret = find_device(n) != NULL;
  return ret;
}

// Nothing was allocated where there is nothing.
int none_ok(int n, int **out) {
  int i, *p = kmalloc_array(n, sizeof(*p), 0xcc0);
  if (!p)
    return -12;
  for (i = 0; i < n; i++)
    out[i] = &p[i];
  return 0;
}
int none_bad(int n, int **out) {
  int i, *p = kmalloc_array(4, sizeof(*p), 0xcc0);
  if (!p)
    return -12;
  for (i = 0; i < n; i++)
    out[i] = &p[i];
  return 0;
}

// What is new is not what was there before.
struct table { int size; };
static struct table *current_table;
int replaced_ok(int size) {
  struct table *old = current_table, *t;
  if (size != (old ? old->size : 0)) {
    t = kmalloc(sizeof(*t), 0xcc0);
    if (!t)
      return -12;
  } else {
    t = old;
  }
  if (t != old) {
    current_table = t;
    kfree(old);
  }
  return 0;
}
int not_replaced_bad(int size) {
  struct table *old = current_table, *t;
  if (size != (old ? old->size : 0)) {
    t = kmalloc(sizeof(*t), 0xcc0);
    if (!t)
      return -12;
  } else {
    t = old;
  }
  if (t == old)
    current_table = t;
  return 0;
}

// The caller undoes in a loop what a loop did.
struct link { struct link *next; struct device *supplier; };
int each_ok(struct link *l) {
  int ret;
  for (; l; l = l->next) {
    get_device(l->supplier);
    ret = other();
    if (ret < 0)
      return ret;
  }
  return 0;
}
int one_bad(struct link *l) {
  int ret;
  get_device(l->supplier);
  ret = other();
  if (ret < 0)
    return ret;
  put_device(l->supplier);
  return 0;
}

// A table that was found to hold the object has its reference.
struct kind { struct kref ref; };
static struct kind *kinds[4];
static struct kind *default_kind;
static void use_kind(int i) {
  if (!kinds[i])
    kinds[i] = default_kind;
  if (kinds[i] == default_kind)
    kref_get(&default_kind->ref);
}
int in_table_ok(int i) {
  use_kind(i);
  if (other())
    return -22;
  return 0;
}
int in_no_table_bad(int i) {
  kref_get(&default_kind->ref);
  if (other())
    return -22;
  kref_put(&default_kind->ref, 0);
  return 0;
}

// A function that handed the object to others keeps a reference for them.
static int publish(struct device *dev) {
  nothing_known_of(dev);
  get_device(dev);
  return 0;
}
int published_ok(struct device *dev) {
  publish(dev);
  if (other())
    return -5;
  return 0;
}

// What must not be is not looked after.
#define WARN_ON(x) ({ int ret = !!(x); if (ret) other(); ret; })
int impossible_ok(int n) {
  int *p = kmalloc(4, 0xcc0);
  if (!p)
    return -12;
  if (n) {
    kfree(p);
    return 0;
  }
  WARN_ON(p);
  return 0;
}

// The copy is where it was written to.
char *strcpy(char *to, const char *from);
char *copied_ok(const char *s) {
  char *p = kmalloc(8, 0xcc0);
  return p ? strcpy(p, s) : NULL;
}
int copied_bad(const char *s) {
  char *p = kmalloc(8, 0xcc0);
  if (!p)
    return -12;
  strcpy(p, s);
  return 0;
}

// CHECK: 40:3: warning: the reference to 'the result of of_find_node_by_name()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 36:27: note: a reference to 'the result of of_find_node_by_name()' is taken here
// CHECK-NEXT: 65:5: warning: the reference to 'the result of of_find_node_by_name()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 59:27: note: a reference to 'the result of of_find_node_by_name()' is taken here
// CHECK-NEXT: 64:7: note: assuming 'the result of ask()' is not zero
// CHECK-NEXT: 75:3: warning: the reference to 'the result of of_find_node_by_name()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 70:27: note: a reference to 'the result of of_find_node_by_name()' is taken here
// CHECK-NEXT: 93:3: warning: 'the result of kmalloc_array()' is not freed on this path [holdfast-leaked-reference]
// CHECK-NEXT: 88:15: note: 'the result of kmalloc_array()' is allocated here
// CHECK-NEXT: 91:15: note: assuming 'n > 0' is false
// CHECK-NEXT: 125:3: warning: 'the result of kmalloc()' is not freed on this path [holdfast-leaked-reference]
// CHECK-NEXT: 117:9: note: 'the result of kmalloc()' is allocated here
// CHECK-NEXT: 123:7: note: assuming 'current_table == the result of kmalloc()' is false
// CHECK-NEXT: 145:5: warning: an error is returned, but the reference to 'l->supplier' is not given up [holdfast-leaked-reference]
// CHECK-NEXT: 142:3: note: a reference to 'l->supplier' is taken here
// CHECK-NEXT: 144:7: note: assuming 'the result of other() < 0' is true
// CHECK-NEXT: 169:5: warning: an error is returned, but the reference to 'default_kind' is not given up [holdfast-leaked-reference]
// CHECK-NEXT: 167:3: note: a reference to 'default_kind' is taken here
// CHECK-NEXT: 168:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 212:3: warning: 'the result of kmalloc()' is not freed on this path [holdfast-leaked-reference]
// CHECK-NEXT: 208:13: note: 'the result of kmalloc()' is allocated here
// CHECK-NOT: {{.}}
