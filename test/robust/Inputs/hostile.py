"""Prints a C file that is large in one way: see `cases`."""

import sys

HEAD = """struct list_head { struct list_head *next, *prev; };
struct completion { unsigned done; struct list_head wait; };
void init_completion(struct completion *c);
void complete(struct completion *c);
int g(int);
"""


def switch():
    cases = "".join(f"case {i}: x = g({i % 7}); break;\n" for i in range(100000))
    return f"int f(int a) {{ int x = 0; switch (a) {{\n{cases}}} return x; }}"


def switch_in_loop():
    cases = "".join(f"case {i}: x += g(x); break;\n" for i in range(2000))
    return f"int f(int a) {{ int x = 0; while (x < a) switch (g(x)) {{\n{cases}}} return x; }}"


def locals_():
    names = range(10000)
    body = "".join(f"int v{i} = g({i});\n" for i in names)
    body += "".join(f"struct completion c{i}; init_completion(&c{i});\n" for i in range(1000))
    return f"int f(void) {{ {body} return {'+'.join(f'v{i}' for i in names)}; }}"


def gotos():
    body = "".join(f"l{i}: if (g({i})) goto l{(i * 7919) % 1000};\n" for i in range(1000))
    return f"void f(void) {{ {body} }}"


def loops():
    depth = 60
    opened = "".join(f"for (int i{i} = 0; g(i{i}); i{i}++) {{ init_completion(&c[i{i}]);"
                     for i in range(depth))
    return f"void f(struct completion *c) {{ {opened} complete(c); {'}' * depth} }}"


def statements():
    return "void f(struct completion *c) {" + "complete(c); if (g(1)) init_completion(c);\n" * 5000 + "}"


cases = {
    "switch": switch,
    "switch-in-loop": switch_in_loop,
    "locals": locals_,
    "gotos": gotos,
    "loops": loops,
    "statements": statements,
}
print(HEAD + cases[sys.argv[1]]())
