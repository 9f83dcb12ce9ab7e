// RUN: %check_holdfast %s holdfast-pinned-copy -- -std=c++17
// R3: an object with a pinned part goes by value into a shared object, next to the
// one that is built in place. R13 R14: named results, bytes, growing containers.

namespace std {
template <typename T> class shared_ptr {
public:
  T *p = nullptr;
};
template <typename T> T &&forward(T &t) { return static_cast<T &&>(t); }
template <typename T, typename... A> shared_ptr<T> make_shared(A &&...a) {
  return {new T(static_cast<A &&>(a)...)};
}
template <typename T> class vector {
public:
  void push_back(const T &t);
  template <typename... A> void emplace_back(A &&...a);
  void reserve(unsigned long n);
  T *data = nullptr;
};
template <typename T> void swap(T &a, T &b) {
  T t = static_cast<T &&>(a);
  a = static_cast<T &&>(b);
  b = static_cast<T &&>(t);
}
template <typename To, typename From> To bit_cast(const From &from);
} // namespace std

extern "C" {
union pthread_mutex {
  int word;
  long align;
};
typedef union pthread_mutex pthread_mutex_t;
int pthread_mutex_init(pthread_mutex_t *, const void *);
}

struct Inner {
  explicit Inner(int v) : value(v) { pthread_mutex_init(&lock, nullptr); }
  pthread_mutex_t lock;
  int value;
};

void shared_by_value_bad() {
  Inner in(1);
  auto p = std::make_shared<Inner>(in);
}
void shared_from_temporary_bad() {
  auto p = std::make_shared<Inner>(Inner(1));
}
void shared_in_place_ok() { auto p = std::make_shared<Inner>(1); }

void push_bad(std::vector<Inner> &all, const Inner &in) { all.push_back(in); }
void grow_bad(std::vector<Inner> &all) { all.emplace_back(1); }
void grow_ok(std::vector<int> &all) { all.emplace_back(1); }
void pointers_ok(std::vector<Inner *> &all, Inner *in) { all.push_back(in); }

void swap_bad(Inner &a, Inner &b) { std::swap(a, b); }
void swap_ok(int &a, int &b) { std::swap(a, b); }

struct Bytes {
  char raw[sizeof(Inner)];
};
Bytes bits_bad(const Inner &in) { return std::bit_cast<Bytes>(in); }

Inner make_named_bad(int v) {
  Inner in(v);
  in.value++;
  return in;
}
Inner make_ok(int v) { return Inner(v); }

// CHECK: 46:12: warning: 'make_shared' keeps a copy of 'in', whose type 'Inner' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 40:19: note: member 'lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 49:12: warning: 'make_shared' keeps a copy of 'Inner(1)', whose type 'Inner' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 40:19: note: member 'lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 53:59: warning: 'push_back' may move the elements of 'all', whose type 'Inner' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 40:19: note: member 'lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 54:42: warning: 'emplace_back' may move the elements of 'all', whose type 'Inner' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 40:19: note: member 'lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 58:37: warning: 'swap' exchanges 'b' with another object, but its type 'Inner' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 40:19: note: member 'lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 64:42: warning: 'bit_cast' copies the bytes of 'in', whose type 'Inner' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 40:19: note: member 'lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 69:3: warning: 'in' is returned by its name, so that it may be copied, but its type 'Inner' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 40:19: note: member 'lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NOT: {{.}}
