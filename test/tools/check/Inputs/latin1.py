"""latin1.py FOLDER HOLDFAST : a file whose name is not UTF-8, in the formats for machines."""

import json
import os
import shutil
import subprocess
import sys

folder, holdfast = sys.argv[1:3]
name = "gr\xf6.c".encode("latin-1")
shutil.copy(os.path.join(folder, "add.c"), os.path.join(folder.encode(), name))
for form in "json", "sarif", "gitlab":
    run = subprocess.run([holdfast, "check", f"--format={form}", name, "--"], cwd=folder, capture_output=True)
    assert run.returncode == 1, (form, run)
    text = json.loads(run.stdout.decode("utf-8"))
    assert "holdfast-pinned-copy" in json.dumps(text), (form, text)
