#!/usr/bin/env python3
"""Recall on real bugs that stable releases of Linux 6.1 mended.

  stable.py --plugin holdfast-tidy.so [--only WORD…] [--out FILE]
  stable.py --list | --candidates [--limit LINES]
  stable.py … --trees OLD NEW --cases FILE [-- FLAG…]

cases.tsv names functions that Linux 6.1.170 has with a bug and 6.1.192 without, with the
bug's class and what the fix does; a person read each. A case is the new file, with that
one function as it was: the old version comes from Debian's mirror, once, into the cache.
The new one is the prepared kernel (bench/kernel/prepare).

*Found*: a report in the function, or in one of the file that calls or registers it (or
its callers), which the new file does not get; *right*: of a check of the bug's class.
What the new files get is counted as well. FILE says what each case got.

--candidates prints small changes of functions that may be fixes, for someone to read.
--trees: the same with the C files of two other folders.
"""

import collections
import concurrent.futures
import difflib
import glob
import os
import sys

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [BENCH, os.path.join(BENCH, "kernel"), os.path.join(BENCH, "mutate")]

import checking  # noqa: E402
import fixes  # noqa: E402
import versions  # noqa: E402
from kernel import Kernel, default_corpus  # noqa: E402
from mutate import reports  # noqa: E402
from source import Source  # noqa: E402

CLASSES = {  # meaning, and the checks that are right for it
    "A": ("freed or copied while others hold it", "pinned-copy pinned-escape double-init use-after-destroy"),
    "B": ("used or published before init", "use-before-init publish-before-init missing-init partial-init"),
    "C": ("unlock errors", "unbalanced-lock"),
    "D": ("sleep or per-CPU data in the wrong context", "sleep-in-atomic unstable-cpu-access missing-context"),
    "E": ("field or call without its lock", "unguarded-access missing-context false-assertion"),
    "F": ("reference leaked", "leaked-reference"),
    "G": ("use after put, double put", "use-after-release use-after-transfer"),
}

Case = collections.namedtuple("Case", "kind file function fix")
Outcome = collections.namedtuple("Outcome", "case found right fixed new problem")


class Trees:
    """The two versions: `new`, where the old files are, `names` of those that differ, and
    how a file is compiled."""

    def __init__(self, args, flags):
        self.kernel, self.flags = None, flags
        if args.trees:
            old, new = map(os.path.abspath, args.trees)
            self.new, self.old = checking.Sources(new, new), old
            self.names = sorted(glob.glob("**/*.c", root_dir=old, recursive=True))
        else:
            self.kernel = Kernel(args.corpus)
            self.new = checking.Sources(self.kernel.tree, self.kernel.build)
            self.old, self.names = versions.old_files(self.kernel.tree)

    def texts(self, name):
        return versions.read(os.path.join(self.old, name)), versions.read(self.new.path(name))

    def flags_of(self, name):
        """None when it is not built."""
        if not self.kernel:
            return self.flags
        try:
            return self.kernel.commands(os.path.dirname(name)).get(name)
        except SystemExit:  # nothing is built in the folder
            return None


def read_cases(path):
    with open(path, encoding="utf-8") as file:
        return [Case(*line.rstrip("\n").split("\t")) for line in file]


