"""Runs holdfast-ir on each file of a folder: it must refuse it, with exit code 2
and exactly the error that the file's `; error: …` comment says."""

import pathlib
import subprocess
import sys

tool, folder = sys.argv[1:]
wrong = 0
files = sorted(pathlib.Path(folder).glob("*.hir"))
for path in files:
    said = [line for line in path.read_text().splitlines() if line.startswith("; error: ")]
    place, _, text = said[0].removeprefix("; error: ").partition(": ")
    if place[0].isdigit():
        expected = f"{path}:{place}: error: {text}"
    else:
        expected = f"{path}: error: {place}: {text}"
    run = subprocess.run([tool, path], capture_output=True, text=True, check=False)
    if (run.returncode, run.stdout, run.stderr.strip()) != (2, "", expected):
        wrong += 1
        print(f"{path.name}: exit code {run.returncode}\n  expected {expected}\n"
              f"  found    {run.stderr.strip()}")
sys.exit(wrong or not files)
