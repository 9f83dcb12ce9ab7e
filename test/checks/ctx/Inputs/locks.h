/* Declarations of the kernel's locks, as far as the tests need them. */
struct list_head {
  struct list_head *next, *prev;
};
struct mutex {
  long owner;
  struct list_head wait_list;
};
typedef struct spinlock {
  int slock;
} spinlock_t;
struct rw_semaphore {
  long count;
  struct list_head wait_list;
};
void mutex_init(struct mutex *lock);
void mutex_destroy(struct mutex *lock);
void mutex_lock(struct mutex *lock);
int mutex_lock_interruptible(struct mutex *lock);
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
void down_read(struct rw_semaphore *sem);
void up_read(struct rw_semaphore *sem);
void down_write(struct rw_semaphore *sem);
void up_write(struct rw_semaphore *sem);
void spin_lock(spinlock_t *lock);
int spin_trylock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
void spin_lock_bh(spinlock_t *lock);
void spin_unlock_bh(spinlock_t *lock);
void spin_lock_irq(spinlock_t *lock);
void spin_unlock_irq(spinlock_t *lock);
unsigned long take_irqsave(spinlock_t *lock);
#define spin_lock_irqsave(lock, flags) ((flags) = take_irqsave(lock))
void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags);
void rcu_read_lock(void);
void rcu_read_unlock(void);
void rcu_read_lock_bh(void);
void rcu_read_unlock_bh(void);
void local_bh_disable(void);
void local_bh_enable(void);
void arch_local_irq_disable(void);
void arch_local_irq_enable(void);
void preempt_count_add(int n);
#define preempt_disable() preempt_count_add(1)
#define preempt_enable() preempt_count_add(-1)
int debug_smp_processor_id(void);
#define smp_processor_id() debug_smp_processor_id()
void check_held(void *lock);
#define lockdep_assert_held(lock) check_held(lock)
#define lockdep_assert_not_held(lock) check_held(lock)
void *kmalloc(unsigned long size, unsigned flags);
void kfree(const void *p);
#define GFP_KERNEL 0xcc0u
#define GFP_ATOMIC 0xa20u
void msleep(unsigned ms);
struct work_struct {
  void (*func)(struct work_struct *);
  struct list_head entry;
};
int request_irq(unsigned irq, int (*handler)(int, void *), unsigned long flags,
                const char *name, void *dev);
struct dev {
  struct mutex lock;
  spinlock_t slock;
  struct rw_semaphore sem;
  int on, count;
};
int unknown(void *p);
