#!/usr/bin/env python3
"""docs/start.md, done in a fresh Debian 12 as it is written, with the time of each part.

  walk.py [--packages FOLDER] [--until HEADING] [--transcript FILE]

Needs root, debootstrap and a network. The commands of each part run in a shell of
their own (bench/walking.py). With --packages, the packages in that folder are installed
instead of built, so that nothing but Debian and they is there.

What is hard about it: the Debian is made once, and each walk has an overlay over
it that is thrown away. It is a mount of a namespace that ends with the walk.
"""

import argparse
import glob
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "bench"))

import walking  # noqa: E402

PAGE = f"{ROOT}/docs/start.md"
MIRROR = "http://deb.debian.org/debian"
SECURITY = "deb http://deb.debian.org/debian-security bookworm-security main\n"
HOME = "/root"
LIMIT = 600  # seconds, for each part


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


def walk(args, scratch):
    machine = Machine(debian(args.cache), scratch)
    # A bare Debian lacks git to clone with, and the archive where LLVM 22 is.
    with open(machine.root + "/etc/apt/sources.list", "a", encoding="utf-8") as file:
        file.write(SECURITY)
    out, status = machine.run("apt-get -qq update && apt-get -qq install -y --no-install-recommends git ca-certificates")
    if status:
        sys.exit(f"{out}\nwalk.py: no git in the fresh Debian")
    subprocess.run(["git", "clone", "-q", ROOT, f"{machine.root}{HOME}/holdfast"], check=True)
    todo = walking.parts(PAGE)
    if args.packages:
        os.mkdir(machine.root + "/packages")
        for file in glob.glob(f"{args.packages}/holdfast-*.deb"):
            shutil.copy(file, machine.root + "/packages")
        todo[0] = ("Install the packages", "apt-get install -y /packages/*.deb", [])
    with open(args.transcript, "w", encoding="utf-8") as transcript:
        return walking.follow(todo, machine.run, transcript, LIMIT, args.until)


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
