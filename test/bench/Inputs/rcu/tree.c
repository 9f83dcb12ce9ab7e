static void advance(struct rcu_node *rnp)
{
	rcu_for_each_node_breadth_first(rnp) {
		if (WARN_ON_ONCE(rnp->gp_tasks))
			dump();
		WARN_ON_ONCE(rnp->qsmask);
	}
	raw_spin_lock_irqsave_rcu_node(rnp, flags);
	rcu_seq_end(&rcu_state.gp_seq);
	raw_spin_unlock_irqrestore_rcu_node(rnp, flags);
}

static void count(void)
{
	local_irq_save(flags);
	rdp = this_cpu_ptr(&rcu_data);
	rdp->ticks_this_gp++;
}
