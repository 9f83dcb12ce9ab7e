// RUN: %check_holdfast %s holdfast-thread-bound-escape -- -std=gnu11 -Wno-everything
// R15 R16 R18: the running task may be used without a reference, but only by
// itself: who wants to send it takes one (a clone), and sends that.

struct task_struct {
  int pid;
};
struct task_struct *get_current(void);
#define current get_current()
struct task_struct *get_task_struct(struct task_struct *t);
void put_task_struct(struct task_struct *t);
struct task_struct *kthread_create_on_node(int (*fn)(void *data), void *data,
                                           int node, const char *name, ...);
int printk(const char *text, ...);

static int report_pid(void *data) {
  struct task_struct *task = data;
  printk("pid is %d", task->pid);
  put_task_struct(task);
  return 0;
}

int used_in_the_same_task_ok(void) {
  struct task_struct *task = current;
  return task->pid;
}

void sent_bad(void) {
  kthread_create_on_node(report_pid, current, -1, "report");
}

void clone_sent_ok(void) {
  struct task_struct *task = get_task_struct(current);
  kthread_create_on_node(report_pid, task, -1, "report");
}

// CHECK: 29:3: warning: 'the result of get_current()' is handed to another thread without a reference of its own [holdfast-thread-bound-escape]
// CHECK-NOT: {{.}}
