// A class that keeps the address of its own member can be copied, because nobody
// forbade it. The copy works on the original.
//
//   c++ -std=c++17 -o copied_cursor copied_cursor.cpp && ./copied_cursor
//   clang-tidy -load holdfast-tidy.so -checks='-*,holdfast-*' copied_cursor.cpp -- -std=c++17
#include <cstdio>

class Counter {
public:
  Counter() : current(&small) {}
  void add(int n) { *current += n; }
  int value() const { return small; }

private:
  int small = 0;
  int *current; // wrong after a copy: it points at the other object's `small`
};

class PinnedCounter {
public:
  PinnedCounter() : current(&small) {}
  PinnedCounter(const PinnedCounter &) = delete;
  PinnedCounter &operator=(const PinnedCounter &) = delete;
  void add(int n) { *current += n; }
  int value() const { return small; }

private:
  int small = 0;
  int *current;
};

int main() {
  Counter first;
  Counter second = first;
  second.add(5);
  std::printf("first %d, second %d, though only the second was added to\n",
              first.value(), second.value());

  PinnedCounter pinned;
  pinned.add(5);
  std::printf("pinned %d\n", pinned.value());
}
