// RUN: %check_holdfast %s holdfast-leaked-reference -- -Wno-everything
// R20: an object that somebody else keeps is not leaked.

typedef unsigned long size_t;
struct list_head {
  struct list_head *next, *prev;
};
void list_add_tail(struct list_head *node, struct list_head *head);
void *kmalloc(size_t size, unsigned flags);
int other(void);

struct demux {
  int from;
  struct list_head l;
};
struct buffer {
  struct list_head demuxes;
};

// The list has it, the out-parameter only points at it.
static int add_demux(struct buffer *b, struct demux **out) {
  *out = kmalloc(sizeof(**out), 0xcc0);
  if (!*out)
    return -12;
  list_add_tail(&(*out)->l, &b->demuxes);
  return 0;
}
int linked_in_callee_ok(struct buffer *b) {
  struct demux *last = 0;
  int ret = add_demux(b, &last);
  if (ret)
    return ret;
  last->from++;
  return other();
}

static int make_demux(struct demux **out) {
  *out = kmalloc(sizeof(**out), 0xcc0);
  return *out ? 0 : -12;
}
int only_out_bad(void) {
  struct demux *last = 0;
  int ret = make_demux(&last);
  if (ret)
    return ret;
  last->from++;
  return 0;
}

// A pointer that is hidden in a number.
struct page;
struct page *alloc_pages(unsigned flags, unsigned order);
struct scatterlist {
  unsigned long page_link;
};
static void set_page(struct scatterlist *s, struct page *p) {
  s->page_link = (s->page_link & 3) | (unsigned long)p;
}
int hidden_ok(struct scatterlist *s) {
  struct page *p = alloc_pages(0xcc0, 0);
  if (!p)
    return -12;
  set_page(s, p);
  return 0;
}

// CHECK: 47:3: warning: 'the result of make_demux()' is not freed on this path [holdfast-leaked-reference]
// CHECK-NEXT: 43:13: note: 'the result of make_demux()' is allocated here
// CHECK-NOT: {{.}}
