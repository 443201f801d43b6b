// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The main of a fuzz target where there is no libFuzzer: runs every file of the folders (or files) given on the command line,
// each also cut at a quarter, half and three quarters, and the empty input. Exit status 1 when there was no file at all.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

// On a heap block of exactly this size, so that the address sanitizer sees a read past the end.
void give(const std::vector<char>& input, std::size_t size) {
  std::unique_ptr<std::uint8_t[]> block(new std::uint8_t[size]);
  for (std::size_t i = 0; i < size; ++i) block[i] = static_cast<std::uint8_t>(input[i]);
  LLVMFuzzerTestOneInput(block.get(), size);
}

void replay(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::vector<char> input((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  give(input, input.size());
  for (std::size_t quarter = 1; quarter < 4; ++quarter) give(input, input.size() * quarter / 4);
}

}  // namespace

int main(int count, char** arguments) {
  std::size_t files = 0;
  for (int i = 1; i < count; ++i) {
    const std::filesystem::path given = arguments[i];
    if (std::filesystem::is_regular_file(given)) {
      replay(given);
      ++files;
    } else if (std::filesystem::is_directory(given)) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(given)) {
        if (!entry.is_regular_file()) continue;
        replay(entry.path());
        ++files;
      }
    }
  }
  if (files == 0) {
    std::fputs("no input: the corpus is empty or missing\n", stderr);
    return 1;
  }
  give({}, 0);
  std::printf("%zu files replayed\n", files);
  return 0;
}
