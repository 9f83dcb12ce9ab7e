struct device_node;
struct device_node *of_find_node_by_path(const char *Path);
void of_node_put(struct device_node *Node);
int check(struct device_node *Node);

/* Comments do not count. */
int forgets(void)
{
	struct device_node *node = of_find_node_by_path("/cpus");

	if (!node)
		return -1;
	if (check(node)) {
		of_node_put(node);
		return -2;
	}
	of_node_put(node);
	return 0;
}

int early(void)
{
	struct device_node *node = of_find_node_by_path("/cpus");
	int ret;

	if (!node)
		return -1;
	ret = check(node);
	of_node_put(node);
	return ret;
}

int unchanged(void)
{
	return 0;
}
