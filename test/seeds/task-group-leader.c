// RUN: %check_holdfast %s holdfast-use-after-release -- -std=gnu11 -Wno-everything
// R22: a task lends its group leader, and that for no longer than it is held
// itself (E0597).

struct task_struct {
  struct task_struct *group_leader;
  int pid;
};
struct task_struct *find_get_task_by_vpid(int nr);
struct task_struct *get_task_struct(struct task_struct *t);
void put_task_struct(struct task_struct *t);

int leader_after_put_bad(int nr) {
  struct task_struct *task = find_get_task_by_vpid(nr), *leader;
  if (!task)
    return 0;
  leader = task->group_leader;
  put_task_struct(task);
  return leader->pid;
}

int leader_before_put_ok(int nr) {
  struct task_struct *task = find_get_task_by_vpid(nr);
  int pid;
  if (!task)
    return 0;
  pid = task->group_leader->pid;
  put_task_struct(task);
  return pid;
}

int own_reference_to_leader_ok(int nr) {
  struct task_struct *task = find_get_task_by_vpid(nr), *leader;
  int pid;
  if (!task)
    return 0;
  leader = get_task_struct(task->group_leader);
  put_task_struct(task);
  pid = leader->pid;
  put_task_struct(leader);
  return pid;
}

// CHECK: 19:10: warning: 'leader' is used after 'task', which lent it, was given up [holdfast-use-after-release]
// CHECK-NOT: {{.}}
