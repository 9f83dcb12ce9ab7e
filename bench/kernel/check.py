#!/usr/bin/env python3
"""Runs the checks over folders of the prepared kernel.

  check.py --plugin holdfast-tidy.so --dirs kernel lib … --out FILE [--checks LIST]

A folder with a slash at its end stands for its own files, without those below it.
FILE gets every report with its notes, in the order of the files; the end of the
output says how many files there were, which of them could not be checked and why,
and how many reports each check made. The exit status is 1 when a file could not
be checked: it counts as failed, not as clean.

A run that was stopped goes on where it was: FILE.done has a line for each file that
was checked, and is taken up by a run with the same plugin, checks and flags.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import checking  # noqa: E402
from kernel import Kernel, default_corpus  # noqa: E402


def main():
    parser = checking.argument_parser(__doc__)
    parser.add_argument("--dirs", nargs="+", required=True)
    parser.add_argument("--out", default="build/linux-reports.txt")
    parser.add_argument("--corpus", default=default_corpus())
    args = parser.parse_args()
    checking.require_plugin(args)
    kernel = Kernel(args.corpus)
    files = {}
    for folder in args.dirs:
        files.update(kernel.files(folder))
    sources = checking.Sources(kernel.tree, kernel.build)
    sys.exit(checking.check(args, sources, files, " ".join(args.dirs), args.out))


if __name__ == "__main__":
    main()
