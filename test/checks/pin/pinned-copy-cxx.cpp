// RUN: %check_holdfast %s holdfast-pinned-copy -- -std=c++17
// R3 R4 R7 R13 R14: C++ classes.

typedef __SIZE_TYPE__ size_t;
extern "C" {
void *memcpy(void *, const void *, size_t);
void *realloc(void *, size_t);
struct pthread_mutex {
  int lock;
  struct pthread_mutex *list;
};
typedef struct pthread_mutex pthread_mutex_t;
int pthread_mutex_init(pthread_mutex_t *, const void *);
}

// R4: the address of a member, kept in the object.
class Cursor_bad {
public:
  Cursor_bad() : position(&start) {}
  int start = 0;
  int *position;
};

class CursorInClass_bad {
public:
  int start = 0;
  int *position = &start;
};

class Self_bad {
public:
  Self_bad() { self = this; }
  Self_bad *self;
};

class Deleted_ok {
public:
  Deleted_ok() : self(this) {}
  Deleted_ok(const Deleted_ok &) = delete;
  Deleted_ok &operator=(const Deleted_ok &) = delete;
  Deleted_ok *self;
};

class Repairs_ok {
public:
  Repairs_ok() : position(&start) {}
  Repairs_ok(const Repairs_ok &o) : start(o.start), position(&start) {}
  Repairs_ok(Repairs_ok &&o) : start(o.start), position(&start) {}
  Repairs_ok &operator=(const Repairs_ok &o) {
    start = o.start;
    return *this;
  }
  int start = 0;
  int *position;
};

class Other_ok {
public:
  explicit Other_ok(int *p) : position(p) {}
  int *position;
};

void copy_bad(const Cursor_bad &c) { Cursor_bad mine = c; }
void repaired_copy_ok(const Repairs_ok &c) { Repairs_ok mine = c; }
void assign_bad(Cursor_bad &a, const Cursor_bad &b) { a = b; }

// R14: bytes instead of the constructor that repairs.
void memcpy_bad(Repairs_ok *a, const Repairs_ok *b) {
  memcpy((void *)a, b, sizeof(*a));
}
void *realloc_bad(Deleted_ok *a, int n) { return realloc((void *)a, n); }

// R13: a named local may be copied, a prvalue is built in place.
Cursor_bad named_return_bad() {
  Cursor_bad c;
  c.start = 1;
  return c;
}
Cursor_bad prvalue_ok() { return Cursor_bad(); }
void elided_ok() { Cursor_bad c = prvalue_ok(); }

// R7: structural.
struct Base {
  pthread_mutex_t lock;
  Base() { pthread_mutex_init(&lock, nullptr); }
};
struct Derived : Base {
  int n = 0;
};
void derived_bad(const Derived &d) { Derived copy = d; }

int parameter_bad(Derived d) { return d.n; }
int parameter_ok(const Derived &d) { return d.n; }
int argument_bad(Derived &d) { return parameter_bad(d); }
int temporary_argument_ok() { return parameter_bad(Derived()); }

auto capture_bad(Derived &d) {
  return [d] { return d.n; };
}
auto capture_ok(Derived &d) {
  return [&d] { return d.n; };
}

void range_bad(Derived (&all)[3]) {
  for (auto d : all)
    d.n++;
}
void range_ok(Derived (&all)[3]) {
  for (auto &d : all)
    d.n++;
}

struct Pair {
  Derived first;
  int second;
};
int binding_bad(Pair &p) {
  auto [first, second] = p;
  return second;
}
int binding_ok(Pair &p) {
  auto &[first, second] = p;
  return second;
}

Derived *new_bad(const Derived &d) { return new Derived(d); }

// Reported once, for whatever instantiates it so.
template <typename T> void generic_bad(T &a, T &b) { a = b; }
template void generic_bad<Derived>(Derived &, Derived &);
template void generic_bad<int>(int &, int &);
template <typename T> void generic_ok(T &a, T &b) { a = b; }
template void generic_ok<int>(int &, int &);

