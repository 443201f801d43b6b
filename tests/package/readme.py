#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""readme.py COMPILER SOURCE [PROGRAM LIBRARY]

Every file the README links to exists, and the scripts it names are there. The first C++ block of the README compiles as it stands and,
where the program aval is built, runs beside the commands below it: an authority, the program, and the human who approves. LIBRARY has the bodies, compiled before."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

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
if not block or "int main()" not in block[1]:
    sys.exit("README.md has no C++ block with main()")
folder = tempfile.TemporaryDirectory()
home = folder.name
program = sys.argv[3] if len(sys.argv) > 3 else ""
kind = ["-O0", "-DAVAL_SEPARATE_COMPILATION", "-o", home + "/weather"] if program else ["-fsyntax-only"]
libraries = ["-x", "none", sys.argv[4], "-lssl", "-lcrypto", "-lsodium", "-pthread"] if program else []
built = subprocess.run([*command, "-Wno-unused", *kind, "-x", "c++", "-", *libraries], input=block[1], text=True, capture_output=True)
if built.returncode != 0:
    sys.exit(f"the first C++ block of README.md does not compile:\n{built.stderr[:4000]}")
if not program:
    sys.exit(0)

environment = {"PATH": os.environ["PATH"], "HOME": home}
server = subprocess.Popen([program, "authority", "serve", "--http", "--listen", "127.0.0.1:0", "--db", home + "/authority.db", "--output", "json"],
                          stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL, env=environment)
agent = None
watchdog = threading.Timer(90, lambda: [p.kill() for p in (server, agent) if p])
watchdog.start()
try:
    url = json.loads(server.stdout.readline())["url"]
    agent = subprocess.Popen([home + "/weather"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**environment, "AIM_URL": url})
    access = ["--url", url, "--admin-file", home + "/authority.db.admin"]
    waiting = []
    while not waiting and agent.poll() is None:
        waiting = json.loads(subprocess.run([program, "approvals", "list", "--output", "json", *access], capture_output=True, text=True, check=True, env=environment).stdout)
    if waiting:
        subprocess.run([program, "approvals", "approve", waiting[0]["id"], "--reason", "checked", *access], capture_output=True, check=True, env=environment)
    printed, problems = agent.communicate()
finally:
    watchdog.cancel()
    for p in (server, agent):
        if p and p.poll() is None:
            p.kill()
            p.communicate()
if agent.returncode != 0 or printed != "clear over Lima\n42 erased\n":
    sys.exit(f"the first C++ block of README.md ran to status {agent.returncode}:\n{printed}{problems}")
