static inline int helper(int a) { return a + 1; }
static inline int called_helper(int a) { return helper(a) + 1; }
static inline int never_called(int a) { return a; }
