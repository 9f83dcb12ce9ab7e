// RUN: %check_holdfast %s holdfast-use-after-release -- -Wno-everything
// What a function about which nothing is known returned, and this function put,
// was its only claim to the object.

struct net_device {
  char *name;
  int mtu;
};
void dev_put(struct net_device *dev);
struct net_device *find_device(int port);
int ask(struct net_device *dev);
int report(const char *name);

int used_bad(int port) {
  struct net_device *dev = find_device(port);
  int ret;
  if (!dev)
    return -19;
  ret = ask(dev);
  dev_put(dev);
  if (ret)
    report(dev->name);
  return ret;
}

int put_last_ok(int port) {
  struct net_device *dev = find_device(port);
  int ret;
  if (!dev)
    return -19;
  ret = ask(dev);
  if (ret)
    report(dev->name);
  dev_put(dev);
  return ret;
}

int compared_ok(int port, struct net_device *own) {
  struct net_device *dev = find_device(port);
  if (dev)
    dev_put(dev);
  return dev == own;
}

// Others find it, too, and may have made the call with a claim of their own.
struct port {
  struct net_device *dev;
};
int stored_ok(struct port *p, int port) {
  struct net_device *dev = find_device(port);
  if (!dev)
    return -19;
  p->dev = dev;
  dev_put(dev);
  return dev->mtu;
}

int found_ok(struct port *p) {
  struct net_device *dev = p->dev;
  dev_put(dev);
  return dev->mtu;
}

// It frees what it could not prepare.
typedef _Bool bool;
struct sk_buff {
  int len;
};
struct ieee80211_hw;
struct ieee80211_vif;
struct sk_buff *dev_alloc_skb(unsigned len);
void kfree_skb(struct sk_buff *skb);
bool ieee80211_tx_prepare_skb(struct ieee80211_hw *hw, struct ieee80211_vif *vif, struct sk_buff *skb, int band, void *sta);
void transmit(struct sk_buff *skb);

void prepare_twice_bad(struct ieee80211_hw *hw, struct ieee80211_vif *vif) {
  struct sk_buff *skb = dev_alloc_skb(10);
  if (!skb)
    return;
  if (!ieee80211_tx_prepare_skb(hw, vif, skb, 0, 0)) {
    kfree_skb(skb);
    return;
  }
  transmit(skb);
}

void prepare_ok(struct ieee80211_hw *hw, struct ieee80211_vif *vif) {
  struct sk_buff *skb = dev_alloc_skb(10);
  if (!skb)
    return;
  if (!ieee80211_tx_prepare_skb(hw, vif, skb, 0, 0))
    return;
  transmit(skb);
}

// CHECK: 22:12: warning: 'dev' is used after the reference to it was given up [holdfast-use-after-release]
// CHECK-NEXT: 15:28: note: a reference to 'dev' is taken here
// CHECK-NEXT: 17:7: note: assuming 'dev' is not zero
// CHECK-NEXT: 20:3: note: a reference to 'dev' is given up here
// CHECK-NEXT: 21:7: note: assuming 'ret' is not zero
// CHECK-NEXT: 81:5: warning: 'skb' is freed twice [holdfast-use-after-release]
// CHECK-NEXT: 77:25: note: a reference to 'skb' is taken here
// CHECK-NEXT: 80:8: note: '*skb' is freed here
// CHECK-NEXT: 80:8: note: '*skb' is freed here
// CHECK-NOT: {{.}}
