#!/usr/bin/env python3
"""Takes away what makes each ruled update of kernel/rcu legal, and counts what is reported.

  mutate.py --plugin holdfast-tidy.so [--jobs N] [--only KIND] [--every N] [--list]

The updates are the writes, and the calls that need something, of which the audit of the
unchanged kernel/rcu/tree.c speaks. A mutant changes one line of it or of a file that it
includes (mutants.py says how); clang-tidy sees that file through an overlay, and the tree
stays as it is. A mutant is reported when the run says something that the run on the
unchanged code does not. What does not compile is not counted. The kernel is the one that
bench/kernel/prepare prepared.
"""

import argparse
import collections
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [BENCH, os.path.join(BENCH, "kernel")]

import checking  # noqa: E402
import mutants  # noqa: E402
import oracle  # noqa: E402
from kernel import Kernel, default_corpus  # noqa: E402

FILE = "kernel/rcu/tree.c"
FINDING = re.compile(r"^\S*/(\w[\w.-]*):(\d+):\d+: (?:warning|error): (.*) \[(holdfast-[\w-]+)[^\]]*\]$", re.M)
BROKEN = re.compile(r"error: .* \[clang-diagnostic-error\]")


def run(args, kernel, option=None, audit=None):
    """What clang-tidy prints of the file, with another option."""
    command = [args.clang_tidy, "-load", os.path.abspath(args.plugin), "--quiet"]
    command += ["--checks=-*,holdfast-*", "--header-filter=.*"]
    if audit:
        command += ["--config={CheckOptions: {holdfast.Audit: %s}}" % audit]
    if option:
        command.append(option)
    command += [kernel.path(FILE), "--", *kernel.commands("kernel/rcu")[FILE]]
    return subprocess.run(command, cwd=kernel.build, capture_output=True, text=True).stdout


def findings(text):
    return collections.Counter((m[1], m[3], m[4]) for m in FINDING.finditer(text))


def try_mutant(args, kernel, before, mutant):
    """'reported' with the first new finding, 'silent', or 'broken'."""
    path = os.path.realpath(mutant.path)
    with checking.overlay(path, "\n".join(mutant.lines)) as option:
        text = run(args, kernel, option)
    if BROKEN.search(text):
        return "broken", ""
    new = findings(text) - before
    if not new:
        return "silent", ""
    name, message, check = sorted(new)[0]
    return "reported", f"{check}: {message}"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--corpus", default=default_corpus())
    parser.add_argument("--clang-tidy", default="clang-tidy-22")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", help="mutants of this kind")
    parser.add_argument("--every", type=int, default=1, help="try each N-th mutant")
    parser.add_argument("--list", action="store_true", help="print the mutants, run none")
    args = parser.parse_args()
    kernel = Kernel(args.corpus)
    with tempfile.TemporaryDirectory() as folder:
        audit = os.path.join(folder, "audit.jsonl")
        before = findings(run(args, kernel, audit=audit))
        judged = oracle.load_audit(audit)
    if not judged:
        sys.exit("no audit was written")
    folder = os.path.dirname(kernel.path(FILE))
    chosen = [m for m in mutants.all_of(folder, judged) if args.only in (None, m.kind)]
    chosen = chosen[:: args.every]
    if args.list:
        for mutant in chosen:
            print(f"{mutant.kind:14} {os.path.basename(mutant.path)}:{mutant.line}")
        return
    counts = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        results = pool.map(lambda m: try_mutant(args, kernel, before, m), chosen)
        for mutant, (outcome, text) in zip(chosen, results):
            counts[mutant.kind, outcome] += 1
            place = f"{os.path.basename(mutant.path)}:{mutant.line}"
            print(f"{outcome:9} {mutant.kind:14} {place:22} {text}", flush=True)
    print(f"{'':14}{'reported':>10}{'silent':>10}{'broken':>10}")
    for kind in sorted({mutant.kind for mutant in chosen}) + ["all"]:
        row = [sum(n for (k, o), n in counts.items() if o == outcome and kind in (k, "all"))
               for outcome in ("reported", "silent", "broken")]  # fmt: skip
        print(f"{kind:14}" + "".join(f"{n:10}" for n in row))


if __name__ == "__main__":
    main()
