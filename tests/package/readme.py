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

# The table for those who come from Python is whole, and what it names in C++ is there.
guide = """secure auto_detect_mcp_servers register_mcp_server register_all_mcp_servers load_config verify_action log_action get_trust_score get_audit_logs export_compliance_report
track_action require_approval AIMCallbackHandler AIMCrewWrapper CopilotPlugin id name public_key trust_score is_verified created_at aim_url private_key agent_type description auto_verify
action_name parameters risk_level result success error detailed limit offset start_date end_date report_type format config_path command args env servers kickoff start host port
AIM_URL AIM_PRIVATE_KEY AIM_DEBUG AIM_TIMEOUT AIM_RETRY_ATTEMPTS timeout retry_attempts debug log_level log_file verify_ssl
AIMAuthenticationError AIMVerificationError AIMConnectionError AIMTimeoutError AIMRateLimitError""".split()
rows = re.search(r"^## Coming from the Python SDK\n.*?(^\|.*?)\n\n", text, re.M | re.S)
if not rows:
    sys.exit("README.md has no table for those who come from the Python SDK")
cells = [re.split(r"(?<!\\)\|", row)[1:3] for row in rows[1].splitlines()]
python_words = set(re.findall(r"\w+", " ".join(" ".join(re.findall(r"`([^`]*)`", left)) for left, _ in cells)))
if missing := [word for word in guide if word not in python_words]:
    sys.exit("README.md, table of the Python SDK: not in it: " + " ".join(missing))
headers = "\n".join(p.read_text() for p in (source / "include").rglob("*.hpp"))
in_headers = set(re.findall(r"\w+", headers))
for _, right in cells:
    for code in re.findall(r"`([^`]*)`", right):
        if code.startswith(("examples/", "2")):
            if not (source / "examples" / code.removeprefix("examples/")).exists():
                sys.exit(f"README.md, table of the Python SDK: {code} is not there")
        elif unknown := [w for w in re.findall(r"[A-Za-z_]\w+", re.sub(r'"[^"]*"', "", code)) if w not in in_headers]:
            sys.exit(f"README.md, table of the Python SDK: no header has {' '.join(unknown)}")

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
