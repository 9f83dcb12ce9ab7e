"""C source as a mutation sees it: functions, and statements of one line.

What is hard about it: nothing is parsed, so only what kernel style makes certain counts.
A function's braces stand in the first column, and a statement of one line is known by the
end of the line before it. Comments and strings are blanked, so that words in them are
not taken for code; lines and columns stay as they are.
"""

import collections
import re

HIDDEN = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
CALL = re.compile(r"(\s*)(?:(\w+) = )?(\w+)\(([^;]*)\);")
KEYWORDS = {"if", "for", "while", "switch", "return", "sizeof", "do", "defined"}
CONTROL = re.compile(r"\s*(\} *)?(if|else|for|while|switch|do|list_for_each\w*|\w+for_each\w*)\b")

Call = collections.namedtuple("Call", "line indent result name arguments")


def blank(match):
    return re.sub(r"[^\n]", " ", match[0])


class Function:
    """`begin` is the line of the opening brace, `end` that of the closing one."""

    def __init__(self, name, header, begin, end):
        self.name, self.header, self.begin, self.end = name, header, begin, end


class Source:
    """`lines` are those of the file, `code` the same without comments and strings."""

    def __init__(self, text):
        self.lines = text.split("\n")
        self.code = HIDDEN.sub(blank, text).split("\n")
        self.functions = list(self.find_functions())
        self.known_calls = {}
        self.records = list(self.find_records())

    def find_functions(self):
        begin = None
        for at, line in enumerate(self.code):
            if line.startswith("{"):
                begin = at
            elif line.startswith("}") and begin is not None:
                header = self.header(begin)
                names = [n for n in re.findall(r"(\w+)\s*\(", header) if n not in KEYWORDS]
                if names and "=" not in header.split("(")[0]:
                    yield Function(names[0], header, begin, at)
                begin = None

    def header(self, begin):
        """What stands before the brace, up to the end of the declaration before it."""
        lines = []
        for line in reversed(self.code[:begin]):
            if not line.strip() or line.startswith(("}", "#")) or line.rstrip().endswith(";"):
                break
            lines.insert(0, line)
        return " ".join(lines)

    def function_at(self, line):
        """The name of the function around a line (the first is 1), or ''."""
        for function in self.functions:
            if function.begin < line <= function.end + 1:
                return function.name
        return ""

    def callers(self, name):
        """The functions whose bodies name this one, and those who name them."""
        bodies = [(f.name, set(re.findall(r"\w+", "\n".join(self.code[f.begin : f.end])))) for f in self.functions]
        found, todo = set(), [name]
        while todo:
            one = todo.pop()
            new = {caller for caller, words in bodies if one in words} - found
            found |= new
            todo += new
        return found

    def find_records(self):
        """(name, {types of its members}) of each record."""
        name, types = None, set()
        for line in self.code:
            if match := re.match(r"struct (\w+) \{", line):
                name, types = match[1], set()
            elif line.startswith("}") and name:
                yield name, types
                name = None
            elif name and (match := re.match(r"\t(struct \w+|\w+)\s+\w+;", line)):
                types.add(match[1])

    def calls(self, function):
        """The statements of one line that are one call and nothing else."""
        if function.begin not in self.known_calls:
            self.known_calls[function.begin] = list(self.find_calls(function))
        return self.known_calls[function.begin]

    def find_calls(self, function):
        for at in range(function.begin + 1, function.end):
            match = CALL.fullmatch(self.code[at].rstrip())
            if match and match[3] not in KEYWORDS and balanced(match[4]) and self.starts(at):
                yield Call(at, match[1], match[2], match[3], match[4].strip())

    def before(self, at):
        """The line with code before a line, or -1."""
        at -= 1
        while at >= 0 and not self.code[at].strip():
            at -= 1
        return at

    def after(self, at):
        """The line with code after a line."""
        at += 1
        while at < len(self.code) and not self.code[at].strip():
            at += 1
        return at

    def starts(self, at):
        """Whether a statement starts at a line."""
        last = self.code[self.before(at)].rstrip()
        return last.endswith((";", "{", "}", ":", "else")) or self.is_branch(at)

    def is_branch(self, at):
        """Whether the statement at a line is all that a condition or loop without braces
        has for a body."""
        last = self.code[self.before(at)]
        if last.rstrip().endswith((";", "{", "}", ":")):
            return False
        return bool(CONTROL.match(last)) and balanced(last)

    def statement_end(self, at):
        """The last line of the statement that starts at a line, if it has no body."""
        for end in range(at, min(at + 8, len(self.code))):
            text = self.code[end].rstrip()
            if text.endswith(";"):
                return end
            if text.endswith(("{", "}", ":")):
                return None
        return None


def balanced(text):
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0
