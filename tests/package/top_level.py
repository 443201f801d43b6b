#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""top_level.py SOURCE: the repository's top level holds these entries and no others."""
import pathlib
import subprocess
import sys

ALLOWED = set("""CMakeLists.txt include tests examples benchmarks README.md LICENSE CHANGELOG.md CMakePresets.json vcpkg.json conanfile.py
SECURITY.md docs scripts tools .ci .clang-format .clang-tidy .editorconfig .gitignore""".split())

source = pathlib.Path(sys.argv[1])
tracked = subprocess.run(["git", "-C", str(source), "-c", f"safe.directory={source}", "ls-files"], capture_output=True, text=True)
if tracked.returncode == 0 and tracked.stdout:
    found = {line.split("/")[0] for line in tracked.stdout.splitlines()}
else:  # an unpacked archive
    found = {entry.name for entry in source.iterdir() if not entry.name.startswith("build") and entry.name != ".git"}
strangers = sorted(found - ALLOWED)
absent = sorted(ALLOWED - found)
if strangers or absent:
    sys.exit(f"not expected at the top level: {strangers}; missing there: {absent}")
print(f"{len(found)} entries")
