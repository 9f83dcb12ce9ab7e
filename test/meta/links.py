"""Every relative link of the Markdown files leads somewhere."""

# RUN: %python %s

import os
import re

import project


def anchors(name):
    """The anchors of a page's headings, as GitHub makes them."""
    found = set()
    for title in re.findall(r"(?m)^#+ (.*)$", project.read(name)):
        found.add(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-"))
    return found


def main():
    errors = []
    for name in project.find("*.md", "docs/**/*.md", "integrations/**/*.md", "bench/**/*.md"):
        fenced = False
        for number, line in enumerate(project.read(name).split("\n"), 1):
            fenced ^= line.startswith("```")
            if fenced:
                continue
            for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line)):
                if re.match(r"\w+:", target):
                    continue
                file, _, anchor = target.partition("#")
                goal = os.path.normpath(os.path.join(os.path.dirname(name), file)) if file else name
                generated = goal == "docs/checks/index.md"
                if not generated and not os.path.exists(project.path(goal)):
                    errors.append(f"{name}:{number}: '{target}' leads nowhere")
                elif anchor and goal.endswith(".md") and anchor not in anchors(goal):
                    errors.append(f"{name}:{number}: {goal} has no heading '#{anchor}'")
    project.finish(errors)


main()
