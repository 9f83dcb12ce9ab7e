#!/usr/bin/env python3
"""Turns the pages of the checks into CheckPages.inc and an index.

  generate_pages.py --inc FILE --index FILE PAGE...

CheckPages.inc has one row a page, sorted by family and name:
PAGE(Name, Family, Summary, Noise, Cwe, Rust, Languages, Since, Markdown).
"""

import argparse
import os
import sys

import page as pages


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def row(page):
    values = [page.name, page.family, page.summary, page.noise]
    values += [page.cwe, page.rust, page.languages, page.since]
    head = ", ".join(quoted(value) for value in values)
    return f'PAGE({head},\n     R"markdown({page.body})markdown")\n'


def index(all_pages):
    lines = ["# The checks", ""]
    for family in sorted({page.family for page in all_pages}):
        lines += [f"## {family}", "", "| check | what it reports | noise |", "|---|---|---|"]
        for page in all_pages:
            if page.family == family:
                link = f"[`holdfast-{page.name}`]({family}/{page.name}.md)"
                lines.append(f"| {link} | {page.summary} | {page.noise} |")
        lines.append("")
    return "\n".join(lines)


def write(path, text):
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inc", required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("pages", nargs="*")
    args = parser.parse_args()
    read, errors = [], []
    for path in args.pages:
        try:
            read.append(pages.read(path))
        except pages.PageError as error:
            errors.append(str(error))
    if errors:
        sys.exit("\n".join(errors))
    read.sort(key=lambda page: (page.family, page.name))
    write(args.inc, "".join(row(page) for page in read))
    write(args.index, index(read))


if __name__ == "__main__":
    main()
