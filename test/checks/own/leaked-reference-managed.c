// RUN: %check_holdfast %s holdfast-leaked-reference -- -Wno-everything
// R20: what a device frees when a probe function fails does not give up what it
// holds, unless somebody was told to.

typedef unsigned long size_t;
struct device {
  void *driver_data;
};
struct i2c_adapter;
struct i2c_adapter *i2c_get_adapter(int number);
void i2c_put_adapter(struct i2c_adapter *a);
void *devm_kzalloc(struct device *dev, size_t size, unsigned flags);
int devm_add_action_or_reset(struct device *dev, void (*undo)(void *),
                             void *data);
int regulator_enable(struct regulator *r);
struct regulator *devm_regulator_get(struct device *dev, const char *id);
int other(void);
void unknown(void *data);

struct bridge {
  struct i2c_adapter *ddc;
  struct regulator *supply;
};

int probe_bad(struct device *dev) {
  struct bridge *b = devm_kzalloc(dev, sizeof(*b), 0);
  if (!b)
    return -12;
  dev->driver_data = b;
  b->ddc = i2c_get_adapter(1);
  if (!b->ddc)
    return -517;
  if (other())
    return -5;
  return 0;
}

int probe_put_ok(struct device *dev) {
  struct bridge *b = devm_kzalloc(dev, sizeof(*b), 0);
  if (!b)
    return -12;
  b->ddc = i2c_get_adapter(1);
  if (!b->ddc)
    return -517;
  if (other()) {
    i2c_put_adapter(b->ddc);
    return -5;
  }
  return 0;
}

int probe_unknown_ok(struct device *dev) {
  struct bridge *b = devm_kzalloc(dev, sizeof(*b), 0);
  if (!b)
    return -12;
  b->ddc = i2c_get_adapter(1);
  unknown(b);
  return other() ? -5 : 0;
}

static void undo(void *data);

int probe_action_ok(struct device *dev) {
  struct bridge *b = devm_kzalloc(dev, sizeof(*b), 0);
  if (!b)
    return -12;
  b->supply = devm_regulator_get(dev, "vcc");
  b->ddc = i2c_get_adapter(1);
  int err = regulator_enable(b->supply);
  if (err)
    return devm_add_action_or_reset(dev, undo, b);
  err = devm_add_action_or_reset(dev, undo, b);
  if (err)
    return err;
  if (other())
    return -5;
  return 0;
}

// CHECK: 34:5: warning: an error is returned, and 'the result of devm_kzalloc()' goes with its device, but the reference to 'the result of i2c_get_adapter()' that it holds is not given up [holdfast-leaked-reference]
// CHECK-NEXT: 30:12: note: a reference to 'the result of i2c_get_adapter()' is taken here
// CHECK-NEXT: 33:7: note: assuming 'the result of other()' is not zero
// CHECK-NOT: {{.}}
