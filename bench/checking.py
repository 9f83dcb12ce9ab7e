"""Runs the plugin over many files, and says what it found and could not check.

What is hard about it: a run takes long, so it must be possible to stop it and to go
on; and a file that could not be checked must never look like a clean one.
"""

import argparse
import collections
import concurrent.futures
import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time

DIAGNOSTIC = re.compile(r"(\S+?):(\d+):(\d+): ((?:fatal )?error|warning|note): (.*)")
Result = collections.namedtuple("Result", "name reports problem seconds")


class Sources:
    """Where the files are: `path(name)`, and `folder`, which compilers are run in and
    names in their output are relative to. `tree`: what reports are relative to."""

    def __init__(self, tree, folder):
        self.tree, self.folder = tree, folder

    def path(self, name):
        return os.path.normpath(os.path.join(self.tree, name))


def argument_parser(doc, plugin_required=True):
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plugin", required=plugin_required)
    parser.add_argument("--checks", default="holdfast-*")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=int, default=600, help="seconds for one file")
    parser.add_argument("--clang-tidy", default="clang-tidy-22")
    return parser


def reports_of(output, sources):
    """Each report as (key, text): the diagnostic with its notes and source lines."""
    found = []
    for line in output.splitlines():
        match = DIAGNOSTIC.fullmatch(line)
        if match:
            path = os.path.join(sources.folder, match[1])
            path = os.path.relpath(path, sources.tree)
            line = f"{path}:{match[2]}:{match[3]}: {match[4]}: {match[5]}"
        if match and match[4] != "note":
            found.append([(path, int(match[2]), int(match[3]), match[5]), [line]])
        elif found:
            found[-1][1].append(line)
    return [(key, "\n".join(text) + "\n") for key, text in found]


@contextlib.contextmanager
def overlay(path, text):
    """The option with which clang finds that text in a file; the file stays."""
    with tempfile.TemporaryDirectory() as folder:
        copy, entries = os.path.join(folder, "copy"), os.path.join(folder, "overlay")
        with open(copy, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        entry = {"name": path, "type": "file", "external-contents": copy}
        with open(entries, "w", encoding="utf-8") as file:
            json.dump({"version": 0, "use-external-names": False, "roots": [entry]}, file)
        yield f"--vfsoverlay={entries}"


def check_file(args, sources, name, flags, tidy=None):
    """`tidy`: the command to run clang-tidy, if it needs more than its name."""
    command = [*(tidy or [args.clang_tidy]), "-load", os.path.abspath(args.plugin), "--quiet"]
    command += [f"--checks=-*,{args.checks}", "--config={}", "--header-filter=.*"]
    start = time.monotonic()
    try:
        done = subprocess.run(
            command + [sources.path(name), "--", *flags],
            cwd=sources.folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=args.timeout,
        )
    except subprocess.TimeoutExpired:
        return Result(name, [], f"took more than {args.timeout} s", args.timeout)
    found, problem = reports_of(done.stdout, sources), ""
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


class Journal:
    """What was checked already: a line of JSON for each file."""

    def __init__(self, args, out):
        self.path = out + ".done"
        with open(args.plugin, "rb") as plugin:
            self.run = hashlib.sha256(plugin.read() + args.checks.encode()).hexdigest()
        self.known = {}
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as file:
                for line in file:
                    self.take(line)
        # Only what still holds is kept.
        os.makedirs(os.path.dirname(os.path.abspath(out)), exist_ok=True)
        with open(self.path, "w", encoding="utf-8") as file:
            file.writelines(self.known[key][0] for key in sorted(self.known))
        self.file = open(self.path, "a", encoding="utf-8")

    def take(self, line):
        try:
            entry = json.loads(line)
        except ValueError:
            return  # the run was stopped while it wrote this
        if entry["run"] == self.run:
            reports = [(tuple(key), text) for key, text in entry["reports"]]
            result = Result(entry["name"], reports, "", entry["seconds"])
            self.known[entry["key"]] = (line, result)

    @staticmethod
    def key(sources, name, flags):
        written = os.path.getmtime(sources.path(name))
        return hashlib.sha256(json.dumps([name, flags, written]).encode()).hexdigest()

    def find(self, key):
        return self.known[key][1] if key in self.known else None

    def add(self, key, result):
        # What failed is tried again.
        if not result.problem:
            entry = {"run": self.run, "key": key, **result._asdict()}
            del entry["problem"]
            self.file.write(json.dumps(entry) + "\n")
            self.file.flush()


def progress(results, total, left, start, checked):
    found = sum(len(result.reports) for result in results)
    text = f"{len(results)}/{total} files, {found} reports"
    if left:
        minutes = (time.monotonic() - start) / checked * left / 60
        text += f", about {minutes:.0f} min left"
    end = "\x1b[K\r" if sys.stderr.isatty() and left else "\n"
    print(text, end=end, file=sys.stderr, flush=True)


def run_all(args, sources, files, out):
    """Checks {name: compile arguments}; FILE.done beside `out` is the journal."""
    journal, results, todo, start = Journal(args, out), [], {}, time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for name, flags in sorted(files.items()):
            key = journal.key(sources, name, flags)
            if known := journal.find(key):
                results.append(known)
            else:
                todo[pool.submit(check_file, args, sources, name, flags)] = key
        if results:
            print(f"{len(results)} files were checked before: {journal.path}", file=sys.stderr)
        for done, future in enumerate(concurrent.futures.as_completed(todo), 1):
            results.append(future.result())
            journal.add(todo[future], results[-1])
            if sys.stderr.isatty() or done % 25 == 0 or done == len(todo):
                progress(results, len(files), len(todo) - done, start, done)
    return sorted(results, key=lambda result: result.name)


def write_reports(results, out):
    # A header's report comes with every file that includes it: keep one.
    reports = {}
    for result in results:
        for key, text in result.reports:
            reports.setdefault(key, text)
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(reports[key] for key in sorted(reports)))
    return reports


def check(args, sources, files, what, out):
    """Runs, writes and summarises; the exit status."""
    print(f"checking {len(files)} files, {args.jobs} at a time", file=sys.stderr)
    start = time.monotonic()
    results = run_all(args, sources, files, out)
    reports = write_reports(results, out)
    failed = [result for result in results if result.problem]
    by_check = collections.Counter(
        re.search(r"\[([^\]]*)\]$", key[3])[1] for key in reports
    )
    print(f"files:   {len(results)} in {what}, {time.monotonic() - start:.0f} s")
    print(f"failed:  {len(failed)}")
    for result in failed:
        print(f"  {result.name}: {result.problem}")
    print(f"reports: {len(reports)}, in {out}")
    for check, count in sorted(by_check.items()):
        print(f"  {check}: {count}")
    return 1 if failed else 0
