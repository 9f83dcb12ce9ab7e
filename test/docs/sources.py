"""Each entry of the tables of docs/comparison.md names its source, each mark is
explained there, and none is explained for nothing."""

# RUN: %python %s

import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = "docs/comparison.md"
MARK = re.compile(r"\b[A-Z]\d{1,2}\b")


def cells(line):
    return [cell.strip() for cell in line.strip("|\n").split("|")]


def main():
    errors, used, known, title = [], {}, set(), ""
    with open(os.path.join(ROOT, PAGE), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("## "):
                title = line[3:].strip()
            if not line.startswith("| ") or re.match(r"\| *(\||mark)", line):
                if title != "Sources":
                    used.update({mark: number for mark in MARK.findall(line)})
                continue
            row = cells(line)
            if title == "Sources":
                known.add(row[0])
                continue
            for cell in row[1:]:
                marks = MARK.findall(cell)
                used.update({mark: number for mark in marks})
                if not marks and "**here**" not in cell:
                    errors.append(f"{PAGE}:{number}: '{cell}' has no source")
    errors += [f"{PAGE}:{used[mark]}: {mark} is no source" for mark in sorted(set(used) - known)]
    errors += [f"{PAGE}:1: the source {mark} is not used" for mark in sorted(known - set(used))]
    if not known:
        errors.append(f"{PAGE}:1: no source")
    sys.exit("\n".join(errors) if errors else 0)


main()
