"""lsp_failures.py HOLDFAST FOLDER : `holdfast lsp` where nothing is as it should be. Prints
what it publishes of a file that it cannot analyse, and goes on after messages that are none."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from urllib.parse import quote

holdfast, folder = sys.argv[1], os.path.abspath(sys.argv[2])
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "job.c"), encoding="utf-8") as file:
    JOB = file.read()
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
process = subprocess.Popen([holdfast, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
watchdog = threading.Timer(240, process.kill)
watchdog.start()


def write(name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def raw(body, length=None):
    process.stdin.write(b"Content-Length: %d\r\n\r\n" % (len(body) if length is None else length) + body)
    process.stdin.flush()


def send(**message):
    raw(json.dumps({"jsonrpc": "2.0", **message}).encode())


def receive():
    length = 0
    while line := process.stdout.readline().strip():
        length = int(line.split(b":")[1])
    if not length:
        sys.exit("lsp_failures.py: the server ended")
    return json.loads(process.stdout.read(length))


def start(name, text=JOB, at=folder):
    uri = "file://" + quote(os.path.join(at, name))
    send(method="textDocument/didOpen", params={"textDocument": {
        "uri": uri, "languageId": "c", "version": 1, "text": text}})
    return uri


def published(what):
    message = receive()
    assert message["method"] == "textDocument/publishDiagnostics", message
    found = message["params"]["diagnostics"][0]
    place = found["range"]["start"]
    print(f"{what}: {place['line'] + 1}:{place['character'] + 1}: {found['message']}")
    assert found["severity"] == 1 or found["code"] == "holdfast-pinned-copy", found
    return message["params"]["uri"]


send(method="initialize", params={}, id=1)
receive()
with tempfile.TemporaryDirectory() as empty:
    start("job.c", at=empty)
    published("no database")
odd = "a gr\u00f6\u00dfe 'x' 100%.c"
names = ["job.c", "waits.c", odd]
write("compile_commands.json", json.dumps(
    [{"directory": folder, "file": name, "arguments": ["cc", "-c", name]} for name in names]))
write("job.c", JOB)
write(".clang-tidy", "{}\n")
write(".holdfast.yaml", "modles: []\n")
start("job.c")
published("model")
os.remove(os.path.join(folder, ".holdfast.yaml"))
write(".clang-tidy", "Checks: [\n")
start("job.c")
published(".clang-tidy")
write(".clang-tidy", "{}\n")

# A worker that waits for the end of a pipe is killed.
write("waits.c", "")
os.mkfifo(os.path.join(folder, "pipe.h"))
start("waits.c", '#include "pipe.h"\n')
pipe = os.open(os.path.join(folder, "pipe.h"), os.O_WRONLY)
with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="utf-8") as file:
    (child,) = file.read().split()
os.kill(int(child), signal.SIGKILL)
published("killed")
os.close(pipe)

write(odd, JOB)
uri = start(odd)
answer = published("odd name")
assert answer == uri, (answer, uri)

for junk in b"", b"{", b"[]", b"1", b'"x"', b"\xff\xfe", b"null", b"{}", b'{"method": 3}', b'{"method": "initialize"}':
    raw(junk)
process.stdin.write(b"Nonsense: 1\r\nContent-Length: x\r\n\r\n")
send(method="textDocument/didOpen", params=[])
send(method="textDocument/didOpen", params={"textDocument": 1})
send(method="textDocument/didChange", params={"textDocument": {"uri": uri}, "contentChanges": [1]})
send(method="textDocument/didSave", params={"textDocument": {"uri": "file:///never/opened.c"}})
for number, params in enumerate([None, {}, {"textDocument": {"uri": 1}, "range": 2},
                                 {"textDocument": {"uri": uri}, "range": {"start": {"line": -9}, "end": {}}}], 10):
    send(method="textDocument/codeAction", id=number, params=params)
    assert receive() == {"id": number, "jsonrpc": "2.0", "result": []}
send(method="textDocument/didSave", params={"textDocument": {"uri": uri}})
published("after junk")
send(method="shutdown", id=4)
assert receive()["id"] == 4
send(method="exit")
print("status", process.wait(30))
watchdog.cancel()
# A message that is cut off, or says that it is larger than any memory, ends the server.
for length in 100, 1 << 62:
    process = subprocess.Popen([holdfast, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    raw(b"{", length)
    process.stdin.close()
    assert process.wait(30) == 1, process.returncode
