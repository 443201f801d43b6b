// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/key_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

#include "data/aim_vectors.hpp"
#include "core/failed.hpp"

namespace {

using namespace aval::crypto;

class KeyFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "aval-key-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::string put(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const std::string path = folder + "/" + name;
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  std::string folder;
};

TEST_F(KeyFile, TextAtPathAndPathAreAllAccepted) {
  const std::string path = put("key.pem", std::string(private_key_pem(parse_private_key(aim_vectors::k0_private).value()).reveal()));
  for (const std::string& text : {std::string(aim_vectors::k0_private), "@" + path, path, " " + path + "\n"}) {
    const auto k = load_private_key(text);
    ASSERT_TRUE(k) << text << ": " << k.error().message;
    EXPECT_EQ(k->public_key().to_base64(), aim_vectors::k0_public);
  }
  load_key_options o;
  o.variables = aval::environment({{"HOME", folder}});
  EXPECT_TRUE(load_private_key("~/key.pem", o));
  EXPECT_TRUE(load_private_key("@~/key.pem", o));
}

TEST_F(KeyFile, AFileThatOthersMayReadIsRefusedUnlessAllowed) {
  for (const mode_t mode : {0640, 0604, 0620, 0601}) {
    const std::string path = put("open", aim_vectors::k0_private, mode);
    EXPECT_EQ(failed(load_private_key("@" + path)), make_error_code(errc::insecure_permissions)) << std::oct << mode;
    load_key_options o;
    o.allow_insecure_permissions = true;
    EXPECT_TRUE(load_private_key(path, o));
  }
  put("open", aim_vectors::k0_private, 0400);
  EXPECT_TRUE(load_private_key(folder + "/open"));
}

TEST_F(KeyFile, HugeMissingAndStrangeFilesAreErrorsOfTheirOwn) {
  EXPECT_EQ(failed(load_private_key("@" + put("huge", std::string(70'000, 'A')))), std::errc::file_too_large);
  EXPECT_EQ(failed(load_private_key("@" + folder + "/none")), std::errc::no_such_file_or_directory);
  EXPECT_FALSE(load_private_key("@" + folder));
  const std::string fifo = folder + "/fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_FALSE(load_private_key("@" + fifo)) << "and does not hang";
  EXPECT_FALSE(load_private_key("@/dev/zero"));
  EXPECT_FALSE(load_private_key("@"));
}

TEST_F(KeyFile, AMistypedKeyIsNotRepeatedInTheMessage) {
  std::string wrong = aim_vectors::k0_private;
  wrong[3] = '!';
  const auto k = load_private_key(wrong);
  ASSERT_FALSE(k);
  EXPECT_EQ(k.error().message.find(wrong.substr(10, 20)), std::string::npos);
}

TEST_F(KeyFile, WritesAPemThatOnlyTheOwnerReads) {
  const keypair k = keypair::generate();
  const std::string path = folder + "/new.pem";
  ASSERT_TRUE(write_private_key_file(path, k));
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
  EXPECT_EQ(load_private_key(path)->public_key(), k.public_key());
  EXPECT_FALSE(write_private_key_file(folder + "/no/such/folder.pem", k));
}

}  // namespace
