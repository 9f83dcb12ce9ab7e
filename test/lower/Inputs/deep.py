"""Prints a C function that nests deeply, in one of several ways."""

import sys

N = 10000
bodies = {
    "chain": "return " + "+".join(["a"] * N) + ";",
    "and": "return " + "&&".join(["a"] * N) + ";",
    "blocks": "{int x=a;" * (N // 5) + "}" * (N // 5),
    "else": "".join(f"if (a == {i}) g({i}); else " for i in range(N // 5)) + "g(1);",
}
print(f"int g(int); int f(int a) {{ {bodies[sys.argv[1]]} return 0; }}")
