"""Every page has its front matter and its headings, and says 'how to silence'
with the check's own name."""

# RUN: %python %s

import project


def main():
    errors = []
    for name in project.page_files():
        try:
            page = project.page.read(project.path(name))
        except project.page.PageError as error:
            errors.append(str(error))
            continue
        sections = {section.title: section for section in page.sections}
        silence = sections["How to silence"]
        if f"holdfast-{page.name}" not in silence.text:
            errors.append(f"{name}:{silence.line}: does not name holdfast-{page.name}")
        for title in ("Example", "Instead"):
            if not project.page.blocks(sections[title]):
                errors.append(f"{name}:{sections[title].line}: no code under '{title}'")
    project.finish(errors)


main()
