"""Two versions of the kernel's source: the prepared one, and an older one of Debian.

What is hard about it: a whole tree is 1.3 GB, and nearly all of its files are the same
in both. So the old package is read as a stream, once, and only what differs is kept.
"""

import glob
import os
import subprocess
import sys
import tarfile

PACKAGE, OLD = "linux-source-6.1", "6.1.170-3"
NEW_SUBLEVEL = "SUBLEVEL = 192\n"


def cache_folder():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(cache, "holdfast", "stable")


def read(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def download(folder):
    """The old version's package, from Debian's mirror if it is not there yet."""
    os.makedirs(folder, exist_ok=True)
    pattern = os.path.join(folder, f"{PACKAGE}_{OLD}_*.deb")
    if not glob.glob(pattern):
        print(f"downloading {PACKAGE} {OLD} into {folder} (140 MB)", file=sys.stderr)
        done = subprocess.run(["apt-get", "-q", "download", f"{PACKAGE}={OLD}"], cwd=folder)
        if done.returncode or not glob.glob(pattern):
            sys.exit(
                f"apt-get cannot download {PACKAGE}={OLD}: it needs Debian 12 ('bookworm') in its sources, "
                f"and a recent 'apt-get update'; or put the package into {folder} yourself"
            )
    return glob.glob(pattern)[0]


def unpack(package, tree, folder):
    """Keeps of the package's C files those that the tree has otherwise."""
    kept = os.path.join(folder, OLD)
    if os.path.exists(os.path.join(kept, ".unpacked")):
        return kept
    print(f"comparing {OLD} with {tree}", file=sys.stderr)
    outer = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE)
    with tarfile.open(fileobj=outer.stdout, mode="r|") as files:
        for entry in files:
            if entry.name.endswith(".tar.xz"):
                with tarfile.open(fileobj=files.extractfile(entry), mode="r|xz") as archive:
                    keep_changed(archive, tree, kept)
    if outer.wait():
        sys.exit(f"dpkg-deb cannot read {package}: remove it, so that it is downloaded again")
    with open(os.path.join(kept, ".unpacked"), "w", encoding="utf-8"):
        pass
    return kept


def keep_changed(archive, tree, kept):
    for entry in archive:
        name = entry.name.partition("/")[2]
        if not entry.isfile() or not name.endswith(".c") or not os.path.exists(os.path.join(tree, name)):
            continue
        text = archive.extractfile(entry).read()
        with open(os.path.join(tree, name), "rb") as file:
            if file.read() == text:
                continue
        path = os.path.join(kept, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text)


def old_files(tree):
    """Where the old files are that the tree has otherwise, and their names."""
    if NEW_SUBLEVEL not in read(os.path.join(tree, "Makefile")):
        sys.exit(f"{tree} is not Linux 6.1.192, of which the cases are: install linux-source-6.1 of that version")
    folder = cache_folder()
    kept = unpack(download(folder), tree, folder)
    names = glob.glob("**/*.c", root_dir=kept, recursive=True)
    return kept, sorted(names)
