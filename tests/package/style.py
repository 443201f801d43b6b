#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""style.py SOURCE: what every file of ours keeps to. Licence lines, #pragma once, ASCII, the namespace with the version in it, no
words that promise later work, and nothing of the dangerous form that g++ 12 frees twice in documents and examples (that one is
looked for by the test of README, docs and examples)."""
import pathlib
import re
import sys

source = pathlib.Path(sys.argv[1])
LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XXX|for no" r"w|place" r"holder)\b", re.I)
problems = []


def look(path):
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(source).as_posix()
    if "Boost Software License" not in text[:400]:
        problems.append(f"{name}: no licence lines at the top")
    for number, line in enumerate(text.splitlines(), 1):
        if LATER.search(line):
            problems.append(f"{name}:{number}: promises later work: {line.strip()[:80]}")
        if line != line.rstrip():
            problems.append(f"{name}:{number}: ends with a space")
    if not text.endswith("\n"):
        problems.append(f"{name}: no line end at the end")
    return name, text


for path in sorted((source / "include").rglob("*.hpp")):
    name, text = look(path)
    if not text.isascii():
        problems.append(f"{name}: not ASCII")
    if text.count("#pragma once") != 1:
        problems.append(f"{name}: needs one #pragma once")
    if "namespace aval" in text and "inline namespace v0" not in text:
        problems.append(f"{name}: opens namespace aval without the inline namespace v0")
    for what, why in ((r"\bstd::(cout|cerr|clog)\b|\b(f?printf|puts|fputs)\s*\(", "the library never prints"),
                      (r"\b(std::(abort|exit|terminate|quick_exit)|_exit)\s*\(", "the library never ends the program"),
                      (r"\busing namespace (std|asio) *;", "leaks a namespace into every user")):
        for found in re.finditer(what, re.sub(r"//[^\n]*|/\*.*?\*/", lambda c: "\n" * c[0].count("\n"), text, flags=re.S)):
            problems.append(f"{name}: {found[0]}: {why}")
for folder in ("tests", "tools", "examples", "benchmarks"):
    for path in sorted((source / folder).rglob("*")):
        if path.suffix in (".cpp", ".hpp") and "corpus" not in path.parts and "compile_fail" not in path.parts:
            look(path)
if problems:
    sys.exit("\n".join(problems))
