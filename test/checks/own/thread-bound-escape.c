// RUN: %check_holdfast %s holdfast-thread-bound-escape -- -Wno-everything
// R15 R16 R18

typedef unsigned long size_t;
struct mm_struct {
  int users;
};
struct task_struct {
  struct mm_struct *mm;
  int pid;
};
struct task_struct *get_current(void);
#define current get_current()
struct task_struct *get_task_struct(struct task_struct *t);
void put_task_struct(struct task_struct *t);
void mmgrab(struct mm_struct *mm);
void mmdrop(struct mm_struct *mm);
struct task_struct *kthread_create_on_node(int (*fn)(void *data), void *data,
                                           int node, const char *name, ...);
struct work_struct {
  void (*func)(struct work_struct *work);
};
#define INIT_WORK(work, function) ((work)->func = (function))
struct workqueue_struct;
_Bool queue_work(struct workqueue_struct *queue, struct work_struct *work);
extern struct workqueue_struct *queue;
int other(void);

int print_pid(void *data);

// The borrow goes to another thread itself.
void handed_bad(void) {
  kthread_create_on_node(print_pid, current, -1, "p");
}

void handed_with_reference_ok(void) {
  kthread_create_on_node(print_pid, get_task_struct(current), -1, "p");
}

void lent_handed_bad(void) {
  kthread_create_on_node(print_pid, current->mm, -1, "p");
}

// In the same task no reference is needed.
int used_at_once_ok(void) { return current->pid; }

// A clone is sent, the original is used on.
int clone_sent_ok(void) {
  struct task_struct *t = current;
  get_task_struct(t);
  kthread_create_on_node(print_pid, t, -1, "p");
  return t->pid;
}

// Stored where a work item finds and uses it.
struct request {
  struct work_struct work;
  struct mm_struct *mm;
  struct mm_struct *pinned_mm;
  struct task_struct *owner;
  struct task_struct *self;
};

static void complete_request(struct work_struct *work) {
  struct request *r = __builtin_choose_expr(
      1, (struct request *)((char *)work - __builtin_offsetof(struct request, work)),
      0);
  r->mm->users++;
  r->pinned_mm->users++;
  mmdrop(r->pinned_mm);
  if (r->owner == current)
    other();
  r->self = current;
  r->self->pid = 0;
}

struct waiter {
  struct work_struct work;
  struct task_struct *task;
};
static void wake_waiter(struct work_struct *work) {
  struct waiter *w = (struct waiter *)((char *)work - __builtin_offsetof(struct waiter, work));
  w->task->pid = 0;
}
static void begin_wait_ok(struct waiter *w) {
  w->task = current;
  INIT_WORK(&w->work, wake_waiter);
  queue_work(queue, &w->work);
}

int stored_for_work_bad(struct request *r) {
  r->mm = current->mm;
  INIT_WORK(&r->work, complete_request);
  queue_work(queue, &r->work);
  return 0;
}

// The reference may be taken after the store, and on the path that needs one.
int stored_with_reference_ok(struct request *r, int later) {
  r->pinned_mm = current->mm;
  if (later)
    mmgrab(r->pinned_mm);
  INIT_WORK(&r->work, complete_request);
  queue_work(queue, &r->work);
  return 0;
}

// Nobody looks behind the pointer.
void only_compared_ok(struct request *r) { r->owner = current; }

// Who waits for the work is there until it is done: the object is in its frame.
void wait_for_work_ok(void) {
  struct waiter mine = {0};
  begin_wait_ok(&mine);
  other();
}

// It is gone again before others see it.
void taken_back_ok(struct request *r) {
  r->mm = current->mm;
  other();
  r->mm = 0;
}

// Only as long as the frame, unless the thread is waited for.
typedef unsigned long pthread_t;
typedef struct {
  int detached;
} pthread_attr_t;
int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *arg);
int pthread_join(pthread_t t, void **result);
void *thread_main(void *arg);

int lent_to_thread_bad(void) {
  struct mm_struct local = {0};
  pthread_t t;
  pthread_create(&t, 0, thread_main, &local);
  return 0;
}

int lent_and_joined_ok(void) {
  struct mm_struct local = {0};
  pthread_t t;
  pthread_create(&t, 0, thread_main, &local);
  pthread_join(t, 0);
  return local.users;
}

int joined_on_one_path_bad(int wait) {
  struct mm_struct local = {0};
  pthread_t t;
  pthread_create(&t, 0, thread_main, &local);
  if (wait)
    pthread_join(t, 0);
  return 0;
}

void static_storage_ok(void) {
  static struct mm_struct shared;
  pthread_t t;
  pthread_create(&t, 0, thread_main, &shared);
}

// CHECK: 33:3: warning: 'the result of get_current()' is handed to another thread without a reference of its own [holdfast-thread-bound-escape]
// CHECK-NEXT: 41:3: warning: 'the result of get_current()->mm' is handed to another thread without a reference of its own [holdfast-thread-bound-escape]
// CHECK-NEXT: 92:3: warning: 'the result of get_current()->mm' is kept in 'mm' without a reference of its own, but 'complete_request' uses it in another thread [holdfast-thread-bound-escape]
// CHECK-NEXT: 68:3: note: it is used here
// CHECK-NEXT: 138:3: warning: another thread may still use 'local' when its scope ends [holdfast-thread-bound-escape]
// CHECK-NEXT: 155:3: warning: another thread may still use 'local' when its scope ends [holdfast-thread-bound-escape]
// CHECK-NOT: {{.}}
