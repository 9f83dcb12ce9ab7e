"""The pages that a reader follows from top to bottom: their files are made and
edited, their commands run in that order, and what these print is compared.

A block of a page is one of
  c, cpp, yaml  a file, if its first line is a comment with only its name
  diff          an edit: `--- FILE`, then lines with ' ', '-' or '+' in front.
                What it takes away, with what is around it, is there once
  console       `$ COMMAND`, each followed by what it writes. `…` stands for any
                text, and alone on its line for any lines
"""

# RUN: %python %s --bin=%build/bin --out=%t %source/docs/first-rule.md

import argparse
import collections
import os
import re
import shutil
import subprocess
import sys

Block = collections.namedtuple("Block", "kind line lines")
FILE = re.compile(r"(?://|#) (\.?[\w/-]+\.\w+)$")


class Wrong(Exception):
    """What is wrong with a page, and in which line."""

    def __init__(self, line, text):
        super().__init__(text)
        self.line = line


def blocks(text):
    found, current = [], None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("```"):
            if current:
                current.lines.append(line)
        elif current:
            found.append(current)
            current = None
        else:
            current = Block(line[3:], number + 1, [])
    return found


def edit(folder, block):
    """Applies a diff whose hunk is found by its text."""
    name = block.lines[0].removeprefix("--- ")
    path = os.path.join(folder, name)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for line in block.lines[1:]:
        if line[:1] not in (" ", "-", "+"):
            raise Wrong(block.line, f"'{line}' is no line of a diff")
    old = "".join(line[1:] + "\n" for line in block.lines[1:] if line[0] != "+")
    new = "".join(line[1:] + "\n" for line in block.lines[1:] if line[0] != "-")
    if ("\n" + text).count("\n" + old) != 1:
        raise Wrong(block.line, f"these lines are not in '{name}' once:\n{old}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(("\n" + text).replace("\n" + old, "\n" + new)[1:])


def pattern(lines):
    """A regular expression for what a page says that a command writes."""
    parts = []
    for line in lines:
        if line == "…":
            parts.append("(?:.*\n)*?")
        else:
            parts.append(".*".join(map(re.escape, line.split("…"))) + "\n")
    return "".join(parts)


class Session:
    """The reader's shell: each command knows how the one before ended."""

    def __init__(self, folder, path):
        self.folder, self.status = folder, 0
        self.env = dict(os.environ, PATH=path + os.pathsep + os.environ["PATH"])

    def run(self, line, command, expected):
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.status}); {command}"], cwd=self.folder,
            env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.status = done.returncode
        if not re.fullmatch(pattern(expected), done.stdout):
            wanted = "".join(line + "\n" for line in expected)
            raise Wrong(line, f"$ {command}\n{done.stdout}but the page says\n{wanted}")


def follow(page, folder, path):
    """The number of commands of a page, all of them true."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    # The reader's folder is not below ours, whose configuration is another.
    with open(os.path.join(folder, "..", ".clang-tidy"), "w", encoding="utf-8") as file:
        file.write("InheritParentConfig: false\n")
    with open(page, encoding="utf-8") as file:
        text = file.read()
    session, ran = Session(folder, path), 0
    for block in blocks(text):
        name = block.lines and FILE.match(block.lines[0])
        if block.kind == "diff":
            edit(folder, block)
        elif block.kind in ("c", "cpp", "yaml") and name:
            with open(os.path.join(folder, name[1]), "w", encoding="utf-8") as file:
                file.write("\n".join(block.lines) + "\n")
        elif block.kind == "console":
            starts = [i for i, line in enumerate(block.lines) if line.startswith("$ ")]
            if not starts or starts[0] != 0:
                raise Wrong(block.line, "a console starts with '$ ' and a command")
            for at, end in zip(starts, starts[1:] + [len(block.lines)]):
                session.run(block.line + at, block.lines[at][2:], block.lines[at + 1 : end])
            ran += len(starts)
        else:
            raise Wrong(block.line, f"a block of kind '{block.kind}' that is no step")
    return ran


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--bin", required=True, help="folder of the programs")
    parser.add_argument("--out", required=True, help="folder to work in")
    parser.add_argument("pages", nargs="+")
    args = parser.parse_args()
    for page in args.pages:
        folder = os.path.join(args.out, os.path.splitext(os.path.basename(page))[0])
        try:
            if not follow(page, folder, args.bin):
                sys.exit(f"{page}: no command in it")
        except Wrong as wrong:
            sys.exit(f"{page}:{wrong.line}: {wrong}")


main()
