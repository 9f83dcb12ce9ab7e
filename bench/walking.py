"""A page done as it is written: the `sh` block of each part is run, and each line of
the `text` block after it must be in what it prints, in that order.

What is hard about it: a page that stops being true must be found out, so nothing of a
block is left out or changed, and a part that fails is never the reason to skip the rest.
"""

import re
import sys
import time

BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.M | re.S)


def parts(page):
    """[(heading, commands, lines that they print)] of the parts that have commands"""
    with open(page, encoding="utf-8") as file:
        sections = re.split(r"^## ", file.read(), flags=re.M)[1:]
    found = []
    for section in sections:
        blocks = BLOCK.findall(section)
        kinds = [kind for kind, _ in blocks]
        if kinds not in ([], ["sh"], ["sh", "text"]):
            sys.exit(f"{page}: blocks {kinds} in one part, not 'sh' and then 'text'")
        if blocks:
            wanted = blocks[1][1].splitlines() if len(blocks) > 1 else []
            found.append((section.split("\n", 1)[0], blocks[0][1], wanted))
    return found


def first_missing(wanted, text):
    """The first of the lines that does not follow those before it."""
    for line in wanted:
        at = text.find(line)
        if at < 0:
            return line
        text = text[at + len(line):]
    return None


def follow(todo, run, transcript, limit, until=None):
    """Runs the parts by `run`, which gives (what is printed, status), and says how long
    each took; 1 when one goes wrong or takes more than `limit` seconds."""
    failed = 0
    for heading, commands, wanted in todo:
        start = time.monotonic()
        out, status = run(commands)
        seconds = time.monotonic() - start
        transcript.write(f"## {heading}: {seconds:.0f} s\n{out}\n")
        transcript.flush()
        missing = first_missing(wanted, out)
        wrong = (f"ended with {status}" if status else
                 f"does not print, in its place: {missing}" if missing else
                 f"took more than {limit} s" if seconds > limit else "")
        print(f"{heading}: {seconds:.0f} s{wrong and ', but ' + wrong}", flush=True)
        if wrong:
            failed = 1
            print("\n".join(out.splitlines()[-15:]), file=sys.stderr)
        # Without the first part none of the others can go well.
        if heading == until or (status and heading == todo[0][0]):
            break
    return failed
