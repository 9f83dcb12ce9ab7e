#!/usr/bin/env python3
"""docs/start.md, done in a fresh Debian 12 as it is written, with the time of each part.

  walk.py [--packages FOLDER] [--until HEADING] [--transcript FILE]

Needs root, debootstrap and a network. The commands of each part run in a shell of
their own; each line of the `text` block after them must be in what they print, in
that order. With --packages, the packages in that folder are installed instead of
built, so that nothing but Debian and they is there.

What is hard about it: the Debian is made once, and each walk has an overlay over
it that is thrown away. It is a mount of a namespace that ends with the walk.
"""

import argparse
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = f"{ROOT}/docs/start.md"
MIRROR = "http://deb.debian.org/debian"
SECURITY = "deb http://deb.debian.org/debian-security bookworm-security main\n"
HOME = "/root"
LIMIT = 600  # seconds, for each part
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.M | re.S)


def parts(page):
    """[(heading, commands, lines that they print)]"""
    with open(page, encoding="utf-8") as file:
        sections = re.split(r"^## ", file.read(), flags=re.M)[1:]
    found = []
    for section in sections:
        blocks = {kind: text for kind, text in BLOCK.findall(section)}
        found.append((section.split("\n", 1)[0], blocks["sh"], blocks.get("text", "").splitlines()))
    return found


def debian(cache):
    """A bare Debian 12; made once."""
    folder = os.path.join(cache, "debian12")
    if not os.path.exists(os.path.join(folder, "etc/debian_version")):
        shutil.rmtree(folder + ".new", ignore_errors=True)
        os.makedirs(cache, exist_ok=True)
        subprocess.run(["debootstrap", "--variant=minbase", "bookworm", folder + ".new", MIRROR],
                       check=True, stdout=subprocess.DEVNULL)
        os.rename(folder + ".new", folder)
    return folder


class Machine:
    """A Debian of its own over a bare one; its mounts are gone with this process."""

    def __init__(self, bare, scratch):
        self.root = os.path.join(scratch, "root")
        upper, work = os.path.join(scratch, "upper"), os.path.join(scratch, "work")
        for folder in self.root, upper, work:
            os.mkdir(folder)
        self.mount("-t", "overlay", "overlay", "-o", f"lowerdir={bare},upperdir={upper},workdir={work}", self.root)
        self.mount("-t", "proc", "proc", self.root + "/proc")
        self.mount("--rbind", "/dev", self.root + "/dev")
        shutil.copy("/etc/resolv.conf", self.root + "/etc/resolv.conf")

    @staticmethod
    def mount(*words):
        subprocess.run(["mount", *words], check=True)

    def run(self, commands):
        """(what they print, status)"""
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": HOME, "LANG": "C.UTF-8",
               "DEBIAN_FRONTEND": "noninteractive", "TERM": "dumb"}
        done = subprocess.run(["chroot", self.root, "bash", "-euo", "pipefail", "-c", "cd\n" + commands],
                              env=env, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, errors="replace")
        return done.stdout, done.returncode


def first_missing(wanted, text):
    """The first of the lines that does not follow those before it."""
    for line in wanted:
        at = text.find(line)
        if at < 0:
            return line
        text = text[at + len(line):]
    return None


def walk(args, scratch):
    machine = Machine(debian(args.cache), scratch)
    # A bare Debian lacks git to clone with, and the archive where LLVM 22 is.
    with open(machine.root + "/etc/apt/sources.list", "a", encoding="utf-8") as file:
        file.write(SECURITY)
    out, status = machine.run("apt-get -qq update && apt-get -qq install -y --no-install-recommends git ca-certificates")
    if status:
        sys.exit(f"{out}\nwalk.py: no git in the fresh Debian")
    subprocess.run(["git", "clone", "-q", ROOT, f"{machine.root}{HOME}/holdfast"], check=True)
    todo = parts(PAGE)
    if args.packages:
        os.mkdir(machine.root + "/packages")
        for file in glob.glob(f"{args.packages}/holdfast-*.deb"):
            shutil.copy(file, machine.root + "/packages")
        todo[0] = ("Install the packages", "apt-get install -y /packages/*.deb", [])
    failed = 0
    with open(args.transcript, "w", encoding="utf-8") as transcript:
        for heading, commands, wanted in todo:
            start = time.monotonic()
            out, status = machine.run(commands)
            seconds = time.monotonic() - start
            transcript.write(f"## {heading}: {seconds:.0f} s\n{out}\n")
            transcript.flush()
            missing = first_missing(wanted, out)
            wrong = (f"ended with {status}" if status else
                     f"does not print, in its place: {missing}" if missing else
                     f"took more than {LIMIT} s" if seconds > LIMIT else "")
            print(f"{heading}: {seconds:.0f} s{wrong and ', but ' + wrong}", flush=True)
            if wrong:
                failed = 1
                print("\n".join(out.splitlines()[-15:]), file=sys.stderr)
            if heading == args.until or (status and heading == todo[0][0]):
                break
    return failed


def main():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", metavar="FOLDER", help="install what is built there")
    parser.add_argument("--until", metavar="HEADING", help="the last part")
    parser.add_argument("--transcript", metavar="FILE", default=os.devnull)
    parser.add_argument("--cache", default=os.path.join(cache, "holdfast"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if os.geteuid() or not shutil.which("debootstrap"):
        sys.exit("walk.py: needs root and debootstrap (apt-get install debootstrap)")
    if not args.inside:
        again = ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv, "--inside"]
        return subprocess.run(again).returncode
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        try:
            return walk(args, scratch)
        finally:
            subprocess.run(["umount", "--recursive", "--lazy", os.path.join(scratch, "root")])


if __name__ == "__main__":
    sys.exit(main())
