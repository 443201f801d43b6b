#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""headers.py COMPILER INCLUDE ROOM [--inner]

Compiles every header of the room alone (twice in one translation unit), with an include folder that holds only this room and those
it may include: a header that reaches up does not find what it wants. Headers below detail/ and impl/, which
nobody includes by himself, only with --inner, which doubles the time. The room "umbrellas" stands for the
headers that belong to no room: aval.hpp, aval/aval.hpp, aval/version.hpp.

Most headers begin by including the same others, of which aval/core/asio.hpp alone takes longer than all that is ours. So without --inner
a group of FRONTS is precompiled and put in front of a header, if every file that the group brings along, to the last, is also reached
from the includes at the top of that header, before its first line of code. The header's own code then sees what it would have seen without, no
more: a missing include of ours is still missing, since the group holds nothing that the header does not ask for, and the group is made
from the same include folder, without the rooms above. Members of a group are public headers, compiled alone themselves (a group is not put
in front of its members). A header without a line of code, as the umbrellas are, is only preprocessed then: what it names must be there, and
compiles alone. What this can not see is a header below detail/ or impl/ that relies on those included before it; that is what
--inner is for, which precompiles nothing."""
import os
import pathlib
import re
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
    "authority": "aim mcp evidence web net crypto json core",
    "impl": "authority aim relay acp mcp emulator net",
}


def reachable(room):
    rooms, open_rooms = set(), [room]
    while open_rooms:
        one = open_rooms.pop()
        if one not in rooms:
            rooms.add(one)
            open_rooms += MAY_INCLUDE[one].split()
    return rooms


# poorer first; each costs about as much as one header that includes it
FRONTS = [
    ("aval/core/asio.hpp",),
    ("aval/net/stream.hpp",),
    ("aval/core/asio.hpp", "aval/json/read.hpp", "aval/json/write.hpp"),
    ("aval/net/http_exchange.hpp", "aval/json/read.hpp", "aval/json/write.hpp"),
    ("aval/net/stream.hpp", "aval/net/http_exchange.hpp"),
    ("aval/net/http_client.hpp", "aval/json/read.hpp", "aval/json/write.hpp"),
]
FEWEST = 3  # headers of a room for which a group is worth its precompilation

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*["<](aval[^">]*)[">]', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


class Reach:
    """Which of our files a header includes, directly or not. Conditions are not looked at."""

    def __init__(self, include):
        self.texts = {path.relative_to(include).as_posix(): COMMENT.sub(" ", path.read_text()) for path in include.rglob("*.hpp")}

    def add(self, name, seen):
        if name not in seen:
            seen.add(name)
            for one in INCLUDE.findall(self.texts.get(name, "")):
                self.add(one, seen)
        return seen

    def before_code(self, name):
        """What is included, in the end, by the includes that stand before the header's first line of code."""
        seen = set()
        for one in INCLUDE.findall(self.texts[name].split("\nnamespace ")[0]):
            self.add(one, seen)
        return seen

    def has_code(self, name):
        return re.sub(r"^[ \t]*#[^\n]*", "", self.texts[name], flags=re.MULTILINE).strip() != ""


def fronts_of(names, reach):
    """For each header the richest group that may stand in front of it, or None."""
    usable = list(FRONTS)
    while True:
        chosen = {}
        for name in names:
            before = reach.before_code(name)
            chosen[name] = None
            for front in usable:
                if all(reach.add(one, set()) <= before for one in front):
                    chosen[name] = front
        counts = {front: list(chosen.values()).count(front) for front in usable}
        rare = [front for front in usable if counts[front] < FEWEST]
        if not rare:
            return chosen
        usable.remove(rare[-1])  # its headers take a poorer one, which may then be worth it


def main():
    command = [line for line in pathlib.Path(sys.argv[1]).read_text().splitlines() if line]
    include = pathlib.Path(sys.argv[2])
    room = sys.argv[3]
    command = [flag for flag in command if flag != f"-I{include}"]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as precompiled:
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
        chosen, options, bare = {}, {None: []}, set()
        if "--inner" not in sys.argv:
            headers = [header for header in headers if not {"detail", "impl"} & set(header.relative_to(include).parts)]
            names, reach = [header.relative_to(include).as_posix() for header in headers], Reach(include)
            bare = {name for name in names if not reach.has_code(name)}
            chosen = fronts_of([name for name in names if name not in bare], reach)
        for front in set(chosen.values()) - {None}:
            text = pathlib.Path(precompiled) / f"front_{len(options)}.hpp"
            text.write_text("".join(f"#include <{one}>\n" for one in front))
            run = subprocess.run([*command, f"-I{tree}", "-x", "c++-header", str(text), "-o", f"{text}.gch"], capture_output=True, text=True)
            options[front] = ["-include", str(text)] if run.returncode == 0 else []  # what is wrong with it, its members tell
        failed = []
        for header in headers:
            name = header.relative_to(include).as_posix()
            source = f"#include <{name}>\n#include <{name}>\n"
            how = ["-E", "-o", os.devnull] if name in bare else [*options[chosen.get(name)], "-fsyntax-only"]
            run = subprocess.run([*command, f"-I{tree}", *how, "-x", "c++", "-"], input=source, capture_output=True, text=True)
            if run.returncode != 0:
                failed.append(name)
                print(f"--- {name} does not compile alone\n" + "\n".join(run.stderr.splitlines()[:12]))
        if failed:
            sys.exit(f"{room}: {len(failed)} of {len(headers)} headers do not compile alone: {' '.join(failed)}")
        print(f"{room}: {len(headers)} headers compile alone")


main()
