struct list_head { struct list_head *next, *prev; };
struct mutex { long owner; struct list_head wait_list; };
void __mutex_init(struct mutex *lock, const char *name, void *key);
struct worker { int id; struct mutex lock; };
extern struct worker pool[8];

static inline void clone_first(void) { pool[1] = pool[0]; }
