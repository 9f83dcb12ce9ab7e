//--- nolint.c
int first(int x);          // NOLINT(holdfast-pinned-copy)
int second(int x);         // NOLINT(holdfast-pined-copy): a slip
int third(int x);          // NOLINT
int fourth(int x);         // NOLINT(bugprone-branch-clone)
