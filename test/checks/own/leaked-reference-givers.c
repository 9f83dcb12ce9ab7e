// RUN: %check_holdfast %s holdfast-leaked-reference -- -Wno-everything
// R20: what the file itself shows of functions about which nothing is known.

typedef unsigned long size_t;
void *kzalloc(size_t size, unsigned flags);
void kfree(const void *p);
struct buffer_head {
  char *b_data;
  unsigned long b_blocknr;
};
void brelse(struct buffer_head *bh);
int other(void);

// It is given up in most places, so it belongs to whoever asked.
struct buffer_head *read_block(int block);

int find_entry_bad(int blocks) {
  struct buffer_head *bh = 0;
  int block = 0;
  while (block < blocks) {
    if (!bh) {
      bh = read_block(block);
      if (!bh)
        return 0;
    }
    if (!bh->b_data[0]) {
      brelse(bh);
      bh = 0;
      block++;
      continue;
    }
    if (bh->b_data[1])
      return 0;
    if (bh->b_data[2]) {
      brelse(bh);
      return 1;
    }
    block++;
  }
  brelse(bh);
  return 0;
}

// A lookup that only lends: who drops, drops the reference of the list.
struct buffer_head *find_block(int block);
int look_ok(int block) {
  struct buffer_head *bh = find_block(block);
  if (!bh)
    return 0;
  return bh->b_data[0];
}
int look_twice_ok(int block) {
  struct buffer_head *bh = find_block(block);
  return bh && bh->b_data[0] ? other() : 0;
}
void drop_ok(int block) {
  struct buffer_head *bh = find_block(block);
  if (bh)
    brelse(bh);
}
void drop_other_ok(int block) {
  struct buffer_head *bh = find_block(block);
  if (bh && other())
    brelse(bh);
}

// Who registers an object keeps it when that succeeds, and not when it fails.
struct thing {
  int a;
};
int register_thing(struct thing *t);
int registered_ok(void) {
  struct thing *t = kzalloc(sizeof(*t), 0xcc0);
  int ret;
  if (!t)
    return -12;
  ret = register_thing(t);
  if (ret < 0) {
    kfree(t);
    return ret;
  }
  if (other())
    return -5;
  return 0;
}

// Here it is given up after success, so that it was not kept.
int look_at_thing(struct thing *t);
int looked_at_ok(void) {
  struct thing *t = kzalloc(sizeof(*t), 0xcc0);
  int ret;
  if (!t)
    return -12;
  ret = look_at_thing(t);
  kfree(t);
  return ret;
}
int looked_at_bad(void) {
  struct thing *t = kzalloc(sizeof(*t), 0xcc0);
  if (!t)
    return -12;
  if (look_at_thing(t) < 0)
    return -5;
  kfree(t);
  return 0;
}

// CHECK: 33:7: warning: the reference to 'the result of read_block()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 22:12: note: a reference to 'the result of read_block()' is taken here
// CHECK-NEXT: 23:11: note: assuming 'the result of read_block()' is not zero
// CHECK-NEXT: 26:9: note: assuming '*the result of read_block()->b_data' is not zero
// CHECK-NEXT: 32:9: note: assuming 'the result of read_block()->b_data[1]' is not zero
// CHECK-NEXT: 103:5: warning: 'the result of kzalloc()' is not freed on this path [holdfast-leaked-reference]
// CHECK-NEXT: 99:21: note: 'the result of kzalloc()' is allocated here
// CHECK-NEXT: 102:7: note: assuming 'the result of look_at_thing() < 0' is true
// CHECK-NOT: {{.}}
