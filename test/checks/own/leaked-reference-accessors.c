// RUN: %check_holdfast %s holdfast-leaked-reference -- -Wno-everything
// Who asks an object for something does not keep it, also when the call sleeps.

struct clk;
struct device_node;
struct fwnode_handle;
struct fwnode_endpoint {
  int id;
};
struct clk *of_clk_get(struct device_node *np, int index);
unsigned long clk_get_rate(struct clk *clk);
void clk_put(struct clk *clk);
struct fwnode_handle *fwnode_graph_get_remote_endpoint(struct fwnode_handle *fwnode);
int fwnode_graph_parse_endpoint(struct fwnode_handle *fwnode, struct fwnode_endpoint *endpoint);
void fwnode_handle_put(struct fwnode_handle *fwnode);
static inline _Bool IS_ERR(const void *p) { return (unsigned long)p >= (unsigned long)-4095; }
static inline long PTR_ERR(const void *p) { return (long)p; }

long rate_bad(struct device_node *np) {
  struct clk *clk = of_clk_get(np, 0);
  long rate;
  if (IS_ERR(clk))
    return PTR_ERR(clk);
  rate = clk_get_rate(clk);
  if (!rate)
    return -22;
  clk_put(clk);
  return rate;
}

long rate_ok(struct device_node *np) {
  struct clk *clk = of_clk_get(np, 0);
  long rate;
  if (IS_ERR(clk))
    return PTR_ERR(clk);
  rate = clk_get_rate(clk);
  clk_put(clk);
  return rate;
}

int remote_bad(struct fwnode_handle *fwnode) {
  struct fwnode_endpoint end;
  fwnode = fwnode_graph_get_remote_endpoint(fwnode);
  if (!fwnode)
    return -2;
  fwnode_graph_parse_endpoint(fwnode, &end);
  return end.id;
}

int remote_ok(struct fwnode_handle *fwnode) {
  struct fwnode_endpoint end;
  fwnode = fwnode_graph_get_remote_endpoint(fwnode);
  if (!fwnode)
    return -2;
  fwnode_graph_parse_endpoint(fwnode, &end);
  fwnode_handle_put(fwnode);
  return end.id;
}

// CHECK: 26:5: warning: the reference to 'the result of of_clk_get()' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 20:21: note: a reference to 'the result of of_clk_get()' is taken here
// CHECK-NEXT: 25:7: note: assuming 'the result of clk_get_rate()' is zero
// CHECK-NEXT: 47:3: warning: the reference to 'fwnode' is not given up on this path [holdfast-leaked-reference]
// CHECK-NEXT: 43:12: note: a reference to 'fwnode' is taken here
// CHECK-NOT: {{.}}
