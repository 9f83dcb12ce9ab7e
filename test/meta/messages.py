"""The texts of Reasons.def keep to one convention, belong to checks that exist,
and each is seen in the expectations of some test."""

# RUN: %python %s

import re

import project

AT = "lib/Engine/Reasons.def"


def convention(reason):
    text = reason.text
    if re.match(r"[A-Z]", text):
        yield "starts with a capital"
    if text.endswith("."):
        yield "ends with a full stop"
    if re.search(r"[\[\]]", text):
        yield "has a bracket"
    if '\\' in text or "  " in text:
        yield "has an escape or two blanks"
    for number in re.findall(r"%(\d)", text):
        if number not in "012":
            yield f"has %{number}: there are %0 (object), %1 (detail) and %2 (type)"
    if text != "%0" and re.search(r"(?<!')%\d|%\d(?!')", text):
        yield "has a placeholder that is not in quotes"


def expectations():
    """{text of a warning: check} over all tests of the checks."""
    found = {}
    pattern = re.compile(r"// CHECK[\w-]*: .*?\d+:\d+: (?:warning|error): (.*) \[holdfast-([\w-]+)")
    for name in project.find("test/**/*.c", "test/**/*.cpp"):
        for line in project.read(name).split("\n"):
            match = pattern.match(line)
            if match:
                found[match[1]] = match[2]
    return found


def main():
    errors, names = [], {check.name for check in project.checks()}
    reasons, seen = project.reasons(), expectations()
    if not reasons:
        errors.append(f"{AT}:1: no reason is listed")
    for reason in reasons:
        here = f"{AT}:{reason.line}: {reason.name}"
        errors += [f"{here} {what}" for what in convention(reason)]
        if reason.check not in names:
            errors.append(f"{here} belongs to '{reason.check}', which Checks.def does not have")
        pattern = re.sub(r"%\d", ".+" if reason.text == "%0" else "[^']+", re.escape(reason.text))
        if not any(
            check == reason.check and re.match(pattern + r"(?: \(.*\)|$|[,;])", text)
            for text, check in seen.items()
        ):
            errors.append(f"{here} is seen in no test")
    project.finish(errors)


main()
