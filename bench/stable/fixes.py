"""Small changes of functions between two versions of a file, and what they seem to do.

What is hard about it: nothing says what a change is for. The calls that it adds, takes
away or moves give a first idea, which sorts the changes for a person to read; the
classes are those of the shared set of real bugs.
"""

import collections
import difflib
import re

from source import Source

CALLED = re.compile(r"\b(\w+)\s*\(")
UNLOCK = re.compile(
    r"\w*unlock(?!ed)\w*|up_(read|write)|up|release_sock\w*|(preempt|local_\w+)_enable|local_irq_restore"
)
LOCK = re.compile(
    r"(?!.*unlock)(?!.*(assert|block|clock|flock)).*_lock(_\w+)?|down(_\w+)?|lock_sock\w*|scoped_guard|guard|"
    r"mutex_\w*lock\w*"
)
RELEASE = re.compile(
    r"\w*_put(_\w+)?|\w*put_\w+|[a-z]*put|\w*free\w*|brelse|\w*release\w*|\w*destroy\w*|\w*close\w*|\w*_drop\w*"
)
ACQUIRE = re.compile(r"\w*_get(_\w+)?|\w*get_\w*|[a-z]*get|\w*_hold|\w*_inc_not_zero|refcount_inc\w*")
INIT = re.compile(r"mutex_init|\w*spin_lock_init|rwlock_init|INIT_[A-Z_]+|init_\w+|timer_setup|sema_init|\w+_init")
REGISTER = re.compile(r"\w*register\w*|\w*_add(_\w+)?|\w*request\w*irq\w*|add_\w+|kthread_run|\w+_create\w*")
STOP = re.compile(
    r"(cancel|flush|kill|disable)_\w+|(del|delete)_timer\w*|timer_(delete|shutdown)\w*|hrtimer_cancel|"
    r"\w*(list|rb)_(del|erase)\w*|\w*tasklet_kill|\w*unregister\w*|\w*synchronize_\w+|free_irq|\w*_(del|remove|unlink|detach)(_\w+)?"
)
SLEEP = re.compile(
    r"GFP_\w+|\w*sleep\w*|\w*delay|\w*smp_processor_id|\w*this_cpu\w*|(preempt|local_bh|local_irq)_\w+|"
    r"(get|put)_cpu\w*|\w*irqsave\w*"
)

Change = collections.namedtuple("Change", "name function kinds old new")


def text_of(source, function):
    """(first line, lines) with the header, as the file has them."""
    begin = function.begin
    while begin and source.code[begin - 1].strip() and not source.code[begin - 1].startswith(("}", "#")):
        if source.code[begin - 1].rstrip().endswith(";"):
            break
        begin -= 1
    return begin, source.lines[begin : function.end + 1]


def code_of(source, function):
    lines = [" ".join(line.split()) for line in source.code[function.begin : function.end + 1]]
    return [line for line in lines if line]


def unique(source):
    """The functions whose names are there once."""
    count = collections.Counter(function.name for function in source.functions)
    return {f.name: f for f in source.functions if count[f.name] == 1}


def kinds_of(gone, come):
    """What a change seems to do, by the calls in lines that go and come."""
    before = collections.Counter(CALLED.findall("\n".join(gone)))
    after = collections.Counter(CALLED.findall("\n".join(come)))
    less, more = before - after, after - before
    moved = set(gone) & set(come)
    kinds = set()

    def some(pattern, names):
        return any(pattern.fullmatch(name) for name in names)

    if some(UNLOCK, more) or some(UNLOCK, less):
        kinds.add("lock" if some(LOCK, more) else "unlock")
    elif some(LOCK, more) or some(LOCK, less):
        kinds.add("lock")
    if SLEEP.search(" ".join(gone)) and set(SLEEP.findall(" ".join(gone))) != set(SLEEP.findall(" ".join(come))):
        kinds.add("context")
    if some(RELEASE, more):
        kinds.add("release-added")
    if some(RELEASE, less):
        kinds.add("release-removed")
    if some(ACQUIRE, more):
        kinds.add("acquire-added")
    if some(INIT, more):
        kinds.add("init-added")
    if some(STOP, more):
        kinds.add("stop-added")
    for line in moved:
        for kind, pattern in ("release", RELEASE), ("init", INIT), ("register", REGISTER), ("stop", STOP):
            if some(pattern, CALLED.findall(line)):
                kinds.add(kind + "-moved")
    if moved and not kinds:
        kinds.add("moved")
    if any("goto" in line for line in come) and not kinds:
        kinds.add("goto")
    return sorted(kinds)


def small_changes(name, old_text, new_text, limit):
    """Each function that differs in at most so many lines of code."""
    old, new = Source(old_text), Source(new_text)
    before = unique(old)
    for function, now in sorted(unique(new).items()):
        if function not in before:
            continue
        was, code = code_of(old, before[function]), code_of(new, now)
        if was == code:
            continue
        diff = [line for line in difflib.ndiff(was, code) if line[0] in "+-"]
        gone = [line[2:] for line in diff if line[0] == "-"]
        come = [line[2:] for line in diff if line[0] == "+"]
        if len(diff) <= limit and (kinds := kinds_of(gone, come)):
            yield Change(name, function, kinds, text_of(old, before[function])[1], text_of(new, now)[1])


def put_back(new_text, function, old_lines):
    """The new file with that function as it was."""
    source = Source(new_text)
    begin, lines = text_of(source, unique(source)[function])
    return "\n".join(source.lines[:begin] + old_lines + source.lines[begin + len(lines) :])
