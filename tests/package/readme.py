#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""readme.py COMPILER SOURCE

The first C++ block of the README compiles as it stands, every file the README links to exists, and the commands it names are there."""
import pathlib
import re
import subprocess
import sys

command = [line for line in pathlib.Path(sys.argv[1]).read_text().splitlines() if line]
source = pathlib.Path(sys.argv[2])
text = (source / "README.md").read_text()

prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
for target in re.findall(r"\]\(([^)#:]+)\)", prose):
    if not (source / target).exists():
        sys.exit(f"README.md links to {target}, which is not there")
for script in set(re.findall(r"scripts/[\w-]+", text)):
    if not (source / script).exists():
        sys.exit(f"README.md names {script}, which is not there")

block = re.search(r"```cpp\n(.*?)```", text, re.S)
if not block or "co_main" not in block[1]:
    sys.exit("README.md has no C++ block with co_main")
run = subprocess.run([*command, "-Wno-unused", "-fsyntax-only", "-x", "c++", "-"], input=block[1], text=True, capture_output=True)
if run.returncode != 0:
    sys.exit(f"the first C++ block of README.md does not compile:\n{run.stderr[:4000]}")
