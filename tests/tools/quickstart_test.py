#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""quickstart_test.py QUICKSTART PROGRAM

The first example as scripts/quickstart runs it: short and readable, one call allowed, one refused, one approved by another process."""
import os
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as home:
    environment = {"PATH": os.environ["PATH"], "HOME": home, "AVAL_PROGRAM": sys.argv[2]}
    done = subprocess.run([sys.argv[1]], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, env=environment)
problems = [] if done.returncode == 0 else [f"status {done.returncode}"]
lines = done.stdout.splitlines()
if len(lines) > 40:
    problems.append(f"{len(lines)} lines, more than 40")
for wanted in ("trust score: 0.907", "ran: 21.5 degrees, clear over Lima", "not run: ", "another process: aval approvals approve ", "ran after approval: user 42 deleted",
               "fetch_weather", "export_customers", "delete_user"):
    if wanted not in done.stdout:
        problems.append("not there: " + wanted)
for unwanted in ("must never appear", "approved in this process"):
    if unwanted in done.stdout:
        problems.append("there: " + unwanted)
if problems:
    sys.exit("\n".join(problems) + "\n" + done.stdout + done.stderr)
