"""Prints a C file whose syntax tree takes hundreds of megabytes."""

print("int huge[] = {")
for _ in range(40_000):
    print("1," * 100)
print("};")
