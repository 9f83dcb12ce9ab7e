// RUN: %check_holdfast %s holdfast-leaked-reference -- -std=gnu11 -Wno-everything
// R20 R21: an object takes over a reference when it could be allocated; when it
// could not, the reference must not be lost, nor when the object is freed.

typedef unsigned long size_t;
struct task_struct;
struct task_struct *find_get_task_by_vpid(int nr);
void put_task_struct(struct task_struct *t);
void *kmalloc(size_t size, unsigned flags);
void kfree(const void *p);

struct x {
  struct task_struct *task;
  unsigned long a, b;
};

struct x *allocated_bad(int nr) {
  struct task_struct *task = find_get_task_by_vpid(nr);
  struct x *x;
  if (!task)
    return 0;
  x = kmalloc(sizeof(*x), 0xcc0);
  if (!x)
    return 0;
  x->task = task;
  x->a = 10;
  x->b = 20;
  return x;
}

struct x *allocated_ok(int nr) {
  struct task_struct *task = find_get_task_by_vpid(nr);
  struct x *x;
  if (!task)
    return 0;
  x = kmalloc(sizeof(*x), 0xcc0);
  if (!x) {
    put_task_struct(task);
    return 0;
  }
  x->task = task;
  x->a = 10;
  x->b = 20;
  return x;
}

int check(struct x *x);
int freed_with_reference_bad(int nr) {
  struct task_struct *task = find_get_task_by_vpid(nr);
  struct x *x = kmalloc(sizeof(*x), 0xcc0);
  if (!x) {
    if (task)
      put_task_struct(task);
    return -12;
  }
  x->task = task;
  kfree(x);
  return 0;
}

int freed_after_put_ok(int nr) {
  struct task_struct *task = find_get_task_by_vpid(nr);
  struct x *x = kmalloc(sizeof(*x), 0xcc0);
  if (!x) {
    if (task)
      put_task_struct(task);
    return -12;
  }
  x->task = task;
  if (x->task)
    put_task_struct(x->task);
  kfree(x);
  return 0;
}

// CHECK: 24:5: warning: the reference to 'the result of find_get_task_by_vpid()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 18:30: note: a reference to 'the result of find_get_task_by_vpid()' is taken here
// CHECK-NEXT: 58:3: warning: 'the result of kmalloc()' is freed, but the reference to 'the result of find_get_task_by_vpid()' that it holds is not given up [holdfast-leaked-reference]
// CHECK-NEXT: 49:30: note: a reference to 'the result of find_get_task_by_vpid()' is taken here
// CHECK-NEXT: 50:17: note: 'the result of kmalloc()' is allocated here
// CHECK-NEXT: 57:3: note: '*the result of kmalloc()' is freed here
// CHECK-NOT: {{.}}
