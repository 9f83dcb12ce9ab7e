// RUN: %check_holdfast %s holdfast-unguarded-access --config-option=holdfast.Models=%S/Inputs/nodes.yaml --config-option=holdfast.Audit=%t.audit -- -Wno-everything
// RUN: FileCheck %s --check-prefix=AUDIT < %t.audit
// RUN: rm %t.audit
// R28: what must hold of every object of a collection.

struct node {
  long pending;
  void *waiter;
  long other;
};
struct state {
  long seq;
  struct node nodes[8];
  struct node spare[8];
};
struct state state;
extern int num_nodes;
void complain(void);
void elsewhere(void);
int start_thread(int (*body)(void *), void *data);
void begin_period(long *seq);

#define for_each_node(n) for ((n) = &state.nodes[0]; (n) < &state.nodes[num_nodes]; (n)++)
#define for_each_spare(n) for ((n) = &state.spare[0]; (n) < &state.spare[num_nodes]; (n)++)
#define EXPECT_NOT(c) ({ int __c = !!(c); if (__builtin_expect(__c, 0)) complain(); __builtin_expect(__c, 0); })

static int has_waiter(struct node *n) { return *(void *volatile *)&n->waiter != 0; }

static void advance(void) { state.seq++; }

static int asserted_ok(void *unused) {
  struct node *n;
  for_each_node(n) {
    if (EXPECT_NOT(has_waiter(n)))
      complain();
    EXPECT_NOT(n->pending);
    n->other = 1;
    elsewhere();
  }
  state.seq++;
  advance();
  return 0;
}
// AUDIT-DAG: "function":"asserted_ok","kind":"write","line":40,{{.*}}"verdict":"proved","what":"state.seq"
// AUDIT-DAG: "function":"asserted_ok","kind":"call","line":41,{{.*}}"verdict":"proved","what":"advance"

static int tested_ok(void *unused) {
  struct node *n;
  for_each_node(n) {
    if (n->pending || n->waiter)
      return -1;
  }
  state.seq++;
  return 0;
}
// AUDIT-DAG: "function":"tested_ok","kind":"write","line":53,{{.*}}"verdict":"proved","what":"state.seq"

static int stored_ok(void *unused) {
  struct node *n;
  for_each_node(n) {
    n->pending = 0;
    n->waiter = 0;
  }
  begin_period(&state.seq);
  return 0;
}
// AUDIT-DAG: "function":"stored_ok","kind":"write","line":64,{{.*}}"verdict":"proved","what":"state.seq"

// One of the two assertions was removed.
static int removed_bad(void *unused) {
  struct node *n;
  for_each_node(n) {
    EXPECT_NOT(has_waiter(n));
  }
  state.seq++;
  return 0;
}

static int left_early_bad(void *unused) {
  struct node *n;
  for_each_node(n) {
    EXPECT_NOT(has_waiter(n));
    EXPECT_NOT(n->pending);
    if (n->other)
      break;
  }
  state.seq++;
  return 0;
}

static int skipped_bad(void *unused) {
  struct node *n;
  for_each_node(n) {
    EXPECT_NOT(has_waiter(n));
    if (n->other)
      continue;
    EXPECT_NOT(n->pending);
  }
  state.seq++;
  return 0;
}

static int stored_after_bad(struct node *one) {
  struct node *n;
  for_each_node(n) {
    EXPECT_NOT(has_waiter(n));
    EXPECT_NOT(n->pending);
  }
  one->pending = 2;
  state.seq++;
  return 0;
}

static void mark(struct node *n) { n->pending |= 4; }
static void mark_first(void) { mark(&state.nodes[0]); }
static int callee_stores_bad(void *unused) {
  struct node *n;
  for_each_node(n) {
    EXPECT_NOT(has_waiter(n));
    EXPECT_NOT(n->pending);
  }
  mark_first();
  state.seq++;
  return 0;
}

static int other_collection_bad(void *unused) {
  struct node *n;
  for_each_spare(n) {
    EXPECT_NOT(has_waiter(n));
    EXPECT_NOT(n->pending);
  }
  state.seq++;
  return 0;
}

static void advance_for_thread(void) { state.seq++; }
static int caller_bad(void *unused) {
  advance_for_thread();
  return 0;
}

// Who calls this may know.
void unknown_ok(void) { state.seq++; }

void start(void) {
  start_thread(asserted_ok, 0);
  start_thread(tested_ok, 0);
  start_thread(stored_ok, 0);
  start_thread(removed_bad, 0);
  start_thread(left_early_bad, 0);
  start_thread(skipped_bad, 0);
  start_thread((int (*)(void *))stored_after_bad, 0);
  start_thread(callee_stores_bad, 0);
  start_thread(other_collection_bad, 0);
  start_thread(caller_bad, 0);
}

// CHECK: 75:3: warning: 'state.seq' is written here, but its rule 'all(struct node, pending == 0) && all(struct node, waiter == null)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 87:3: warning: 'state.seq' is written here, but its rule 'all(struct node, pending == 0) && all(struct node, waiter == null)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 99:3: warning: 'state.seq' is written here, but its rule 'all(struct node, pending == 0) && all(struct node, waiter == null)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 110:3: warning: 'state.seq' is written here, but its rule 'all(struct node, pending == 0) && all(struct node, waiter == null)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 123:3: warning: 'state.seq' is written here, but its rule 'all(struct node, pending == 0) && all(struct node, waiter == null)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 133:3: warning: 'state.seq' is written here, but its rule 'all(struct node, pending == 0) && all(struct node, waiter == null)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 139:3: warning: 'state.seq' is touched in this call, but its rule 'all(struct node, pending == 0) && all(struct node, waiter == null)' does not hold [holdfast-unguarded-access]
// CHECK-NEXT: 137:40: note: 'state.seq' is used here
// CHECK-NOT: {{.}}
