// RUN: %check_holdfast %s holdfast-bad-annotation -- -std=c++17
// R11: in C++, also in templates and on member functions.

#define EFFECT(text) __attribute__((annotate("holdfast:effect " text)))
#define PINNED(text) __attribute__((annotate("holdfast:pinned " text)))

namespace ns {
template <typename T> class PINNED("while_linked") Hook_bad {
public:
  EFFECT("unlik self") void remove_bad();
  EFFECT("unlink self") void remove_ok();
  T *next;
};
Hook_bad<int> first;
Hook_bad<long> second;
} // namespace ns

// CHECK: 8:29: warning: in 'pinned while_linked': column 17: unknown word 'while_linked' after 'pinned'; did you mean 'while-linked'? [holdfast-bad-annotation]
// CHECK-NEXT: 10:3: warning: in 'effect unlik self': column 17: unknown verb 'unlik'; did you mean 'unlink'? [holdfast-bad-annotation]
// CHECK-NOT: {{.}}
