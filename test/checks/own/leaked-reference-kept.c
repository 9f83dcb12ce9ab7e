// RUN: %check_holdfast %s holdfast-leaked-reference -- -Wno-everything
// R20: an object that somebody else keeps is not leaked.

typedef unsigned long size_t;
struct list_head {
  struct list_head *next, *prev;
};
void list_add_tail(struct list_head *node, struct list_head *head);
void *kmalloc(size_t size, unsigned flags);
int other(void);

struct demux {
  int from;
  struct list_head l;
};
struct buffer {
  struct list_head demuxes;
};

// The list has it, the out-parameter only points at it.
static int add_demux(struct buffer *b, struct demux **out) {
  *out = kmalloc(sizeof(**out), 0xcc0);
  if (!*out)
    return -12;
  list_add_tail(&(*out)->l, &b->demuxes);
  return 0;
}
int linked_in_callee_ok(struct buffer *b) {
  struct demux *last = 0;
  int ret = add_demux(b, &last);
  if (ret)
    return ret;
  last->from++;
  return other();
}

static int make_demux(struct demux **out) {
  *out = kmalloc(sizeof(**out), 0xcc0);
  return *out ? 0 : -12;
}
int only_out_bad(void) {
  struct demux *last = 0;
  int ret = make_demux(&last);
  if (ret)
    return ret;
  last->from++;
  return 0;
}

// A pointer that is hidden in a number.
struct page;
struct page *alloc_pages(unsigned flags, unsigned order);
struct scatterlist {
  unsigned long page_link;
};
static void set_page(struct scatterlist *s, struct page *p) {
  s->page_link = (s->page_link & 3) | (unsigned long)p;
}
int hidden_ok(struct scatterlist *s) {
  struct page *p = alloc_pages(0xcc0, 0);
  if (!p)
    return -12;
  set_page(s, p);
  return 0;
}

// Stored first, and then its reference is taken.
struct inode {
  int count;
};
void ihold(struct inode *inode);
struct owner {
  struct inode *inode;
};
int stored_first_ok(struct owner *o, struct inode *inode) {
  o->inode = inode;
  ihold(inode);
  if (other())
    return -5;
  return 0;
}

// The array's elements are given up in a loop.
struct vector {
  struct page *page;
};
void __free_pages(struct page *page, unsigned order);
void kfree(const void *p);
int elements_ok(int n) {
  struct vector *v = kmalloc(n * sizeof(*v), 0xcc0);
  int i, ret = 0;
  if (!v)
    return -12;
  v[0].page = alloc_pages(0xcc0, 0);
  if (other())
    ret = -5;
  for (i = 0; i < n; i++)
    if (v[i].page)
      __free_pages(v[i].page, 0);
  kfree(v);
  return ret;
}

// A callee switches on, and others switch off.
struct device {
  int power;
};
int pm_runtime_get_sync(struct device *dev);
int pm_runtime_put(struct device *dev);
static int power_up(struct device *dev) { return pm_runtime_get_sync(dev); }
int powered_ok(struct device *dev) {
  power_up(dev);
  if (other())
    return -5;
  pm_runtime_put(dev);
  return 0;
}
int got_here_bad(struct device *dev) {
  int ret = pm_runtime_get_sync(dev);
  if (ret < 0)
    return ret;
  pm_runtime_put(dev);
  return 0;
}

// What the device's own list frees is nobody's duty.
void *devm_kmalloc(struct device *dev, size_t size, unsigned flags);
static int populate(struct device *dev, struct demux **out) {
  struct demux *d = devm_kmalloc(dev, sizeof(*d), 0xcc0);
  if (!d)
    return -12;
  *out = d;
  return 0;
}
int managed_ok(struct device *dev) {
  struct demux *d;
  int ret = populate(dev, &d);
  if (ret)
    return ret;
  return d->from;
}

// A callee's new object holds the reference, and gives it up when it goes.
void *kzalloc(size_t size, unsigned flags);
void kfree(const void *p);
struct device *get_device(struct device *dev);
void put_device(struct device *dev);
struct session {
  struct device *dev;
  int users;
};
void session_put(struct session *s);
int session_start(struct session *s);
static struct session *make_session(struct device *dev) {
  struct session *s = kzalloc(sizeof(*s), 0xcc0);
  if (!s)
    return 0;
  s->dev = get_device(dev);
  return s;
}
int held_by_session_ok(struct device *dev) {
  struct session *s = make_session(dev);
  int ret;
  if (!s)
    return -12;
  ret = session_start(s);
  if (ret < 0) {
    session_put(s);
    return -5;
  }
  return 0;
}
// The object through which it was reached was stored: who has that has it too.
struct module;
int try_module_get(struct module *m);
void module_put(struct module *m);
struct fops {
  struct module *owner;
};
struct file {
  struct fops *f_op;
};
struct cdev {
  struct fops *ops;
};
int replaced_ok(struct file *f, struct cdev *c) {
  struct fops *ops = c->ops;
  if (!try_module_get(ops->owner))
    return -6;
  f->f_op = ops;
  if (other())
    return -5;
  return 0;
}
int not_replaced_bad(struct file *f, struct cdev *c) {
  struct fops *ops = c->ops;
  if (!try_module_get(ops->owner))
    return -6;
  if (other())
    return -5;
  f->f_op = ops;
  return 0;
}
int held_by_nobody_bad(struct device *dev) {
  struct session *s;
  get_device(dev);
  s = kzalloc(sizeof(*s), 0xcc0);
  if (!s)
    return -12;
  s->dev = dev;
  return session_start(s);
}

// CHECK: 47:3: warning: 'the result of make_demux()' is not freed on this path [holdfast-leaked-reference]
// CHECK-NEXT: 43:13: note: 'the result of make_demux()' is allocated here
// CHECK-NEXT: 121:5: warning: an error is returned, but the reference to 'dev' is not given up [holdfast-leaked-reference]
// CHECK-NEXT: 200:5: warning: an error is returned, but the reference to 'c->ops->owner' is not given up [holdfast-leaked-reference]
// CHECK-NEXT: 197:8: note: a reference to 'c->ops->owner' is taken here
// CHECK-NEXT: 199:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 209:5: warning: an error is returned, but the reference to 'dev' is not given up [holdfast-leaked-reference]
// CHECK-NEXT: 206:3: note: a reference to 'dev' is taken here
// CHECK-NOT: {{.}}
