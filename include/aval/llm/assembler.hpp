// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/json/read.hpp"
#include "aval/llm/errors.hpp"
#include "aval/llm/messages.hpp"
#include "aval/net/detail/strike_out.hpp"

/*  A streamed answer put together, without I/O: push() the data of each event, take() the whole answer at the end.
 *
 *  Tool calls come in pieces: the first has id and name, the others a bit of the arguments. Servers differ in how they number them; what
 *  is understood: by index (the usual way), without an index, and several calls under one index that differ in their ids. */

namespace aval {
inline namespace v0 {
namespace llm {

namespace detail {

inline constexpr json::read_options as_answer{.duplicates = json::duplicates::last_wins, .nulls = json::nulls::as_missing};

/** An `error` member of an answer or event, wherever servers put its words. */
struct server_words {
  bool found = false;
  std::string message, type, code;
};
template <class Lazy = void>
server_words words_of(std::string_view body, bool always) {
  server_words out;
  const auto parsed = json::parse<json::read_options{.duplicates = json::duplicates::last_wins}>(body, {.max_depth = 32});
  if (!parsed || !parsed->is_object()) return out;
  const auto text = [](const json::value& v) {
    if (v.if_string()) return *v.if_string();
    return v.is_number() ? v.as_number_text() : std::string();
  };
  const json::value& error = (*parsed)["error"];
  const json::value& holder = error.is_object() ? error : *parsed;
  out.found = always || error.is_object() || error.is_string();
  if (!out.found) return out;
  out.message = error.is_string() ? *error.if_string() : text(holder["message"]);
  if (out.message.empty()) out.message = text(holder["detail"]);
  out.type = text(holder["type"]);
  out.code = text(holder["code"]);
  return out;
}

/** The peer's words may repeat what we sent; our key is not to come back by that way. */
inline std::string without_key(std::string text, std::string_view key) {
  net::detail::strike_out(text, key, "[key]");
  return text;
}

inline errc code_for(int status) noexcept {
  switch (status) {
    case 401: return errc::not_authenticated;
    case 403: return errc::not_permitted;
    case 404: return errc::no_such_model;
    case 429: return errc::rate_limited;
    default: return status >= 500 || status == 408 ? errc::server_failed : status >= 400 || status < 200 ? errc::request_refused : errc::server_failed;
  }
}

inline chat_error error_from(server_words words, int status, std::string context, std::string_view key,
                             std::optional<std::chrono::milliseconds> retry_after = {}) {
  return chat_error(code_for(status), std::move(context) + (status >= 300 ? " answered " + std::to_string(status) : std::string()),
                    printable(without_key(std::move(words.message), key)), status, printable(without_key(std::move(words.type), key), 80),
                    printable(without_key(std::move(words.code), key), 80), retry_after);
}

}  // namespace detail

/** Puts one streamed answer together. `Lazy` only delays its compilation. */
template <class Lazy = void>
class basic_answer_assembler {
 public:
  /** `max_answer`: bytes of text and arguments together. */
  explicit basic_answer_assembler(std::size_t max_answer = 8 * 1024 * 1024) : left_(max_answer) {}

  enum class outcome {
    piece,    ///< `last()` has something new
    nothing,  ///< a chunk without content: usage, the first one of some servers
    done      ///< "[DONE]"
  };

  /** The data of one event. `key` is blotted out of the server's words.
   *
   *  @par Exceptions  chat_error when the event is an error; errc::answer_not_understood, answer_too_large. The stream is then of no use. */
  outcome push(std::string_view data, std::string_view key = {}) {
    if (const auto end = data.find_last_not_of(" \t\r\n"); end != std::string_view::npos && data.substr(0, end + 1) == "[DONE]") {
      done_ = true;
      return outcome::done;
    }
    auto chunk = json::read<chat_chunk, detail::as_answer>(data, {.max_depth = 32});
    if (!chunk || (chunk->choices.empty() && !chunk->usage)) {
      if (auto words = detail::words_of(data, false); words.found) throw detail::error_from(std::move(words), 200, "in the middle of an answer", key);
    }
    if (!chunk) throw error(errc::answer_not_understood, "an event of the stream: " + printable(chunk.error().message(), 300));
    return push_chunk(*std::move(chunk));
  }
  /** The same for a chunk that has been read already. */
  outcome push_chunk(chat_chunk chunk) {
    if (!chunk.id.empty()) response_.id = std::move(chunk.id);
    if (!chunk.model.empty()) response_.model = std::move(chunk.model);
    if (chunk.created != 0) response_.created = chunk.created;
    if (chunk.usage) response_.usage = chunk.usage;
    bool any = false;
    if (chunk.choices.size() > most_choices) throw error(errc::answer_not_understood, "a chunk with too many choices");
    for (std::size_t i = 0; i < chunk.choices.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k)
        if (chunk.choices[k].index == chunk.choices[i].index) throw error(errc::answer_not_understood, "a chunk that names a choice twice");
      any = add(chunk.choices[i]) || any;
    }
    return any ? outcome::piece : outcome::nothing;
  }

  /** An answer that came in one piece although a stream was asked for. */
  outcome whole(chat_response answer) {
    response_ = std::move(answer);
    done_ = true;
    if (response_.choices.empty()) return outcome::nothing;
    const message& m = response_.choices.front().message;
    last_ = {};
    if (m.content) last_.content = text_of(m);
    last_.reasoning_content = m.reasoning_content;
    last_.refusal = m.refusal;
    if (m.tool_calls) {
      last_.tool_calls.emplace();
      for (const tool_call& call : *m.tool_calls) {
        tool_call_piece piece;
        piece.index = static_cast<int>(last_.tool_calls->size());
        piece.id = call.id;
        piece.type = call.type;
        piece.function.name = call.function.name;
        piece.function.arguments = call.function.arguments;
        last_.tool_calls->push_back(std::move(piece));
      }
    }
    return outcome::piece;
  }

  /** What the last event added to the first choice. */
  const delta& last() const noexcept { return last_; }
  /** What has come so far; calls as complete as they are. */
  const chat_response& so_far() const noexcept { return response_; }
  /** Every choice has said why it ended, or the server has said that it is done. */
  bool complete() const noexcept {
    if (response_.choices.empty()) return false;
    if (done_) return true;
    for (const choice& c : response_.choices)
      if (!c.finish_reason) return false;
    return true;
  }
  /** The whole answer. Calls without an id get one; empty arguments become "{}". */
  chat_response take() {
    for (choice& c : response_.choices) finish(c);
    return std::move(response_);
  }
  /** The same for an answer that came in one piece. */
  static void finish(choice& c) {
    if (!c.message.tool_calls) return;
    std::size_t n = 0;
    for (tool_call& call : *c.message.tool_calls) {
      if (call.id.empty()) call.id = "call_" + std::to_string(n);
      if (call.function.arguments.empty()) call.function.arguments = "{}";
      ++n;
    }
    if (n == 0) c.message.tool_calls.reset();
  }

 private:
  static constexpr int most_choices = 16;
  static constexpr std::size_t most_calls = 256;

  void spend(std::size_t bytes) {
    if (bytes > left_) throw error(errc::answer_too_large, "streamed answer");
    left_ -= bytes;
  }
  bool append(std::optional<std::string>& to, const std::optional<std::string>& piece) {
    if (!piece || piece->empty()) return false;
    spend(piece->size());
    if (!to) to.emplace();
    *to += *piece;
    return true;
  }

  bool add(chunk_choice& piece) {
    if (piece.index < 0 || piece.index >= most_choices) throw error(errc::answer_not_understood, "a choice with the index " + std::to_string(piece.index));
    const auto at = static_cast<std::size_t>(piece.index);
    while (response_.choices.size() <= at) {
      choice fresh;
      fresh.index = static_cast<int>(response_.choices.size());
      fresh.message.role = role::assistant;
      response_.choices.push_back(std::move(fresh));
      slots_.emplace_back();
    }
    choice& c = response_.choices[at];
    bool any = false;
    if (piece.delta.content && !piece.delta.content->empty()) {
      spend(piece.delta.content->size());
      if (!c.message.content) c.message.content.emplace();
      std::get<std::string>(*c.message.content) += *piece.delta.content;
      any = true;
    }
    any = append(c.message.reasoning_content, piece.delta.reasoning_content) || any;
    any = append(c.message.refusal, piece.delta.refusal) || any;
    if (piece.delta.tool_calls)
      for (const tool_call_piece& call : *piece.delta.tool_calls) add(c, slots_[at], call), any = true;
    if (piece.finish_reason && !piece.finish_reason->empty()) c.finish_reason = std::move(piece.finish_reason);
    if (at == 0 && any) last_ = std::move(piece.delta);
    return at == 0 && any;
  }

  void add(choice& c, std::vector<std::optional<int>>& slots, const tool_call_piece& piece) {
    if (!c.message.tool_calls) c.message.tool_calls.emplace();
    auto& calls = *c.message.tool_calls;
    std::size_t at = calls.size();
    if (!piece.index && !calls.empty()) at = calls.size() - 1;
    for (std::size_t i = 0; piece.index && i < calls.size(); ++i)
      if (slots[i] == piece.index) at = i;  // the last one with this index
    const bool has_id = piece.id && !piece.id->empty();
    if (at < calls.size() && has_id && !calls[at].id.empty() && calls[at].id != *piece.id) at = calls.size();
    if (at == calls.size()) {
      if (at == most_calls) throw error(errc::answer_too_large, "more than " + std::to_string(most_calls) + " tool calls in one answer");
      calls.emplace_back();
      slots.push_back(piece.index);
    }
    tool_call& call = calls[at];
    if (has_id && call.id.empty()) spend(piece.id->size()), call.id = *piece.id;
    if (piece.function.name && *piece.function.name != call.function.name) spend(piece.function.name->size()), call.function.name += *piece.function.name;
    if (piece.function.arguments) spend(piece.function.arguments->size()), call.function.arguments += *piece.function.arguments;
  }

  chat_response response_;
  delta last_;
  std::vector<std::vector<std::optional<int>>> slots_;  // per choice: the index of each call
  std::size_t left_;
  bool done_ = false;
};

using answer_assembler = basic_answer_assembler<>;

}  // namespace llm
}  // namespace v0
}  // namespace aval
