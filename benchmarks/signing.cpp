// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  What a signed verification request costs above its signature: time stamp, canonical text, signature, base64 and body, against
 *  libsodium's bare signature of the same canonical text. Every body is compared with the one that was verified before the run.
 *
 *      benchmark_signing [--json] [--smoke] [--rounds N] */

#include <sodium.h>

#include <chrono>
#include <string>
#include <vector>

#include "aval/aim/signing.hpp"
#include "measure.hpp"

namespace {

using namespace bench;

constexpr std::size_t variants = 64;  // so many different moments take turns

struct request_maker {
  aval::crypto::keypair key = aval::crypto::keypair::generate();
  std::string public_key = key.public_key().to_base64();
  std::string agent_id = "11111111-2222-4333-8444-555555555555";
  aval::json::value context = aval::json::object(
      {{"function_name", "get_weather"}, {"parameters", aval::json::object({{"name", "San Francisco"}, {"units", "metric"}})}, {"risk_level", "low"}});

  std::string make(std::chrono::system_clock::time_point now) const {
    const std::string time = aval::aim::signing_time(now);
    aval::aim::signed_question question;
    question.agent_id = agent_id;
    question.action_type = "get_weather";
    question.resource = "api.weather.example/v1/current";
    question.context = &context;
    question.timestamp = time;
    const std::string text = aval::aim::canonical_p(question);
    return aval::aim::verification_body(text, public_key, key.sign(text).to_base64(), "low");
  }
};

}  // namespace

int main(int argc, char** argv) {
  const auto a = parse_arguments(argc, argv, 15);
  const request_maker maker;
  const std::chrono::system_clock::time_point start{std::chrono::microseconds(1761321600123456)};
  std::vector<std::chrono::system_clock::time_point> moments;
  std::vector<std::string> bodies, texts, signatures;
  for (std::size_t i = 0; i < variants; ++i) {
    moments.push_back(start + std::chrono::microseconds(997 * i));
    bodies.push_back(maker.make(moments.back()));
    const auto body = aval::json::parse(bodies.back()).value();
    const std::string time = body["timestamp"].as_string();
    aval::aim::signed_question question;
    question.agent_id = maker.agent_id;
    question.action_type = "get_weather";
    question.resource = "api.weather.example/v1/current";
    question.context = &maker.context;
    question.timestamp = time;
    texts.push_back(aval::aim::canonical_p(question));
    const auto signature = aval::crypto::signature::from_base64(body["signature"].as_string());
    if (!signature || !maker.key.public_key().verify(texts.back(), *signature)) fail("a request does not verify");
    signatures.emplace_back(reinterpret_cast<const char*>(signature->bytes().data()), 64);
  }

  const std::size_t count = a.smoke ? 200 : 20'000;
  std::vector<double> whole, bare;
  const auto secret = reinterpret_cast<const unsigned char*>(maker.key.reveal().data());
  for (unsigned r = 0; r < a.rounds; ++r) {
    double from = microseconds(CLOCK_PROCESS_CPUTIME_ID);
    for (std::size_t i = 0; i < count; ++i) {
      if (maker.make(moments[i % variants]) != bodies[i % variants]) fail("a request differs");
    }
    whole.push_back((microseconds(CLOCK_PROCESS_CPUTIME_ID) - from) / static_cast<double>(count));
    from = microseconds(CLOCK_PROCESS_CPUTIME_ID);
    for (std::size_t i = 0; i < count; ++i) {
      char out[64];
      const std::string& text = texts[i % variants];
      ::crypto_sign_ed25519_detached(reinterpret_cast<unsigned char*>(out), nullptr, reinterpret_cast<const unsigned char*>(text.data()), text.size(), secret);
      if (signatures[i % variants].compare(0, 64, out, 64) != 0) fail("a signature differs");
    }
    bare.push_back((microseconds(CLOCK_PROCESS_CPUTIME_ID) - from) / static_cast<double>(count));
  }
  const double request = median(whole), signature = median(bare);
  if (a.json) {
    std::printf("{\"benchmark\":\"signing\",\"compiler\":\"%s\",\"requests\":%zu,\"rounds\":%u,\"request_cpu_us\":%.3f,\"bare_signature_cpu_us\":%.3f,\"ratios\":{\"request/bare signature\":%.3f}}\n",
                __VERSION__, count, a.rounds, request, signature, request / signature);
  } else {
    std::printf("signed request %.2f us, bare signature %.2f us of CPU, ratio %.3f\n", request, signature, request / signature);
  }
  return 0;
}
