// RUN: %check_holdfast %s holdfast-use-after-transfer -- -Wno-everything
// R19 R23

struct file {
  int f_mode;
};
struct file *get_file(struct file *f);
void fput(struct file *f);
int get_unused_fd_flags(unsigned flags);
void put_unused_fd(unsigned fd);
void fd_install(unsigned fd, struct file *f);
struct sk_buff {
  unsigned len;
};
struct sk_buff *skb_get(struct sk_buff *skb);
int netif_rx(struct sk_buff *skb);
void kfree_skb(struct sk_buff *skb);
int other(void);

int read_after_install_bad(unsigned fd, struct file *f) {
  fd_install(fd, f);
  return f->f_mode;
}

int put_after_install_bad(struct file *f) {
  int fd = get_unused_fd_flags(0);
  if (fd < 0)
    return fd;
  fd_install(fd, f);
  if (other()) {
    fput(f);
    return -1;
  }
  return 0;
}

int undone_after_install_bad(struct file *f) {
  int fd = get_unused_fd_flags(0);
  if (fd < 0)
    return fd;
  fd_install(fd, f);
  if (other()) {
    put_unused_fd(fd);
    return -1;
  }
  return 0;
}

int read_before_install_ok(unsigned fd, struct file *f) {
  int mode = f->f_mode;
  fd_install(fd, f);
  return mode;
}

int own_reference_ok(unsigned fd, struct file *f) {
  int mode;
  get_file(f);
  fd_install(fd, f);
  mode = f->f_mode;
  fput(f);
  return mode;
}

int given_on_one_path_ok(struct sk_buff *skb, int up) {
  if (up) {
    netif_rx(skb);
    return 0;
  }
  kfree_skb(skb);
  return -1;
}

unsigned length_after_bad(struct sk_buff *skb) {
  netif_rx(skb);
  return skb->len;
}

unsigned length_of_clone_ok(struct sk_buff *skb) {
  unsigned len;
  skb_get(skb);
  netif_rx(skb);
  len = skb->len;
  kfree_skb(skb);
  return len;
}

// CHECK: 22:10: warning: 'f' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 21:3: note: ownership of 'f' is given away here
// CHECK-NEXT: 31:5: warning: 'f' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 29:3: note: ownership of 'f' is given away here
// CHECK-NEXT: 30:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 43:5: warning: 'fd' is given back after it was committed [holdfast-use-after-transfer]
// CHECK-NEXT: 38:12: note: 'fd' is reserved here
// CHECK-NEXT: 41:3: note: 'fd' is committed here
// CHECK-NEXT: 42:7: note: assuming 'the result of other()' is not zero
// CHECK-NEXT: 75:10: warning: 'skb' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 74:3: note: ownership of 'skb' is given away here
// CHECK-NOT: {{.}}
