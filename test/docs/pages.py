"""The code blocks of the checks' pages: under 'Example', exactly the lines that
end in `// reported` get a report of the page's check; what is under 'Instead'
gets none. Each block compiles by itself."""

# RUN: %python %s --clang-tidy=%clang_tidy_path --plugin=%plugin --out=%t

import argparse
import concurrent.futures
import glob
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "cmake"))
import page as pages  # noqa: E402

MARK = re.compile(r"// reported$")
REPORT = re.compile(r"[^:\n]+:(\d+):\d+: (warning|(?:fatal )?error): (.*)")
FLAGS = {"c": ["-std=gnu11"], "cpp": ["-std=c++20"]}


def run(args, page, section, block):
    """What is wrong with one block, as `page:line: …` lines."""
    name = f"{page.name}-{block.line}.{block.language}"
    file = os.path.join(args.out, name)
    with open(file, "w", encoding="utf-8") as out:
        out.write(block.text)
    command = [args.clang_tidy, "-load", args.plugin, file, "--quiet"]
    command += [f"--checks=-*,holdfast-{page.name}", "--config={}", "--"]
    command += FLAGS[block.language] + ["-I", os.path.join(ROOT, "include"), "-pthread"]
    done = subprocess.run(command, capture_output=True, text=True)
    here = os.path.relpath(page.path, ROOT)
    reported = {}
    for match in REPORT.finditer(done.stdout):
        reported.setdefault(int(match[1]), match[3])
    if done.returncode or "-load request ignored" in done.stderr:
        return [f"{here}:{block.line}: the block does not compile\n{done.stdout}{done.stderr}"]
    lines = block.text.split("\n")
    marked = {n for n, line in enumerate(lines, 1) if MARK.search(line)}
    errors = []
    if section.title == "Instead" and marked:
        errors.append(f"{here}:{block.line}: '// reported' under 'Instead'")
    if section.title == "Example" and not marked:
        errors.append(f"{here}:{block.line}: no line is marked '// reported'")
    for line in sorted(marked - set(reported)):
        errors.append(f"{here}:{block.line + line - 1}: not reported")
    for line in sorted(set(reported) - marked):
        errors.append(f"{here}:{block.line + line - 1}: reported: {reported[line]}")
    return errors


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--out", required=True, help="folder for the blocks")
    parser.add_argument("pages", nargs="*", help="all pages without it")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    names = args.pages or sorted(glob.glob(f"{ROOT}/docs/checks/*/*.md"))
    work = []
    for name in names:
        if os.path.basename(os.path.dirname(name)) == "TEMPLATE":
            continue
        page = pages.read(os.path.abspath(name))
        for section in page.sections:
            if section.title in ("Example", "Instead"):
                work += [(page, section, block) for block in pages.blocks(section)]
    if not work:
        sys.exit("no page has a block of code")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda item: run(args, *item), work)
        errors = [error for result in results for error in result]
    sys.exit("\n".join(errors) if errors else 0)


main()
