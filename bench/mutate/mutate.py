#!/usr/bin/env python3
"""Makes bugs out of real files, and says how many of them the checks report.

  mutate.py --plugin holdfast-tidy.so --dirs kernel mm … --out FILE [--count N] [--seed S]
  mutate.py --plugin holdfast-tidy.so --files FILE… --out FILE [-- FLAG…]

Each mutant is one file with one mistake (classes.py), checked in place of the file: the
compiler sees it through an overlay, the tree is not touched. It is reported when the
mutated function, or a function of the file that calls it (or its callers), gets a report that the file
itself does not get, of a check that should see such a mistake; reports are compared by
check, function and message. N mutants of each class are taken at random, from the files
of the prepared kernel or from those named.

The table has a row for each class. FILE gets every mutant that was not reported, as a
diff, with what else was new: a person has to judge whether it is a mistake at all.
"""

import argparse
import collections
import concurrent.futures
import difflib
import os
import random
import re
import subprocess
import sys

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [BENCH, os.path.join(BENCH, "kernel")]

import checking  # noqa: E402
from classes import CLASSES  # noqa: E402
from kernel import Kernel, default_corpus  # noqa: E402
from source import Source  # noqa: E402

OUTCOMES = ["reported", "otherwise", "missed", "failed"]


def arguments():
    parser = checking.argument_parser(__doc__)
    parser.add_argument("--dirs", nargs="+", default=[])
    parser.add_argument("--files", nargs="+", default=[])
    parser.add_argument("--out", default="build/mutants.txt")
    parser.add_argument("--count", type=int, default=20, help="mutants of each class")
    parser.add_argument("--classes", nargs="+", help="only these")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", default=default_corpus())
    own, flags = sys.argv[1:], []
    if "--" in own:
        at = own.index("--")
        own, flags = own[:at], own[at + 1 :]
    args = parser.parse_args(own)
    checking.require_plugin(args)
    return args, flags


def all_files(args, flags):
    """What is mutated: where it is, and {name: compile arguments}."""
    if args.files:
        here = os.getcwd()
        return checking.Sources(here, here), {os.path.relpath(name): flags for name in args.files}
    kernel, files = Kernel(args.corpus), {}
    for folder in args.dirs:
        files.update(kernel.files(folder))
    return checking.Sources(kernel.tree, kernel.build), files


def candidates(args, sources, files):
    """Each class with its mutants, in random order; a mutant is made when it is used."""
    found = {make: [] for make in CLASSES if not args.classes or kind(make) in args.classes}
    for name in sorted(files):
        with open(sources.path(name), encoding="utf-8", errors="surrogateescape") as file:
            source = Source(file.read())
        for make, places in found.items():
            for function in source.functions:
                count = sum(1 for _ in make(source, function))
                places += [(name, function.begin, nth) for nth in range(count)]
    for make, places in found.items():
        random.Random(f"{args.seed} {kind(make)}").shuffle(places)
    return found


def kind(make):
    return make.__name__.replace("_", "-")


def compiled_lines(args, sources, name, flags):
    """The lines of the file that this configuration compiles."""
    command = [args.clang_tidy.replace("clang-tidy", "clang"), "-E", *flags, sources.path(name)]
    done = subprocess.run(command, cwd=sources.folder, capture_output=True, text=True, errors="replace")
    lines, here, number = set(), False, 0
    for text in done.stdout.splitlines():
        if marker := re.match(r'# (\d+) "(.*?)"', text):
            here = os.path.join(sources.folder, marker[2]) == sources.path(name)
            here = here or os.path.realpath(os.path.join(sources.folder, marker[2])) == sources.path(name)
            number = int(marker[1]) - 1
            continue
        if here and text.strip():
            lines.add(number)
        number += 1
    return lines


def reports(args, sources, name, flags, text):
    """A bag of (check, function, message) that the file gets with this text."""
    with checking.overlay(sources.path(name), text) as option:
        result = checking.check_file(args, sources, name, flags, [args.clang_tidy, option])
    source, found = Source(text), collections.Counter()
    for (where, line, _, message), _ in result.reports:
        if where == name:
            check = re.search(r"\[holdfast-([\w-]+)", message)
            found[check[1], source.function_at(line), message] += 1
    return found, result.problem


