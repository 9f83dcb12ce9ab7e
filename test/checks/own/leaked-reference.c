// RUN: %check_holdfast %s holdfast-leaked-reference -- -Wno-everything
// R20 R21 R23 R24

typedef unsigned long size_t;
struct device_node;
struct device_node *of_parse_phandle(const struct device_node *np, const char *name, int index);
struct device_node *of_get_next_child(const struct device_node *np, struct device_node *prev);
struct device_node *of_node_get(struct device_node *np);
void of_node_put(struct device_node *np);
struct task_struct {
  struct task_struct *group_leader;
  int pid;
};
struct task_struct *get_task_struct(struct task_struct *t);
struct task_struct *find_get_task_by_vpid(int nr);
void put_task_struct(struct task_struct *t);
struct pci_dev {
  int devfn;
};
struct pci_dev *pci_get_slot(void *bus, unsigned devfn);
void pci_dev_put(struct pci_dev *dev);
struct file {
  void *private_data;
};
struct file *anon_inode_getfile(const char *name, void *priv);
void fput(struct file *f);
int get_unused_fd_flags(unsigned flags);
void put_unused_fd(unsigned fd);
void fd_install(unsigned fd, struct file *f);
void *kmalloc(size_t size, unsigned flags);
void *devm_kzalloc(void *dev, size_t size, unsigned flags);
void kfree(const void *p);
int pm_runtime_get_sync(void *dev);
int pm_runtime_put(void *dev);
int other(void);
int look(struct device_node *np);
int maybe_keeps(struct device_node *np);
int registers(struct device_node *np);
void unregisters(struct device_node *np);
int is_error(const void *p);

static int IS_ERR(const void *p) { return (unsigned long)p >= (unsigned long)-4095; }

int error_path_bad(const struct device_node *np) {
  struct device_node *n = of_parse_phandle(np, "x", 0);
  if (!n)
    return -19;
  if (other())
    return -22;
  of_node_put(n);
  return 0;
}

int one_exit_ok(const struct device_node *np) {
  struct device_node *n = of_parse_phandle(np, "x", 0);
  int err = 0;
  if (!n)
    return -19;
  if (other())
    err = -22;
  of_node_put(n);
  return err;
}

int null_needs_no_put_ok(const struct device_node *np) {
  struct device_node *n = of_parse_phandle(np, "x", 0);
  if (other())
    goto out;
  if (!n)
    return 0;
out:
  of_node_put(n);
  return -1;
}

int correlated_ok(const struct device_node *np, int want) {
  struct device_node *n = 0;
  if (want)
    n = of_parse_phandle(np, "x", 0);
  other();
  if (n)
    of_node_put(n);
  return 0;
}

struct device_node *returned_ok(const struct device_node *np) {
  return of_parse_phandle(np, "x", 0);
}

int from_own_function_bad(const struct device_node *np) {
  struct device_node *n = returned_ok(np);
  if (!n)
    return -1;
  return other();
}

struct holder {
  struct device_node *np;
  struct task_struct *task;
  int a, b;
};

void stored_ok(struct holder *h, const struct device_node *np) {
  h->np = of_parse_phandle(np, "x", 0);
}

static void set_ok(struct holder *h, struct device_node *n) { h->np = n; }

void stored_by_function_ok(struct holder *h, const struct device_node *np) {
  set_ok(h, of_parse_phandle(np, "x", 0));
}

int out_parameter_ok(const struct device_node *np, struct device_node **out) {
  struct device_node *n = of_parse_phandle(np, "x", 0);
  if (!n)
    return -1;
  *out = n;
  return 0;
}

int from_out_parameter_bad(const struct device_node *np) {
  struct device_node *n;
  if (out_parameter_ok(np, &n))
    return -1;
  return other();
}

int from_out_parameter_ok(const struct device_node *np) {
  struct device_node *n;
  if (out_parameter_ok(np, &n))
    return -1;
  of_node_put(n);
  return other();
}

