// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <limits>

#include "aval/acp/detail/core_records.hpp"
#include "aval/core/error.hpp"

/*  The lower half of the protocol core: its records, its outputs, and everything it says. */

namespace aval {
inline namespace v0 {
namespace acp {
namespace detail {

class core_base {
 public:
  explicit core_base(options o) : options_(std::move(o)), ids_(options_.random), salt_(options_.random.number()), reachable_(!options_.uri.empty()) {
    if (!reachable_) options_.uri = "wss://" + options_.id + ".invalid/";
  }
  core_base(const core_base&) = delete;
  core_base& operator=(const core_base&) = delete;

  const options& settings() const noexcept { return options_; }
  const counters& counts() const noexcept { return counts_; }
  /** This agent can be reached under `uri`: registrations from now on say so, if options.uri said nothing and no other call was made. */
  void listening(std::string uri) {
    if (!reachable_) options_.uri = std::move(uri);
    reachable_ = true;
  }

  /** Gives every output in order to `visit(output&)`, also those which it causes by calling the core. */
  template <class Visit>
  void drain(Visit&& visit) {
    if (draining_) return;
    draining_ = true;
    struct at_end {
      core_base& c;
      ~at_end() {
        c.outputs_.clear();
        c.text_.clear();
        if (c.text_.capacity() > 64 * 1024) c.text_ = {};
        c.draining_ = false;
      }
    } end{*this};
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      entry& next = outputs_[i];
      output o = std::move(next.what);
      if (o.what == output::kind::send) o.text = std::string_view(text_).substr(next.at, next.size);
      visit(o);
    }
  }

 protected:
  using errc = acp::errc;
  using kind = output::kind;

  time_point now() const { return options_.clock.steady(); }
  aval::timestamp wall() const { return std::chrono::time_point_cast<std::chrono::nanoseconds>(options_.clock.now()); }
  bool logs(log_level level) const noexcept { return options_.log.enabled(level); }
  void say(log_level level, const std::string& text) const { options_.log.log(level, "acp", text); }

  // ---- outputs

  output& put(kind what, link_id number = 0) {
    entry& e = outputs_.emplace_back();
    e.what.what = what;
    e.what.link = number;
    return e.what;
  }
  void close(link& l, std::uint16_t code, errc why, std::string reason = {}) {
    if (l.closed) return;
    l.closed = true;
    l.fsm.close();
    output& o = put(kind::close, l.number);
    o.close_code = code;
    o.error = make_error_code(why);
    o.reason = reason.empty() ? o.error.message() : std::move(reason);
    if (logs(log_level::warning)) say(log_level::warning, "connection with " + printable(l.peer->name, 64) + " is closed: " + o.reason);
  }

  // ---- messages

  header make_header(message_type type, std::string_view to) {
    header h;
    h.tipo = type;
    h.id_mensaje = ids_.next();
    h.origen = options_.id;
    h.destino = to;
    h.timestamp = wall();
    return h;
  }
  /** An answer to a message: addressed, in its session. */
  header answer_to(message_type type, std::string_view to, const envelope& e) {
    header h = make_header(type, to);
    h.respuesta_a = e.id_mensaje;
    h.id_sesion = e.id_sesion;
    return h;
  }
  /** The text is valid until the next message. */
  template <class Payload>
  std::string_view send(link& l, const header& h, const Payload& payload) {
    const std::size_t at = text_.size();
    write_message(text_, h, payload);
    return sent(l, h, at);
  }
  std::string_view send(link& l, const header& h) { return send(l, h, std::string_view("null")); }
  /** Text that was sent before. */
  void send_again(link& l, const std::string& text) {
    const std::size_t at = text_.size();
    text_ += text;
    queue(l, at);
  }

  /** A message with this payload would be larger than options::max_message. Exact but for the digits of a number that it does not have yet. */
  bool too_large(message_type type, const party& to, const id& in, std::string_view payload) {
    constexpr std::size_t longest_envelope = 1200;  // names of 64 bytes, each byte escaped
    if (payload.size() + longest_envelope <= options_.max_message) return false;
    if (payload.size() > options_.max_message) return true;
    header h = make_header(type, to.name);
    h.id_sesion = in;
    h.numero_secuencia = std::numeric_limits<std::uint64_t>::max();
    const std::size_t at = text_.size();
    write_message(text_, h, payload);
    const bool over = text_.size() - at > options_.max_message;
    text_.resize(at);
    return over;
  }
  std::string_view sent(link& l, const header& h, std::size_t at) {
    const std::string_view text = queue(l, at);
    if (h.requiere_ack) {
      l.delivery.sent(h.id_mensaje, text, now());
      watch_acks(l);
    }
    return text;
  }
  std::string_view queue(link& l, std::size_t at) {
    entry& e = outputs_.emplace_back();
    e.what.link = l.number;
    e.at = at;
    e.size = text_.size() - at;
    ++counts_.messages_out;
    const std::string_view text = std::string_view(text_).substr(at);
    if (options_.on_message) options_.on_message(true, l.peer->name, text);
    return text;
  }
  void watch_acks(link& l) {
    if (const auto at = l.delivery.wake_at()) l.ack_timer.arm_if_idle(timers_, timer_set::kind::ack, &l, *at);
  }

  std::string_view send_error(link& l, std::string_view to, errc code, std::string_view what, const std::optional<id>& cause, const std::optional<id>& in) {
    header h = make_header(message_type::error, to);
    h.respuesta_a = cause;
    h.id_sesion = in;
    error_report report;
    report.codigo_error = wire_code(code);
    report.mensaje_error = what;
    return send(l, h, report);
  }
  /** A valid message that cannot be served. */
  void cannot(link& l, party& to, errc code, std::string_view what, const envelope& e) {
    if (e.tipo == message_type::error || e.tipo == message_type::message_ack) return;
    to.seen.answered(e.id_mensaje, send_error(l, to.name, code, what, e.id_mensaje, e.id_sesion));
  }

  // ---- records

  party* find_party(std::string_view name) {
    const auto it = parties_.find(name);
    return it == parties_.end() ? nullptr : it->second.get();
  }
  /** An agent that has a connection of its own from now on. */
  party* direct_party(std::string_view name) {
    party* const known = find_party(name);
    if (known == nullptr) {
      if (parties_.size() >= options_.max_parties) forget_idle();
      return &new_party(name, options_.duplicate_bytes);
    }
    if (known->links.empty()) --relayed_;
    disown(*known);
    return known;
  }
  /** An agent that need not have one; nullptr when too many are known through hubs only. `voucher`: who brings the name up, if that is to be
   *  bounded for it alone. */
  party* make_party(std::string_view name, party* voucher = nullptr) {
    if (party* const known = find_party(name)) return known;
    const bool too_many = voucher != nullptr && voucher->vouched >= options_.relayed_agents;
    if (too_many || parties_.size() >= options_.max_parties) forget_idle();
    if (relayed_ >= options_.max_parties || (voucher != nullptr && voucher->vouched >= options_.relayed_agents)) return nullptr;
    party& made = new_party(name, voucher != nullptr ? options_.duplicate_bytes / 16 : options_.duplicate_bytes);
    ++relayed_;
    if ((made.voucher = voucher) != nullptr) ++voucher->vouched;
    return &made;
  }
  party& new_party(std::string_view name, std::size_t answers) {
    auto made = std::make_unique<party>(std::string(name), duplicate_memory(options_.duplicate_entries, options_.duplicate_age, answers, salt_));
    party& p = *made;
    parties_.emplace(p.name, std::move(made));
    return p;
  }
  static void disown(party& p) {
    if (p.voucher != nullptr) --p.voucher->vouched;
    p.voucher = nullptr;
  }
  /** Forgets agents of which nothing is kept. It looks at all of them, so a flood of names has it done once a second and not for each name. */
  void forget_idle() {
    const time_point t = now();
    if (t < next_sweep_) return;
    next_sweep_ = t + std::chrono::seconds(1);
    std::erase_if(parties_, [&](auto& entry) {
      party& p = *entry.second;
      if (!p.links.empty() || !p.sessions.empty() || p.vouched != 0 || p.pauses != 0 || !p.seen.empty(t)) return false;
      --relayed_;
      disown(p);
      return true;
    });
  }
  /** Whether an agent speaks on this connection only because the other end says that it relays. */
  static bool merely_relayed(const link& l, const party& p) noexcept { return &p != l.peer && !l.trusted; }
  static session* find_session(const party& p, const id& name) {
    const auto it = p.sessions.find(name);
    return it == p.sessions.end() ? nullptr : it->second.get();
  }
  request* find_request(const id& message) {
    const auto it = requests_.find(message);
    return it == requests_.end() ? nullptr : it->second.get();
  }
  bool paused(const link& l, const party& p) const { return l.paused || (!l.paused_parties.empty() && l.paused_parties.contains(p.name)); }

  void watch(session& s) {
    const auto at = s.fsm.wake_at(s.idle);
    if (at) s.timer.arm(timers_, timer_set::kind::session, &s, *at);
    else s.timer.disarm();
  }

  struct entry {
    output what;
    std::size_t at = 0, size = 0;  // of the text
  };
  options options_;
  counters counts_;
  id_source ids_;
  std::uint64_t salt_;
  bool reachable_;  // options_.uri is a real one
  bool draining_ = false, shutting_down_ = false;
  std::string text_;
  std::vector<entry> outputs_;

  timer_set timers_;  // before the records that have entries in it
  link_id last_link_ = 0;
  task_id last_task_ = 0;
  std::unordered_map<std::string, std::unique_ptr<party>, text_hash, std::equal_to<>> parties_;
  std::size_t relayed_ = 0;  // those without a connection of their own
  time_point next_sweep_{};
  std::unordered_map<link_id, std::unique_ptr<link>> links_;
  std::unordered_map<id, std::unique_ptr<request>> requests_;
  std::unordered_map<task_id, std::unique_ptr<work>> works_;
  std::deque<task_id> queued_;  // tasks that wait for one of max_running_tasks
  std::size_t running_ = 0;
};

}  // namespace detail
}  // namespace acp
}  // namespace v0
}  // namespace aval
