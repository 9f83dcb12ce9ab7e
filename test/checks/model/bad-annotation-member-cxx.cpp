// RUN: %check_holdfast %s holdfast-bad-annotation -- -std=c++17
// The same in classes: bases have members too, and what a template has is known
// only where it is used.

#define RULE(access, text) __attribute__((annotate("holdfast:" #access " " text)))

namespace ns {
struct Lock {};
struct Base {
  Lock mutex;
};
template <typename T> struct Generic : T {
  int of_argument_ok RULE(write, "held(self->anything)");
};
class Cache : Base {
  int base_ok RULE(write, "held(self->mutex)");
  int base_bad RULE(write, "held(self->mutxe)");
  int method_ok RULE(write, "held(self->lock()->nothing)");
  int method_bad RULE(write, "held(self->lcok()->nothing)");
  int all_bad RULE(write, "all(ns::Base, mutx == 0)");
  Lock *lock();
};
} // namespace ns

// CHECK: 17:16: warning: in 'write held(self->mutxe)': 'ns::Cache' has no member 'mutxe'; did you mean 'mutex'? [holdfast-bad-annotation]
// CHECK-NEXT: 19:18: warning: in 'write held(self->lcok()->nothing)': 'ns::Cache' has no member 'lcok'; did you mean 'lock'? [holdfast-bad-annotation]
// CHECK-NEXT: 20:15: warning: in 'write all(ns::Base, mutx == 0)': 'ns::Base' has no member 'mutx'; did you mean 'mutex'? [holdfast-bad-annotation]
// CHECK-NOT: {{.}}
