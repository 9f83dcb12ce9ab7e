struct gate {
  int open;
};

void gate_copy(struct gate *a, struct gate *b) { *a = *b; }
