"""pre_commit.py HOLDFAST HOOKS : the hook in a real repository, with the
real pre-commit: a commit that copies a mutex is stopped, mended, and goes through."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

holdfast, hooks = sys.argv[1:3]
# Not below the build folder, whose compile database would be found.
temporary = tempfile.TemporaryDirectory()
scratch = temporary.name
here = os.path.dirname(os.path.abspath(__file__))
project, provider = os.path.join(scratch, "project"), os.path.join(scratch, "provider")
environment = {
    **os.environ,
    "PATH": os.path.dirname(holdfast) + os.pathsep + os.environ["PATH"],
    "HOME": scratch,
    "PRE_COMMIT_HOME": os.path.join(scratch, "cache"),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_{what}": "a@b.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def run(*command, folder=project, expect=0):
    done = subprocess.run(command, cwd=folder, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if (done.returncode != 0) != expect:
        sys.exit(f"{command} ended with {done.returncode}\n{done.stdout}")
    return done.stdout


def write(name, text):
    with open(os.path.join(project, name), "w", encoding="utf-8") as file:
        file.write(text)


os.makedirs(provider)
shutil.copy(hooks, provider)
for words in ["init", "-q"], ["add", "-A"], ["commit", "-qm", "hooks"]:
    run("git", *words, folder=provider)
revision = run("git", "rev-parse", "HEAD", folder=provider).strip()
run(sys.executable, os.path.join(here, "scratch.py"), project, folder=scratch)
write(".gitignore", "/build/\n")
write(".pre-commit-config.yaml", f"""
repos:
- repo: {provider}
  rev: {revision}
  hooks: [{{id: holdfast}}, {{id: holdfast-full, args: [--baseline=.holdfast-baseline]}}]
""")
for words in ["init", "-q"], ["add", "-A"], ["commit", "-qm", "start"]:
    run("git", *words)
run("pre-commit", "install")

# The old findings of move.c do not count, the new copy does.
with open(os.path.join(project, "move.c"), encoding="utf-8") as file:
    old = file.read()
write("move.c", old + "\nvoid again(int a) { pool[a] = pool[0]; }\n")
out = run("git", "commit", "-qam", "copies a mutex", expect=1)
assert "move.c:9:" in out and "[holdfast-pinned-copy]" in out, out
assert "move.c:3:" not in out and "1 finding in 1 file" in out, out
write("move.c", old + "\nvoid again(int a) { pool[a].id = pool[0].id; }\n")
run("git", "commit", "-qam", "copies a number")
# A file whose name has a space and letters that are not ASCII is stopped as well.
odd = "a gr\u00f6\u00dfe.c"
database = os.path.join(project, "build", "compile_commands.json")
with open(database, encoding="utf-8") as file:
    known = file.read()
entry = {"directory": project, "file": odd, "arguments": ["cc", "-c", odd]}
write("build/compile_commands.json", json.dumps(json.loads(known) + [entry]))
write(odd, old)
run("git", "add", odd)
out = run("git", "commit", "-qm", "odd name", expect=1)
assert f"{odd}:3:" in out and "[holdfast-pinned-copy]" in out, out
run("git", "rm", "-qf", odd)
write("build/compile_commands.json", known)
# So is a commit while the project's models have a mistake: it is not called clean.
write(".holdfast.yaml", "modles: []\n")
write("clean.c", "int clean(int x) { return x + 3; }\n")
out = run("git", "commit", "-qam", "with a mistake", expect=1)
assert ".holdfast.yaml:1:1: error: unknown key 'modles'" in out, out
os.remove(os.path.join(project, ".holdfast.yaml"))
run("git", "commit", "-qam", "without")
# Before a push everything counts that the baseline does not have.
run("git", "init", "-q", "--bare", "remote", folder=scratch)
run("pre-commit", "install", "--hook-type", "pre-push")
run(holdfast, "check", "--quiet", expect=1)
run(holdfast, "baseline")
write("move.c", old + "\nvoid again(int a) { pool[a] = pool[0]; }\n")
for words in ["add", "-A"], ["commit", "-qnm", "a copy that no hook saw"]:
    run("git", *words)
out = run("git", "push", "-q", os.path.join(scratch, "remote"), "HEAD:main", expect=1)
assert "move.c:9:" in out and "move.c:3:" not in out, out
write("move.c", old)
run("git", "commit", "-qam", "mended")
run("git", "push", "-q", os.path.join(scratch, "remote"), "HEAD:main")
# Without a database one sentence says how to get one.
shutil.rmtree(os.path.join(project, "build"))
write("clean.c", "int clean(int x) { return x + 2; }\n")
out = run("git", "commit", "-qam", "no database", expect=1)
assert "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON" in out and "bear -- make" in out, out
print("stopped, mended, committed")
