#!/usr/bin/env python3
"""Runs our checks over one file and compares all that they say with the file.

  check_holdfast.py [OPTIONS] FILE CHECKS [CHECK OPTIONS] [-- COMPILE FLAGS]

CHECKS is clang-tidy's list without the leading `-*`. Every diagnostic, notes
included, becomes a line `LINE:COL: kind: text [check]` (`NAME:LINE:COL: …` in
another file), and these lines must be exactly those of the block at the end of
FILE, which `--bless` writes:

  // CHECK: 12:5: warning: … [holdfast-…]
  // CHECK-NEXT: 9:3: note: …
  // CHECK-NOT: {{.}}

Lines of model files are shown as `….yaml:N`: a new entry above them must not
change every test. The test fails, whatever was expected, when the plugin did not
load, a check does not exist, clang-tidy crashed or the file did not parse.
"""

import argparse
import json
import os
import re
import subprocess
import sys

DIAGNOSTIC = re.compile(r"(.+?):(\d+):(\d+): ((?:fatal )?error|warning|note): (.*)")


# What FileCheck would read as the start of a pattern or a variable.
ESCAPED = {"{{": "{{[{][{]}}", "[[": r"{{\[\[}}"}


def parse_arguments():
    argv = sys.argv[1:]
    flags = []
    if "--" in argv:
        at = argv.index("--")
        argv, flags = argv[:at], argv[at + 1 :]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--also", help="holdfast-clang-tidy: must say the same")
    parser.add_argument("--bless", action="store_true", help="write the block")
    parser.add_argument("file")
    parser.add_argument("checks")
    parser.add_argument("--allow-errors", action="store_true", help="FILE has errors")
    parser.add_argument("--check-prefix", default="CHECK")
    parser.add_argument(
        "--config-option",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="an option of clang-tidy's CheckOptions",
    )
    args = parser.parse_args(argv)
    args.flags = flags
    return args


def fail(text):
    sys.exit(f"check_holdfast: {text}")


def run(command):
    result = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if result.returncode < 0 or result.returncode > 1:
        fail(
            f"exit status {result.returncode} of {' '.join(command)}\n"
            f"{result.stdout}{result.stderr}"
        )
    return result


def require_checks(tool, wanted):
    """Fails unless every glob of `wanted` names a check that the tool has."""
    listed = run(tool + ["--list-checks", "--checks=-*,holdfast-*"]).stdout.split()
    for name in wanted.lstrip("-").split(","):
        pattern = re.escape(name.lstrip("-")).replace(r"\*", ".*")
        if not any(re.fullmatch(pattern, check) for check in listed):
            fail(f"no check '{name}'; is the plugin loaded? {' '.join(tool)} has {listed}")


def diagnose(tool, args):
    """All that the checks say, as normalised lines."""
    require_checks(tool, args.checks)
    options = dict(option.split("=", 1) for option in args.config_option)
    result = run(
        tool
        + [args.file, "--quiet", f"--checks=-*,{args.checks}", "--header-filter=.*"]
        + ["--config=" + json.dumps({"CheckOptions": options})]
        + ["--"]
        + args.flags
    )
    if "-load request ignored" in result.stderr:
        fail(result.stderr)
    lines, errors = [], False
    here = os.path.realpath(args.file)
    for line in result.stdout.splitlines():
        match = DIAGNOSTIC.fullmatch(line)
        if not match:
            continue
        path, row, column, kind, text = match.groups()
        errors |= kind.endswith("error") and text.endswith("[clang-diagnostic-error]")
        same = os.path.realpath(path) == here
        text = text.replace(os.path.dirname(here) + os.sep, "")
        text = re.sub(r"(\.yaml):\d+(:\d+)?", r"\1:N", text)
        lines.append(f"{'' if same else os.path.basename(path) + ':'}{row}:{column}: {kind}: {text}")
    if (errors or result.returncode) and not args.allow_errors:
        fail(f"the file does not parse\n{result.stdout}{result.stderr}")
    if args.allow_errors and not errors:
        fail("--allow-errors, but the file parses")
    return lines


def expectation_block(prefix, lines):
    block = []
    for line in lines:
        kind = "-NEXT" if block else ""
        line = re.sub(r"\{\{|\[\[", lambda match: ESCAPED[match[0]], line)
        block.append(f"// {prefix}{kind}: {line}")
    return block + [f"// {prefix}-NOT: {{{{.}}}}"]


def split_expectations(path, prefix):
    """The file's lines without those of the block, and the block."""
    pattern = re.compile(rf"// {re.escape(prefix)}(-NEXT|-NOT)?: .*")
    with open(path, encoding="utf-8") as file:
        lines = file.read().rstrip("\n").split("\n")
    block = [line for line in lines if pattern.fullmatch(line)]
    return [line for line in lines if not pattern.fullmatch(line)], block


def bless(args, lines):
    code, _ = split_expectations(args.file, args.check_prefix)
    text = "\n".join(code).rstrip("\n") + "\n\n"
    text += "\n".join(expectation_block(args.check_prefix, lines)) + "\n"
    with open(args.file, encoding="utf-8") as file:
        old = file.read()
    if text != old:
        with open(args.file, "w", encoding="utf-8") as file:
            file.write(text)
        print(f"blessed {args.file}: {len(lines)} lines")


def compare(args, lines):
    """FileCheck decides; the block's shape makes it decide about every line."""
    _, block = split_expectations(args.file, args.check_prefix)
    head = f"// {re.escape(args.check_prefix)}(-NEXT|-NOT)?: "
    kinds = [re.match(head, line)[1] for line in block]
    if kinds != [None, *["-NEXT"] * (len(kinds) - 2), "-NOT"] and kinds != ["-NOT"]:
        fail("expected one CHECK, then CHECK-NEXT, last CHECK-NOT: run ./dev bless")
    if not block[-1].endswith("-NOT: {{.}}"):
        fail("expected '-NOT: {{.}}' as the last line: run ./dev bless")
    result = subprocess.run(
        ["FileCheck", args.file, "--allow-empty", "--match-full-lines", "--color=0"]
        + [f"--check-prefix={args.check_prefix}", "--implicit-check-not={{.}}"],
        input="".join(line + "\n" for line in lines),
        capture_output=True,
        text=True,
    )
    if result.returncode:
        fail(
            "not what the file expects; what was said:\n"
            + "".join(f"  {line}\n" for line in lines)
            + f"if that is right: ./dev bless {os.path.relpath(args.file)}\n\n"
            + result.stderr
        )


def main():
    args = parse_arguments()
    lines = diagnose([args.clang_tidy, "-load", args.plugin], args)
    if args.also:
        others = diagnose([args.also], args)
        if others != lines:
            fail("the program says something else than the plugin:\n"
                 + "\n".join(["plugin:", *lines, "program:", *others]))
    if args.bless:
        bless(args, lines)
    else:
        compare(args, lines)


if __name__ == "__main__":
    main()
