#!/usr/bin/env python3
# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""recipes.py SOURCE STAGE WORK CMAKE

Neither vcpkg nor Conan is needed: the Conan recipe runs over a small stand-in for the modules it imports, the portfile over
stand-ins for vcpkg's functions. What they would package and require is compared with the install tree and the CMake package."""
import fnmatch
import importlib.util
import json
import pathlib
import re
import shutil
import subprocess
import sys
import types

source, stage, work = (pathlib.Path(a) for a in sys.argv[1:4])
cmake = sys.argv[4]
problems = []


def same(what, a, b):
    if a != b:
        problems.append(f"{what}:\n  {a}\n  {b}" if not isinstance(a, set) else f"{what}: only in one: {sorted(map(str, a ^ b))}")


def files(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


version = re.search(r'AVAL_VERSION_STRING "([0-9.]+)"', (source / "include/aval/version.hpp").read_text())[1]
installed = files(stage / "include")
cmake_text = (source / "CMakeLists.txt").read_text()
package_text = (stage / "share/cmake/aval/aval-config.cmake").read_text()

# What the CMake package needs, in the names of the package managers: from the text that finds it.
NAMES = {"OpenSSL": "openssl", "asio": "asio", "libsodium": "libsodium", "SQLite3": "sqlite3", "yaml-cpp": "yaml-cpp", "ZLIB": "zlib", "libharu": "libharu"}
found = set(re.findall(r"find_package\(([\w-]+)", package_text)) - {"Threads", "aval", "unofficial-sodium", "unofficial-libharu"}
same("libraries that the CMake package looks for", found, set(NAMES))
optional = set(re.findall(r"aval_missing_(\w+) \"aval: the part", package_text))
same("opt-in parts", optional, {"authority", "yaml", "deflate", "pdf"})
needs = {"": {"asio", "openssl", "libsodium"}, "authority": {"sqlite3"}, "yaml": {"yaml-cpp"}, "deflate": {"zlib"}, "pdf": {"libharu"}}
same("all libraries", set(NAMES.values()), set().union(*needs.values()))

# pkg-config
for part, expected in (("", {"openssl", "libsodium"}), ("-authority", {"aval", "sqlite3"}), ("-yaml", {"aval", "yaml-cpp"}), ("-deflate", {"aval", "zlib"}),
                       ("-pdf", {"aval"})):
    text = (stage / f"share/pkgconfig/aval{part}.pc").read_text()
    same(f"aval{part}.pc requires", set(re.findall(r"(?:^Requires:|(?<=[0-9]))? *([a-z][\w-]+)(?: >= [\d.]+| = [\d.]+)?", re.search(r"^Requires:(.*)$", text, re.M)[1])), expected)
    same(f"aval{part}.pc version", re.search(r"^Version: (.*)$", text, re.M)[1], version)

# vcpkg: the manifest and the port say the same
manifest = json.loads((source / "vcpkg.json").read_text())
port = json.loads((source / "scripts/vcpkg-port/aval/vcpkg.json").read_text())


def names(dependencies):
    return {d if isinstance(d, str) else d["name"] for d in dependencies if isinstance(d, str) or not d.get("host")}


for name, one in (("vcpkg.json", manifest), ("port", port)):
    same(f"{name}: version", one["version-semver"], version)
    same(f"{name}: licence", one["license"], "BSL-1.0")
    same(f"{name}: name", one["name"], "aval")
    same(f"{name}: dependencies", names(one["dependencies"]), needs[""])
    for part in optional:
        same(f"{name}: feature {part}", names(one["features"][part]["dependencies"]), needs[part])
    tools = one["features"]["tools"]["dependencies"]
    same(f"{name}: the program needs", names(tools), {"cli11", "aval"})
    same(f"{name}: the program needs all parts", {f for d in tools if isinstance(d, dict) for f in d["features"]}, optional)
    for feature in one["features"].values():
        same(f"{name}: feature with a description", bool(feature.get("description")), True)
same("port and manifest: description", port["description"], manifest["description"])
same("description of the CMake project", re.search(r'DESCRIPTION "([^"]+)"', cmake_text)[1], manifest["description"])

# ... and the portfile, run over stand-ins, packages what the install tree holds
shutil.rmtree(work, ignore_errors=True)
packages = work / "vcpkg" / "packages" / "aval"
packages.mkdir(parents=True)
(work / "vcpkg.cmake").write_text(f"""
cmake_minimum_required(VERSION 3.23)
set(PORT aval)
set(FEATURES core authority yaml deflate pdf)
set(CURRENT_PORT_DIR "{source}/scripts/vcpkg-port/aval")
set(CURRENT_PACKAGES_DIR "{packages}")
function(vcpkg_check_features)
  cmake_parse_arguments(PARSE_ARGV 0 a "" "OUT_FEATURE_OPTIONS" "FEATURES;INVERTED_FEATURES")
  set(options "")
  foreach(kind FEATURES INVERTED_FEATURES)
    set(list ${{a_${{kind}}}})
    while(list)
      list(POP_FRONT list feature option)
      set(on OFF)
      if((feature IN_LIST FEATURES AND kind STREQUAL FEATURES) OR (NOT feature IN_LIST FEATURES AND kind STREQUAL INVERTED_FEATURES))
        set(on ON)
      endif()
      list(APPEND options "-D${{option}}=${{on}}")
    endwhile()
  endforeach()
  set(${{a_OUT_FEATURE_OPTIONS}} "${{options}}" PARENT_SCOPE)
endfunction()
function(run)
  execute_process(COMMAND ${{ARGN}} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(status)
    message(FATAL_ERROR "${{ARGN}}\\n${{output}}")
  endif()
endfunction()
function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 a "" "SOURCE_PATH" "OPTIONS")
  run("{cmake}" -S "${{a_SOURCE_PATH}}" -B "{work}/vcpkg/build" ${{a_OPTIONS}} "-DCMAKE_INSTALL_PREFIX=${{CURRENT_PACKAGES_DIR}}")
endfunction()
function(vcpkg_cmake_install)
  run("{cmake}" --install "{work}/vcpkg/build")
endfunction()
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 a "" "PACKAGE_NAME;CONFIG_PATH" "")
  file(RENAME "${{CURRENT_PACKAGES_DIR}}/${{a_CONFIG_PATH}}" "${{CURRENT_PACKAGES_DIR}}/share/${{a_PACKAGE_NAME}}")
  file(REMOVE_RECURSE "${{CURRENT_PACKAGES_DIR}}/share/cmake")
endfunction()
function(vcpkg_fixup_pkgconfig)
endfunction()
function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 a "" "" "FILE_LIST")
  configure_file("${{a_FILE_LIST}}" "${{CURRENT_PACKAGES_DIR}}/share/${{PORT}}/copyright" COPYONLY)
endfunction()
include("${{CURRENT_PORT_DIR}}/portfile.cmake")
""")
run = subprocess.run([cmake, "-P", str(work / "vcpkg.cmake")], capture_output=True, text=True)
if run.returncode:
    problems.append("portfile: " + run.stdout + run.stderr)
else:
    same("headers packaged by the port", files(packages / "include"), installed)
    same("other files packaged by the port",
         {f.replace("share/aval/", "share/cmake/aval/") for f in files(packages) if not f.startswith("include/")} - {"share/cmake/aval/copyright", "share/cmake/aval/usage"},
         {f for f in files(stage) if not f.startswith("include/")} - {"share/licenses/aval/LICENSE"})
    same("licence packaged by the port", (packages / "share/aval/copyright").read_text(), (source / "LICENSE").read_text())


# Conan: the recipe over a stand-in of the few names that it uses
class Properties:
    def __init__(self):
        self.properties, self.components = {}, {}
        self.requires, self.system_libs, self.defines = [], [], []

    def set_property(self, name, value):
        self.properties[name] = value


class Components(dict):
    def __missing__(self, name):
        self[name] = Properties()
        return self[name]


class StandIn:
    def __init__(self):
        self.required = []
        self.options = types.SimpleNamespace(**self.default_options)
        self.settings = types.SimpleNamespace(os="Linux", compiler="clang")
        self.cpp_info = Properties()
        self.cpp_info.components = Components()
        self.info = types.SimpleNamespace(clear=lambda: None)

    def requires(self, reference):
        self.required.append(reference)


def conan_copy(_, pattern, src, dst):
    for path in matching(pathlib.Path(src), pattern):
        to = pathlib.Path(dst) / path.relative_to(src)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)


