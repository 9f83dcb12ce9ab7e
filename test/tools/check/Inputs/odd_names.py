"""odd_names.py FOLDER HOLDFAST : --since over changed files whose names git quotes."""

import json
import os
import subprocess
import sys

folder, holdfast = os.path.abspath(sys.argv[1]), sys.argv[2]
here = os.path.dirname(os.path.abspath(__file__))
names = ["a b.c", "gr\u00f6\u00dfe.c", 'q"uote.c', "t\tab.c", "back\\slash.c", "it's.c", "$x.c"]
subprocess.run([sys.executable, os.path.join(here, "scratch.py"), folder, "--with", *names], check=True)
with open(os.path.join(folder, "move.c"), encoding="utf-8") as file:
    old = file.read()
for name in names:
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(old)
subprocess.run([sys.executable, os.path.join(here, "git.py"), folder, "start"], check=True)
for name in names:
    with open(os.path.join(folder, name), "a", encoding="utf-8") as file:
        file.write("void again(int a) { pool[a] = pool[0]; }\n")
run = subprocess.run([holdfast, "check", "--since", "HEAD", "--format=json"], cwd=folder, capture_output=True, text=True)
assert run.returncode == 1, run
found = sorted(os.path.basename(r["where"]["file"]) for r in json.loads(run.stdout)["findings"])
assert found == sorted(names), (found, names)
