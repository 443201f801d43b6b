// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/associated_cancellation_slot.hpp>
#include <asio/associated_executor.hpp>
#include <asio/buffer.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/error.hpp"
#include "aval/testing/steps.hpp"

/*  A connection without a socket. The test writes the script of the other side, in order: what must arrive there (expect) and what
 *  comes from there (provide). What is provided can be read as soon as everything expected before it has been written. The stream
 *  takes reads and writes apart into pieces when told to, fails or cancels at the step that a plan names, and reports what does not
 *  follow the script, including lines of the script that are left over in the end. */

namespace aval {
inline namespace v0 {
namespace testing {

/** Asio's AsyncReadStream and AsyncWriteStream over a script, and the waiting-free forms of net::stream beside them. A cheap handle:
 *  give one copy to the code under test and keep another.
 *
 *  Reports go to the function given to the constructor, in a test usually [](const std::string& what) { ADD_FAILURE() << what; }.
 *
 *  @par Errors        asio::error::eof and whatever the script says; bad_descriptor after close(); broken_pipe for a write that does
 *                     not follow the script (it is reported, too).
 *  @par Cancellation  every type: operation_aborted; nothing read or written is lost.
 *  @par Threads       one.
 *  @par Example
 *  @code
 *  testing::scripted_stream peer(context.get_executor(), report);
 *  peer.expect("GET / HTTP/1.1\r\n\r\n").provide("HTTP/1.1 204 No Content\r\n\r\n").provide_end();
 *  peer.read_at_most(1);                         // one byte at a time
 *  testing::run_ready(context, fetch(peer));
 *  @endcode */
class scripted_stream {
 public:
  using executor_type = any_io_executor;
  using report_function = std::function<void(const std::string&)>;

  scripted_stream(any_io_executor executor, report_function report) : state_(std::make_shared<state>(std::move(executor), std::move(report))) {}

  // ---- the script

  /** The next bytes that the code under test must write. They may come in pieces or together with the ones after. */
  scripted_stream& expect(std::string_view bytes) {
    state_->expected.append(bytes);
    return *this;
  }
  /** From here on anything may be written; written() has it. */
  scripted_stream& expect_anything() {
    state_->free_from = std::min(state_->free_from, state_->expected.size());
    return *this;
  }
  /** Bytes from the other side. Two calls are two reads, however large the buffer. */
  scripted_stream& provide(std::string bytes) { return add_input({state_->expected.size(), std::move(bytes), {}}); }
  /** The orderly end of input; every read from here on gives eof. */
  scripted_stream& provide_end() { return add_input({state_->expected.size(), {}, asio::error::eof}); }
  /** The next read that gets here fails, once. */
  scripted_stream& fail_read(std::error_code with) { return add_input({state_->expected.size(), {}, with}); }
  /** The next write after everything expected so far fails, once. */
  scripted_stream& fail_write(std::error_code with) {
    state_->write_failures.push_back({state_->expected.size(), {}, with});
    return *this;
  }
  /** The most bytes that one read gives or one write takes; zero: no limit. */
  scripted_stream& read_at_most(std::size_t bytes) {
    state_->read_most = bytes;
    return *this;
  }
  scripted_stream& write_at_most(std::size_t bytes) {
    state_->write_most = bytes;
    return *this;
  }
  /** Counts steps on this plan and fails or cancels where it says. Afterwards, leftovers are no failure. */
  scripted_stream& follow(step_plan plan) {
    state_->plan = std::move(plan);
    return *this;
  }

  // ---- what has happened

  /** Everything written so far. */
  const std::string& written() const noexcept { return state_->written; }
  bool closed() const noexcept { return state_->closed; }
  /** Lines of the script that have not happened, in words; empty when all is done. */
  std::string leftovers() const { return state_->leftovers(); }
  /** Reports leftovers now rather than when the last copy goes, and only once. */
  void finish() { state_->finish(); }

  // ---- the stream

  executor_type get_executor() const noexcept { return state_->executor; }

  /** Completes with void(error_code, size_t) when at least one byte, the end or an error has come. */
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(std::error_code, std::size_t)>(initiate_read{state_}, token, first_of(buffers));
  }
  /** Writes a part of the sequence, at least one byte. Completes with void(error_code, size_t). */
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(std::error_code, std::size_t)>(initiate_write{state_}, token, text_of(buffers), true);
  }
  /** Writes the whole sequence, in pieces of write_at_most(). Completes with void(error_code, size_t). */
  template <class Buffers, class Token>
  auto async_write(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(std::error_code, std::size_t)>(initiate_write{state_}, token, text_of(buffers), false);
  }
  /** Completes with void(error_code) when read_now() has something to give: bytes, the end or an error. */
  template <class Token>
  auto async_wait_input(Token&& token) {
    return asio::async_initiate<Token, void(std::error_code)>(initiate_wait{state_}, token);
  }
  /** Completes with void(error_code), at once: nothing is ever kept back. */
  template <class Token>
  auto async_flush(Token&& token) {
    return asio::async_initiate<Token, void(std::error_code)>(initiate_flush{state_}, token);
  }
  /** Input at hand; ec: would_block when there is none. A call that gives would_block is not a step. */
  std::size_t read_now(char* to, std::size_t size, std::error_code& ec) {
    if (!state_->input_ready()) {
      ec = asio::error::would_block;
      return 0;
    }
    if (state_->plan.next() == step_plan::verdict::fail) {
      ec = state_->plan.error();
      return 0;
    }
    return state_->read(to, size, ec);
  }
  /** Takes all bytes, or those of one write_at_most(). */
  template <class Buffers>
  std::size_t write_now(const Buffers& buffers, std::error_code& ec) {
    if (state_->plan.next() == step_plan::verdict::fail) {
      ec = state_->plan.error();
      return 0;
    }
    return state_->write(text_of(buffers), ec);
  }
  bool output_pending() const noexcept { return false; }
  bool is_tls() const noexcept { return false; }
  bool is_open() const noexcept { return !state_->closed; }

  /** Ends running operations with operation_aborted. */
  void cancel() { state_->abort_all(); }
  void close() noexcept {
    state_->closed = true;
    state_->abort_all();
  }
  void abort() noexcept { close(); }

 private:
  struct item {
    std::size_t after = 0;  // how many bytes must have been written before
    std::string bytes = {};
    std::error_code ec = {};
  };
  /** A waiting read or wait, with its handler inside. */
  struct waiting {
    virtual ~waiting() = default;
    virtual void complete(std::error_code ec, bool emitting) = 0;
    virtual void ready() = 0;
  };

  struct state {
    any_io_executor executor;
    report_function report;
    std::string expected, written;
    std::size_t free_from = std::string::npos;
    std::deque<item> input, write_failures;
    std::size_t read_most = 0, write_most = 0;
    bool closed = false, reported = false;
    step_plan plan;
    std::unique_ptr<waiting> reader;

    state(any_io_executor e, report_function r) : executor(std::move(e)), report(std::move(r)) {}
    state(const state&) = delete;
    state& operator=(const state&) = delete;
    ~state() { finish(); }

    bool input_ready() const { return closed || (!input.empty() && input.front().after <= written.size()); }

    std::size_t read(char* to, std::size_t size, std::error_code& ec) {
      ec = {};
      if (closed) return ec = asio::error::bad_descriptor, 0;
      item& next = input.front();
      if (next.ec) {
        ec = next.ec;
        if (ec != asio::error::eof) input.pop_front();
        return 0;
      }
      std::size_t n = std::min(size, next.bytes.size());
      if (read_most != 0) n = std::min(n, read_most);
      std::memcpy(to, next.bytes.data(), n);
      next.bytes.erase(0, n);
      if (next.bytes.empty()) input.pop_front();
      return n;
    }

    std::size_t write(std::string_view bytes, std::error_code& ec) {
      ec = {};
      if (closed) return ec = asio::error::bad_descriptor, 0;
      if (!write_failures.empty() && write_failures.front().after <= written.size()) {
        ec = write_failures.front().ec;
        write_failures.pop_front();
        return 0;
      }
      std::size_t n = bytes.size();
      if (write_most != 0) n = std::min(n, write_most);
      if (!write_failures.empty()) n = std::min(n, write_failures.front().after - written.size());
      const std::size_t scripted = std::min(expected.size(), free_from);
      const std::size_t at = written.size();
      const std::size_t compared = at < scripted ? std::min(n, scripted - at) : 0;
      std::size_t same = 0;
      while (same < compared && bytes[same] == expected[at + same]) ++same;
      const bool beyond = n > compared && free_from == std::string::npos;
      if (same < compared || beyond) {
        const std::size_t wrong = at + same;
        tell("byte " + std::to_string(wrong) + " written: " + quoted(bytes.substr(same)) +
             (wrong < scripted ? ", but the script expects " + quoted(std::string_view(expected).substr(wrong)) : ", but the script expects no more"));
        ec = asio::error::broken_pipe;
        return 0;
      }
      written.append(bytes.substr(0, n));
      if (reader && input_ready()) std::exchange(reader, nullptr)->ready();
      return n;
    }

    std::string leftovers() const {
      std::string words;
      const std::size_t scripted = std::min(expected.size(), free_from);
      if (written.size() < scripted) words += "never written: " + quoted(std::string_view(expected).substr(written.size(), scripted - written.size()));
      for (const item& i : input) {
        if (i.ec == asio::error::eof) continue;  // stays for every later read
        words += (words.empty() ? "" : "; ") + (i.ec ? "error never read: " + i.ec.message() : "never read: " + quoted(i.bytes));
      }
      for (const item& i : write_failures) words += (words.empty() ? "" : "; ") + ("failure never met by a write: " + i.ec.message());
      return words;
    }

    void finish() {
      if (reported || plan.reached()) return;
      const std::string words = leftovers();
      if (!words.empty()) tell("left over: " + words);
    }
    void tell(const std::string& what) {
      if (std::exchange(reported, true)) return;  // the first departure explains the rest
      if (report) report("scripted stream: " + what);
    }
    static std::string quoted(std::string_view bytes) {
      static constexpr std::size_t most = 120;
      std::string out = "\"";
      for (const char c : bytes.substr(0, most)) {
        const auto u = static_cast<unsigned char>(c);
        if (c == '\r') out += "\\r";
        else if (c == '\n') out += "\\n";
        else if (u >= 0x20 && u < 0x7F) out += c;
        else out += {'\\', 'x', "0123456789abcdef"[u >> 4], "0123456789abcdef"[u & 15]};
      }
      return out += bytes.size() > most ? "\"..." : "\"";
    }

    /** `emitting`: called by the handler's own slot, which must not be cleared under it. */
    void abort_all(bool emitting = false) noexcept {
      if (reader) std::exchange(reader, nullptr)->complete(asio::error::operation_aborted, emitting);
    }
  };

  /** Calls a handler later through its associated executor, and keeps the context at work until then. */
  template <class Handler, class... Values>
  static void post(const std::shared_ptr<state>& s, Handler handler, Values... values) {
    auto associated = asio::get_associated_executor(handler, s->executor);
    asio::post(associated, [work = asio::make_work_guard(s->executor), h = std::move(handler), v = std::make_tuple(values...)]() mutable {
      work.reset();
      std::apply(std::move(h), std::move(v));
    });
  }

  /** A read (Values is size_t) or a wait (no Values) that the script has nothing for yet, or that waits to be cancelled. */
  template <class Handler, bool Counts>
  struct waiting_for_input final : waiting {
    std::weak_ptr<state> of;
    Handler handler;
    asio::mutable_buffer to;
    asio::executor_work_guard<any_io_executor> work;

    waiting_for_input(const std::shared_ptr<state>& s, Handler h, asio::mutable_buffer b)
        : of(s), handler(std::move(h)), to(b), work(s->executor) {}
    void complete(std::error_code ec, bool emitting) override { give(ec, 0, emitting); }
    void ready() override {
      std::error_code ec;
      std::size_t n = 0;
      if constexpr (Counts) n = of.lock()->read(static_cast<char*>(to.data()), to.size(), ec);
      give(ec, n, false);
    }
    void give(std::error_code ec, std::size_t n, bool emitting) {
      auto s = of.lock();
      if (!s) return;
      auto slot = asio::get_associated_cancellation_slot(handler);
      if (slot.is_connected() && !emitting) slot.clear();
      if constexpr (Counts) scripted_stream::post(s, std::move(handler), ec, n);
      else scripted_stream::post(s, std::move(handler), ec);
    }
  };

  template <bool Counts, class Handler>
  static void wait(const std::shared_ptr<state>& s, Handler handler, asio::mutable_buffer to, bool cancel_now) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    s->reader = std::make_unique<waiting_for_input<Handler, Counts>>(s, std::move(handler), to);
    if (slot.is_connected())
      slot.assign([weak = std::weak_ptr<state>(s)](asio::cancellation_type type) {
        const auto alive = weak.lock();
        if (alive && type != asio::cancellation_type::none) alive->abort_all(true);
      });
    if (cancel_now) emit_later(s, [s] {
      if (s->reader && s->input_ready()) std::exchange(s->reader, nullptr)->ready();
    });
  }
  /** The cancellation of the plan arrives while the step is under way; `otherwise` runs afterwards, for those who ignored it. */
  template <class F>
  static void emit_later(const std::shared_ptr<state>& s, F otherwise) {
    asio::post(s->executor, [s, otherwise = std::move(otherwise)]() mutable {
      s->plan.emit();
      otherwise();
    });
  }

