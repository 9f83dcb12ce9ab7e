"""The mutants of kernel/rcu: each takes away one thing that makes a ruled update legal.

For each update, what its rule asks for is looked for in its function, above it: the
nearest call that takes a lock, that turns interrupts off, the assertions in a loop over
the nodes, the choice of the running CPU's data. Mutants of several updates that are the
same count once.
"""

import collections
import os
import re

Mutant = collections.namedtuple("Mutant", "kind path line lines")

LOCK = re.compile(r"^\s*(\w*(?:spin_lock|nocb_lock|mutex_lock|nocb_bypass_lock)\w*)\((.*)\);$")
IRQ_OFF = re.compile(r"^\s*(local_irq_save|local_irq_disable)\((.*)\);$")
SAVES = re.compile(r",\s*(\w+)$|^(\w+)$")
ASSERTS = re.compile(r"\bWARN_ON_ONCE\(")
WALK = re.compile(r"\brcu_for_each_node_breadth_first\(")
OWN_CPU = re.compile(r"\b(?:this_cpu_ptr|raw_cpu_ptr)\((&\w+)\)")


class Source:
    def __init__(self, path):
        self.path = path
        with open(path, encoding="utf-8") as file:
            self.lines = file.read().split("\n")

    def function_begin(self, line):
        """The line of the brace that opens the function around a line."""
        while line > 0 and not self.lines[line].startswith("{"):
            line -= 1
        return line

    def above(self, line, pattern):
        """The nearest match in the function above a line, and its line."""
        for number in range(line - 1, self.function_begin(line), -1):
            if match := pattern.search(self.lines[number]):
                return number, match
        return None, None

    def changed(self, kind, number, text):
        lines = list(self.lines)
        lines[number] = text
        return Mutant(kind, self.path, number + 1, lines)


def indent(line):
    return line[: len(line) - len(line.lstrip())]


def without(source, kind, number, match):
    """The call does nothing; what it saves is a number."""
    line = source.lines[number]
    saved = SAVES.search(match[2]) if "save" in match[1] else None
    text = f"{saved[1] or saved[2]} = 0;" if saved else ";"
    return source.changed(kind, number, indent(line) + text)


def locks_of(rule):
    """Patterns of the calls that take the locks that a rule names."""
    names = re.findall(r"held\(\S*?(\w+)\)", rule) + re.findall(r"^need .*?(\w+)'?$", rule)
    names += ["nocb_lock"] * ("cblist_locked" in rule)
    for name in dict.fromkeys(names):
        how = r"_rcu_node\(.*|\(.*->lock\b.*" if name == "lock" else rf".*\b(?:rcu_)?{name}(?:_irqsave)?\b.*"
        yield re.compile(rf"^(?=.*lock)(?!.*(?:unlock|assert))\s*(\w+?)(?={how})(?:_rcu_node)?\((.*)\);$")


def of_update(source, line, rule):
    for pattern in locks_of(rule):
        number, match = source.above(line, pattern)
        if match:
            yield without(source, "lock", number, match)
    if "irqs_off" in rule or "preempt_off" in rule:
        number, match = source.above(line, IRQ_OFF)
        if match:
            yield without(source, "irqs-off", number, match)
    if "this_cpu" in rule:
        number, match = source.above(line, OWN_CPU)
        if match:
            text = OWN_CPU.sub(r"per_cpu_ptr(\1, 0)", source.lines[number])
            yield source.changed("other-cpu", number, text)
    if "all(" in rule:
        first, match = source.above(line, WALK)
        for number in range(first or line, line):
            if ASSERTS.search(source.lines[number]):
                text = ASSERTS.sub("(void)(", source.lines[number])
                if text.lstrip().startswith("if"):
                    text = source.lines[number].replace("WARN_ON_ONCE(", "(")
                yield source.changed("assertion", number, text)


def all_of(folder, judged):
    """The mutants, by file and line; each once."""
    found = {}
    for (name, line), entries in sorted(judged.items()):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            continue
        source = Source(path)
        for entry in entries:
            if entry["kind"] == "read" or entry["verdict"] == "exempt":
                continue
            for mutant in of_update(source, line - 1, entry["rule"]):
                found.setdefault((mutant.path, mutant.line, mutant.kind), mutant)
    return [found[key] for key in sorted(found)]
