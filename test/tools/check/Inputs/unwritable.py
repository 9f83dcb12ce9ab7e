"""unwritable.py FOLDER HOLDFAST : every command on a full device ends with 3, and says
so where it still can."""

import subprocess
import sys

folder, holdfast = sys.argv[1:3]
SHOWN = "check clean.c", "check --format=sarif clean.c", "list", "explain pinned-copy", "model list", \
    "model why mutex_lock", "init --editor=vim", "help"
SAID = "check add.c --format=json", "kbuild add.c", "kbuild absent.c", "explain no-such-check", "baseline"
with open("/dev/full", "wb") as full:
    for command in SHOWN:
        run = subprocess.run([holdfast, *command.split()], cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True)
        assert run.returncode == 3, (command, run)
        assert "holdfast: cannot write standard output: No space left on device" in run.stderr, (command, run)
    for command in SAID:
        run = subprocess.run([holdfast, *command.split()], cwd=folder, stdout=subprocess.DEVNULL, stderr=full)
        assert run.returncode == 3, (command, run)