def matching(folder, pattern):  # Conan compares the whole path below the folder
    begin = pattern.split("*")[0]
    below = folder / begin if begin.endswith("/") else folder
    candidates = below.rglob("*") if "*" in pattern else [folder / pattern]
    return [p for p in candidates if p.is_file() and fnmatch.fnmatch(p.relative_to(folder).as_posix(), pattern)]


for module, content in {"conan": {"ConanFile": StandIn}, "conan.tools": {}, "conan.tools.build": {"check_min_cppstd": lambda _, s: same("Conan: standard", s, 20)},
                        "conan.tools.files": {"copy": conan_copy, "load": lambda _, p: pathlib.Path(p).read_text()}}.items():
    sys.modules[module] = types.ModuleType(module)
    sys.modules[module].__dict__.update(content)
sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location("recipe", source / "conanfile.py")
recipe_module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(recipe_module)


def recipe(**options):
    made = recipe_module.AvalConan()
    made.options.__dict__.update(options)
    made.recipe_folder = str(source)
    made.source_folder = str(source)
    made.package_folder = str(work / "conan")
    return made


plain, full = recipe(), recipe(with_authority=True, with_yaml=True, with_deflate=True, with_pdf=True)
for one, expected in ((plain, needs[""]), (full, set().union(*needs.values()))):
    one.set_version()
    one.validate()
    one.requirements()
    one.package_id()
    one.package_info()
    same("Conan: version", one.version, version)
    same("Conan: requirements", {r.split("/")[0] for r in one.required}, expected)
    used = {r.split("::")[0] for c in one.cpp_info.components.values() for r in c.requires if "::" in r}
    same("Conan: requirements that a component uses", used, expected)
