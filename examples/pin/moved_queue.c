/* A work queue is built on the stack and then copied into its final place, as a
 * constructor that returns by value would do it. The list inside keeps pointing
 * at the stack.
 *
 *   cc -o moved_queue moved_queue.c && ./moved_queue
 *   clang-tidy -load holdfast-tidy.so -checks='-*,holdfast-*' moved_queue.c --
 */
#include <stdio.h>
#include <stdlib.h>

/* The doubly linked, circular, intrusive list of many C programs: an empty one
 * points at itself. */
struct list_head {
  struct list_head *next, *prev;
};

static void INIT_LIST_HEAD(struct list_head *list) {
  list->next = list;
  list->prev = list;
}

static int list_empty(const struct list_head *head) {
  return head->next == head;
}

struct queue {
  int capacity;
  struct list_head items;
};

/* Wrong: what is returned is a copy, and its list points into this frame. */
static struct queue queue_build(int capacity) {
  struct queue q = {.capacity = capacity};
  INIT_LIST_HEAD(&q.items);
  return q;
}

/* Right: the caller gives the place. */
static void queue_init(struct queue *q, int capacity) {
  q->capacity = capacity;
  INIT_LIST_HEAD(&q->items);
}

int main(void) {
  struct queue *moved = malloc(sizeof *moved), *in_place = malloc(sizeof *in_place);
  if (!moved || !in_place)
    return 1;
  *moved = queue_build(4);
  queue_init(in_place, 4);
  printf("built elsewhere and moved: %s\n",
         list_empty(&moved->items) ? "empty" : "claims to hold something");
  printf("initialised in place:      %s\n",
         list_empty(&in_place->items) ? "empty" : "claims to hold something");
  free(moved);
  free(in_place);
  return 0;
}
