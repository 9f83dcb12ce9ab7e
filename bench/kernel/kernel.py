"""A prepared Linux tree: its files, and how the compiler would be run on them.

What is hard about it: kbuild writes compile commands only while it builds, and
the build would take hours. `make -n` prints them at once, each once for the eye
(in an `echo`) and once for the shell; the second is taken.
"""

import json
import os
import re
import shlex
import subprocess

CC = "clang-22"
COMMAND = re.compile(rf"(?:^|;) *({CC} -Wp,-MMD,\S+ [^;]*? -c -o \S+\.o (\S+\.c)) *(?=;|$)")


def default_corpus():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(cache, "holdfast", "corpus")


class Kernel:
    def __init__(self, corpus=None):
        corpus = os.path.abspath(corpus or default_corpus())
        self.tree = os.path.join(corpus, "linux")
        self.build = os.path.join(corpus, "build")
        if not os.path.exists(os.path.join(self.build, ".prepared")):
            raise SystemExit(f"{corpus} is not prepared: run bench/kernel/prepare")

    def commands(self, folder):
        """{file below the tree: compile arguments} of all that the configuration
        builds in a folder and below it. Sources that a build makes are left out:
        they are not there."""
        cached = os.path.join(self.build, ".holdfast-commands.json")
        config = os.path.getmtime(os.path.join(self.build, ".config"))
        known = {"config": config}
        if os.path.exists(cached):
            with open(cached, encoding="utf-8") as file:
                stored = json.load(file)
            known = stored if stored["config"] == config else known
        folder = folder.strip("/")
        if folder not in known:
            known[folder] = self.ask_make(folder)
            # Several runs may do so at the same time.
            new = f"{cached}.{os.getpid()}"
            with open(new, "w", encoding="utf-8") as file:
                json.dump(known, file)
            os.replace(new, cached)
        return {n: c for n, c in known[folder].items() if os.path.exists(self.path(n))}

    def files(self, folder):
        """The same, as a sorted list; of a folder with a slash at its end only its
        own files, without those below it."""
        found = sorted(self.commands(folder).items())
        own = folder.endswith("/")
        return [f for f in found if not own or os.path.dirname(f[0]) == folder.rstrip("/")]

    def ask_make(self, folder):
        if not os.path.isdir(os.path.join(self.tree, folder)):
            raise SystemExit(f"no folder {folder} in {self.tree}")
        make = ["make", "-n", "-k", "V=1", "-C", self.tree, f"O={self.build}"]
        make += [f"CC={CC}", "HOSTCC=gcc", "LLVM_IAS=1", folder + "/"]
        output = subprocess.run(make, capture_output=True, text=True, errors="replace")
        found = {}
        for line in output.stdout.splitlines():
            for match in COMMAND.finditer(line):
                path = os.path.realpath(os.path.join(self.build, match[2]))
                name = os.path.relpath(path, self.tree)
                if name.startswith(folder + "/"):
                    found[name] = compile_arguments(match[1])
        if not found:
            raise SystemExit(f"make builds nothing in {folder}:\n{output.stderr}")
        return dict(sorted(found.items()))

    def path(self, name):
        return os.path.normpath(os.path.join(self.tree, name))


def compile_arguments(command):
    """The flags alone: no compiler, output, dependency file or source."""
    arguments = shlex.split(command)[1:]
    arguments = arguments[: arguments.index("-c")]
    return [a for a in arguments if not a.startswith(("-Wp,-MMD", "-Werror"))] + ["-w"]
