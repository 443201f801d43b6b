#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""python_sdk.py ROOT BUILD [--calls N] [--rounds N] [--json]

Guarded calls per second and core of the client: the Python SDK of AIM, from the checkout whose folder ROOT holds aim_sdk/ (it is not part of this
repository), against aval, on one authority of ours (plain HTTP, SQLite) in one run. A guarded call is a question, its answer, an empty
function, and its report; that each was approved and reported is read back from the authority's audit trail. BUILD is a build folder with
the programs aval and benchmark_guarded_call, compiled with optimisation. The SDK needs python3-nacl, python3-requests, python3-cryptography."""
import argparse
import contextlib
import io
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("root", type=pathlib.Path)
parser.add_argument("build", type=pathlib.Path)
parser.add_argument("--calls", type=int, default=500)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--json", action="store_true")
arguments = parser.parse_args()
arguments.root, arguments.build = arguments.root.resolve(), arguments.build.resolve()
program = next((p for p in (arguments.build / "aval", arguments.build / "tools" / "aval") if p.exists()), None)
ours = arguments.build / "benchmarks" / "benchmark_guarded_call"
if program is None or not ours.exists() or not (arguments.root / "aim_sdk").is_dir():
    sys.exit(f"needed: {arguments.build}/aval, {ours}, {arguments.root}/aim_sdk")

folder = tempfile.TemporaryDirectory()
home = folder.name
environment = {"PATH": os.environ["PATH"], "HOME": home, "NO_PROXY": "*"}
server = subprocess.Popen([program, "authority", "serve", "--http", "--listen", "127.0.0.1:0", "--db", home + "/a.db", "--requests-per-minute", "0", "--output", "json"],
                          stdout=subprocess.PIPE, text=True, env=environment)
try:
    url = json.loads(server.stdout.readline())["url"]
    access = ["--url", url, "--admin-file", home + "/a.db.admin", "--output", "json"]

    def aval(*words):
        return json.loads(subprocess.run([program, *words, *access], capture_output=True, text=True, check=True, env=environment).stdout)

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(home)
    sys.path.insert(0, str(arguments.root))
    api_key = aval("authority", "api-key", "create", "--name", "benchmark")["api_key"]
    with contextlib.redirect_stdout(io.StringIO()):
        import aim_sdk
        for _ in range(2):  # the second finds what the first stored, and then reports with the key
            agent = aim_sdk.register_agent("python-agent", url, api_key, auto_detect=False, capabilities=["fetch_weather"])

        executed = 0

        @agent.perform_action("fetch_weather", resource="api.example.com/weather")
        def fetch_weather(city):
            global executed
            executed += 1
            return city

        theirs, mine = [], []
        for _ in range(20):
            fetch_weather("Lima")
        for _ in range(arguments.rounds):
            before = time.process_time()
            for _ in range(arguments.calls):
                if fetch_weather("Lima") != "Lima":
                    sys.exit("the function's result was lost")
            theirs.append((time.process_time() - before) / arguments.calls * 1e6)
            out = subprocess.run([ours, "--calls", str(arguments.calls * 10), "--rounds", "1"], capture_output=True, text=True, check=True, env={**environment, "AIM_URL": url}).stdout
            mine.append(json.loads(out)["client_cpu_us"])
    trail = aval("audit", "list", "--agent", agent.agent_id, "--limit", "1000")
    reported = sum(1 for r in trail if r["status"] == "success")
    if executed != 20 + arguments.rounds * arguments.calls or reported < min(executed, 400):
        sys.exit(f"of {executed} calls of the SDK only {reported} were reported")
finally:
    server.kill()
    server.wait()

ratio = statistics.median(t / m for t, m in zip(theirs, mine))
result = {"benchmark": "python_sdk", "calls": arguments.calls, "rounds": arguments.rounds, "python_cpu_us": statistics.median(theirs), "aval_cpu_us": statistics.median(mine),
          "python_calls_per_core": 1e6 / statistics.median(theirs), "aval_calls_per_core": 1e6 / statistics.median(mine), "ratio": ratio, "goal": 10}
if arguments.json:
    print(json.dumps(result))
else:
    print(f"CPU of the client for each guarded call, one by one, median of {arguments.rounds} rounds")
    print(f"  Python SDK  {result['python_cpu_us']:9.1f} us   {result['python_calls_per_core']:9.0f} calls/s and core")
    print(f"  aval        {result['aval_cpu_us']:9.1f} us   {result['aval_calls_per_core']:9.0f} calls/s and core")
    print(f"  ratio       {ratio:9.1f}      goal >= 10: {'met' if ratio >= 10 else 'missed'}")
