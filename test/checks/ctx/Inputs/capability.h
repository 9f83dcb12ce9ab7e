// A lock, and guards of it, declared with clang's attributes.
#define ATTR(...) __attribute__((__VA_ARGS__))
class ATTR(capability("mutex")) Lock {
public:
  void lock() ATTR(acquire_capability());
  void lock_shared() ATTR(acquire_shared_capability());
  void unlock() ATTR(release_capability());
  void unlock_shared() ATTR(release_shared_capability());
  bool try_lock() ATTR(try_acquire_capability(true));
  const Lock &operator!() const { return *this; }
  void is_held() const ATTR(assert_capability(this));
};
struct Deferred {};
class ATTR(scoped_lockable) Guard {
public:
  Guard(Lock &l) ATTR(acquire_capability(l));
  Guard(Lock &l, bool adopted) ATTR(requires_capability(l));
  Guard(Lock &l, Deferred) ATTR(locks_excluded(l));
  ~Guard() ATTR(release_capability());
  void lock() ATTR(acquire_capability());
  void unlock() ATTR(release_capability());
};
