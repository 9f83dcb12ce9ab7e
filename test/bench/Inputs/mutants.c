struct mutex {
	long owner;
	void *wait_list;
};
void mutex_lock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
struct device_node;
struct device_node *of_find_node_by_name(struct device_node *from, const char *name);
void of_node_put(struct device_node *np);
int unknown(struct device_node *np);
struct device_node *get_other(struct device_node *np);

struct state {
	struct mutex lock;
	int count;
};

int take(struct state *s)
{
	int ret = -22;

	mutex_lock(&s->lock);
	if (!s->count)
		goto out;
	ret = 0;
	s->count--;
out:
	/* mutex_unlock(&s->lock); */
	mutex_unlock(&s->lock);
	return ret;
}

void put(struct state *s)
{
	mutex_lock(&s->lock);
	s->count++;
	mutex_unlock(&s->lock);
}

int find(void)
{
	struct device_node *np;
	int ret;

	np = of_find_node_by_name(0, "cpu");
	ret = unknown(np);
	if (ret) {
		of_node_put(np);
		return ret;
	}
#ifdef NEVER
	if (ret < 0) {
		of_node_put(np);
		return ret;
	}
#endif
	of_node_put(np);
	return 0;
}

/* Nobody can see a difference: the mutant is no mistake. */
int unseen(struct device_node *np, struct state *s)
{
	struct device_node *other;

	other = get_other(np);
	if (!other) {
		of_node_put(other);
		return -22;
	}
	return 0;
}
