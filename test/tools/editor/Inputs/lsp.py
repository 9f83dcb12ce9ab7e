"""lsp.py SERVER FILE : a raw session with a language server. Opens FILE, prints its
diagnostics and the edits of its quick-fixes, then types the file in, character by
character, and checks that the same diagnostics are there at the end."""

import json
import os
import subprocess
import sys
import threading

server, path = sys.argv[1], os.path.abspath(sys.argv[2])
uri = "file://" + path
with open(path, encoding="utf-8") as file:
    text = file.read()
process = subprocess.Popen([server, "--log=error"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
watchdog = threading.Timer(240, process.kill)
watchdog.start()


def send(method, params, number=None):
    message = {"jsonrpc": "2.0", "method": method, "params": params}
    if number is not None:
        message["id"] = number
    body = json.dumps(message).encode()
    process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    process.stdin.flush()


def receive():
    length = 0
    while line := process.stdout.readline().strip():
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    if not length:
        sys.exit("lsp.py: the server ended")
    return json.loads(process.stdout.read(length))


def answer(number):
    while True:
        message = receive()
        if message.get("id") == number and "method" not in message:
            return message["result"]


def diagnostics(version):
    while True:
        message = receive()
        params = message.get("params", {})
        if message.get("method") == "textDocument/publishDiagnostics" and params.get("version") == version:
            return params["diagnostics"]


capabilities = {"textDocument": {
    "publishDiagnostics": {"relatedInformation": True, "codeDescriptionSupport": True, "versionSupport": True},
    "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}}}
send("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities}, 1)
answer(1)
send("initialized", {})
document = {"uri": uri, "languageId": "c", "version": 1, "text": text}
send("textDocument/didOpen", {"textDocument": document})
first = diagnostics(1)
for found in first:
    start = found["range"]["start"]
    print(f"{start['line'] + 1}:{start['character'] + 1}: {found['message'].splitlines()[0]} [{found['code']}]")
    print("link:", found["codeDescription"]["href"])
    for step in found.get("relatedInformation", []):
        print("step:", step["message"])
    send("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": found["range"],
                                     "context": {"diagnostics": [found]}}, 2)
    for action in answer(2) or []:
        edits = action.get("edit", {}).get("changes", {}).get(uri, [])
        print("fix:", action["title"], [edit["newText"] for edit in edits])
for end in range(len(text) + 1):
    change = {"textDocument": {"uri": uri, "version": end + 2}, "contentChanges": [{"text": text[:end]}],
              "wantDiagnostics": True}
    send("textDocument/didChange", change)
last = diagnostics(len(text) + 2)
assert [d["code"] for d in last] == [d["code"] for d in first], last
print("typed", len(text), "characters")
send("shutdown", {}, 3)
answer(3)
send("exit", {})
process.wait(30)
watchdog.cancel()