int loop_left_early_bad(const struct device_node *np) {
  struct device_node *c;
  for (c = of_get_next_child(np, 0); c; c = of_get_next_child(np, c))
    if (other())
      return 1;
  return 0;
}

int loop_left_early_ok(const struct device_node *np) {
  struct device_node *c;
  for (c = of_get_next_child(np, 0); c; c = of_get_next_child(np, c))
    if (other()) {
      of_node_put(c);
      return 1;
    }
  return 0;
}

struct device_node *loop_finds_ok(const struct device_node *np) {
  struct device_node *c;
  for (c = of_get_next_child(np, 0); c; c = of_get_next_child(np, c))
    if (other())
      break;
  return c;
}

void lost_in_loop_bad(void *bus) {
  int i;
  for (i = 0; i < 8; i++) {
    struct pci_dev *d = pci_get_slot(bus, i);
    if (!d)
      continue;
    other();
  }
}

void put_in_loop_ok(void *bus) {
  int i;
  for (i = 0; i < 8; i++) {
    struct pci_dev *d = pci_get_slot(bus, i);
    if (!d)
      continue;
    pci_dev_put(d);
  }
}

void ignored_bad(int nr) { find_get_task_by_vpid(nr); }

void ignored_alias_ok(struct task_struct *t) { get_task_struct(t); }

int extra_reference_on_error_bad(struct task_struct *t) {
  get_task_struct(t);
  if (other())
    return -12;
  return 0;
}

int extra_reference_on_error_ok(struct task_struct *t) {
  get_task_struct(t);
  if (other()) {
    put_task_struct(t);
    return -12;
  }
  return 0;
}

int counts_when_it_fails_bad(void *dev) {
  int err = pm_runtime_get_sync(dev);
  if (err < 0)
    return err;
  return 0;
}

int counts_when_it_fails_ok(void *dev) {
  int err = pm_runtime_get_sync(dev);
  if (err < 0) {
    pm_runtime_put(dev);
    return err;
  }
  return 0;
}

int storage_bad(size_t n) {
  char *p = kmalloc(n, 0);
  if (!p)
    return -12;
  if (other())
    return -5;
  kfree(p);
  return 0;
}

int managed_ok(void *dev, size_t n) {
  char *p = devm_kzalloc(dev, n, 0);
  if (!p)
    return -12;
  return 0;
}

struct holder *alloc_holder_bad(int nr) {
  struct task_struct *t = find_get_task_by_vpid(nr);
  struct holder *h;
  if (!t)
    return 0;
  h = kmalloc(sizeof(*h), 0);
  if (!h)
    return 0;
  h->task = t;
  return h;
}

struct holder *alloc_holder_ok(int nr) {
  struct task_struct *t = find_get_task_by_vpid(nr);
  struct holder *h;
  if (!t)
    return 0;
  h = kmalloc(sizeof(*h), 0);
  if (!h) {
    put_task_struct(t);
    return 0;
  }
  h->task = t;
  return h;
}

struct holder *freed_with_reference_bad(int nr) {
  struct task_struct *t = find_get_task_by_vpid(nr);
  struct holder *h;
  if (!t)
    return 0;
  h = kmalloc(sizeof(*h), 0);
  if (!h) {
    put_task_struct(t);
    return 0;
  }
  h->task = t;
  if (other()) {
    kfree(h);
    return 0;
  }
  return h;
}

int descriptor_bad(void *priv) {
  struct file *f;
  int fd = get_unused_fd_flags(0);
  if (fd < 0)
    return fd;
  f = anon_inode_getfile("x", priv);
  if (IS_ERR(f))
    return -12;
  fd_install(fd, f);
  return fd;
}

int descriptor_ok(void *priv) {
  struct file *f;
  int fd = get_unused_fd_flags(0);
  if (fd < 0)
    return fd;
  f = anon_inode_getfile("x", priv);
  if (IS_ERR(f)) {
    put_unused_fd(fd);
    return -12;
  }
  fd_install(fd, f);
  return fd;
}