def arguments():
    parser = checking.argument_parser(__doc__, plugin_required=False)
    parser.add_argument("--only", nargs="+", help="cases whose class, file or function has one of these words")
    parser.add_argument("--out", default="build/stable.txt")
    parser.add_argument("--corpus", default=default_corpus())
    parser.add_argument("--cases", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases.tsv"))
    parser.add_argument("--trees", nargs=2, metavar=("OLD", "NEW"))
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--candidates", action="store_true")
    parser.add_argument("--limit", type=int, default=8, help="lines that a candidate changes")
    own, flags = sys.argv[1:], []
    if "--" in own:
        at = own.index("--")
        own, flags = own[:at], own[at + 1 :]
    args = parser.parse_args(own)
    if not (args.plugin or args.list or args.candidates):
        parser.error("--plugin is needed to run the cases")
    return args, flags


def print_candidates(trees, limit):
    for name in trees.names:
        for change in fixes.small_changes(name, *trees.texts(name), limit):
            print(f"=== {name} {change.function}: {' '.join(change.kinds)}")
            lines = list(difflib.unified_diff(change.old, change.new, n=2, lineterm=""))[2:]
            print("\n".join(line for line in lines if line[1:].strip()))


class Bench:
    def __init__(self, args, trees):
        self.args, self.trees = args, trees

    def run_file(self, name, flags, cases):
        """The outcomes of the cases of one file."""
        sources, (was, text) = self.trees.new, self.trees.texts(name)
        old = Source(was)
        known, problem = reports(self.args, sources, name, flags, text)
        fixed = sum(known.values())
        for case in cases:
            if problem:
                yield Outcome(case, False, False, 0, [], problem)
                continue
            before = fixes.text_of(old, fixes.unique(old)[case.function])[1]
            buggy = fixes.put_back(text, case.function, before)
            found, failed = reports(self.args, sources, name, flags, buggy)
            new = list((found - known).elements())
            near = Source(buggy).callers(case.function) | {case.function}
            # What nothing in the file initialises is reported where it is used.
            here = [report for report in new if report[1] in near or report[0] == "missing-init"]
            right = any(report[0] in CLASSES[case.kind][1].split() for report in here)
            yield Outcome(case, bool(here), right, fixed, new, failed)
            fixed = 0  # they are the file's, not each case's

    def run(self, cases):
        files = collections.defaultdict(list)
        for case in cases:
            files[case.file].append(case)
        results = []
        with concurrent.futures.ThreadPoolExecutor(self.args.jobs) as pool:
            work = []
            for name, group in sorted(files.items()):
                flags = self.trees.flags_of(name)
                if flags is None:
                    results += [Outcome(case, False, False, 0, [], "is not built here") for case in group]
                else:
                    work.append(pool.submit(lambda *all: list(self.run_file(*all)), name, flags, group))
            for done, future in enumerate(concurrent.futures.as_completed(work), 1):
                results += future.result()
                print(f"{done}/{len(work)} files", end="\n" if done == len(work) else "\r", file=sys.stderr, flush=True)
        return sorted(results, key=lambda result: result.case)


def write_outcomes(results, out):
    os.makedirs(os.path.dirname(os.path.abspath(out)), exist_ok=True)
    with open(out, "w", encoding="utf-8") as file:
        for case, found, right, fixed, new, problem in results:
            word = problem or ("right" if right else "found" if found else "missed")
            file.write(f"{case.kind} {case.file} {case.function}: {word}; {case.fix}; the new file gets {fixed}\n")
            for check, function, message in new:
                file.write(f"  {function}: {message}\n")


def print_table(results):
    print(f"{'class':48} {'cases':>6} {'found':>6} {'right':>6} {'in the new files':>17}")
    for kind, (meaning, _) in [*CLASSES.items(), ("all", ("", ""))]:
        some = [r for r in results if not r.problem and kind in (r.case.kind, "all")]
        if some:
            counts = sum(r.found for r in some), sum(r.right for r in some), sum(r.fixed for r in some)
            print(f"{kind + ' ' + meaning:48} {len(some):6} {counts[0]:6} {counts[1]:6} {counts[2]:17}")
    for result in results:
        if result.problem:
            print(f"failed: {result.case.file} {result.case.function}: {result.problem}")


def main():
    args, flags = arguments()
    cases = read_cases(args.cases)
    if args.only:
        cases = [case for case in cases if any(word in " ".join(case[:3]) for word in args.only)]
    if args.list:
        for case in cases:
            print(f"{case.kind} {case.file} {case.function}: {case.fix}")
        return
    trees = Trees(args, flags)
    if args.candidates:
        print_candidates(trees, args.limit)
        return
    checking.require_plugin(args)
    results = Bench(args, trees).run(cases)
    write_outcomes(results, args.out)
    print_table(results)
    print(f"what each case got: {args.out}")
    sys.exit(any(result.problem for result in results))


if __name__ == "__main__":
    main()
