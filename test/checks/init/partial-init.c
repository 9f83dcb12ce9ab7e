// RUN: %check_holdfast %s holdfast-partial-init -- -Wno-everything
// R6 R8

typedef struct {
  long words[5];
} pthread_mutex_t;
int pthread_mutex_init(pthread_mutex_t *lock, const void *attr);
int pthread_mutex_lock(pthread_mutex_t *lock);
int pthread_mutex_destroy(pthread_mutex_t *lock);
struct queue {
  pthread_mutex_t lock;
  int n;
};
int fill(struct queue *q);

int destroyed_bad(struct queue *q) {
  int err = pthread_mutex_init(&q->lock, 0);
  if (err)
    pthread_mutex_destroy(&q->lock);
  return err;
}

int used_later_bad(struct queue *q) {
  if (pthread_mutex_init(&q->lock, 0))
    q->n = 0;
  pthread_mutex_lock(&q->lock);
  return 0;
}

static int prepare(struct queue *q) { return pthread_mutex_init(&q->lock, 0); }

int ladder_ok(struct queue *q) {
  int err = prepare(q);
  if (err)
    goto out;
  err = fill(q);
  if (err)
    goto destroy;
  return 0;
destroy:
  pthread_mutex_destroy(&q->lock);
out:
  return err;
}

int again_ok(struct queue *q) {
  if (pthread_mutex_init(&q->lock, 0))
    while (pthread_mutex_init(&q->lock, 0))
      ;
  pthread_mutex_lock(&q->lock);
  return 0;
}

int ignored_ok(struct queue *q) {
  pthread_mutex_init(&q->lock, 0);
  pthread_mutex_lock(&q->lock);
  return 0;
}

// CHECK: 19:5: warning: 'q->lock' is used although its initialisation failed [holdfast-partial-init]
// CHECK-NEXT: 26:3: warning: 'q->lock' is used although its initialisation failed [holdfast-partial-init]
// CHECK-NOT: {{.}}
