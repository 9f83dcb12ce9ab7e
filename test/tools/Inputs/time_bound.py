"""time_bound.py --times=N --slack=S BASE… -- COMMAND…

Both must succeed, and COMMAND may take N times the CPU time of BASE and S seconds.
Everything after the first '--' is COMMAND, so BASE cannot have one."""

import os
import subprocess
import sys


def seconds(command):
    before = os.times()
    done = subprocess.run(command, capture_output=True, text=True)
    after = os.times()
    if done.returncode:
        sys.exit(f"exit status {done.returncode} of {command}\n{done.stdout}{done.stderr}")
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system


def main():
    times, slack = (float(option.split("=")[1]) for option in sys.argv[1:3])
    at = sys.argv.index("--")
    base, ours = seconds(sys.argv[3:at]), seconds(sys.argv[at + 1 :])
    print(f"{base:.2f} s without, {ours:.2f} s with the checks")
    if ours > base * times + slack:
        sys.exit(f"more than {times} times and {slack} s")


main()