same("Conan: options", set(full.options.__dict__), {f"with_{part}" for part in optional})
same("Conan: targets", {c.properties["cmake_target_name"] for c in full.cpp_info.components.values()}, {"aval::aval", "aval::authority", "aval::yaml", "aval::deflate", "aval::pdf"})
same("Conan: pkg-config names", {c.properties["pkg_config_name"] + ".pc" for c in full.cpp_info.components.values()}, {p.name for p in (stage / "share/pkgconfig").iterdir()})
same("Conan: licence", full.license, "BSL-1.0")
same("Conan: description", full.description, manifest["description"])
full.package()
same("Conan: headers", files(work / "conan" / "include"), installed)
same("Conan: other files", {f for f in files(work / "conan") if not f.startswith("include/")}, {"licenses/LICENSE"})
exported = {p.relative_to(source).as_posix() for pattern in full.exports_sources for p in matching(source, pattern)}
same("Conan: exported sources hold all headers", {f"include/{h}" for h in installed} - exported, set())
tester = source / full.test_package_folder
for name in ("conanfile.py", "CMakeLists.txt"):
    same(f"Conan: test package has {name}", (tester / name).is_file(), True)
compile((tester / "conanfile.py").read_text(), "conanfile.py", "exec")

if problems:
    sys.exit("\n".join(problems))
print(f"vcpkg port, manifest and Conan recipe agree with the install tree: {len(installed)} headers, version {version}")
