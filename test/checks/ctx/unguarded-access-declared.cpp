// RUN: %check_holdfast %s holdfast-unguarded-access,holdfast-missing-context -- -Wno-everything
// Clang's attributes on data and on who needs a lock. Nobody holds a lock without saying so.

#include "Inputs/capability.h"

struct Pointer {
  int *operator->() const;
  int &operator*() const;
};
struct Text {
  int size() const;
};
int length(const Text &t);

class Account {
public:
  Lock mu;
  int balance ATTR(guarded_by(mu));
  int *history ATTR(pt_guarded_by(mu));
  Pointer owner ATTR(pt_guarded_by(mu));
  Text name ATTR(guarded_by(mu));
  Lock *other;
  int notes ATTR(guarded_by(other));
  Account() { balance = 0; } // its own object
  int get() ATTR(requires_shared_capability(mu)) { return balance; }
  void set_bad() ATTR(requires_shared_capability(mu)) { balance = 1; }
  void add(int n) ATTR(requires_capability(mu)) { balance += n; }
  Lock &accessor() ATTR(lock_returned(mu)) { return mu; }
  virtual void close() ATTR(requires_capability(mu));
  int &leak_bad() { return balance; }
};

void unlocked_bad(Account &a) {
  a.balance = 1;
  int n = a.balance;
  *a.history = n;
  *a.owner = n;
  a.name.size();
  length(a.name);
  a.notes = n;
  a.add(n);
  a.close();
}
void locked_ok(Account &a) {
  a.mu.lock();
  a.balance = *a.history + *a.owner + length(a.name);
  a.add(a.get());
  a.close();
  a.mu.unlock();
  a.other->lock();
  a.notes = 1;
  a.other->unlock();
}
void by_accessor_ok(Account &a) {
  a.accessor().lock();
  a.balance = 1;
  a.accessor().unlock();
}
void other_object_bad(Account &a, Account &b) {
  Guard g(a.mu);
  b.balance = a.balance;
}
void asserted_ok(Account &a) {
  a.mu.is_held();
  a.balance = 1;
}
void tried(Account &a) {
  if (a.mu.try_lock()) {
    a.balance = 1;
    a.mu.unlock();
  } else {
    a.balance = 2;
  }
}
void unchecked_ok(Account &a) ATTR(no_thread_safety_analysis) { a.balance = 1; }
void guards(Account &a) {
  {
    Guard g(a.mu);
    a.balance = 1;
    g.unlock();
    a.balance = 2;
    g.lock();
    a.balance = 3;
  }
  a.balance = 4;
  Guard later(a.mu, Deferred());
  a.balance = 5;
  later.lock();
  a.balance = 6;
}
void adopted_ok(Account &a) ATTR(acquire_capability(a.mu));
void adopts_ok(Account &a) {
  a.mu.lock();
  Guard g(a.mu, true);
  a.balance = 1;
}
Lock global;
int counter ATTR(guarded_by(global));
void globals(void) {
  counter = 1;
  global.lock();
  counter = 2;
  global.unlock();
}

// CHECK: 26:57: warning: 'this->balance' is written here, but its rule 'held_write(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 30:28: warning: 'this->balance' is written here, but its rule 'held_write(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 34:3: warning: 'a->balance' is written here, but its rule 'held_write(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 35:11: warning: 'a->balance' is read here, but its rule 'held(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 36:3: warning: 'a->history' is written here, but its rule 'held_write(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 37:4: warning: 'a->owner' is read here, but its rule 'held(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 38:3: warning: 'a->name' is read here, but its rule 'held(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 39:10: warning: 'a->name' is read here, but its rule 'held(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 40:3: warning: 'a->notes' is written here, but its rule 'held_write(*self->other)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 41:3: warning: 'a->mu' must be held here, because 'Account::add(int)' needs it [holdfast-missing-context]
// CHECK-NEXT: 42:3: warning: 'a->mu' must be held here, because 'Account::close()' needs it [holdfast-missing-context]
// CHECK-NEXT: 61:3: warning: 'b->balance' is written here, but its rule 'held_write(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 72:5: warning: 'a->balance' is written here, but its rule 'held_write(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 81:5: warning: 'a->balance' is written here, but its rule 'held_write(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 85:3: warning: 'a->balance' is written here, but its rule 'held_write(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 87:3: warning: 'a->balance' is written here, but its rule 'held_write(self->mu)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 100:3: warning: 'counter' is written here, but its rule 'held_write(global)' does not hold [holdfast-unguarded-access]
// CHECK-NOT: {{.}}
