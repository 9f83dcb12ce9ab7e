"""lit: every file under test/ that has a RUN line, with the tools of one build.

Parameters: `-Dbless=1` rewrites the expectations of the tests that
check_holdfast.py runs (that is `./dev bless`); `-Dfull=1` runs what takes
minutes and a network too (`./dev test --full`), once, with LLVM 22.
"""

import os
import shutil

import lit.formats

config.name = f"holdfast-llvm{config.llvm}"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".c", ".cpp", ".h", ".hir", ".test", ".yaml"]
config.excludes = ["Inputs", "unit", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.holdfast_build, "test")
config.environment["PATH"] = os.pathsep.join(
    [config.llvm_bin, config.environment.get("PATH", "/usr/bin:/bin")]
)

source, build = config.holdfast_source, config.holdfast_build
plugin = f"{build}/lib/holdfast-tidy.so"
binary = f"{build}/bin/holdfast-clang-tidy"
check_holdfast = [
    config.python,
    f"{source}/test/check_holdfast.py",
    f"--clang-tidy={config.clang_tidy}",
    f"--plugin={plugin}",
    f"--also={binary}",
]
if lit_config.params.get("bless"):
    check_holdfast.append("--bless")

tools = {
    "check_holdfast": " ".join(check_holdfast),
    "holdfast_clang_tidy": binary,
    "holdfast_clangd": f"{build}/bin/holdfast-clangd",
    "holdfast_ir": f"{build}/bin/holdfast-ir",
    "holdfast": f"{build}/bin/holdfast",
    "clang_tidy": f"{config.clang_tidy} -load {plugin}",
    "clang_tidy_path": config.clang_tidy,
    "other_clang_tidy": config.other_clang_tidy,
    "clang": config.clang,
    "cmake": config.cmake,
    "plugin": plugin,
    "python": config.python,
    "llvm": config.llvm,
    "source": source,
    "build": build,
}
if lit_config.params.get("full") and config.llvm == "22":
    config.available_features.add("full")
# What setup installs, and a developer's machine may lack.
for program in "pre-commit", "nvim", "git", "sparse":
    if shutil.which(program):
        config.available_features.add(program)
if config.has_clangd:
    config.available_features.add("holdfast-clangd")
# What only `./dev sarif-schema` gets, since it is in no package.
cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
tools["sarif_schema"] = os.path.join(cache, "holdfast", "sarif-schema-2.1.0.json")
if os.path.exists(tools["sarif_schema"]):
    config.available_features.add("sarif-schema")

for name, command in tools.items():
    config.substitutions.append((rf"%{name}(?![\w-])", command))
