"""A check is an entry of Checks.def, a page, a test and a pair of sources of its
name, and none of these stands alone."""

# RUN: %python %s

import os
import re

import project

# The class of all checks that only report what the engine found.
ENGINE_CHECK = "FindingCheck"


def expected_source(check):
    words = check.name.split("-")
    return f"checks/{check.family}/{''.join(w.capitalize() for w in words)}Check"


def main():
    errors, known = [], {}
    at = "checks/Checks.def"
    for check in project.checks():
        here = f"{at}:{check.line}"
        if check.name in known:
            errors.append(f"{here}: check '{check.name}' twice")
        known[check.name] = check
        needed = [f"docs/checks/{check.family}/{check.name}.md"]
        if check.cls != ENGINE_CHECK:
            source = expected_source(check)
            needed += [source + ".h", source + ".cpp"]
            if check.cls != os.path.basename(source):
                errors.append(f"{here}: class {check.cls} should be {os.path.basename(source)}")
        for name in needed:
            if not os.path.exists(project.path(name)):
                errors.append(f"{here}: check '{check.name}' lacks {name}")
        # One file for all of it, or NAME-PART for each part.
        stem = f"test/checks/{check.family}/{check.name}"
        tests = project.find(stem + ".c*", stem + "-*.c*")
        if not tests:
            errors.append(f"{here}: check '{check.name}' lacks {stem}.c or .cpp")
        for test in tests:
            if f"holdfast-{check.name}" not in project.read(test).split("\n", 1)[0]:
                errors.append(f"{test}:1: the first line does not run holdfast-{check.name}")
    if not known:
        errors.append(f"{at}:1: no check is listed")
    for name in project.page_files():
        if os.path.basename(name)[: -len(".md")] not in known:
            errors.append(f"{name}:1: a page without an entry in Checks.def")
    for name in project.find("checks/*/*Check.h"):
        cls = os.path.basename(name)[: -len(".h")]
        if not any(check.cls == cls for check in known.values()):
            errors.append(f"{name}:1: {cls} is not in Checks.def")
    for name in project.find("test/checks/*/*.c", "test/checks/*/*.cpp"):
        # pinned-copy.c, and pinned-copy-containers.cpp for a part of it.
        base = os.path.splitext(os.path.basename(name))[0]
        if not any(base == check or base.startswith(check + "-") for check in known):
            errors.append(f"{name}:1: a test without an entry in Checks.def")
    listed = project.read("test/unit/CMakeLists.txt")
    for name in project.find("test/unit/*Test.cpp"):
        stem = os.path.basename(name)[: -len(".cpp")]
        if not re.search(rf"\b{re.escape(stem)}\b", listed):
            errors.append(f"{name}:1: not listed in test/unit/CMakeLists.txt")
    project.finish(errors)


main()
