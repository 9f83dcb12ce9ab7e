#!/usr/bin/env python3
"""`make C=1` and `make C=2` with `holdfast kbuild`, in two configurations of a real kernel.

  kbuild.py [--bin FOLDER] [--scratch FOLDER] [DIRECTORY…]

For each configuration and directory: `make C=1`, which compiles and checks, `make
C=2`, which checks what is compiled already, and `holdfast check` over the same
files. All three must look at every file that is compiled, find the same and leave
nothing behind in the build. Prints a line for each, and ends with 1 when one differs.
"""

import argparse
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import time

from kernel import CC, default_corpus

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DIRECTORIES = ["drivers/base", "kernel/locking", "block"]
# What a distribution starts from, and what a developer hunts bugs with.
CONFIGURATIONS = {"defconfig": ["defconfig"], "defconfig+debug": ["defconfig", "debug.config"]}
FINDING = re.compile(r"^(\S+:\d+:\d+): warning: .*\[(holdfast-[\w-]+)\]$", re.M)
CHECKED = re.compile(r"^  CHECK   (\S+)$", re.M)
SOURCE = re.compile(r"^source_\S+ := (\S+\.c)$", re.M)


class Build:
    def __init__(self, tree, folder, path):
        self.tree, self.folder = tree, folder
        self.env = dict(os.environ, PATH=path + os.pathsep + os.environ["PATH"])

    def run(self, command, statuses=(0,)):
        done = subprocess.run(command, capture_output=True, text=True, env=self.env, cwd=self.folder)
        if done.returncode not in statuses:
            tail = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
            sys.exit(f"{tail}\nkbuild.py: ended with {done.returncode}: {' '.join(command)}")
        return done.stdout + done.stderr

    def make(self, *targets):
        return self.run(["make", "-C", self.tree, f"O={self.folder}", f"CC={CC}", "LLVM_IAS=1",
                         f"-j{os.cpu_count()}", *targets])

    def compiled(self, directory):
        """The sources below a directory that the build has compiled."""
        names = set()
        for file in glob.glob(f"{self.folder}/{directory}/**/.*.o.cmd", recursive=True):
            with open(file, encoding="utf-8") as text:
                names |= {os.path.relpath(s, self.tree) for s in SOURCE.findall(text.read())}
        return names

    def checked(self, log, directory):
        names = {os.path.relpath(os.path.join(self.folder, n), self.tree) for n in CHECKED.findall(log)}
        return {n for n in names if n.startswith(directory + "/")}

    def findings(self, log):
        """Each with its place, once: a header is read with several files."""
        return {(os.path.relpath(os.path.realpath(os.path.join(self.folder, place)), self.tree), check)
                for place, check in FINDING.findall(log)}

    def check(self, directory):
        """Those of `holdfast check` over what is compiled below a directory."""
        self.run([sys.executable, f"{self.tree}/scripts/clang-tools/gen_compile_commands.py",
                  "-d", self.folder, "-o", "compile_commands.json"])
        with open(f"{self.folder}/compile_commands.json", encoding="utf-8") as file:
            known = {os.path.relpath(e["file"], self.tree) for e in json.load(file)}
        log = self.run(["holdfast", "check", "--quiet", "-p", self.folder,
                        f"{self.tree}/{directory}"], (0, 1))
        return {n for n in known if n.startswith(directory + "/")}, self.findings(log)


def compare(build, directory):
    """One line of the table; what is wrong goes to `problems`."""
    problems, seconds, seen = [], {}, {}
    for mode in "C=1", "C=2":
        start = time.monotonic()
        log = build.make(mode, "CHECK=holdfast kbuild", directory + "/")
        seconds[mode] = time.monotonic() - start
        seen[mode] = build.checked(log, directory), build.findings(log)
    start = time.monotonic()
    seen["holdfast check"] = build.check(directory)
    seconds["holdfast check"] = time.monotonic() - start
    files, findings = build.compiled(directory), seen["C=1"][1]
    if not files:
        problems.append("nothing is compiled")
    for mode, (checked, found) in seen.items():
        if checked != files:
            problems.append(f"{mode}: compiled is not checked: {sorted(checked ^ files)}")
        if found != findings:
            problems.append(f"{mode}: other findings than with C=1: {sorted(found ^ findings)}")
    left = glob.glob(f"{build.folder}/{directory}/**/.*.d", recursive=True)
    if left:
        problems.append(f"left behind: {left}")
    times = ", ".join(f"{mode} {s:.0f} s" for mode, s in seconds.items())
    print(f"{directory}: {len(files)} files, {len(findings)} findings; {times}", flush=True)
    return problems


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=f"{ROOT}/build/llvm22/bin", help="where holdfast is")
    parser.add_argument("--corpus", default=default_corpus())
    parser.add_argument("--scratch", help="where to build, and leave it (default: a folder that is removed)")
    parser.add_argument("directories", nargs="*", default=DIRECTORIES)
    args = parser.parse_args()
    problems = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, targets in CONFIGURATIONS.items():
            folder = os.path.join(args.scratch or scratch, name)
            os.makedirs(folder, exist_ok=True)
            build = Build(os.path.realpath(f"{args.corpus}/linux"), folder, args.bin)
            build.make(*targets)
            build.make("prepare")
            print(f"{name}:", flush=True)
            for directory in args.directories:
                problems += compare(build, directory.strip("/"))
    for problem in problems:
        print(f"kbuild.py: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
