"""cut_off.py FOLDER HOLDFAST : the compile database of FOLDER, cut off in many places,
is never taken for a whole one."""

import os
import subprocess
import sys

folder, holdfast = sys.argv[1:3]
database = os.path.join(folder, "build", "compile_commands.json")
with open(database, "rb") as file:
    whole = file.read().rstrip()
ends = [n for n in range(1, len(whole)) if whole[n:n + 1] in b"[]{}," or n % 97 == 0]
for end in ends:
    with open(database, "wb") as file:
        file.write(whole[:end])
    run = subprocess.run([holdfast, "check", "--quiet"], cwd=folder, capture_output=True, text=True)
    assert run.returncode == 2 and "cannot be used" in run.stderr, (end, run)
print("cut off in", len(ends), "places")
