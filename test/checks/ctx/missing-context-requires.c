// RUN: %check_holdfast %s holdfast-missing-context -- -Wno-everything
// R26: functions of other files whose models say what their callers must have, or
// must not have.

#include "Inputs/locks.h"

void rtnl_lock(void);
void rtnl_unlock(void);
struct net_device {
  struct list_head napi_list;
};
int dev_set_mtu(struct net_device *dev, int mtu);
int register_netdev(struct net_device *dev);
struct phy_device {
  struct mutex lock;
};
int __phy_resume(struct phy_device *phy);
struct net_device_ops {
  int (*ndo_open)(struct net_device *);
  int (*ndo_stop)(struct net_device *);
};

int without_bad(struct net_device *dev) {
  rtnl_lock();
  dev->napi_list.next = 0;
  rtnl_unlock();
  return dev_set_mtu(dev, 1500);
}
int with_ok(struct net_device *dev) {
  int err;
  rtnl_lock();
  err = dev_set_mtu(dev, 1500);
  rtnl_unlock();
  return err;
}
int inside_bad(struct net_device *dev) {
  int err;
  rtnl_lock();
  err = register_netdev(dev);
  rtnl_unlock();
  return err;
}
int resume_bad(struct phy_device *phy) {
  mutex_lock(&phy->lock);
  mutex_unlock(&phy->lock);
  return __phy_resume(phy);
}
int resume_ok(struct phy_device *phy) {
  int err;
  mutex_lock(&phy->lock);
  err = __phy_resume(phy);
  mutex_unlock(&phy->lock);
  return err;
}

// The core has the lock.
static int open_bad(struct net_device *dev) {
  rtnl_lock();
  rtnl_unlock();
  return 0;
}
static int stop_ok(struct net_device *dev) { return dev_set_mtu(dev, 68); }
const struct net_device_ops operations = {.ndo_open = open_bad,
                                          .ndo_stop = stop_ok};

// CHECK: 27:10: warning: 'dev_set_mtu' must run in 'rtnl' [holdfast-missing-context]
// CHECK-NEXT: 24:3: note: that it is not in 'rtnl' is asserted here
// CHECK-NEXT: 24:3: note: 'rtnl' begins here
// CHECK-NEXT: 26:3: note: 'rtnl' ends here
// CHECK-NEXT: 39:9: warning: 'register_netdev' must not run in 'rtnl' [holdfast-missing-context]
// CHECK-NEXT: 38:3: note: that it is not in 'rtnl' is asserted here
// CHECK-NEXT: 38:3: note: 'rtnl' begins here
// CHECK-NEXT: 46:10: warning: 'phy->lock' must be held here, because '__phy_resume' needs it [holdfast-missing-context]
// CHECK-NEXT: 44:3: note: 'phy->lock' is acquired here
// CHECK-NEXT: 45:3: note: 'phy->lock' is released here
// CHECK-NEXT: 58:3: warning: 'rtnl_lock' must not run in 'task_rtnl', in which 'open_bad' is called [holdfast-missing-context]
// CHECK-NEXT: 63:29: note: 'open_bad' is called in 'task_rtnl', as is said here
// CHECK-NOT: {{.}}
