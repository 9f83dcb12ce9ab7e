/* A record whose lock other files know, too. */
struct theirs {
  struct mutex lock;
};