class Bench:
    def __init__(self, args, sources, files):
        self.args, self.sources, self.files = args, sources, files

    def try_file(self, name, wanted):
        """The mutants of one file, each with its outcome and what is new."""
        args, flags = self.args, self.files[name]
        with open(self.sources.path(name), encoding="utf-8", errors="surrogateescape") as file:
            source = Source(file.read())
        lines, mutants = compiled_lines(args, self.sources, name, flags), []
        for make, begin, nth in wanted:
            function = next(f for f in source.functions if f.begin == begin)
            mutants.append(list(make(source, function))[nth])
        mutants = [mutant for mutant in mutants if mutant.line in lines]
        if not mutants:
            return
        known, problem = reports(args, self.sources, name, flags, "\n".join(source.lines))
        for mutant in mutants if not problem else []:
            found, failed = reports(args, self.sources, name, flags, "\n".join(mutant.lines))
            new = list((found - known).elements())
            yield name, source, mutant, self.judge(source, mutant, new, failed), failed or new

    def judge(self, source, mutant, new, failed):
        if failed:
            return "failed"
        near = source.callers(mutant.function) | {mutant.function}
        for check, function, _ in new:
            # What nothing in the file initialises is reported where it is used.
            if check in mutant.checks and (function in near or check == "missing-init"):
                return "reported"
        return "otherwise" if new else "missed"

    def rounds(self, found):
        """Takes mutants until there are enough of each class that are compiled."""
        have, taken, results = collections.Counter(), collections.Counter(), []
        with concurrent.futures.ThreadPoolExecutor(self.args.jobs) as pool:
            while True:
                batch = collections.defaultdict(list)
                for make, places in found.items():
                    more = places[taken[make] :][: self.args.count - have[kind(make)]]
                    taken[make] += len(more)
                    for name, begin, nth in more:
                        batch[name].append((make, begin, nth))
                if not batch:
                    return results
                work = [pool.submit(lambda n, w: list(self.try_file(n, w)), *item) for item in batch.items()]
                for done, future in enumerate(concurrent.futures.as_completed(work), 1):
                    for result in future.result():
                        results.append(result)
                        have[result[2].kind] += result[3] != "failed"
                    if done % 25 == 0 or done == len(work):
                        print(f"{done}/{len(work)} files, {len(results)} mutants", file=sys.stderr, flush=True)
                write_misses(results, self.args.out)


def write_misses(results, out):
    results.sort(key=lambda r: (r[2].kind, r[0], r[2].line))
    os.makedirs(os.path.dirname(os.path.abspath(out)), exist_ok=True)
    with open(out, "w", encoding="utf-8", errors="surrogateescape") as file:
        for name, source, mutant, outcome, new in results:
            if outcome == "reported":
                continue
            file.write(f"=== {outcome} {mutant.kind} {name}:{mutant.line + 1} {mutant.function} [{mutant.callee}]\n")
            for item in [new] if isinstance(new, str) else sorted(new):
                file.write(f"new: {item if isinstance(item, str) else ': '.join(item[1:])}\n")
            diff = difflib.unified_diff(source.lines, mutant.lines, n=4, lineterm="")
            file.write("\n".join(list(diff)[2:]) + "\n\n")


def print_table(results):
    table = collections.defaultdict(collections.Counter)
    for _, _, mutant, outcome, _ in results:
        table[mutant.kind][outcome] += 1
        table["all"][outcome] += 1
    print(f"{'class':16} {'mutants':>8} " + " ".join(f"{o:>9}" for o in OUTCOMES))
    for name in [kind(make) for make in CLASSES] + ["all"]:
        if row := table[name]:
            count = sum(row[outcome] for outcome in OUTCOMES[:3])
            print(f"{name:16} {count:8} " + " ".join(f"{row[o]:9}" for o in OUTCOMES))


def main():
    args, flags = arguments()
    sources, files = all_files(args, flags)
    results = Bench(args, sources, files).rounds(candidates(args, sources, files))
    write_misses(results, args.out)
    print_table(results)
    print(f"what was not reported: {args.out}")


if __name__ == "__main__":
    main()
