#!/usr/bin/env python3
"""Runs the checks over C++ packages of Debian, in the cache folder.

  check.py --plugin holdfast-tidy.so [--out FILE] [--checks LIST] [PACKAGE…]

Fetches each source package with apt-get, with a configuration of its own that leaves
the system's lists alone, configures it with CMake, makes what it generates, and checks
every file of the library. The output and the exit status are those of
bench/kernel/check.py; a stopped run goes on where it was.
"""

import json
import os
import shlex
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import checking  # noqa: E402

MIRROR = "http://deb.debian.org/debian"
SUITE = "bookworm"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"

# What CMake is told besides, and where in the source the library is.
PACKAGES = {
    "abseil": ([], "absl/"),
    "leveldb": (["-DLEVELDB_BUILD_TESTS=OFF", "-DLEVELDB_BUILD_BENCHMARKS=OFF"], ""),
    "protobuf": (["-Dprotobuf_BUILD_TESTS=OFF"], "src/"),
}
CMAKE = ["cmake", "-G", "Ninja", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", "-Wno-dev"]
CMAKE += ["-DCMAKE_CXX_COMPILER=clang++-22", "-DCMAKE_C_COMPILER=clang-22"]
CMAKE += ["-DCMAKE_CXX_STANDARD=17"]


def cache_folder():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(cache, "holdfast", "cxx")


def run(command, folder, **more):
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, errors="replace", **more
    )
    if done.returncode:
        sys.exit(f"{shlex.join(command)} failed:\n{(done.stdout + done.stderr)[-2000:]}")


def apt(root):
    """An apt-get that has its lists and its cache below a folder."""
    for folder in ("state/lists/partial", "cache/archives/partial", "source"):
        os.makedirs(os.path.join(root, folder), exist_ok=True)
    settings = {
        "sources.list": f"deb-src [signed-by={KEYRING}] {MIRROR} {SUITE} main\n",
        "apt.conf": f'Dir::State "{root}/state";\nDir::Cache "{root}/cache";\n'
        'Dir::State::status "/var/lib/dpkg/status";\nDir::Etc::sourceparts "/dev/null";\n'
        f'Dir::Etc::sourcelist "{root}/sources.list";\nAPT::Sandbox::User "root";\n',
    }
    for name, text in settings.items():
        with open(os.path.join(root, name), "w", encoding="utf-8") as file:
            file.write(text)
    return {**os.environ, "APT_CONFIG": os.path.join(root, "apt.conf")}


def fetch(root, package):
    """The folder of the package's source."""
    source = os.path.join(root, "source", package)
    if not os.path.exists(os.path.join(source, ".ready")):
        print(f"fetching {package}", file=sys.stderr)
        environment = apt(root)
        os.makedirs(source, exist_ok=True)
        run(["apt-get", "-qq", "update"], source, env=environment)
        run(["apt-get", "-qq", "source", package], source, env=environment)
        open(os.path.join(source, ".ready"), "w", encoding="utf-8").close()
    (unpacked,) = [entry.path for entry in os.scandir(source) if entry.is_dir()]
    return unpacked


def commands(root, package):
    """{file below the root: compile arguments} of the package's library."""
    options, part = PACKAGES[package]
    source, build = fetch(root, package), os.path.join(root, "build", package)
    database = os.path.join(build, "compile_commands.json")
    if not os.path.exists(database):
        print(f"configuring {package}", file=sys.stderr)
        os.makedirs(build, exist_ok=True)
        run([*CMAKE, *options, source], build)
    with open(database, encoding="utf-8") as file:
        entries = json.load(file)
    found = {}
    for entry in entries:
        path = os.path.join(entry["directory"], entry["file"])
        inside = os.path.relpath(path, source)
        if inside.startswith(part or "") and not inside.startswith(".."):
            words = shlex.split(entry["command"])[1:]
            found[os.path.relpath(path, root)] = words[: words.index("-o")] + ["-w"]
    return found


def main():
    parser = checking.argument_parser(__doc__)
    parser.add_argument("--out", default="build/cxx-reports.txt")
    parser.add_argument("--cache", default=cache_folder())
    parser.add_argument("packages", nargs="*", default=sorted(PACKAGES))
    args = parser.parse_args()
    for package in set(args.packages) - set(PACKAGES):
        parser.error(f"no package '{package}'; there are: {' '.join(sorted(PACKAGES))}")
    checking.require_plugin(args)
    root = os.path.abspath(args.cache)
    files = {}
    for package in args.packages:
        files.update(commands(root, package))
    sources = checking.Sources(root, root)
    sys.exit(checking.check(args, sources, files, " ".join(args.packages), args.out))


if __name__ == "__main__":
    main()
