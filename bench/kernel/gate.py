#!/usr/bin/env python3
"""What `holdfast check` costs over folders of the prepared kernel.

  gate.py [--holdfast FILE] [--every N] [FOLDER…]

In batches of files, so that what else the machine does touches all alike: `clang-22
-fsyntax-only` on each file, `holdfast check -j1`, and `holdfast check -j2`. Prints
CPU over clang's, how far two workers are from half the time of one, the most
memory that a worker took, and the load of the machine while it ran.
"""

import argparse
import collections
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

from kernel import CC, Kernel, default_corpus

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# One with a slash at its end stands for its own files, without those below it.
FOLDERS = ["kernel", "mm", "net/core", "drivers/base", "sound/core", "fs/"]
BATCH = 40

Cost = collections.namedtuple("Cost", "cpu wall")


def measured(run):
    """What a function's child processes cost, and what it returns."""
    def now():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime, time.monotonic()

    before, result, after = now(), run(), now()
    return Cost(after[0] - before[0], after[1] - before[1]), result


def parse_only(kernel, batch):
    """The files that clang cannot parse: a build would make a header for them."""
    bad = []
    for name, flags in batch:
        command = [CC, "-fsyntax-only", *flags, kernel.path(name)]
        if subprocess.run(command, cwd=kernel.build, capture_output=True).returncode:
            bad.append(name)
    return bad


def check(holdfast, folder, jobs):
    """The audit of a run over the folder's database."""
    audit = os.path.join(folder, "audit.json")
    command = [holdfast, "check", "-p", folder, f"-j{jobs}", "--quiet", f"--audit={audit}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"holdfast ends with {done.returncode}\n{done.stderr}")
    with open(audit, encoding="utf-8") as file:
        return json.load(file)["files"]


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--holdfast", default=f"{ROOT}/build/llvm22/bin/holdfast")
    parser.add_argument("--every", type=int, default=1, help="each Nth file only")
    parser.add_argument("--corpus", default=default_corpus())
    parser.add_argument("folders", nargs="*", default=FOLDERS)
    return parser.parse_args()


def main():
    args = parse_arguments()
    kernel = Kernel(args.corpus)
    files = [item for f in args.folders for item in kernel.files(f)]
    files = files[:: args.every]
    sums = collections.defaultdict(lambda: Cost(0, 0))
    checked, loads, bad = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, len(files), BATCH):
            batch = files[start : start + BATCH]
            entries = [{"directory": kernel.build, "file": kernel.path(name),
                        "arguments": [CC, *flags, "-c", kernel.path(name)]} for name, flags in batch]
            with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as file:
                json.dump(entries, file)
            for what, run in (("clang", lambda: parse_only(kernel, batch)),
                              ("-j1", lambda: check(args.holdfast, folder, 1)),
                              ("-j2", lambda: check(args.holdfast, folder, 2))):
                cost, result = measured(run)
                sums[what] = Cost(sums[what].cpu + cost.cpu, sums[what].wall + cost.wall)
                if what == "-j1":
                    checked += result
                elif what == "clang":
                    bad += result
            loads.append(os.getloadavg()[0])
            print(f"{min(start + BATCH, len(files))}/{len(files)} files", file=sys.stderr)
    for what, cost in sums.items():
        print(f"{what:8} CPU {cost.cpu:8.1f} s   wall {cost.wall:8.1f} s")
    failed = [f for f in checked if f["outcome"] != "checked"]
    peak = max(checked, key=lambda f: f["peakKilobytes"])
    print(f"files:   {len(files)} in {' '.join(args.folders)}")
    print(f"CPU:     {sums['-j1'].cpu / sums['clang'].cpu:.2f}x of {CC} -fsyntax-only")
    print(f"scaling: {sums['-j1'].wall / sums['-j2'].wall / 2:.0%} of perfect on 2 workers")
    print(f"memory:  at most {peak['peakKilobytes'] / 1024:.0f} MB, for {os.path.relpath(peak['file'], kernel.tree)}")
    print(f"load:    {sum(loads) / len(loads):.1f} on average, on {os.cpu_count()} processors")
    print(f"clang cannot parse, so both stop at the same place: {', '.join(bad) or 'none'}")
    for file in failed:
        print(f"not analysed: {os.path.relpath(file['file'], kernel.tree)}: {file['problem']}")


if __name__ == "__main__":
    main()
