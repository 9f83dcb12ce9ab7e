#!/usr/bin/env python3
"""Prints how each access of an oracle of kernel/rcu was judged.

  table.py --plugin holdfast-tidy.so --oracle rcu-truth.yaml [--rows] [--option NAME=y|n …]

The oracle has a line for each access, or call of a function that needs something, with
its place and its class (oracle.py). The table counts, for each class, what the engine
said: proved, exempt by a named mode, unknown, reported ('violated'), or unseen: no rule
speaks of it. --rows prints every row. The kernel is the one that bench/kernel/prepare
prepared. With --option another configuration of it is made, once, in `rcu-…` beside its
build. The exit status is 1 when a row that is right was reported.
"""

import argparse
import collections
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "kernel"))

import oracle  # noqa: E402
from kernel import CC, Kernel, default_corpus  # noqa: E402

FILE = "kernel/rcu/tree.c"
VERDICTS = ["proved", "exempt", "unknown", "unseen", "violated"]


def configure(kernel, options):
    """Makes the kernel be built with other options; a folder for each set of them."""
    build = os.path.join(os.path.dirname(kernel.build), "rcu-" + "-".join(options))
    kernel_config, kernel.build = os.path.join(kernel.build, ".config"), build
    if os.path.exists(os.path.join(build, ".prepared")):
        return
    os.makedirs(build, exist_ok=True)
    subprocess.run(["cp", kernel_config, build], check=True)
    script = [os.path.join(kernel.tree, "scripts", "config"), "--file", f"{build}/.config"]
    for option in options:
        name, _, value = option.partition("=")
        script += ["-e" if value == "y" else "-d", name]
    subprocess.run(script, check=True)
    make = ["make", "-C", kernel.tree, f"O={build}", f"CC={CC}", "HOSTCC=gcc", "LLVM_IAS=1"]
    for goals in (["olddefconfig"], ["prepare", "modules_prepare"]):
        done = subprocess.run(make + goals, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"make {' '.join(goals)} failed:\n{done.stderr[-2000:]}")
    with open(f"{build}/.config", encoding="utf-8") as file:
        config = file.read()
    for option in options:
        name, _, value = option.partition("=")
        if (f"CONFIG_{name}=y" in config) != (value == "y"):
            sys.exit(f"the kernel cannot be built with {option}")
    open(os.path.join(build, ".prepared"), "w", encoding="utf-8").close()


def audit(args, kernel, path=None):
    """What the engine says of the file, or of a changed copy of it at `path`."""
    flags = kernel.commands("kernel/rcu")[FILE]
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "audit.jsonl")
        command = [args.clang_tidy, "-load", os.path.abspath(args.plugin), "--quiet"]
        command += ["--checks=-*,holdfast-*", "--header-filter=.*"]
        command += ["--config={CheckOptions: {holdfast.Audit: %s}}" % out]
        done = subprocess.run(
            command + [path or kernel.path(FILE), "--", *flags],
            cwd=kernel.build,
            capture_output=True,
            text=True,
        )
        if not os.path.exists(out):
            sys.exit(f"no audit was written:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return oracle.load_audit(out), done.stdout


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--corpus", default=default_corpus())
    parser.add_argument("--clang-tidy", default="clang-tidy-22")
    parser.add_argument("--option", action="append", default=[])
    parser.add_argument("--rows", action="store_true")
    args = parser.parse_args()
    kernel = Kernel(args.corpus)
    if args.option:
        configure(kernel, sorted(args.option))
    judged, _ = audit(args, kernel)
    rows = oracle.load(args.oracle)
    if not rows:
        sys.exit(f"no rows in {args.oracle}")
    counts, modes = collections.Counter(), collections.Counter()
    for row in rows:
        verdict, by = oracle.judge(row, judged)
        counts[row.wanted, verdict] += 1
        if verdict == "exempt":
            modes[by] += 1
        if args.rows:
            place = f"{row.file}:{row.line}"
            print(f"{row.wanted:10} {verdict:9} {place:22} {row.field:30} {by}")
    print(f"{'':10}" + "".join(f"{verdict:>9}" for verdict in VERDICTS))
    for wanted in sorted({row.wanted for row in rows}):
        print(f"{wanted:10}" + "".join(f"{counts[wanted, v]:9}" for v in VERDICTS))
    for mode, count in sorted(modes.items()):
        print(f"exempt by {mode}: {count}")
    sys.exit(1 if counts["ok", "violated"] else 0)


if __name__ == "__main__":
    main()
