#include "worker.h"

void add_worker(int id) {
  struct worker w = {.id = id};
  __mutex_init(&w.lock, "worker", 0);
  pool[id] = w;
}
