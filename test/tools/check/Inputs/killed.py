"""killed.py FOLDER HOLDFAST : kills a worker of check, and of kbuild, in the middle of its
file, which waits for the end of a pipe that it includes."""

import os
import signal
import subprocess
import sys

folder, holdfast = sys.argv[1:3]
with open(os.path.join(folder, "waits.c"), "w", encoding="utf-8") as file:
    file.write('#include "pipe.h"\n')
os.mkfifo(os.path.join(folder, "pipe.h"))


def killed(*command):
    """(status, output) of a command one worker of which is killed"""
    run = subprocess.Popen([holdfast, *command], cwd=folder, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True)
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
    return run.returncode, out


status, out = killed("check", "-j2", "waits.c", "clean.c", "--", "-I.")
assert status == 3, (status, out)
assert "waits.c: the worker died of signal 9 (Killed)" in out, out
assert "0 findings in 2 files" in out and "1 file could not be analysed" in out, out
status, out = killed("kbuild", "-I.", "waits.c")
assert status == 3, (status, out)
assert "waits.c: error: not analysed: the worker died of signal 9 (Killed)" in out, out
