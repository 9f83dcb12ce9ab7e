#!/usr/bin/env python3
"""docs/kernel.md, done in a copy of Linux 6.1 as it is written, with the time of each part.

  page.py [--bin FOLDER] [--corpus FOLDER] [--transcript FILE]

The tree of the corpus stands for the fresh clone. It is copied, since the page builds in
it and changes it, and one folder of it is committed: git takes minutes for all of it.
"""

import argparse
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "bench"))

import walking  # noqa: E402

from kernel import default_corpus  # noqa: E402

PAGE = f"{ROOT}/docs/kernel.md"
COMMITTED = "drivers/base/firmware_loader"
LIMIT = 600  # seconds, for each part


def clone(tree, folder, environment):
    subprocess.run(["cp", "-a", "--reflink=auto", tree, folder], check=True)
    for words in ["init", "-q"], ["add", "-f", COMMITTED], ["commit", "-qm", "Linux 6.1"]:
        subprocess.run(["git", "-C", folder, *words], env=environment, check=True)
    # The rest is not new: in a clone it would be committed as well.
    with open(os.path.join(folder, ".git", "info", "exclude"), "w", encoding="utf-8") as file:
        file.write("*\n")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=f"{ROOT}/build/llvm22/bin", help="where holdfast is")
    parser.add_argument("--corpus", default=default_corpus())
    parser.add_argument("--transcript", metavar="FILE", default=os.devnull)
    args = parser.parse_args()
    environment = {
        **os.environ, "PATH": os.path.abspath(args.bin) + os.pathsep + os.environ["PATH"],
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "a@b.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}}
    with tempfile.TemporaryDirectory() as scratch:
        folder = os.path.join(scratch, "linux")
        clone(os.path.join(args.corpus, "linux"), folder, environment)

        def run(commands):
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=folder, env=environment,
                                  text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, errors="replace")
            return done.stdout, done.returncode

        with open(args.transcript, "w", encoding="utf-8") as transcript:
            return walking.follow(walking.parts(PAGE), run, transcript, LIMIT)


if __name__ == "__main__":
    sys.exit(main())
