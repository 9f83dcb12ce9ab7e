"""huge_file.py FILE N: a C file of N functions, each with a branch, a loop and
calls of two others."""

import sys

HEAD = """struct node { struct node *next, *prev; int key; };
extern void use(struct node *);
"""
FUNCTION = """int f{n}(struct node *n, int x) {{
  struct node here;
  here.next = n;
  here.key = x;
  for (int i = 0; i < x; i++)
    if (n->key > i) {{
      use(&here);
      n = n->next;
    }} else {{
      x -= {callees};
    }}
  return x ? here.key : {n};
}}
"""


def main():
    path, count = sys.argv[1], int(sys.argv[2])
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD)
        for n in range(count):
            calls = [f"f{m}(n, i)" for m in (n // 2, n - 1) if 0 <= m < n]
            file.write(FUNCTION.format(n=n, callees=" + ".join(calls) or "1"))


main()
