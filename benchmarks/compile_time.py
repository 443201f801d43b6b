#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""What it costs to include the library: compiles small programs in turn and compares CPU time and peak memory of the compiler.

    benchmarks/compile_time.py [--json] [--rounds N] [--compiler g++] [--optimise -O2] [--smoke]

  aval      hello world with <aval/aval.hpp>: an awaitable that is spawned and run
  asio      the same with <asio.hpp> and <asio/ssl.hpp>
  beast     the same with Boost.Beast's WebSocket over SSL

Programs take turns within a round, so a busy machine slows all of them; the lowest time of each counts. Goals: at most 1.5 times the
time and memory of asio, a quarter of the time and 0.45 of the memory of beast."""
import argparse
import json
import os
import pathlib
import platform
import resource
import subprocess
import sys
import tempfile

SAY = """
%s
#include <cstdio>
%s<void> hello() {
  std::puts("hello");
  co_return;
}
int main() {
  %s::io_context context;
  %s::co_spawn(context, hello(), %s::detached);
  context.run();
}
"""
PROGRAMS = {
    "aval": SAY % ("#include <aval/aval.hpp>\n#include <asio/io_context.hpp>", "aval::awaitable", "asio", "asio", "asio"),
    "asio": SAY % ("#include <asio.hpp>\n#include <asio/ssl.hpp>", "asio::awaitable", "asio", "asio", "asio"),
    "beast": SAY % ("#include <boost/asio.hpp>\n#include <boost/asio/ssl.hpp>\n#include <boost/beast/core.hpp>\n#include <boost/beast/ssl.hpp>\n"
                    "#include <boost/beast/websocket.hpp>\n#include <boost/beast/websocket/ssl.hpp>\n"
                    "using stream = boost::beast::websocket::stream<boost::beast::ssl_stream<boost::beast::tcp_stream>>;\n"
                    "boost::asio::awaitable<void> talk(stream& s, std::string text) {\n"
                    "  co_await s.async_handshake(\"host\", \"/\", boost::asio::use_awaitable);\n"
                    "  co_await s.async_write(boost::asio::buffer(text), boost::asio::use_awaitable);\n"
                    "  boost::beast::flat_buffer in;\n"
                    "  co_await s.async_read(in, boost::asio::use_awaitable);\n"
                    "}",
                    "boost::asio::awaitable", "boost::asio", "boost::asio", "boost::asio"),
}
GOALS = {"aval/asio": {"time": 1.5, "memory": 1.5}, "aval/beast": {"time": 0.25, "memory": 0.45}}


def measure(command):
    """CPU seconds and peak resident megabytes of one compilation, the preprocessor and assembler counted in."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        run = subprocess.run(command, stdin=subprocess.DEVNULL)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(writer, json.dumps([run.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        status, seconds, megabytes = json.loads(answer.read())
    os.waitpid(child, 0)
    if status:
        sys.exit(f"does not compile: {' '.join(command)}")
    return seconds, megabytes


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--compiler", default=os.environ.get("CXX", "g++"))
    options.add_argument("--optimise", default="-O2")
    options.add_argument("--smoke", action="store_true", help="one round without optimisation and without beast, goals not judged")
    given = options.parse_args()
    include = pathlib.Path(__file__).resolve().parent.parent / "include"
    programs = dict(PROGRAMS)
    if given.smoke:
        given.rounds, given.optimise = 1, "-O0"
    if given.smoke or not pathlib.Path("/usr/include/boost/beast/websocket/ssl.hpp").exists():
        del programs["beast"]

    best = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(given.rounds):
            for name, text in programs.items():
                source = pathlib.Path(folder) / f"{name}.cpp"
                source.write_text(text)
                command = [given.compiler, "-std=c++20", given.optimise, f"-I{include}", "-DASIO_HAS_CO_AWAIT=1", "-DASIO_HAS_STD_COROUTINE=1",
                           "-DBOOST_ASIO_HAS_CO_AWAIT=1", "-DBOOST_ASIO_HAS_STD_COROUTINE=1", "-c", str(source), "-o", f"{source}.o"]
                if "clang" not in given.compiler:
                    command = [flag for flag in command if not flag.startswith("-D")]
                seconds, megabytes = measure(command)
                old = best.get(name, (1e9, 1e9))
                best[name] = (min(old[0], seconds), min(old[1], megabytes))
    ratios = {}
    for pair, goal in GOALS.items():
        ours, peer = pair.split("/")
        if peer in best:
            ratios[pair] = {what: {"ratio": round(best[ours][i] / best[peer][i], 3), "goal": goal[what], "met": best[ours][i] / best[peer][i] <= goal[what]}
                            for i, what in enumerate(("time", "memory"))}
    version = subprocess.run([given.compiler, "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    figures = {"benchmark": "compile_time", "compiler": version, "flags": f"-std=c++20 {given.optimise}", "machine": platform.machine(), "cores": os.cpu_count(),
               "rounds": given.rounds, "programs": {n: {"seconds": round(s, 3), "megabytes": round(m, 1)} for n, (s, m) in best.items()}, "ratios": ratios}
    if given.json:
        print(json.dumps(figures, indent=2))
        return
    print(f"{figures['compiler']}, {figures['flags']}, best of {given.rounds}")
    for name, one in figures["programs"].items():
        print(f"  {name:6} {one['seconds']:8.2f} s {one['megabytes']:8.0f} MB")
    for pair, one in ratios.items():
        for what, r in one.items():
            print(f"  {pair:12} {what:7} {r['ratio']:6.2f}   goal at most {r['goal']}{'' if given.smoke else '   met' if r['met'] else '   missed'}")


main()
