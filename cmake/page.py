"""The page of a check: docs/checks/<family>/<name>.md.

A page declares its check. It opens with front matter, a block of `key: value`
lines between two `---`, and then has the headings of HEADINGS in that order. The
build (generate_pages.py) and the tests of the pages read it through `read`.
"""

import collections
import os
import re

HEADINGS = [
    "What it reports",
    "Why it matters",
    "Example",
    "Instead",
    "What it does not report",
    "How to silence",
    "Options",
]
KEYS = ["name", "family", "summary", "noise", "cwe", "rust", "languages", "since"]
NOISE = ["0", "1", "2", "manual"]
LANGUAGES = {"c", "c++"}

Page = collections.namedtuple("Page", KEYS + ["path", "body", "body_line", "sections"])
Section = collections.namedtuple("Section", "title line text")
Block = collections.namedtuple("Block", "language line text")


class PageError(Exception):
    """A mistake in a page, as `file:line: error: …`."""

    def __init__(self, path, line, text):
        super().__init__(f"{path}:{line}: error: {text}")


def read(path):
    """The page at `path`; raises PageError at its first mistake."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    values, end = front_matter(path, lines)
    body = lines[end + 1 :]
    sections = read_sections(path, body, end + 2)
    text = "\n".join(body).strip("\n") + "\n"
    return Page(path=path, body=text, body_line=end + 2, sections=sections, **values)


def front_matter(path, lines):
    if lines[0] != "---":
        raise PageError(path, 1, "a page starts with '---' and its front matter")
    values = {}
    for number, line in enumerate(lines[1:], 2):
        if line == "---":
            break
        match = re.fullmatch(r"(\w+): *(.*)", line)
        if not match:
            raise PageError(path, number, "expected 'key: value' in the front matter")
        key, value = match.groups()
        if key not in KEYS:
            raise PageError(path, number, f"unknown key '{key}'; known: {', '.join(KEYS)}")
        if key in values:
            raise PageError(path, number, f"key '{key}' twice")
        values[key] = value.strip("\"'")
        check_value(path, number, key, values[key])
    else:
        raise PageError(path, len(lines), "the front matter is not closed with '---'")
    for key in KEYS:
        if key not in values:
            raise PageError(path, number, f"the front matter lacks '{key}'")
    return values, number - 1


def check_value(path, number, key, value):
    if not value:
        raise PageError(path, number, f"'{key}' is empty")
    if key == "name" and value != os.path.basename(path)[: -len(".md")]:
        raise PageError(path, number, f"name '{value}' is not the name of the file")
    if key == "family" and value != os.path.basename(os.path.dirname(path)):
        raise PageError(path, number, f"family '{value}' is not the folder's name")
    if key == "noise" and value not in NOISE:
        raise PageError(path, number, f"noise is one of {', '.join(NOISE)}")
    if key == "summary" and (value.endswith(".") or not value[0].islower()):
        raise PageError(path, number, "a summary starts lower case and has no full stop")
    if key == "languages" and not set(re.split(r", *", value)) <= LANGUAGES:
        raise PageError(path, number, "languages are 'c', 'c++' or 'c, c++'")
    if key == "cwe" and not re.fullmatch(r"none|CWE-\d+( [^,]+)?(, CWE-\d+( [^,]+)?)*", value):
        raise PageError(path, number, "cwe is 'none' or like 'CWE-667 Improper Locking, CWE-416'")


def read_sections(path, body, first_line):
    sections, fenced = [], False
    for number, line in enumerate(body, first_line):
        if line.startswith("```"):
            fenced = not fenced
        match = None if fenced else re.fullmatch(r"## (.*)", line)
        if match:
            at = len(sections)
            if at == len(HEADINGS) or match[1] != HEADINGS[at]:
                wanted = f"'## {HEADINGS[at]}'" if at < len(HEADINGS) else "no more"
                raise PageError(path, number, f"found '{line}', expected {wanted} here")
            sections.append([match[1], number, []])
        elif sections:
            sections[-1][2].append(line)
    end = first_line + len(body) - 1
    if fenced:
        raise PageError(path, end, "a code block is not closed")
    if len(sections) < len(HEADINGS):
        raise PageError(path, end, f"'## {HEADINGS[len(sections)]}' is missing")
    for title, number, text in sections:
        if not "".join(text).strip():
            raise PageError(path, number, f"nothing under '{title}'")
    return [Section(title, number, "\n".join(text)) for title, number, text in sections]


def blocks(section):
    """The fenced C and C++ blocks of a section; `line` is that of their first line."""
    found, current = [], None
    for number, line in enumerate(section.text.split("\n"), section.line + 1):
        if current is None and re.fullmatch(r"```(c|cpp)", line):
            current = Block(line[3:], number + 1, [])
        elif current is not None and line.startswith("```"):
            found.append(current._replace(text="\n".join(current.text) + "\n"))
            current = None
        elif current is not None:
            current.text.append(line)
    return found
