// RUN: %check_holdfast %s holdfast-pinned-copy -- -std=gnu11
// R1 R7: real bugs of copied objects, re-told: each as it was and as it became.

typedef unsigned long size_t;
#define NULL ((void *)0)
struct list_head {
  struct list_head *next, *prev;
};
void INIT_LIST_HEAD(struct list_head *list);
void list_add(struct list_head *node, struct list_head *head);
void list_add_tail(struct list_head *node, struct list_head *head);
void list_replace(struct list_head *old, struct list_head *new);
void list_replace_init(struct list_head *old, struct list_head *new);
struct mutex {
  long owner;
  struct list_head wait_list;
};
void __mutex_init(struct mutex *lock, const char *name, void *key);
void mutex_lock(struct mutex *lock);
void *memcpy(void *to, const void *from, size_t n);
void *realloc(void *p, size_t n);
void *kmalloc(size_t n, unsigned flags);

// A flash driver fills in its parameters on the stack, with a pointer to a part
// of themselves, and copies them to their place when they turn out to be good.
struct region {
  unsigned long offset, size;
};
struct erase_map {
  struct region *regions;
  struct region uniform;
};
struct flash_params {
  unsigned long size;
  struct erase_map map;
};
struct flash {
  struct flash_params *params;
};
static void init_uniform_map(struct erase_map *map, unsigned long size) {
  map->uniform.size = size;
  map->regions = &map->uniform;
}
int parse_tables(struct flash *f, struct flash_params *p);
void flash_parse_bad(struct flash *f) {
  struct flash_params parsed;
  memcpy(&parsed, f->params, sizeof(parsed));
  init_uniform_map(&parsed.map, 4096);
  memcpy(f->params, &parsed, sizeof(parsed));
}
void flash_parse_in_place_ok(struct flash *f) {
  init_uniform_map(&f->params->map, 4096);
}

// Display modes are in lists. Overwriting one as a whole tears its list.
struct display_mode {
  int width, height;
  struct list_head head;
};
struct encoder {
  struct display_mode mode;
};
struct crtc_state {
  struct display_mode adjusted;
  int active;
};
struct crtc {
  struct display_mode mode;
  struct crtc_state *state;
};
void encoder_mode_set_bad(struct encoder *e, struct display_mode *adjusted) {
  e->mode = *adjusted;
}
void encoder_mode_memcpy_bad(struct encoder *e, struct display_mode *m) {
  memcpy(&e->mode, m, sizeof(e->mode));
}
void crtc_state_copy_bad(struct crtc_state *dst, const struct crtc_state *src) {
  *dst = *src;
}
void mode_copy_ok(struct display_mode *dst, const struct display_mode *src) {
  struct list_head head = dst->head;
  *dst = *src;
  dst->head = head;
}

// A plane is taken by value where a pointer was meant.
struct plane {
  struct list_head head;
  struct mutex lock;
  int zpos;
};
struct context {
  struct plane planes[4];
};
void enable_plane(struct plane *p);
void window_commit_bad(struct context *c, unsigned i) {
  struct plane plane = c->planes[i];
  plane.zpos = i;
  enable_plane(&plane);
}
void window_commit_ok(struct context *c, unsigned i) {
  struct plane *plane = &c->planes[i];
  plane->zpos = i;
  enable_plane(plane);
}

// The state of a stream points back at the stream, and is refused afterwards.
typedef struct z_stream_s {
  unsigned char *next_in;
  struct internal_state *state;
} z_stream;
int deflateInit_(z_stream *s, int level, const char *version, int size);
int deflate(z_stream *s, int flush);
int deflateEnd(z_stream *s);
struct connection {
  z_stream streams[4];
  int quality;
};
void job_start_bad(struct connection *local, struct connection *orig) {
  deflateInit_(&orig->streams[0], 9, "1.2", sizeof(z_stream));
  local->streams[0] = orig->streams[0];
  deflate(&local->streams[0], 1);
}
void job_start_ok(struct connection *local, struct connection *orig) {
  local->quality = orig->quality;
  deflateInit_(&local->streams[0], 9, "1.2", sizeof(z_stream));
}

// The head of a list is copied to work on it in peace.
static struct list_head devices;
void remove_all_bad(void) {
  struct list_head mine = devices;
  INIT_LIST_HEAD(&devices);
  for (struct list_head *n = mine.next; n != &mine; n = n->next)
    enable_plane((void *)n);
}
void remove_all_ok(void) {
  struct list_head mine;
  list_replace_init(&devices, &mine);
  for (struct list_head *n = mine.next; n != &mine; n = n->next)
    enable_plane((void *)n);
}

// A list that was built on the stack becomes a section's list.
struct section {
  struct list_head relas;
};
struct rela {
  struct list_head list;
};
void regenerate_bad(struct section *s, struct rela *r) {
  struct list_head relas;
  INIT_LIST_HEAD(&relas);
  list_add_tail(&r->list, &relas);
  s->relas = relas;
}
void regenerate_ok(struct section *s, struct rela *r) {
  struct list_head relas;
  INIT_LIST_HEAD(&relas);
  list_add_tail(&r->list, &relas);
  list_replace(&relas, &s->relas);
}

// A component is copied to shared memory, and its list is started anew there:
// what was on it points at the old head, and is lost. Not reported: an
// initialised part of the copy is a good one.
struct component {
  int id;
  struct list_head buffers;
};
void make_shared_FN(struct component *shared, struct component *c,
                    struct list_head *buffer) {
  list_add(buffer, &c->buffers);
  *shared = *c;
  INIT_LIST_HEAD(&shared->buffers);
}

// Arenas point back at the heap that they are in; the array of heaps grows.
struct heap;
struct arena {
  struct heap *heap;
};
struct heap {
  struct arena own;
  unsigned long size;
};
void heap_init(struct heap *h) { h->own.heap = h; }
struct heap *grow_heaps_bad(struct heap *all, int n) {
  heap_init(&all[n - 1]);
  return realloc(all, (n + 1) * sizeof(*all));
}
struct heap **grow_heap_table_ok(struct heap **all, int n) {
  return realloc(all, (n + 1) * sizeof(*all));
}
