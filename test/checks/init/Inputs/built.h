// Records that more than one file could initialise.
struct list_head {
  struct list_head *next, *prev;
};
struct mutex {
  long owner;
  struct list_head wait_list;
};
struct built {
  struct mutex a, b, c, forgotten;
};
struct shared {
  struct mutex a, b, c, elsewhere;
};
struct found {
  struct mutex a, b, c, elsewhere;
};
