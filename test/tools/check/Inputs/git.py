"""git.py FOLDER COMMAND… : git in a scratch repository, without the user's
configuration; `git.py FOLDER start` makes one with everything committed."""

import os
import subprocess
import sys

folder, *command = sys.argv[1:]
environment = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_{what}": "a@b.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}
start = [["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "start"]]
for words in start if command == ["start"] else [command]:
    subprocess.run(["git", "-C", folder, *words], env=environment, check=True)
