struct list_head { struct list_head *next, *prev; };
struct job { int id; struct list_head node; };
int job_id(const struct job *j);

int read_only(struct job *src) {
  struct job copy = *src;
  return job_id(&copy) + copy.id;
}
