"""The classes of mutations: each makes one kind of mistake in a function.

A class is a generator of mutants of one function. It says which checks should report
the mistake. Mistakes are chosen by what names promise (`..._put`, `unlock`), not by what
our models know: a family that the models lack is one of the things to be found.
"""

import collections
import re

Mutant = collections.namedtuple("Mutant", "kind function line callee lines checks")

RETURNS = re.compile(r"\s*(return\b.*;|goto \w+;)")
FAILS = re.compile(r"\s*(return (-\w+|err\w*|ret\w*|rc|r|error|result|ERR_\w+\(.*\)|NULL);|goto \w+;)")
PLAIN = re.compile(r"&?\w+((->|\.)\w+)*")
PUT = re.compile(r"\w+_put|put_\w+|[a-z]{1,5}put")
FREE = re.compile(r"k[vz]?free|kvfree|kfree_sensitive|vfree")
INIT = re.compile(
    r"mutex_init|(raw_)?spin_lock_init|rwlock_init|INIT_[A-Z_]+|init_\w+|timer_setup|"
    r"hrtimer_init|sema_init|(?!kref|refcount|atomic|list_del)\w*_init"
)
REGISTER = re.compile(r"\w*register\w*|(?!h?list_|rb_|xa_|atomic|percpu)\w+_add(_\w+)?|\w*request\w*_irq|add_\w+|kthread_run|\w+_create_\w+")
STOP = re.compile(r"(cancel|flush|kill)_\w+|(del|delete)_timer\w*|timer_delete\w*|hrtimer_cancel|(h?list|rb)_(del|erase)\w*|tasklet_kill|unregister_\w+|\w+_unregister\w*")
SPIN = re.compile(r"(raw_)?(spin|read|write)_lock(_irq|_irqsave|_bh|_nested)?")
PINNED = {
    "struct mutex", "spinlock_t", "raw_spinlock_t", "rwlock_t", "struct list_head", "struct work_struct",
    "struct delayed_work", "struct timer_list", "struct hrtimer", "wait_queue_head_t", "struct completion",
    "struct rw_semaphore", "struct device", "struct kobject",
}  # fmt: skip

OPPOSITE = {
    "down_read": "up_read", "down_write": "up_write", "down": "up", "lock_sock": "release_sock",
    "preempt_disable": "preempt_enable", "local_bh_disable": "local_bh_enable",
    "local_irq_disable": "local_irq_enable", "local_irq_save": "local_irq_restore",
}  # fmt: skip


def unlock_of(name):
    """The name of the call that ends what this one begins, or None."""
    if name in OPPOSITE:
        return OPPOSITE[name]
    if "lock" in name and not re.search(r"unlock|init|clock|block|assert|try|is_locked", name):
        return name.replace("lock", "unlock").replace("irqsave", "irqrestore").replace("_nested", "")
    return None


def is_unlock(name):
    return "unlock" in name or name in OPPOSITE.values()


def has_call(source, function, start, name, argument=""):
    word = re.compile(rf"\b{re.escape(name)}\(\s*{re.escape(argument)}\s*[,)]")
    return any(map(word.search, source.code[start : function.end]))


def without(source, call):
    """The file without a statement. Its line stays, and so does what a condition needs."""
    lines = list(source.lines)
    lines[call.line] = call.indent + ";"
    return lines


def mutant(kind, function, call, lines, *checks):
    return Mutant(kind, function.name, call.line, call.name, lines, checks)


def unlock_deleted(source, function):
    """An unlock before a return or goto is forgotten."""
    for call in source.calls(function):
        if is_unlock(call.name) and RETURNS.match(source.code[source.after(call.line)]):
            yield mutant("unlock-deleted", function, call, without(source, call), "unbalanced-lock", "sleep-in-atomic")


def lock_deleted(source, function):
    """A lock is not taken, and released all the same."""
    for call in source.calls(function):
        unlock = unlock_of(call.name)
        if unlock and has_call(source, function, call.line, unlock, call.arguments.split(",")[0]):
            lines = without(source, call)
            yield mutant("lock-deleted", function, call, lines, "unbalanced-lock", "unguarded-access", "missing-context")


