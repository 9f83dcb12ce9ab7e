"""What the tests of this folder ask about the project's files."""

import collections
import glob
import os
import re
import sys

Check = collections.namedtuple("Check", "family name cls line")
Reason = collections.namedtuple("Reason", "name check text line")

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "cmake"))
import page  # noqa: E402


def path(*parts):
    return os.path.join(ROOT, *parts)


def read(name):
    with open(path(name), encoding="utf-8") as file:
        return file.read()


def find(*patterns):
    """The project's files of some patterns, sorted, relative to its root."""
    found = set()
    for pattern in patterns:
        found.update(glob.glob(path(pattern), recursive=True))
    return sorted(os.path.relpath(name, ROOT) for name in found)


def rows(name, pattern):
    """The rows of an X-macro list: (line, groups of the pattern)."""
    text = re.sub(r"//[^\n]*", "", read(name))
    for match in re.finditer(pattern, text):
        yield text.count("\n", 0, match.start()) + 1, match.groups()


def checks():
    pattern = r'^CHECK\(\s*(\w+),\s*"([\w-]+)",\s*(\w+)\s*\)'
    found = rows("checks/Checks.def", "(?m)" + pattern)
    return [Check(*groups, line) for line, groups in found]


def reasons():
    pattern = r'(?m)^REASON\(\s*(\w+),\s*"([\w-]+)",\s*((?:"[^"\n]*"\s*)+)\)'
    found = []
    for line, (name, check, text) in rows("lib/Engine/Reasons.def", pattern):
        found.append(Reason(name, check, "".join(re.findall(r'"([^"]*)"', text)), line))
    return found


def page_files():
    return [name for name in find("docs/checks/*/*.md") if "/TEMPLATE/" not in name]


def finish(errors):
    """Ends a test: fails with its errors, each `file:line: what is wrong`."""
    sys.exit("\n".join(errors) if errors else 0)
