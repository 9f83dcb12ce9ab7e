// RUN: %check_holdfast %s holdfast-pinned-copy -- -std=c++20
// R1 R3 R7 R13 R14: what the standard library does to an object that must stay
// where it is, with the library's own headers.

#include <any>
#include <bit>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <pthread.h>
#include <unistd.h>
#include <utility>
#include <vector>

struct Inner {
  explicit Inner(int v) : value(v) { pthread_mutex_init(&lock, nullptr); }
  pthread_mutex_t lock;
  int value;
};
void use(Inner &);

// Containers that move their elements.
void push_bad(std::vector<Inner> &all, const Inner &in) { all.push_back(in); }
void emplace_bad(std::vector<Inner> &all) { all.emplace_back(1); }
void reserve_bad(std::vector<Inner> &all) { all.reserve(9); }
void pointers_ok(std::vector<std::unique_ptr<Inner>> &all) {
  all.push_back(std::make_unique<Inner>(1));
}

// Objects within objects.
void optional_copy_bad(const Inner &in) { std::optional<Inner> o(in); }
void optional_emplace_copy_bad(std::optional<Inner> &o, const Inner &in) {
  o.emplace(in);
}
void optional_in_place_ok(std::optional<Inner> &o) { o.emplace(1); }
void any_copy_bad(const Inner &in) { std::any a(in); }
void shared_copy_bad(const Inner &in) { auto p = std::make_shared<Inner>(in); }
void shared_moved_bad(Inner &in) {
  auto p = std::make_shared<Inner>(std::move(in));
}
void shared_in_place_ok() { auto p = std::make_shared<Inner>(1); }
void unique_copy_bad(const Inner &in) { auto p = std::make_unique<Inner>(in); }
void unique_in_place_ok() { auto p = std::make_unique<Inner>(1); }

// Moves and exchanges.
void swap_bad(Inner &a, Inner &b) { std::swap(a, b); }
void swap_values_ok(Inner &a, Inner &b) { std::swap(a.value, b.value); }
void exchange_bad(Inner &a, Inner &b) { std::exchange(a, b); }
void move_bad(Inner &a, Inner &b) { a = std::move(b); }
void move_initialises_bad(Inner &b) { Inner a = std::move(b); use(a); }
void forward_ok(Inner &b) { use(std::forward<Inner &>(b)); }

// Bytes.
struct Bytes {
  char raw[sizeof(Inner)];
};
Bytes bit_cast_bad(const Inner &in) { return std::bit_cast<Bytes>(in); }
void fwrite_bad(const Inner &in, FILE *f) { std::fwrite(&in, sizeof(in), 1, f); }
void fwrite_member_ok(const Inner &in, FILE *f) {
  std::fwrite(&in.value, sizeof(in.value), 1, f);
}
void write_bad(const Inner *in, int fd) { (void)!write(fd, in, sizeof(*in)); }
void write_ok(const int *in, int fd) { (void)!write(fd, in, sizeof(*in)); }

// A class that repairs its pointers when it is moved, but not when its bytes are.
class Repairs {
public:
  Repairs() : at(&start) {}
  Repairs(Repairs &&o) : start(o.start), at(&start) {}
  Repairs &operator=(Repairs &&o) {
    start = o.start;
    return *this;
  }
  int start = 0;
  int *at;
};
void repaired_move_ok(Repairs &r) { Repairs mine = std::move(r); }
void repaired_growth_ok(std::vector<Repairs> &all) { all.emplace_back(); }
void bytes_of_repairing_bad(Repairs *a, Repairs *b) {
  std::memcpy(static_cast<void *>(a), b, sizeof(*a));
}
Repairs *realloc_of_repairing_bad(Repairs *a) {
  return static_cast<Repairs *>(std::realloc(static_cast<void *>(a), 99));
}

// Values that go into a function object, a variable argument, an aggregate.
std::function<int()> capture_bad(Inner &in) {
  return [in] { return in.value; };
}
std::function<int()> init_capture_bad(Inner &in) {
  return [mine = in] { return mine.value; };
}
std::function<int()> reference_capture_ok(Inner &in) {
  return [&in] { return in.value; };
}
std::function<int()> pointer_capture_ok(Inner &in) {
  return [p = &in] { return p->value; };
}
int va_arg_bad(int n, ...) {
  va_list ap;
  va_start(ap, n);
  Inner in = va_arg(ap, Inner);
  va_end(ap);
  return in.value;
}
struct Pair {
  Inner first;
  int second;
};
int aggregate_bad(const Inner &in) {
  Pair p{in, 1};
  use(p.first);
  return p.second;
}
int aggregate_in_place_ok() {
  Pair p{Inner(1), 1};
  use(p.first);
  return p.second;
}
int binding_bad(const Pair &p) {
  auto [first, second] = p;
  use(first);
  return second;
}
int binding_ok(Pair &p) {
  auto &[first, second] = p;
  use(first);
  return second;
}
void range_bad(std::vector<Inner> &all) {
  for (Inner in : all)
    use(in);
}
void range_ok(std::vector<Inner> &all) {
  for (Inner &in : all)
    use(in);
}
union Slot {
  Slot() {}
  pthread_mutex_t lock;
  int number;
};
void union_member_bad(Slot &s, const Inner &in) { s.lock = in.lock; }
void union_number_ok(Slot &s, const Inner &in) { s.number = in.value; }

// GNU C++.
void statement_expression_bad(Inner &dst, Inner &src) {
  dst = ({
    use(src);
    src;
  });
}
void statement_expression_ok(Inner &dst, Inner &src) {
  dst.value = ({
    use(src);
    src.value;
  });
}
void compound_literal_bad(const Inner &in) { use(((Pair){in, 2}).first); }
void compound_literal_ok() { use(((Pair){Inner(1), 2}).first); }

// Results.
Inner named_bad(int v) {
  Inner in(v);
  in.value++;
  return in;
}
Inner prvalue_ok(int v) { return Inner(v); }
Inner of_reference_bad(Inner &in) { return in; }
Inner &reference_ok(Inner &in) { return in; }
