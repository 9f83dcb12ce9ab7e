"""The oracle of kernel/rcu, and how a run judged each of its rows.

A row is an access, or a call of a function that needs something, with its place and
class: `ok:…`, `exempt:…` or `deviation:…`. What is hard about it: one line has several
accesses, and a call needs several things; the worst of them counts.
"""

import collections
import json
import os
import re

ROW = re.compile(r"- \{(.*)\}$")
PART = re.compile(r'(field|at|fn|op|class|token): "((?:[^"\\]|\\.)*)"')
Row = collections.namedtuple("Row", "field file line function op wanted why token")
# From the worst to the best.
ORDER = ["violated", "unknown", "exempt", "proved"]


def load(path):
    rows = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            match = ROW.match(line)
            if not match:
                continue
            part = dict(PART.findall(match[1]))
            name, at = part["at"].rsplit(":", 1)
            wanted, _, why = part["class"].partition(":")
            rows.append(
                Row(part["field"], name, int(at), part["fn"], part["op"], wanted, why, part["token"])
            )
    return rows


def load_audit(path):
    """The lines of an audit by (file name, line)."""
    found = collections.defaultdict(list)
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                found[os.path.basename(entry["file"]), entry["line"]].append(entry)
    return found


def fits(row, entry):
    if row.field.startswith("call:"):
        return entry["kind"] == "call" and entry["what"] == row.field[5:]
    if row.op == "call-chain":
        return entry["kind"] == "call"
    kind = "write" if row.op.startswith("write") else "read"
    return entry["kind"] == kind and entry["what"] == row.field


def judge(row, audit, span=3):
    """(verdict, by) of a row; a statement may go over some lines."""
    for line in range(row.line, row.line + span):
        entries = [e for e in audit.get((row.file, line), []) if fits(row, e)]
        if entries:
            worst = min(entries, key=lambda e: ORDER.index(e["verdict"]))
            return worst["verdict"], worst.get("by", "")
    return "unseen", ""
