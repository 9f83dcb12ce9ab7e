"""killed.py FOLDER HOLDFAST : kills a worker in the middle of its file, which
waits for the end of a pipe that it includes."""

import os
import signal
import subprocess
import sys
import time

folder, holdfast = sys.argv[1:3]
with open(os.path.join(folder, "waits.c"), "w", encoding="utf-8") as file:
    file.write('#include "pipe.h"\n')
os.mkfifo(os.path.join(folder, "pipe.h"))
run = subprocess.Popen(
    [holdfast, "check", "-j2", "waits.c", "clean.c", "--", "-I."],
    cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
# The pipe can be opened for writing as soon as the worker reads it.
pipe = os.open(os.path.join(folder, "pipe.h"), os.O_WRONLY)
with open(f"/proc/{run.pid}/task/{run.pid}/children", encoding="utf-8") as file:
    children = [int(child) for child in file.read().split()]
waiting = [c for c in children if any(
    os.path.realpath(f"/proc/{c}/fd/{fd}").endswith("pipe.h") for fd in os.listdir(f"/proc/{c}/fd"))]
assert len(waiting) == 1, (children, waiting)
os.kill(waiting[0], signal.SIGKILL)
out = run.communicate(timeout=60)[0]
os.close(pipe)
assert run.returncode == 3, (run.returncode, out)
assert "waits.c: the worker died of signal 9 (Killed)" in out, out
assert "0 findings in 2 files" in out and "1 file could not be analysed" in out, out