def irqs_left_off(source, function):
    """A lock is released as if it had been taken with interrupts on."""
    for call in source.calls(function):
        if re.fullmatch(r"(raw_)?spin_unlock_irq(restore)?", call.name):
            lines, lock = list(source.lines), call.arguments.split(",")[0]
            name = call.name.split("_irq")[0]
            lines[call.line] = f"{call.indent}{name}({lock});"
            yield mutant("irqs-left-off", function, call, lines, "unbalanced-lock", "sleep-in-atomic")


def is_local(source, function, name):
    """Whether a variable gets its value from a call in the function."""
    word = re.compile(rf"(^|[\s*(]){re.escape(name)} = [\w>.-]+\(")
    return any(map(word.search, source.code[function.begin : function.end]))


def on_error(source, call):
    return FAILS.match(source.code[source.after(call.line)])


def put_deleted(source, function):
    """A reference is kept on an error."""
    for call in source.calls(function):
        if PUT.fullmatch(call.name) and on_error(source, call) and is_local(source, function, call.arguments):
            yield mutant("put-deleted", function, call, without(source, call), "leaked-reference")


def free_deleted(source, function):
    """Memory is kept on an error."""
    for call in source.calls(function):
        if FREE.fullmatch(call.name) and on_error(source, call) and is_local(source, function, call.arguments):
            yield mutant("free-deleted", function, call, without(source, call), "leaked-reference")


def releases(source, function):
    for call in source.calls(function):
        if (PUT.fullmatch(call.name) or FREE.fullmatch(call.name)) and PLAIN.fullmatch(call.arguments):
            yield call


def put_twice(source, function):
    """What was put or freed is put or freed again."""
    for call in releases(source, function):
        lines = list(source.lines)
        one = lines[call.line].strip()
        lines[call.line] = f"{call.indent}{{ {one} {one} }}"
        yield mutant("put-twice", function, call, lines, "use-after-release")


def put_early(source, function):
    """What is put or freed is used once more by the statement that came before."""
    for call in releases(source, function):
        last = source.before(call.line)
        text = source.code[last]
        used = rf"(?<![\w>.]){re.escape(call.arguments.lstrip('&'))}(->|\b)"
        if text.endswith(";") and text.startswith(call.indent) and source.starts(last):
            if re.search(used, text) and not text[len(call.indent) :].startswith(("\t", "return", "goto", " ")):
                if not source.is_branch(last) and not source.is_branch(call.line) and last > function.begin:
                    lines = list(source.lines)
                    lines[last], lines[call.line] = lines[call.line], lines[last]
                    yield mutant("put-early", function, call, lines, "use-after-release", "use-after-destroy")


def get_deleted(source, function):
    """A reference is not taken, and given up all the same."""
    for call in source.calls(function):
        match = re.fullmatch(r"(\w+_)?get(_\w+)?|[a-z]*get", call.name)
        put = call.name.replace("get", "put")
        if match and not call.result and has_call(source, function, call.line, put, call.arguments):
            yield mutant("get-deleted", function, call, without(source, call), "use-after-release")


def init_deleted(source, function):
    """A part is not initialised."""
    for call in source.calls(function):
        if INIT.fullmatch(call.name) and "&" in call.arguments.split(",")[0] and not call.result:
            checks = ["use-before-init", "missing-init", "publish-before-init", "partial-init", "pinned-escape"]
            yield mutant("init-deleted", function, call, without(source, call), *checks)


def init_late(source, function):
    """A part is initialised after the call that lets others use it."""
    for call in source.calls(function):
        if not INIT.fullmatch(call.name) or "&" not in call.arguments or call.result:
            continue
        owner = re.match(r"&(\w+)->", call.arguments)
        at = call.line + 1
        while owner and at < function.end:
            text = source.code[at]
            end = source.statement_end(at)
            called = re.search(rf"(\w+)\((.*\W)?{owner[1]}\b", text)
            registers = called and REGISTER.fullmatch(called[1])
            if registers and end and text.startswith(call.indent) and text[len(call.indent)] not in " \t":
                if source.starts(at) and not re.match(r"\s*(return|if)\b", text):
                    lines = without(source, call)
                    lines[end] += source.lines[call.line]
                    checks = ["publish-before-init", "use-before-init", "double-init"]
                    yield mutant("init-late", function, call, lines, *checks)
                    break
            at += 1


