"""What one file of a library says in full, no other one opens again: an entry
`does: []` and one that says only where the function may be called add up to the
second, and then what else it does counts as unknown."""

# RUN: %python %s

import collections
import re

import project

ENTRY = re.compile(r"^- names?: \[?([^\]\n]*(?:\n +[^\]\n]*)*?)\]?\n +does: \[([^\]]*)\]", re.M)
LIBRARY = re.compile(r"^library: (\S+)", re.M)
WHERE = re.compile(r"sleep\b|require |forbid ")


def mistakes():
    said = collections.defaultdict(dict)
    for name in project.find("models/**/*.yaml"):
        text = project.read(name)
        library = LIBRARY.search(text)
        for names, does in ENTRY.findall(text[text.find("\nfunctions:") :]):
            sentences = [s.strip() for s in does.split(",") if s.strip()]
            for function in re.findall(r"[\w:]+", names):
                said[library and library[1], function].setdefault(name, []).extend(sentences)
    for (_, function), files in sorted(said.items()):
        everything = [s for sentences in files.values() for s in sentences]
        if len(files) > 1 and [] in files.values() and all(map(WHERE.match, everything)):
            whole = next(name for name, sentences in files.items() if not sentences)
            yield f"{whole}: {function}: does [] here, but {', '.join(f for f in files if f != whole)} opens it"


project.finish(list(mistakes()))
