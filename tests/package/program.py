#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""program.py BUILD WORK CMAKE

The component `program` as it is installed: the program under both of its names, wherever the folder goes."""
import os
import pathlib
import shutil
import subprocess
import sys

build, work, cmake = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
shutil.rmtree(work, ignore_errors=True)
problems = []


def same(what, a, b):
    if a != b:
        problems.append(f"{what}:\n  {a}\n  {b}")


def run(*words):
    """Found in PATH, as in a shell."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, env={"HOME": str(work), "PATH": f"{work}/there/bin"}, check=False)
    return done.returncode, done.stdout, done.stderr


subprocess.run([cmake, "--install", build, "--component", "program", "--prefix", work / "here"], check=True, capture_output=True)
os.rename(work / "here", work / "there")
same("what is installed", sorted(p.relative_to(work / "there").as_posix() for p in (work / "there").rglob("*")), ["bin", "bin/agent-identity-cli", "bin/aval"])
same("one program with two names", os.path.realpath(work / "there/bin/agent-identity-cli"), os.path.realpath(work / "there/bin/aval"))
same("agent-identity-cli --version", run("agent-identity-cli", "--version"), run("aval", "--version"))
status, out, err = run("agent-identity-cli", "--help")
same("agent-identity-cli --help", (status, err, "create-workload-identity" in out), (0, "", True))
same("agent-identity-cli alone", run("agent-identity-cli")[0], 1)
same("agent-identity-cli create-workload-identity, without a name", run("agent-identity-cli", "create-workload-identity")[0], 2)
same("aval create-workload-identity", run("aval", "create-workload-identity")[0], 2)
shutil.rmtree(work)
if problems:
    sys.exit("\n".join(problems))
