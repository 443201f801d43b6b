#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""temporaries.py SOURCE | --self-test

g++ 12 destroys a temporary aggregate inside a co_await expression twice. Documents, examples and programs must not show the form:
this looks in README.md, docs/*.md (fenced code), examples, tools and benchmarks for a braced object among the arguments of an awaited
call. Types without anything to free are harmless and listed in HARMLESS."""
import pathlib
import re
import sys

HARMLESS = re.compile(r"(\bstd::chrono::\w+|\b(std::)?(milli|micro|nano)?seconds|\bminutes|\bhours|\bdeadline|\bstd::error_code|\buser_id|\bstd::string(_view)?|\bstd::size_t)$")


def without_comments(code):
    """Comments, and the insides of strings, become spaces; line numbers stay."""
    def blank(match):
        text = match[0]
        if text[0] == '"':
            return '"' + " " * (len(text) - 2) + '"'
        return "".join(c if c == "\n" else " " for c in text)
    return re.sub(r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', blank, code, flags=re.S)


def find(code):
    """Line and text of each braced temporary inside an awaited expression."""
    code = without_comments(code)
    for await_ in re.finditer(r"\bco_await\b", code):
        depth, at = 0, await_.end()
        while at < len(code):
            c = code[at]
            if c in "([":
                depth += 1
            elif c in ")]":
                depth -= 1
                if depth < 0:
                    break
            elif c in ";}" :
                break
            elif c == "{":
                before = code[await_.end():at].rstrip()
                end, level = at, 0
                while end < len(code):
                    level += {"{": 1, "}": -1}.get(code[end], 0)
                    end += 1
                    if level == 0:
                        break
                body = before.endswith((")", "mutable", "noexcept", "]")) or re.search(r"->\s*[\w:<>, *&]+$", before)
                if depth == 0 and not re.search(r"[\w>]$", before):
                    break  # the statement is over: if (co_await x) { ... }
                if not body and not HARMLESS.search(before):
                    yield code.count("\n", 0, at) + 1, " ".join(code[await_.start():end].split())
                at = end
                continue
            at += 1


def self_test():
    bad = ["co_await f(city{.name = \"Lima\"});", "co_await f({.name = n});", "auto x = co_await g(a, opts{1, {2}}).then();", "co_await f(\n  city{n});",
           "co_await h(g(city{n}));", "co_await city{n}();", "if (co_await f(city{n})) {}"]
    good = ["co_await f(lima);", "city lima{.name = n}; co_await f(lima);", "co_await f(aval::moved(lima));", "// co_await f(city{n});", "co_await f(\"{\");",
            "co_await f(std::chrono::seconds{5});", "auto make = [](int a) { return a; };  co_await make(1);", "if (co_await f(x)) { y = z{1}; }",
            "co_await spawn([](int a) { return city{a}; });", "while (!co_await f(x)) {\n  g(city{1});\n}", "co_await erase(user_id{42});",
            "for (auto& x : co_await f()) { use(city{1}); }", "co_await f(a, []() -> aval::awaitable<int> { co_return 1; });"]
    for text in bad:
        assert list(find(text)), f"not found: {text}"
    for text in good:
        assert not list(find(text)), f"found by mistake: {text}: {list(find(text))}"


def main():
    self_test()
    if sys.argv[1] == "--self-test":
        return
    source = pathlib.Path(sys.argv[1])
    found, looked = [], 0
    for path in [source / "README.md", *sorted((source / "docs").rglob("*.md"))]:
        text = path.read_text(encoding="utf-8")
        looked += 1
        for block in re.finditer(r"^```(?:cpp|c\+\+)\n(.*?)^```", text, re.M | re.S):
            first = text.count("\n", 0, block.start(1))
            found += [f"{path}:{first + line}: {what}" for line, what in find(block[1])]
    for folder in ("examples", "tools", "benchmarks"):
        for path in sorted((source / folder).rglob("*.[ch]pp")):
            looked += 1
            found += [f"{path}:{line}: {what}" for line, what in find(path.read_text(encoding="utf-8"))]
    if found:
        sys.exit("a temporary aggregate inside a co_await expression; g++ 12 destroys it twice, give it a name:\n" + "\n".join(found))
    print(f"{looked} files are free of it")


main()
