// RUN: %check_holdfast %s holdfast-use-after-transfer -- -std=gnu11 -Wno-everything
// R19: the other thread owns the reference that it was sent, and may have given it
// up already (E0382).

#include "../../include/holdfast/holdfast.h"

struct task_struct {
  int pid;
};
struct task_struct *find_get_task_by_vpid(int nr);
struct task_struct *get_task_struct(struct task_struct *t);
void put_task_struct(struct task_struct *t);
int printk(const char *text, ...);
HOLDFAST_EFFECT("give arg0")
void send_to_thread(struct task_struct *task);

void used_after_send_bad(int nr) {
  struct task_struct *task = find_get_task_by_vpid(nr);
  if (!task)
    return;
  send_to_thread(task);
  printk("pid is %d", task->pid);
}

void used_before_send_ok(int nr) {
  struct task_struct *task = find_get_task_by_vpid(nr);
  if (!task)
    return;
  printk("pid is %d", task->pid);
  send_to_thread(task);
}

void clone_kept_ok(int nr) {
  struct task_struct *task = find_get_task_by_vpid(nr);
  if (!task)
    return;
  send_to_thread(get_task_struct(task));
  printk("pid is %d", task->pid);
  put_task_struct(task);
}

// CHECK: 22:23: warning: 'task' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 18:30: note: a reference to 'task' is taken here
// CHECK-NEXT: 21:3: note: ownership of 'task' is given away here
// CHECK-NOT: {{.}}