// What the file shows of a function that nobody knows.
int looks_only_bad(const struct device_node *np) {
  struct device_node *n = of_parse_phandle(np, "x", 0);
  if (!n)
    return -19;
  if (look(n))
    return -22;
  of_node_put(n);
  return 0;
}

int may_keep_ok(const struct device_node *np) {
  struct device_node *n = of_parse_phandle(np, "x", 0);
  if (!n)
    return -19;
  return maybe_keeps(n);
}

int registered_ok(const struct device_node *np) {
  struct device_node *n = of_parse_phandle(np, "x", 0);
  if (!n)
    return -19;
  if (registers(n)) {
    of_node_put(n);
    return -1;
  }
  if (other()) {
    unregisters(n);
    of_node_put(n);
    return -1;
  }
  return 0;
}

// CHECK: 49:5: warning: the reference to 'the result of of_parse_phandle()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 45:27: note: a reference to 'the result of of_parse_phandle()' is taken here
// CHECK-NEXT: 48:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 94:3: warning: the reference to 'the result of returned_ok()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 91:27: note: a reference to 'the result of returned_ok()' is taken here
// CHECK-NEXT: 125:3: warning: the reference to 'the result of out_parameter_ok()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 123:7: note: a reference to 'the result of out_parameter_ok()' is taken here
// CHECK-NEXT: 140:7: warning: the reference to 'the result of of_get_next_child()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 138:12: note: a reference to 'the result of of_get_next_child()' is taken here
// CHECK-NEXT: 139:9: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 165:25: warning: the reference to 'the result of pci_get_slot()' is lost when the next round gets another one [holdfast-leaked-reference]
// CHECK-NEXT: 170:1: warning: the reference to 'the result of pci_get_slot()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 165:25: note: a reference to 'the result of pci_get_slot()' is taken here
// CHECK-NEXT: 164:15: note: assuming 'i < 8' is false
// CHECK-NEXT: 182:55: warning: the reference to 'the result of find_get_task_by_vpid()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 182:28: note: a reference to 'the result of find_get_task_by_vpid()' is taken here
// CHECK-NEXT: 189:5: warning: an error is returned, but the reference to 't' is not given up [holdfast-leaked-reference]
// CHECK-NEXT: 187:3: note: a reference to 't' is taken here
// CHECK-NEXT: 188:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 205:5: warning: an error is returned, but the reference to 'dev' is not given up [holdfast-leaked-reference]
// CHECK-NEXT: 223:5: warning: 'the result of kmalloc()' is not freed on this path [holdfast-leaked-reference]
// CHECK-NEXT: 219:13: note: 'the result of kmalloc()' is allocated here
// CHECK-NEXT: 222:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 242:5: warning: the reference to 'the result of find_get_task_by_vpid()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 236:27: note: a reference to 'the result of find_get_task_by_vpid()' is taken here
// CHECK-NEXT: 274:5: warning: 'the result of kmalloc()' is freed, but the reference to 'the result of find_get_task_by_vpid()' that it holds is not given up [holdfast-leaked-reference]
// CHECK-NEXT: 262:27: note: a reference to 'the result of find_get_task_by_vpid()' is taken here
// CHECK-NEXT: 266:7: note: 'the result of kmalloc()' is allocated here
// CHECK-NEXT: 272:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 273:5: note: '*the result of kmalloc()' is freed here
// CHECK-NEXT: 286:5: warning: 'the result of get_unused_fd_flags()' is neither committed nor given back on this path [holdfast-leaked-reference]
// CHECK-NEXT: 281:12: note: 'the result of get_unused_fd_flags()' is reserved here
// CHECK-NEXT: 311:5: warning: the reference to 'the result of of_parse_phandle()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 307:27: note: a reference to 'the result of of_parse_phandle()' is taken here
// CHECK-NEXT: 310:7: note: assuming 'the result of look()' is not zero
// CHECK-NOT: {{.}}
