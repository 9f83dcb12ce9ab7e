"""status.py [--no-path] [--in FOLDER] STATUS COMMAND… : runs COMMAND and fails unless it ends
with STATUS. Its standard error comes after its standard output, in one stream."""

import os
import subprocess
import sys

args = sys.argv[1:]
folder = None
environment = dict(os.environ)
if args[0] == "--no-path":
    environment["PATH"] = "/nonexistent"
    args = args[1:]
if args[0] == "--in":
    folder, args = args[1], args[2:]
environment["PWD"] = folder or os.getcwd()
done = subprocess.run(args[1:], cwd=folder, capture_output=True, env=environment)
sys.stdout.buffer.write(done.stdout + done.stderr)
sys.stdout.flush()
if done.returncode != int(args[0]):
    sys.exit(f"status.py: exit status {done.returncode}, not {args[0]}")
