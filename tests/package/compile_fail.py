#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""compile_fail.py COMPILER CASE.cpp

Passes only if the case does not compile, and an error line of the compiler holds what the case's first line "// expect: text"
announces. More lines of that kind at the top must be said too; "// expect[g++]: text" and "// expect[clang]: text" count for that
compiler only. A case with the line "// compilers: g++" must fail with g++ and must compile with the others.

What several cases of a folder begin with, their #include lines, is precompiled once, beside COMPILER."""
import fcntl
import hashlib
import pathlib
import re
import subprocess
import sys


def includes(case):
    return "".join(line + "\n" for line in case.read_text().splitlines() if line.startswith("#include"))


def precompiled(command, case, family):
    """The options that put the precompiled includes of the case in front of it; none if no other case begins with the same."""
    mine = includes(case)
    if sum(includes(other) == mine for other in case.parent.glob("*.cpp")) < 2:
        return []
    folder = pathlib.Path(sys.argv[1]).parent / "compile_fail"
    folder.mkdir(exist_ok=True)
    header = folder / (hashlib.sha256("\n".join([*command, mine]).encode()).hexdigest()[:16] + ".hpp")
    with open(header.with_suffix(".lock"), "w") as lock:  # one makes it, the others wait
        fcntl.flock(lock, fcntl.LOCK_EX)
        done, read = header.with_suffix(".hpp.gch"), header.with_suffix(".d")
        names = read.read_text().replace("\\\n", " ").split()[1:] if done.exists() and read.exists() else []
        if not names or any(not pathlib.Path(n).exists() or pathlib.Path(n).stat().st_mtime >= done.stat().st_mtime for n in names):
            header.write_text(mine)
            subprocess.run([*command, "-x", "c++-header", "-MD", "-MF", str(read), "-o", str(done), str(header)], check=True)
    return ["-include-pch", str(done)] if family == "clang" else ["-Winvalid-pch", "-include", str(header)]


command = [line for line in pathlib.Path(sys.argv[1]).read_text().splitlines() if line]
case = pathlib.Path(sys.argv[2])
top = re.match(r"(?://[^\n]*\n)+", case.read_text())
macros = subprocess.run([command[0], "-dM", "-E", "-x", "c++", "/dev/null"], capture_output=True, text=True).stdout
family = "clang" if "__clang__" in macros else "g++"
lines = re.findall(r"^// expect(?:\[([a-z+]+)\])?: *(.+?) *$", top[0] if top else "", re.M)
if not lines:
    sys.exit(f"{case}: the first line must be '// expect: text of the message'")
expected = [text for which, text in lines if which in ("", family)]
compilers = re.search(r"^// compilers: *(.+?) *$", top[0], re.M)
applies = not compilers or family in compilers[1].split()
if applies and not expected:
    sys.exit(f"{case}: says nothing to expect from {family}")

run = subprocess.run([*command, *precompiled(command, case, family), "-fsyntax-only", str(case)], capture_output=True, text=True)
# the message may be wrapped in quotes of another alphabet; compare with plain ones
said = re.sub("[\u2018\u2019]", "'", run.stderr)
if not applies:
    sys.exit(0 if run.returncode == 0 else f"{case}: must compile with this compiler, but:\n{said}")
if run.returncode == 0:
    sys.exit(f"{case}: compiles, but must not")
errors = [line for line in said.splitlines() if "error:" in line]
for text in expected:
    if not any(text in line for line in errors):
        sys.exit(f"{case}: does not compile, but for another reason. Expected in an error line: {text}\n{said}")
print("\n".join(errors[:3]))
