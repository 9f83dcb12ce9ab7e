#!/usr/bin/env python3
"""Adds up lit's results: `summarise.py RESULTS.json…` prints what failed, and
last a line `N passed, N failed[, N skipped]`. Fails when anything failed, or when
nothing ran."""

import collections
import json
import sys

PASSED = {"PASS", "XFAIL", "FLAKYPASS"}
SKIPPED = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def main():
    count = collections.Counter()
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            for test in json.load(file)["tests"]:
                code = test["code"]
                kind = "passed" if code in PASSED else "skipped" if code in SKIPPED else "failed"
                count[kind] += 1
                if kind == "failed":
                    print(f"{code}: {test['name']}")
    line = f"{count['passed']} passed, {count['failed']} failed"
    print(line + (f", {count['skipped']} skipped" if count["skipped"] else ""))
    sys.exit(0 if count["passed"] and not count["failed"] else 1)


if __name__ == "__main__":
    main()
