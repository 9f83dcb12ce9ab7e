"""dubious.py FOLDER HOLDFAST : --since in a repository that git takes for somebody else's."""

import os
import subprocess
import sys

folder, holdfast = sys.argv[1:3]
# git's own test suite makes every owner a different one with this.
environment = {**os.environ, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "GIT_CONFIG_GLOBAL": os.devnull,
               "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C"}
run = subprocess.run([holdfast, "check", "--since", "HEAD"], cwd=folder, env=environment, capture_output=True, text=True)
assert run.returncode == 2, run
assert "git: fatal: detected dubious ownership" in run.stderr and "safe.directory" in run.stderr, run
