"""scratch.py FOLDER [--with FILE…] : a copy of Inputs/project with its compile
database, which also has the files named by --with (they need not be there), and
a .clang-tidy that says nothing, since our own is in a folder above."""

import json
import os
import shutil
import sys

folder = os.path.abspath(sys.argv[1])
further = sys.argv[3:] if "--with" in sys.argv else []
source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "project")
shutil.rmtree(folder, ignore_errors=True)
shutil.copytree(source, folder)
names = sorted(name for name in os.listdir(folder) if name.endswith(".c")) + further
entries = [
    {"directory": folder, "file": name, "arguments": ["cc", "-c", name, "-o", f"{name}.o"]}
    for name in names
]
with open(os.path.join(folder, ".clang-tidy"), "w", encoding="utf-8") as file:
    file.write("{}\n")
os.mkdir(os.path.join(folder, "build"))
with open(os.path.join(folder, "build", "compile_commands.json"), "w", encoding="utf-8") as file:
    json.dump(entries, file, indent=1)
