// RUN: %check_holdfast %s holdfast-use-after-transfer -- -Wno-everything
// R19: who finishes a request gives it back to its owner, through whatever
// function the owner left in it.

struct bio_vec;
struct bio {
  struct bio_vec *bi_io_vec;
  void (*bi_end_io)(struct bio *bio);
  int bi_status;
};
struct crypto_async_request {
  void (*complete)(struct crypto_async_request *req, int err);
  void *data;
};
struct request {
  int length;
  struct crypto_async_request base;
};
int other(void);

int read_after_end_bad(struct bio *bio) {
  bio->bi_end_io(bio);
  return bio->bi_status;
}

int read_before_end_ok(struct bio *bio) {
  int status = bio->bi_status;
  bio->bi_end_io(bio);
  return status;
}

// What is around the part goes with it.
static void finish(struct request *r, int err) {
  if (r->base.complete)
    r->base.complete(&r->base, err);
}
int read_after_finish_bad(struct request *r) {
  finish(r, 0);
  return r->length;
}
int only_finish_ok(struct request *r) {
  finish(r, other());
  return 0;
}

// CHECK: 23:10: warning: 'bio' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 22:3: note: ownership of 'bio' is given away here
// CHECK-NEXT: 39:10: warning: 'r' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 38:3: note: ownership of 'r' is given away here
// CHECK-NOT: {{.}}