def stop_deleted(source, function):
    """What others still hold is freed."""
    for call in source.calls(function):
        owner = re.match(r"&?(\w+)", call.arguments)
        if STOP.fullmatch(call.name) and owner and not call.result:
            freed = re.compile(rf"\b(k[vz]?free|kmem_cache_free|\w+_free|free_\w+)\((.*, *)?{owner[1]}\)")
            if any(map(freed.search, source.code[call.line : function.end])):
                checks = ["pinned-escape", "use-after-destroy", "use-after-release"]
                yield mutant("stop-deleted", function, call, without(source, call), *checks)


def sleep_added(source, function):
    """A call that sleeps is put where a spinlock is held."""
    for call in source.calls(function):
        if SPIN.fullmatch(call.name) and not source.is_branch(call.line):
            lines = list(source.lines)
            lines[call.line] += " (void)kmalloc(16, GFP_KERNEL);"
            yield mutant("sleep-added", function, call, lines, "sleep-in-atomic")


def flags_weakened(source, function):
    """Memory is asked for with GFP_KERNEL where a spinlock is held."""
    held = None
    for at in range(function.begin + 1, function.end):
        text = source.code[at]
        if re.search(r"\b(raw_)?(spin|read|write)_lock\w*\(", text):
            held = True
        elif re.search(r"\b(raw_)?(spin|read|write)_unlock\w*\(", text):
            held = False
        if held and "GFP_ATOMIC" in text:
            lines = list(source.lines)
            lines[at] = lines[at].replace("GFP_ATOMIC", "GFP_KERNEL")
            name = (re.findall(r"(\w+)\(", text) or ["?"])[-1]
            yield Mutant("flags-weakened", function.name, at, name, lines, ("sleep-in-atomic",))


def cpu_unstable(source, function):
    """The CPU may change while its number or data is used."""
    for at in range(function.begin + 1, function.end):
        text = source.code[at]
        match = re.fullmatch(r"(\s*)preempt_disable\(\);", text)
        uses = r"smp_processor_id\(|this_cpu_ptr\(|__this_cpu_"
        lines = list(source.lines)
        if match and any(re.search(uses, t) for t in source.code[at : function.end]):
            lines[at] = match[1] + ";"
            checks = ["unstable-cpu-access", "unbalanced-lock"]
        elif "get_cpu()" in text:
            lines[at] = text.replace("get_cpu()", "smp_processor_id()")
            checks = ["unstable-cpu-access", "unbalanced-lock"]
        else:
            continue
        yield Mutant("cpu-unstable", function.name, at, "preempt_disable", lines, tuple(checks))


def pinned_copied(source, function):
    """A function works on a copy of what it was given."""
    records = {name for name, types in source.records if types & PINNED}
    for match in re.finditer(r"(?<!const )struct (\w+) \*(\w+)[,)]", function.header):
        at = function.begin + 1
        while at < function.end and source.code[at].strip() and source.code[at].rstrip().endswith(";"):
            at += 1
        if match[1] in records and not source.code[at].strip() and at > function.begin + 1:
            lines = list(source.lines)
            lines[at] = f"\tstruct {match[1]} copied = *{match[2]}; {match[2]} = &copied;"
            yield Mutant("pinned-copied", function.name, at - 1, match[1], lines, ("pinned-copy",))


CLASSES = [
    unlock_deleted, lock_deleted, irqs_left_off, put_deleted, free_deleted, put_twice, put_early, get_deleted,
    init_deleted, init_late, stop_deleted, sleep_added, flags_weakened, cpu_unstable, pinned_copied,
]  # fmt: skip
