#!/usr/bin/env python3
"""Runs the checks over folders of the prepared kernel.

  check.py --plugin holdfast-tidy.so --dirs kernel lib … --out FILE [--checks LIST]

FILE gets every report with its notes, in the order of the files; the end of the
output says how many files there were, which of them could not be checked and why,
and how many reports each check made. The exit status is 1 when a file could not
be checked: it counts as failed, not as clean.
"""

import argparse
import collections
import concurrent.futures
import os
import re
import subprocess
import sys
import time

from kernel import Kernel, default_corpus

DIAGNOSTIC = re.compile(r"(\S+?):(\d+):(\d+): ((?:fatal )?error|warning|note): (.*)")
Result = collections.namedtuple("Result", "name reports problem seconds")


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--dirs", nargs="+", required=True)
    parser.add_argument("--out", default="build/linux-reports.txt")
    parser.add_argument("--checks", default="holdfast-*")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=int, default=600, help="seconds for one file")
    parser.add_argument("--clang-tidy", default="clang-tidy-22")
    parser.add_argument("--corpus", default=default_corpus())
    return parser.parse_args()


def reports_of(output, kernel):
    """Each report as (key, text): the diagnostic with its notes and source lines."""
    found = []
    for line in output.splitlines():
        match = DIAGNOSTIC.fullmatch(line)
        if match:
            path = os.path.relpath(os.path.join(kernel.build, match[1]), kernel.tree)
            line = f"{path}:{match[2]}:{match[3]}: {match[4]}: {match[5]}"
        if match and match[4] != "note":
            found.append([(path, int(match[2]), int(match[3]), match[5]), [line]])
        elif found:
            found[-1][1].append(line)
    return [(key, "\n".join(text) + "\n") for key, text in found]


def check_file(args, kernel, name, flags):
    command = [args.clang_tidy, "-load", os.path.abspath(args.plugin), "--quiet"]
    command += [f"--checks=-*,{args.checks}", "--config={}", "--header-filter=.*"]
    start = time.monotonic()
    try:
        done = subprocess.run(
            command + [kernel.path(name), "--", *flags],
            cwd=kernel.build,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=args.timeout,
        )
    except subprocess.TimeoutExpired:
        return Result(name, [], f"took more than {args.timeout} s", args.timeout)
    found, problem = reports_of(done.stdout, kernel), ""
    errors = [key for key, _ in found if key[3].endswith("[clang-diagnostic-error]")]
    if done.returncode < 0:
        problem = f"crash: signal {-done.returncode}"
    elif errors:
        problem = f"does not parse: {errors[0][0]}:{errors[0][1]}: {errors[0][3]}"
    elif done.returncode:
        problem = f"exit status {done.returncode}: {done.stderr.strip().splitlines()[-1:]}"
    found = [(key, text) for key, text in found if "[clang-diagnostic" not in key[3]]
    return Result(name, found, problem, time.monotonic() - start)


def require_plugin(args):
    listed = subprocess.run(
        [args.clang_tidy, "-load", os.path.abspath(args.plugin), "--list-checks"]
        + [f"--checks=-*,{args.checks}"],
        capture_output=True,
        text=True,
    )
    if listed.returncode or "holdfast-" not in listed.stdout:
        sys.exit(f"the plugin gives no check '{args.checks}'\n{listed.stdout}{listed.stderr}")


def run_all(args, kernel, files):
    results = []
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        todo = [pool.submit(check_file, args, kernel, *item) for item in files.items()]
        for done, future in enumerate(todo, 1):
            results.append(future.result())
            if sys.stderr.isatty() or done % 25 == 0 or done == len(todo):
                end = "\r" if sys.stderr.isatty() and done < len(todo) else "\n"
                count = sum(len(result.reports) for result in results)
                print(f"{done}/{len(todo)} files, {count} reports", end=end, file=sys.stderr)
    return results


def summarise(args, results, reports, seconds):
    failed = [result for result in results if result.problem]
    by_check = collections.Counter(
        re.search(r"\[([^\]]*)\]$", key[3])[1] for key in reports
    )
    print(f"files:   {len(results)} in {' '.join(args.dirs)}, {seconds:.0f} s")
    print(f"failed:  {len(failed)}")
    for result in failed:
        print(f"  {result.name}: {result.problem}")
    print(f"reports: {len(reports)}, in {args.out}")
    for check, count in sorted(by_check.items()):
        print(f"  {check}: {count}")
    return 1 if failed else 0


def main():
    args = parse_arguments()
    require_plugin(args)
    kernel = Kernel(args.corpus)
    files = {}
    for folder in args.dirs:
        files.update(kernel.commands(folder))
    print(f"checking {len(files)} files, {args.jobs} at a time", file=sys.stderr)
    start = time.monotonic()
    results = run_all(args, kernel, dict(sorted(files.items())))
    # A header's report comes with every file that includes it: keep one.
    reports = {}
    for result in results:
        for key, text in result.reports:
            reports.setdefault(key, text)
    os.makedirs(os.path.dirname(os.path.abspath(args.out)), exist_ok=True)
    with open(args.out, "w", encoding="utf-8") as file:
        file.write("\n".join(reports[key] for key in sorted(reports)))
    sys.exit(summarise(args, results, reports, time.monotonic() - start))


if __name__ == "__main__":
    main()
