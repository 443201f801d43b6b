#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""headers.py COMPILER INCLUDE ROOM [--inner]

Compiles every header of the room alone (twice in one translation unit), with an include folder that holds only this room and those
it may include: a header that reaches up does not find what it wants. Headers below detail/ and impl/, which
nobody includes by himself, only with --inner, which doubles the time. The room "umbrellas" stands for the
headers that belong to no room: aval.hpp, aval/aval.hpp, aval/version.hpp."""
import os
import pathlib
import subprocess
import sys
import tempfile

MAY_INCLUDE = {
    "core": "",
    "crypto": "core",
    "json": "core",
    "net": "crypto core",
    "actions": "json core",
    "evidence": "crypto json core",
    "web": "net json core",
    "testing": "net core",
    "credentials": "web net actions crypto json core",
    "mcp": "web net actions crypto json core",
    "llm": "web net actions crypto json core",
    "acp": "net crypto json core",
    "aim": "actions mcp evidence web net crypto json core",
    "relay": "acp web net json core",
    "endpoint": "llm actions credentials web net crypto json core",
    "emulator": "credentials web net crypto json core",
    "authority": "aim evidence web net crypto json core",
    "impl": "authority aim net",
}


def reachable(room):
    rooms, open_rooms = set(), [room]
    while open_rooms:
        one = open_rooms.pop()
        if one not in rooms:
            rooms.add(one)
            open_rooms += MAY_INCLUDE[one].split()
    return rooms


def main():
    command = [line for line in pathlib.Path(sys.argv[1]).read_text().splitlines() if line]
    include = pathlib.Path(sys.argv[2])
    room = sys.argv[3]
    command = [flag for flag in command if flag != f"-I{include}"]
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        (tree / "aval").mkdir()
        if room == "umbrellas":
            headers = [h for h in (include / "aval.hpp", include / "aval" / "aval.hpp", include / "aval" / "version.hpp") if h.exists()]
            tree = include
        else:
            if room not in MAY_INCLUDE:
                sys.exit(f"the room {room} is not in the design; say here what it may include")
            os.symlink(include / "aval" / "version.hpp", tree / "aval" / "version.hpp")
            for one in reachable(room):
                for entry in (include / "aval" / one, include / "aval" / f"{one}.hpp"):
                    if entry.exists():
                        os.symlink(entry, tree / "aval" / entry.name)
            headers = sorted((include / "aval" / room).rglob("*.hpp"))
            umbrella = include / "aval" / f"{room}.hpp"
            if umbrella.exists():
                headers.append(umbrella)
        if not headers:
            sys.exit(f"{room}: no headers")
        if "--inner" not in sys.argv:
            headers = [header for header in headers if not {"detail", "impl"} & set(header.relative_to(include).parts)]
        failed = []
        for header in headers:
            name = header.relative_to(include).as_posix()
            source = f"#include <{name}>\n#include <{name}>\n"
            run = subprocess.run([*command, f"-I{tree}", "-fsyntax-only", "-x", "c++", "-"], input=source, capture_output=True, text=True)
            if run.returncode != 0:
                failed.append(name)
                print(f"--- {name} does not compile alone\n" + "\n".join(run.stderr.splitlines()[:12]))
        if failed:
            sys.exit(f"{room}: {len(failed)} of {len(headers)} headers do not compile alone: {' '.join(failed)}")
        print(f"{room}: {len(headers)} headers compile alone")


main()
