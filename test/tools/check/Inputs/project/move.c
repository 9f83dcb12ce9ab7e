#include "worker.h"

void move_worker(int from, int to) { pool[to] = pool[from]; }

void move_known(int from, int to) {
  pool[to] = pool[from]; // NOLINT(holdfast-pinned-copy): nothing waits yet
}
