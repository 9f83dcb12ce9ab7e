"""What a reader can rely on in every source file: the licence header, its size,
which layers it uses, and that no library's names are in it."""

# RUN: %python %s

import re

import project

# Lowest first: a layer includes those before it.
LAYERS = ["Support", "IR", "Model", "Engine", "Report", "Store", "Lower", "Driver"]
FIRST_WITH_CLANG = LAYERS.index("Lower")
LONGEST = 500
LICENCE = "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"
# Names that only a model may know; a sample is enough to catch the habit.
LIBRARY = re.compile(
    r'"(mutex_\w+|spin_\w+|k[mz]alloc|kfree|INIT_LIST_HEAD|list_add\w*|list_del\w*'
    r"|rcu_read_\w+|pthread_\w+|init_completion|timer_setup|get_device|put_device)\"")
MACHINE = re.compile(r"(?<![\w.])/(tmp|work|root|home)/")


def layer_errors(name, number, line):
    include = re.match(r'#include ["<](\w+)[/-](\S+)[">]', line)
    layer = name.split("/")[1] if name.startswith("lib/") else None
    if not include or layer not in LAYERS:
        return
    used = include[1]
    if used == "clang" and LAYERS.index(layer) < FIRST_WITH_CLANG:
        yield f"{name}:{number}: {layer} includes clang"
    if used in LAYERS and LAYERS.index(used) > LAYERS.index(layer):
        yield f"{name}:{number}: {layer} includes {used}, a higher layer"


def main():
    errors = []
    sources = project.find("lib/**/*.h", "lib/**/*.cpp", "checks/**/*.h",
                           "checks/**/*.cpp", "tools/**/*.h", "tools/**/*.cpp")
    for name in sources:
        text = project.read(name)
        lines = text.split("\n")
        if LICENCE not in "\n".join(lines[:6]):
            errors.append(f"{name}:1: no licence header")
        if text.count("\n") > LONGEST:
            errors.append(f"{name}:{LONGEST}: over {LONGEST} lines; one concept a file")
        if name.endswith(".h") and "#ifndef HOLDFAST_" not in text:
            errors.append(f"{name}:1: no include guard HOLDFAST_…")
        for number, line in enumerate(lines, 1):
            errors += layer_errors(name, number, line)
            if LIBRARY.search(line):
                errors.append(f"{name}:{number}: a library's name; it belongs into models/")
            if re.search(r"\b(TODO|FIXME|XXX)\b", line):
                errors.append(f"{name}:{number}: left open")
    committed = sources + project.find("models/**/*.yaml", "test/**/*.py", "cmake/*",
                                       "bench/**/*", "docs/**/*.md", "*.md", "dev")
    for name in committed:
        if name == "test/meta/structure.py" or not project.os.path.isfile(project.path(name)):
            continue
        if "__pycache__" in name:
            continue
        for number, line in enumerate(project.read(name).split("\n"), 1):
            if MACHINE.search(line):
                errors.append(f"{name}:{number}: a path of some machine")
    project.finish(errors)


main()