  template <bool Counts, class Handler>
  static void start_reading(const std::shared_ptr<state>& s, Handler handler, asio::mutable_buffer to) {
    const auto verdict = s->plan.next();
    if (s->reader) {
      s->tell("a second read was started while one is running");
      return finish_with<Counts>(s, std::move(handler), asio::error::already_started, 0);
    }
    if (verdict == step_plan::verdict::fail) return finish_with<Counts>(s, std::move(handler), s->plan.error(), 0);
    if (verdict == step_plan::verdict::cancel) return wait<Counts>(s, std::move(handler), to, true);
    if (Counts && to.size() == 0) return finish_with<Counts>(s, std::move(handler), {}, 0);
    if (!s->input_ready()) return wait<Counts>(s, std::move(handler), to, false);
    std::error_code ec;
    std::size_t n = 0;
    if constexpr (Counts) n = s->read(static_cast<char*>(to.data()), to.size(), ec);
    finish_with<Counts>(s, std::move(handler), ec, n);
  }
  template <bool Counts, class Handler>
  static void finish_with(const std::shared_ptr<state>& s, Handler handler, std::error_code ec, std::size_t n) {
    if constexpr (Counts) post(s, std::move(handler), ec, n);
    else post(s, std::move(handler), ec);
  }

  struct initiate_read {
    std::shared_ptr<state> s;
    template <class Handler>
    void operator()(Handler&& handler, asio::mutable_buffer to) const {
      start_reading<true>(s, std::decay_t<Handler>(std::forward<Handler>(handler)), to);
    }
  };
  struct initiate_wait {
    std::shared_ptr<state> s;
    template <class Handler>
    void operator()(Handler&& handler) const {
      start_reading<false>(s, std::decay_t<Handler>(std::forward<Handler>(handler)), {});
    }
  };
  struct initiate_flush {
    std::shared_ptr<state> s;
    template <class Handler>
    void operator()(Handler&& handler) const {
      const bool fails = s->plan.next() == step_plan::verdict::fail;
      post(s, std::decay_t<Handler>(std::forward<Handler>(handler)), fails ? s->plan.error() : std::error_code{});
    }
  };
  struct initiate_write {
    std::shared_ptr<state> s;
    template <class Handler>
    void operator()(Handler&& h, std::string bytes, bool once) const {
      std::decay_t<Handler> handler(std::forward<Handler>(h));
      const auto verdict = s->plan.next();
      if (verdict == step_plan::verdict::fail) return post(s, std::move(handler), s->plan.error(), std::size_t{0});
      if (verdict == step_plan::verdict::cancel) {
        // begun, with nothing sent yet
        auto held = std::make_shared<held_write<std::decay_t<Handler>>>(std::move(handler), s->executor);
        auto slot = asio::get_associated_cancellation_slot(held->handler);
        if (slot.is_connected())
          slot.assign([held](asio::cancellation_type type) {
            if (type != asio::cancellation_type::none) held->cancelled = true;
          });
        return emit_later(s, [s = s, held, bytes = std::move(bytes), once, slot]() mutable {
          if (slot.is_connected()) slot.clear();
          if (held->cancelled) post(s, std::move(held->handler), std::error_code(asio::error::operation_aborted), std::size_t{0});
          else write_all(s, std::move(held->handler), bytes, once);
        });
      }
      write_all(s, std::move(handler), bytes, once);
    }
  };
  template <class Handler>
  struct held_write {
    Handler handler;
    asio::executor_work_guard<any_io_executor> work;
    bool cancelled = false;
    held_write(Handler h, const any_io_executor& e) : handler(std::move(h)), work(e) {}
  };
  template <class Handler>
  static void write_all(const std::shared_ptr<state>& s, Handler handler, std::string_view bytes, bool once) {
    std::error_code ec;
    std::size_t n = 0;
    while (n < bytes.size() && !ec) {
      n += s->write(bytes.substr(n), ec);
      if (once) break;
    }
    post(s, std::move(handler), ec, n);
  }

  scripted_stream& add_input(item next) {
    state_->input.push_back(std::move(next));
    if (state_->reader && state_->input_ready()) std::exchange(state_->reader, nullptr)->ready();
    return *this;
  }
  template <class Buffers>
  static asio::mutable_buffer first_of(const Buffers& buffers) {
    for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers); ++it)
      if (const asio::mutable_buffer one(*it); one.size() != 0) return one;
    return {};
  }
  template <class Buffers>
  static std::string text_of(const Buffers& buffers) {
    std::string all;
    for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers); ++it) {
      const asio::const_buffer one(*it);
      all.append(static_cast<const char*>(one.data()), one.size());
    }
    return all;
  }

  std::shared_ptr<state> state_;
};

}  // namespace testing
}  // namespace v0
}  // namespace aval
