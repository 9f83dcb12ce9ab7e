#!/usr/bin/env python3
"""./dev new-check [--engine] FAMILY NAME: the files of a new check, from the
templates here.

Writes the page, the test, the pair of sources and the entries in the lists. With
--engine the check only reports what the engine finds: it needs no sources, but rows
in lib/Engine/Reasons.def. What is written builds; its tests fail until the check does
what its page says.
"""

import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))


# The class of all checks that only report what the engine found.
ENGINE_CHECK = "FindingCheck"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def targets(values):
    family, name, cls = values["FAMILY"], values["NAME"], values["CLASS"]
    made = {
        "page.md": f"docs/checks/{family}/{name}.md",
        "test.c": f"test/checks/{family}/{name}.c",
    }
    if cls == ENGINE_CHECK:
        return made
    return made | {
        "Check.h": f"checks/{family}/{cls}.h",
        "Check.cpp": f"checks/{family}/{cls}.cpp",
    }


def fill(text, values):
    text = re.sub(r"@(\w+)@", lambda match: values[match[1]], text)
    # The banner of a source file is 80 columns wide, whatever the name.
    first, _, rest = text.partition("\n")
    match = re.fullmatch(r"(//===- \S+ )((?:\*- C\+\+ -\*-)?===//)", first)
    if match:
        first = match[1].ljust(80 - len(match[2]), "-") + match[2]
    return first + "\n" + rest


def insert_sorted(path, prefix, entry):
    """Adds a line among the lines that start with a prefix, which are sorted."""
    path = os.path.join(ROOT, path)
    lines = read(path).split("\n")
    at = [n for n, line in enumerate(lines) if line.startswith(prefix)]
    if not at:
        sys.exit(f"{path} has no line that starts with '{prefix}'")
    after = [n for n in at if lines[n] < entry]
    lines.insert(after[-1] + 1 if after else at[0], entry)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


def add_entries(values):
    family, name, cls = values["FAMILY"], values["NAME"], values["CLASS"]
    insert_sorted("checks/Checks.def", "CHECK(", f'CHECK({family}, "{name}", {cls})')
    if cls == ENGINE_CHECK:
        return
    insert_sorted("checks/Module.cpp", '#include "checks/', f'#include "checks/{family}/{cls}.h"')
    insert_sorted("checks/CMakeLists.txt", "    ", f"    {family}/{cls}.cpp")


def main():
    arguments = [a for a in sys.argv[1:] if a != "--engine"]
    if len(arguments) != 2:
        sys.exit("usage: ./dev new-check [--engine] FAMILY NAME, "
                 "e.g. ./dev new-check own leaked-handle")
    family, name = arguments
    if not re.fullmatch(r"[a-z]+", family) or not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        sys.exit("FAMILY is a word and NAME words with '-', all lower case; "
                 "a name says the wrong thing: it reads well after 'allow'")
    version = re.search(r"project\(\w+ VERSION (\d+\.\d+)", read(f"{ROOT}/CMakeLists.txt"))[1]
    cls = "".join(word.capitalize() for word in name.split("-")) + "Check"
    if "--engine" in sys.argv:
        cls = ENGINE_CHECK
    values = {"FAMILY": family, "NAME": name, "CLASS": cls, "VERSION": version}
    values["GUARD"] = f"HOLDFAST_CHECKS_{family}_{cls}_H".upper()
    made = targets(values)
    for path in made.values():
        if os.path.exists(os.path.join(ROOT, path)):
            sys.exit(f"{path} exists already")
    for template, path in made.items():
        path = os.path.join(ROOT, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(fill(read(os.path.join(HERE, template)), values))
    add_entries(values)
    print("\n".join(["wrote", *made.values()]))
    print("and the entries in the lists of checks/")
    print(f"now: ./dev test --llvm 22 {made['test.c']}   (it fails until the check works)")


main()