// R4: members that have copies of their own do not hide the fault, and members
// without any prevent it.
struct Text {
  Text(const Text &);
  Text &operator=(const Text &);
  Text();
};
class WithText_bad {
public:
  WithText_bad() : self(this) {}
  Text text;
  WithText_bad *self;
};
struct Unique {
  Unique();
  Unique(Unique &&);
};
class OnlyMovable_bad {
public:
  OnlyMovable_bad() : self(this) {}
  Unique u;
  OnlyMovable_bad *self;
};
class NotMovable_ok {
public:
  NotMovable_ok() : self(this) {}
  ~NotMovable_ok() {}
  Unique u;
  NotMovable_ok *self;
};
class Defaulted_bad {
public:
  Defaulted_bad() : self(this) {}
  Defaulted_bad(const Defaulted_bad &) = default;
  Defaulted_bad *self;
};

// CHECK: 17:7: warning: 'Cursor_bad' keeps its own address in 'position', but its implicit copies keep that of the original [holdfast-pinned-copy]
// CHECK-NEXT: 19:27: note: the address is stored here
// CHECK-NEXT: 24:7: warning: 'CursorInClass_bad' keeps its own address in 'position', but its implicit copies keep that of the original [holdfast-pinned-copy]
// CHECK-NEXT: 27:19: note: the address is stored here
// CHECK-NEXT: 30:7: warning: 'Self_bad' keeps its own address in 'self', but its implicit copies keep that of the original [holdfast-pinned-copy]
// CHECK-NEXT: 32:21: note: the address is stored here
// CHECK-NEXT: 63:38: warning: 'mine' is initialised with a copy of 'c', whose type 'Cursor_bad' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 21:8: note: member 'position' is pinned from its creation on: 'position' holds the address of 'start'
// CHECK-NEXT: 19:27: note: the address is stored here
// CHECK-NEXT: 65:55: warning: 'a' is overwritten with a copy of 'b', whose type 'Cursor_bad' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 21:8: note: member 'position' is pinned from its creation on: 'position' holds the address of 'start'
// CHECK-NEXT: 19:27: note: the address is stored here
// CHECK-NEXT: 69:3: warning: 'memcpy' copies the bytes of 'b', whose type 'Repairs_ok' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 54:8: note: member 'position' is pinned from its creation on: 'position' holds the address of 'start'
// CHECK-NEXT: 46:27: note: the address is stored here
// CHECK-NEXT: 71:50: warning: 'realloc' may move 'a', whose type 'Deleted_ok' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 41:15: note: member 'self' is pinned from its creation on: 'self' holds the address of the object itself
// CHECK-NEXT: 38:23: note: the address is stored here
// CHECK-NEXT: 90:38: warning: 'copy' is initialised with a copy of 'd', whose type 'Derived' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 84:19: note: member 'Base.lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 92:19: warning: parameter 'd' is passed by value, but its type 'Derived' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 84:19: note: member 'Base.lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 94:53: warning: 'd' is passed by value, but its type 'Derived' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 84:19: note: member 'Base.lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 98:11: warning: 'd' is captured by value, but its type 'Derived' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 84:19: note: member 'Base.lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 105:13: warning: 'd' is a copy of each element, whose type 'Derived' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 84:19: note: member 'Base.lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 118:3: warning: a structured binding copies 'p', whose type 'Pair' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 114:11: note: member 'first.Base.lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 126:49: warning: 'value' is initialised with a copy of 'd', whose type 'Derived' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 84:19: note: member 'Base.lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 129:54: warning: 'a' is overwritten with a copy of 'b', whose type 'Derived' must not move [holdfast-pinned-copy]
// CHECK-NEXT: 84:19: note: member 'Base.lock' is pinned once it is initialised: threads wait at its address, and a robust mutex is linked into its owner's list (models/posix.yaml:N)
// CHECK-NEXT: 142:7: warning: 'WithText_bad' keeps its own address in 'self', but its implicit copies keep that of the original [holdfast-pinned-copy]
// CHECK-NEXT: 144:25: note: the address is stored here
// CHECK-NEXT: 152:7: warning: 'OnlyMovable_bad' keeps its own address in 'self', but its implicit copies keep that of the original [holdfast-pinned-copy]
// CHECK-NEXT: 154:28: note: the address is stored here
// CHECK-NEXT: 165:7: warning: 'Defaulted_bad' keeps its own address in 'self', but its implicit copies keep that of the original [holdfast-pinned-copy]
// CHECK-NEXT: 167:26: note: the address is stored here
// CHECK-NOT: {{.}}
