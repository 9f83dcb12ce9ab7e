// A coroutine does not stop the lowering; awaiting is not understood.
// RUN: %build/bin/holdfast-lower %s -- -std=c++20 | FileCheck %s
// RUN: %build/bin/holdfast-lower %s --counts -- -std=c++20 | FileCheck --check-prefix=COUNTS %s

namespace std {
template <class R, class...> struct coroutine_traits { using promise_type = typename R::promise_type; };
template <class P = void> struct coroutine_handle {
  static coroutine_handle from_address(void *) noexcept;
  operator coroutine_handle<>() const noexcept;
};
template <> struct coroutine_handle<void> { static coroutine_handle from_address(void *) noexcept; };
struct suspend_never {
  bool await_ready() noexcept;
  void await_suspend(coroutine_handle<>) noexcept;
  void await_resume() noexcept;
};
} // namespace std
struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
struct Value {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
};
int f(int);
Task coroutine() {
  int x = co_await Value{};
  f(x);
}

// CHECK-LABEL: func @"coroutine()"
// CHECK: unknown "coroutine"
// CHECK: call @"f(int)"
// COUNTS: 3 unknown: coroutine
