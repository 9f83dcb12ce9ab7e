/* The second function cannot be parsed. */
int before(void) { return 1; }
int broken(void) { return (; }
