// RUN: %check_holdfast %s holdfast-use-after-transfer -- -std=c++17 -Wno-everything
// R19: C++ moves.

namespace std {
template <class T> struct remove_reference { typedef T type; };
template <class T> struct remove_reference<T &> { typedef T type; };
template <class T> struct remove_reference<T &&> { typedef T type; };
template <class T>
constexpr typename remove_reference<T>::type &&move(T &&t) noexcept {
  return static_cast<typename remove_reference<T>::type &&>(t);
}
template <class T> class unique_ptr {
  T *p;

public:
  unique_ptr() noexcept;
  explicit unique_ptr(T *p) noexcept;
  unique_ptr(unique_ptr &&o) noexcept;
  ~unique_ptr();
  unique_ptr &operator=(unique_ptr &&o) noexcept;
  T *get() const noexcept;
  T *release() noexcept;
  void reset(T *p = nullptr) noexcept;
  T &operator*() const;
  T *operator->() const noexcept;
  explicit operator bool() const noexcept;
};
template <class T> class shared_ptr {
  T *p;

public:
  shared_ptr() noexcept;
  shared_ptr(const shared_ptr &o) noexcept;
  shared_ptr(shared_ptr &&o) noexcept;
  ~shared_ptr();
  shared_ptr &operator=(shared_ptr &&o) noexcept;
  T *operator->() const noexcept;
};
template <class T, class... A> unique_ptr<T> make_unique(A &&...);
} // namespace std

struct Widget {
  int n;
};
void sink(std::unique_ptr<Widget> w);
void keep(std::shared_ptr<Widget> w);
bool test();

int followed_after_move_bad() {
  std::unique_ptr<Widget> w = std::make_unique<Widget>();
  sink(std::move(w));
  return w->n;
}

void moved_twice_bad() {
  std::unique_ptr<Widget> w = std::make_unique<Widget>();
  sink(std::move(w));
  sink(std::move(w));
}

void moved_in_each_round_bad(int rounds) {
  std::unique_ptr<Widget> w = std::make_unique<Widget>();
  for (int i = 0; i < rounds; ++i)
    sink(std::move(w));
}

int assigned_again_ok() {
  std::unique_ptr<Widget> w = std::make_unique<Widget>();
  sink(std::move(w));
  w = std::make_unique<Widget>();
  return w->n;
}

int reset_ok() {
  std::unique_ptr<Widget> w = std::make_unique<Widget>();
  sink(std::move(w));
  w.reset(new Widget);
  return w->n;
}

int asked_ok() {
  std::unique_ptr<Widget> w = std::make_unique<Widget>();
  if (test())
    sink(std::move(w));
  if (w)
    return 1;
  return w.get() != nullptr;
}

int moved_on_another_path_ok() {
  std::unique_ptr<Widget> w = std::make_unique<Widget>();
  if (test()) {
    sink(std::move(w));
    return 0;
  }
  return w->n;
}

int target_of_move_ok() {
  std::unique_ptr<Widget> w = std::make_unique<Widget>();
  std::unique_ptr<Widget> v = std::move(w);
  return v->n;
}

// A clone is sent, and the original is used on.
int clone_sent_ok(std::shared_ptr<Widget> w) {
  keep(w);
  return w->n;
}

int shared_after_move_bad() {
  std::shared_ptr<Widget> w;
  keep(std::move(w));
  return w->n;
}

void new_one_in_each_round_ok(int rounds) {
  for (int i = 0; i < rounds; ++i) {
    std::unique_ptr<Widget> w = std::make_unique<Widget>();
    sink(std::move(w));
  }
}

// A parameter's members are moved one by one.
struct Pair {
  std::unique_ptr<Widget> first, second;
};
int other_member_ok() {
  Pair p;
  sink(std::move(p.first));
  return p.second->n;
}
int member_bad() {
  Pair p;
  sink(std::move(p.first));
  return p.first->n;
}

// CHECK: 52:10: warning: 'w' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 51:8: note: 'w' is moved from here
// CHECK-NEXT: 58:8: warning: 'w' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 57:8: note: 'w' is moved from here
// CHECK-NEXT: 64:10: warning: 'w' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 64:10: note: 'w' is moved from here
// CHECK-NEXT: 114:10: warning: 'w' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 113:8: note: 'w' is moved from here
// CHECK-NEXT: 136:10: warning: 'p.first' is used after its ownership was given away [holdfast-use-after-transfer]
// CHECK-NEXT: 135:8: note: 'p.first' is moved from here
// CHECK-NOT: {{.}}
