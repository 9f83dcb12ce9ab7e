#!/usr/bin/env python3
"""How long an editor waits for the diagnostics after an edit, with plain clangd and
with holdfast-clangd.

  latency.py [--edits N] [--clangd FILE] [--ours FILE] [FILE of the kernel]

Both servers have the file open. A number in the middle of the file is changed, in
turn in one and in the other, and the time until the diagnostics of that version
come is measured. Prints both medians and the median of the ratios.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

from kernel import CC, Kernel, default_corpus

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Server:
    """A session with one file open."""

    def __init__(self, program, folder, path):
        self.process = subprocess.Popen(
            [program, "--log=error", "--clang-tidy", "--background-index=false", f"--compile-commands-dir={folder}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        with open(path, encoding="utf-8") as file:
            self.text = file.read()
        self.uri, self.version = "file://" + path, 1
        versions = {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}
        self.send("initialize", {"processId": None, "rootUri": None, "capabilities": versions}, id=1)
        self.send("initialized", {})
        document = {"uri": self.uri, "languageId": "c", "version": 1, "text": self.text}
        self.send("textDocument/didOpen", {"textDocument": document})
        self.wait()

    def send(self, method, params, **more):
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def wait(self):
        """Until the diagnostics of the current version are there: how many."""
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            params = json.loads(self.process.stdout.read(length)).get("params", {})
            if params.get("version") == self.version and "diagnostics" in params:
                return len(params["diagnostics"])

    def edit(self):
        """Seconds until the diagnostics come after one more line in the middle."""
        lines = self.text.split("\n")
        self.version += 1
        middle = next(i for i in range(len(lines) // 2, len(lines)) if lines[i] == "}")
        lines.insert(middle + 1, f"static int holdfast_edit_{self.version}(void) {{ return 1; }}")
        change = {"textDocument": {"uri": self.uri, "version": self.version},
                  "contentChanges": [{"text": "\n".join(lines)}], "wantDiagnostics": True}
        start = time.monotonic()
        self.send("textDocument/didChange", change)
        self.wait()
        return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=15)
    parser.add_argument("--clangd", default="/usr/lib/llvm-22/bin/clangd")
    parser.add_argument("--ours", default=f"{ROOT}/build/llvm22/bin/holdfast-clangd")
    parser.add_argument("--corpus", default=default_corpus())
    parser.add_argument("file", nargs="?", default="kernel/rcu/tree.c")
    args = parser.parse_args()
    kernel = Kernel(args.corpus)
    flags = kernel.commands(os.path.dirname(args.file))[args.file]
    path = kernel.path(args.file)
    with tempfile.TemporaryDirectory() as folder:
        entry = {"directory": kernel.build, "file": path, "arguments": [CC, *flags, "-c", path]}
        with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as file:
            json.dump([entry], file)
        servers = [Server(program, folder, path) for program in (args.clangd, args.ours)]
        times = [[server.edit() for server in servers] for _ in range(args.edits)]
        for server in servers:
            server.process.kill()
    for name, column in zip(("clangd", "holdfast-clangd"), zip(*times)):
        print(f"{name:16} {statistics.median(column):.2f} s after an edit of {args.file}")
    print(f"ratio            {statistics.median(ours / plain for plain, ours in times):.2f}")
    print(f"load             {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
