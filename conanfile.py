# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load


class AvalConan(ConanFile):
    name = "aval"
    description = "Identity, permission, evidence and secure talk for AI agents in C++20"
    license = "BSL-1.0"
    topics = ("ai-agents", "identity", "asio", "coroutines", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"with_authority": [True, False], "with_yaml": [True, False], "with_deflate": [True, False], "with_pdf": [True, False]}
    default_options = {"with_authority": False, "with_yaml": False, "with_deflate": False, "with_pdf": False}
    exports_sources = "include/*", "LICENSE"
    no_copy_source = True
    test_package_folder = "tests/consumers/conan_package"  # conan create . --test-folder=tests/consumers/conan_package

    def set_version(self):
        header = load(self, os.path.join(self.recipe_folder, "include", "aval", "version.hpp"))
        self.version = re.search(r'AVAL_VERSION_STRING "([0-9.]+)"', header)[1]

    def requirements(self):
        self.requires("asio/[>=1.22 <2]")
        self.requires("openssl/[>=3.0 <4]")
        self.requires("libsodium/[>=1.0.18 <2]")
        if self.options.with_authority:
            self.requires("sqlite3/[>=3.40 <4]")
        if self.options.with_yaml:
            self.requires("yaml-cpp/[>=0.7 <1]")
        if self.options.with_deflate:
            self.requires("zlib/[>=1.2.11 <2]")
        if self.options.with_pdf:
            self.requires("libharu/[>=2.3.0 <3]")

    def validate(self):
        check_min_cppstd(self, 20)

    def package_id(self):
        self.info.clear()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "*.hpp", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "aval")
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []

        main = self.cpp_info.components["aval"]
        main.set_property("cmake_target_name", "aval::aval")
        main.set_property("pkg_config_name", "aval")
        main.requires = ["asio::asio", "openssl::ssl", "openssl::crypto", "libsodium::libsodium"]
        main.bindirs = []
        main.libdirs = []
        if self.settings.os == "Linux":
            main.system_libs = ["pthread"]
        if "clang" in str(self.settings.compiler):
            main.defines = ["ASIO_HAS_CO_AWAIT=1", "ASIO_HAS_STD_COROUTINE=1"]
        if self.options.with_authority:
            self._part("authority", "sqlite3::sqlite")
        if self.options.with_yaml:
            self._part("yaml", "yaml-cpp::yaml-cpp")
        if self.options.with_deflate:
            self._part("deflate", "zlib::zlib")
        if self.options.with_pdf:
            self._part("pdf", "libharu::libharu")

    def _part(self, name, needs):
        part = self.cpp_info.components[name]
        part.set_property("cmake_target_name", f"aval::{name}")
        part.set_property("pkg_config_name", f"aval-{name}")
        part.requires = ["aval", needs]
        part.includedirs = []
        part.bindirs = []
        part.libdirs = []
