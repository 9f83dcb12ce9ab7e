/* A list node on the stack is linked into a list and then returned: by value, so
 * that the list keeps pointing at a frame which is gone.
 *
 *   cc -o returned_node returned_node.c && ./returned_node
 */
#include <stdio.h>

struct list_head {
  struct list_head *next, *prev;
};

static void INIT_LIST_HEAD(struct list_head *list) {
  list->next = list;
  list->prev = list;
}

static void list_add(struct list_head *node, struct list_head *head) {
  node->next = head->next;
  node->prev = head;
  head->next->prev = node;
  head->next = node;
}

/* Wrong: the list holds the address of `node`, the caller gets a copy. */
static struct list_head add_element(struct list_head *list) {
  struct list_head node;
  INIT_LIST_HEAD(&node);
  list_add(&node, list);
  return node;
}

int main(void) {
  struct list_head list, *linked;
  INIT_LIST_HEAD(&list);
  struct list_head element = add_element(&list);
  linked = list.next;
  printf("the element is %sthe node that the list knows\n",
         linked == &element ? "" : "not ");
  return 0;
}
