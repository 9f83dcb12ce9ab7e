// RUN: %check_holdfast %s holdfast-use-after-release -- -Wno-everything
// R22 R24

typedef unsigned long size_t;
struct task_struct {
  struct task_struct *group_leader;
  int pid;
};
struct task_struct *get_task_struct(struct task_struct *t);
struct task_struct *find_get_task_by_vpid(int nr);
void put_task_struct(struct task_struct *t);
struct kobject {
  struct kobject *parent, *entry;
};
struct device {
  struct kobject kobj;
  void *devres_head;
};
struct device *get_device(struct device *dev);
void put_device(struct device *dev);
struct module;
void module_put(struct module *m);
struct adapter {
  struct module *owner;
  struct device dev;
};
void *kmalloc(size_t size, unsigned flags);
void kfree(const void *p);
int printk_like(const char *text, ...);
int other(void);
void unknown(void *p);

int read_after_put_bad(int nr) {
  struct task_struct *t = find_get_task_by_vpid(nr);
  if (!t)
    return 0;
  put_task_struct(t);
  return t->pid;
}

int own_reference_ok(struct task_struct *t) {
  int pid;
  get_task_struct(t);
  pid = t->pid;
  put_task_struct(t);
  return pid + t->pid;
}

int two_references_ok(int nr) {
  struct task_struct *t = find_get_task_by_vpid(nr);
  int pid;
  if (!t)
    return 0;
  get_task_struct(t);
  put_task_struct(t);
  pid = t->pid;
  put_task_struct(t);
  return pid;
}

int lent_bad(int nr) {
  struct task_struct *leader, *t = find_get_task_by_vpid(nr);
  if (!t)
    return 0;
  leader = t->group_leader;
  put_task_struct(t);
  return leader->pid;
}

int lent_and_taken_ok(int nr) {
  struct task_struct *leader, *t = find_get_task_by_vpid(nr);
  int pid;
  if (!t)
    return 0;
  leader = get_task_struct(t->group_leader);
  put_task_struct(t);
  pid = leader->pid;
  put_task_struct(leader);
  return pid;
}

void whole_object_bad(struct adapter *a) {
  put_device(&a->dev);
  module_put(a->owner);
}

void whole_object_ok(struct adapter *a) {
  module_put(a->owner);
  put_device(&a->dev);
}

void twice_bad(int nr) {
  struct task_struct *t = find_get_task_by_vpid(nr);
  if (!t)
    return;
  put_task_struct(t);
  if (other())
    put_task_struct(t);
}

void given_two_ok(struct task_struct *t) {
  put_task_struct(t);
  put_task_struct(t);
}

int freed_bad(void) {
  int *p = kmalloc(4, 0);
  if (!p)
    return -12;
  kfree(p);
  return *p;
}

struct file;
struct file *anon_inode_getfile(const char *name, void *priv);
void fput(struct file *f);
static int IS_ERR(const void *p) { return (unsigned long)p >= (unsigned long)-4095; }

int put_of_error_bad(void *priv) {
  struct file *f = anon_inode_getfile("x", priv);
  if (IS_ERR(f) || other()) {
    fput(f);
    return -1;
  }
  fput(f);
  return 0;
}

void freed_twice_bad(int *p) {
  kfree(p);
  if (other())
    kfree(p);
}

struct box {
  int *buf;
};

void freed_and_replaced_ok(struct box *b) {
  kfree(b->buf);
  b->buf = kmalloc(4, 0);
  kfree(b->buf);
  b->buf = 0;
}

void freed_and_perhaps_replaced_ok(struct box *b) {
  kfree(b->buf);
  unknown(b);
  kfree(b->buf);
}

static void drop(struct task_struct *t) { put_task_struct(t); }

int dropped_by_callee_bad(int nr) {
  struct task_struct *t = find_get_task_by_vpid(nr);
  if (!t)
    return 0;
  drop(t);
  return t->pid;
}

void printed_ok(int *p) {
  kfree(p);
  printk_like("freed %p", p);
}

int replaced_variable_ok(int nr) {
  struct task_struct *t = find_get_task_by_vpid(nr);
  if (t)
    put_task_struct(t);
  t = find_get_task_by_vpid(nr + 1);
  if (!t)
    return 0;
  nr = t->pid;
  put_task_struct(t);
  return nr;
}

// CHECK: 38:10: warning: 't' is used after the reference to it was given up [holdfast-use-after-release]
// CHECK-NEXT: 34:27: note: a reference to 't' is taken here
// CHECK-NEXT: 37:3: note: a reference to 't' is given up here
// CHECK-NEXT: 67:10: warning: 'leader' is used after 't', which lent it, was given up [holdfast-use-after-release]
// CHECK-NEXT: 84:14: warning: 'a' is used after the reference to it was given up [holdfast-use-after-release]
// CHECK-NEXT: 83:3: note: a reference to 'a' is given up here
// CHECK-NEXT: 98:5: warning: the reference to 't' is given up twice [holdfast-use-after-release]
// CHECK-NEXT: 93:27: note: a reference to 't' is taken here
// CHECK-NEXT: 96:3: note: a reference to 't' is given up here
// CHECK-NEXT: 97:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 111:10: warning: 'p' is used after it was freed [holdfast-use-after-release]
// CHECK-NEXT: 107:12: note: 'p' is allocated here
// CHECK-NEXT: 110:3: note: '*p' is freed here
// CHECK-NEXT: 122:5: warning: 'f' is an error here, and has no reference to give up [holdfast-use-after-release]
// CHECK-NEXT: 132:5: warning: 'p' is freed twice [holdfast-use-after-release]
// CHECK-NEXT: 130:3: note: '*p' is freed here
// CHECK-NEXT: 131:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 159:10: warning: 't' is used after the reference to it was given up [holdfast-use-after-release]
// CHECK-NEXT: 155:27: note: a reference to 't' is taken here
// CHECK-NEXT: 158:3: note: a reference to 't' is given up here
// CHECK-NOT: {{.}}
