struct device_node;
struct device_node *of_find_node_by_path(const char *Path);
void of_node_put(struct device_node *Node);
int check(struct device_node *Node);

int forgets(void)
{
	struct device_node *node = of_find_node_by_path("/cpus");

	if (!node)
		return -1;
	if (check(node))
		return -2;
	of_node_put(node);
	return 0;
}

int early(void)
{
	struct device_node *node = of_find_node_by_path("/cpus");
	int ret;

	if (!node)
		return -1;
	of_node_put(node);
	ret = check(node);
	return ret;
}

int unchanged(void)
{
	/* Nothing happens. */
	return 0;
}
