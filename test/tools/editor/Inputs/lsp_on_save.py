"""lsp_on_save.py HOLDFAST FILE : a session with `holdfast lsp`: open, ask for
actions, change, save."""

import json
import os
import subprocess
import sys
import threading

path = os.path.abspath(sys.argv[2])
uri = "file://" + path
with open(path, encoding="utf-8") as file:
    text = file.read()
process = subprocess.Popen([sys.argv[1], "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
watchdog = threading.Timer(240, process.kill)
watchdog.start()


def send(**message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    process.stdin.flush()


def receive():
    length = 0
    while line := process.stdout.readline().strip():
        length = int(line.split(b":")[1])
    if not length:
        sys.exit("lsp_on_save.py: the server ended")
    return json.loads(process.stdout.read(length))


send(method="initialize", params={}, id=1)
assert receive()["result"]["capabilities"]["codeActionProvider"]
document = {"uri": uri, "languageId": "c", "version": 1, "text": text}
send(method="textDocument/didOpen", params={"textDocument": document})
for found in receive()["params"]["diagnostics"]:
    start = found["range"]["start"]
    print(f"{start['line'] + 1}:{start['character'] + 1}: {found['message']} [{found['code']}]")
    print("link:", found["codeDescription"]["href"])
    for step in found["relatedInformation"]:
        print("step:", step["message"])
    send(method="textDocument/codeAction", id=2,
         params={"textDocument": {"uri": uri}, "range": found["range"], "context": {"diagnostics": []}})
    for action in receive()["result"]:
        print("fix:", action["title"], [edit["newText"] for edit in action["edit"]["changes"][uri]])
changed = text.replace("struct job copy = *src;", "int copy = src->id;").split("  return")[0] + "  return copy;\n}\n"
send(method="textDocument/didChange",
     params={"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": changed}]})
send(method="no/such/method", params={}, id=3)
answer = receive()
assert answer["id"] == 3 and answer["error"]["code"] == -32601, answer
print("after the change, before saving: nothing new")
send(method="textDocument/didSave", params={"textDocument": {"uri": uri}, "text": changed})
print("after saving:", len(receive()["params"]["diagnostics"]))
send(method="shutdown", params=None, id=4)
assert receive()["id"] == 4
send(method="exit", params=None)
print("status", process.wait(30))
watchdog.cancel()
