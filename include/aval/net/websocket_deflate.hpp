// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/net/detail/http_chars.hpp"
#include "aval/net/websocket_options.hpp"

/*  permessage-deflate (RFC 7692) on zlib: an opt-in header; link aval::deflate.
 *
 *      options.compression = net::permessage_deflate();
 *
 *  Compression costs memory (about 300 KiB for each connection that has sent and received compressed messages) and processor time, and
 *  where an attacker's text and a secret are in one message its length tells about the secret; that is why it is off by default. A
 *  message never unpacks to more than max_message bytes, and no memory is taken for more than it has unpacked to. */

namespace aval {
inline namespace v0 {
namespace net {

struct deflate_options {
  int level = 6;                   // 1 (fast) to 9 (small)
  std::size_t smallest = 256;      // shorter messages are sent as they are
  bool context_takeover = false;   // true: a message may refer to earlier ones: smaller, and the memory is held between messages
};

namespace detail {

/** What was agreed on, seen from one side. */
struct deflate_terms {
  bool forget_after_pack = false, forget_after_unpack = false;
  int pack_window = 15;
};

class deflate_packer final : public websocket_packer {
 public:
  deflate_packer(const deflate_options& options, deflate_terms terms) : options_(options), terms_(terms) {}
  deflate_packer(const deflate_packer&) = delete;
  deflate_packer& operator=(const deflate_packer&) = delete;
  ~deflate_packer() override {
    if (packing_) ::deflateEnd(&out_);
    if (unpacking_) ::inflateEnd(&in_);
  }

  std::error_code unpack(std::string_view packed, std::size_t most, std::string_view& out) override {
    if (!unpacking_) {
      if (::inflateInit2(&in_, -15) != Z_OK) return std::make_error_code(std::errc::not_enough_memory);
      unpacking_ = true;
    }
    unpacked_.clear();
    if (unpacked_.capacity() > keep) std::string().swap(unpacked_);
    std::error_code ec = inflate_all(packed, most);
    if (!ec) ec = inflate_all({"\0\0\xFF\xFF", 4}, most);  // RFC 7692 7.2.2
    if (!ec && (in_.data_type & 128) == 0) ec = errc::bad_compression;  // ends within a block
    if (!ec && terms_.forget_after_unpack) ::inflateReset(&in_);
    out = unpacked_;
    return ec;
  }

  bool pack(std::string_view message, std::string_view& out) override {
    if (message.size() < options_.smallest || message.size() > std::numeric_limits<uInt>::max() / 2) return false;
    if (!packing_) {
      if (::deflateInit2(&out_, options_.level, Z_DEFLATED, -terms_.pack_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
      packing_ = true;
    }
    if (packed_.capacity() > keep) std::string().swap(packed_);
    packed_.resize(::deflateBound(&out_, static_cast<uLong>(message.size())) + 16);
    out_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(message.data()));
    out_.avail_in = static_cast<uInt>(message.size());
    std::size_t made = 0;
    do {
      if (made == packed_.size()) packed_.resize(packed_.size() * 2);
      out_.next_out = reinterpret_cast<Bytef*>(packed_.data() + made);
      out_.avail_out = static_cast<uInt>(packed_.size() - made);
      ::deflate(&out_, Z_SYNC_FLUSH);
      made = packed_.size() - out_.avail_out;
    } while (out_.avail_out == 0);
    if (terms_.forget_after_pack) ::deflateReset(&out_);
    if (made < 5 || (terms_.forget_after_pack && made - 4 >= message.size())) return false;
    out = std::string_view(packed_).substr(0, made - 4);  // without the 00 00 FF FF of the flush (RFC 7692 7.2.1)
    return true;
  }

 private:
  static constexpr std::size_t keep = 256 * 1024;

  std::error_code inflate_all(std::string_view packed, std::size_t most) {
    in_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    in_.avail_in = static_cast<uInt>(packed.size());
    char piece[4096];
    for (;;) {
      in_.next_out = reinterpret_cast<Bytef*>(piece);
      in_.avail_out = sizeof piece;
      const int how = ::inflate(&in_, Z_SYNC_FLUSH);
      const std::size_t made = sizeof piece - in_.avail_out;
      if (made > most - std::min(most, unpacked_.size())) return errc::message_too_large;
      unpacked_.append(piece, made);
      if (how == Z_STREAM_END) {  // a final block: what follows begins anew
        if (::inflateReset(&in_) != Z_OK) return errc::bad_compression;
        if (in_.avail_in == 0) {
          in_.data_type |= 128;
          return {};
        }
      } else if (how != Z_OK && how != Z_BUF_ERROR) {
        return errc::bad_compression;
      } else if (in_.avail_out != 0) {
        return in_.avail_in == 0 ? std::error_code() : errc::bad_compression;
      }
    }
  }

  deflate_options options_;
  deflate_terms terms_;
  ::z_stream in_ = {}, out_ = {};
  bool packing_ = false, unpacking_ = false;
  std::string unpacked_, packed_;
};

class deflate_negotiation final : public websocket_compression {
 public:
  explicit deflate_negotiation(deflate_options options) : options_(options) {}

  std::string offer() const override {
    return options_.context_takeover ? "permessage-deflate; client_max_window_bits"
                                     : "permessage-deflate; client_no_context_takeover; server_no_context_takeover; client_max_window_bits";
  }
  std::unique_ptr<websocket_packer> choose(std::string_view offers, std::string& answer) const override {
    std::unique_ptr<websocket_packer> made;
    for_each_element(offers, [&](std::string_view one) {
      if (made) return;
      const auto p = parse(one, true);
      if (!p || p->server_window == 8) return;  // zlib has no window of 256 bytes
      deflate_terms terms;
      terms.forget_after_pack = p->server_forgets || !options_.context_takeover;
      terms.forget_after_unpack = p->client_forgets || !options_.context_takeover;
      terms.pack_window = p->server_window != 0 ? p->server_window : 15;
      answer = "permessage-deflate";
      if (terms.forget_after_pack) answer += "; server_no_context_takeover";
      if (terms.forget_after_unpack) answer += "; client_no_context_takeover";
      if (p->server_window != 0) answer += "; server_max_window_bits=" + std::to_string(p->server_window);
      made = std::make_unique<deflate_packer>(options_, terms);
    });
    return made;
  }
  std::unique_ptr<websocket_packer> accept(std::string_view answer) const override {
    if (answer.find(',') != std::string_view::npos) return nullptr;
    const auto p = parse(answer, false);
    if (!p || p->client_window == 8 || (!options_.context_takeover && !p->server_forgets)) return nullptr;
    deflate_terms terms;
    terms.forget_after_pack = p->client_forgets || !options_.context_takeover;
    terms.forget_after_unpack = p->server_forgets;
    terms.pack_window = p->client_window != 0 ? p->client_window : 15;
    return std::make_unique<deflate_packer>(options_, terms);
  }

 private:
  struct parameters {
    bool server_forgets = false, client_forgets = false, client_window_named = false;
    int server_window = 0, client_window = 0;
  };
  /** RFC 7692 7.1: unknown, repeated or malformed parameters make the whole offer or answer void. */
  static std::optional<parameters> parse(std::string_view text, bool offer) {
    parameters p;
    bool first = true;
    while (!text.empty()) {
      const std::size_t semicolon = text.find(';');
      std::string_view name = trimmed(text.substr(0, semicolon)), value;
      text = semicolon == std::string_view::npos ? std::string_view() : text.substr(semicolon + 1);
      if (std::exchange(first, false)) {
        if (!equal_ignoring_case(name, "permessage-deflate")) return {};
        continue;
      }
      const std::size_t equals = name.find('=');
      const bool has_value = equals != std::string_view::npos;
      if (has_value) {
        value = trimmed(name.substr(equals + 1));
        name = trimmed(name.substr(0, equals));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
      }
      const auto flag = [&](bool& what) { return !has_value && !std::exchange(what, true); };
      const auto window = [&](int& what) {
        if (what != 0) return false;
        if (value.size() == 1 && (value[0] == '8' || value[0] == '9')) what = value[0] - '0';
        else if (value.size() == 2 && value[0] == '1' && value[1] >= '0' && value[1] <= '5') what = 10 + value[1] - '0';
        return what != 0;
      };
      bool good = false;
      if (equal_ignoring_case(name, "server_no_context_takeover")) good = flag(p.server_forgets);
      else if (equal_ignoring_case(name, "client_no_context_takeover")) good = flag(p.client_forgets);
      else if (equal_ignoring_case(name, "server_max_window_bits")) good = window(p.server_window);
      else if (equal_ignoring_case(name, "client_max_window_bits")) good = !std::exchange(p.client_window_named, true) && ((offer && !has_value) || window(p.client_window));
      if (!good) return {};
    }
    if (first) return {};
    return p;
  }
  deflate_options options_;
};

}  // namespace detail

/** For websocket_options.compression.
 *  @par Exceptions  aval::error(errc::invalid_options): a level that zlib does not have. */
inline std::shared_ptr<const websocket_compression> permessage_deflate(deflate_options options = {}) {
  if (options.level < 1 || options.level > 9) throw error(errc::invalid_options, "deflate_options.level is 1 to 9");
  return std::make_shared<detail::deflate_negotiation>(options);
}

}  // namespace net
}  // namespace v0
}  // namespace aval
