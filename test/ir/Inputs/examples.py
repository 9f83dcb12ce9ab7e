"""Runs holdfast-ir on each ```hir block of a page: it must be a module that
comes back the same when it is printed and read again."""

import pathlib
import re
import subprocess
import sys

tool, page, folder = sys.argv[1:]
blocks = re.findall(r"^```hir\n(.*?)^```$", pathlib.Path(page).read_text(), re.S | re.M)
path = pathlib.Path(folder)
path.mkdir(exist_ok=True)


def printed(text):
    file = path / "example.hir"
    file.write_text(text)
    return subprocess.run([tool, file], stdout=subprocess.PIPE, text=True, check=True).stdout


for block in blocks:
    once = printed(block)
    if printed(once) != once:
        sys.exit(f"this example does not come back the same:\n{block}")
if not blocks:
    sys.exit(f"{page} has no examples")
