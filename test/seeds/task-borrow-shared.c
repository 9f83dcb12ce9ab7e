// RUN: %check_holdfast %s holdfast-thread-bound-escape -- -std=gnu11 -Wno-everything
// R17: a borrow may be shared with another thread as long as that has ended when
// the owner's scope does: no count is needed for it.

typedef unsigned long pthread_t;
typedef struct {
  int detached;
} pthread_attr_t;
int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *arg);
int pthread_join(pthread_t t, void **result);

struct task {
  int pid, seen;
};

static void *look(void *data) {
  struct task *task = data;
  task->seen = task->pid;
  return 0;
}

int shared_and_joined_ok(void) {
  struct task current_task = {1, 0};
  pthread_t other;
  if (pthread_create(&other, 0, look, &current_task))
    return -1;
  pthread_join(other, 0);
  return current_task.seen;
}

int shared_and_left_bad(void) {
  struct task current_task = {1, 0};
  pthread_t other;
  if (pthread_create(&other, 0, look, &current_task))
    return -1;
  return current_task.pid;
}

// CHECK: 36:3: warning: another thread may still use 'current_task' when its scope ends [holdfast-thread-bound-escape]
// CHECK-NOT: {{.}}
