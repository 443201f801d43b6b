// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>

#include "administrator.hpp"
#include "aval/authority/audit_verify.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/core/error.hpp"
#include "aval/crypto/key_formats.hpp"
#include "aval/json/write.hpp"
#include "aval/net/url.hpp"
#include "command.hpp"

namespace program {
namespace {

using aval::json::value;

struct audit_arguments {
  server_access access = {};
  std::string agent = {}, action = {}, since = {}, until = {};
  long limit = 100, offset = 0;
  std::string head = {};  // SEQ:HASH of an earlier check
  std::vector<std::string> keys = {}, checkpoint_files = {};
  std::string file = {}, out = {}, format = "jsonl";
  long first = 1;
  bool good = true;
};

void add_filters(std::string& path, const audit_arguments& arguments) {
  const auto filter = [&path](const char* name, const std::string& text) {
    if (!text.empty()) path += std::string("&") + name + "=" + aval::net::percent_encode(text);
  };
  filter("agent_id", arguments.agent);
  filter("action", arguments.action);
  filter("start_date", arguments.since);
  filter("end_date", arguments.until);
}

aval::awaitable<void> list(administrator& authority, std::shared_ptr<audit_arguments> arguments, application* program) {
  constexpr long page = 1000;  // what the authority gives at most
  value all = aval::json::array();
  for (long offset = arguments->offset, left = arguments->limit; left > 0;) {
    std::string path = "/api/v1/admin/audit-logs?limit=" + std::to_string(std::min(left, page)) + "&offset=" + std::to_string(offset);
    add_filters(path, *arguments);
    const value answer = co_await authority.get(path);
    const auto* logs = answer["logs"].if_array();
    if (logs == nullptr || logs->empty()) break;
    for (const auto& record : *logs) all.push_back(record);
    offset += static_cast<long>(logs->size());
    left -= static_cast<long>(logs->size());
    if (offset >= answer["total"].if_int64().value_or(0)) break;
  }
  print_rows(*program, all,
             {{"TIME", "timestamp"}, {"ACTION", "action_name"}, {"STATUS", "status"}, {"RISK", "risk_level"}, {"AGENT", "agent_id"}, {"VERIFICATION", "verification_id"}});
}

// Every checkpoint of the organization, a new one for where the trail ends now among them.
aval::awaitable<value> checkpoints(administrator& authority) {
  value all = aval::json::array();
  try {
    (void)co_await authority.post("/api/v1/admin/audit-logs/checkpoints", aval::json::object());
  } catch (const std::runtime_error&) {  // an empty trail has none, and an export tells so
  }
  for (std::int64_t offset = 0;;) {
    const value answer = co_await authority.get("/api/v1/admin/audit-logs/checkpoints?limit=1000&offset=" + std::to_string(offset));
    const auto* page = answer["checkpoints"].if_array();
    if (page == nullptr || page->empty()) break;
    for (const auto& c : *page) all.push_back(c);
    offset += static_cast<std::int64_t>(page->size());
    if (offset >= answer["total"].if_int64().value_or(0)) break;
  }
  co_return all;
}

aval::crypto::public_key key_of(const std::string& text) {
  auto key = aval::crypto::parse_public_key(text);
  if (!key) throw std::runtime_error("--key: " + key.error().message);
  return *key;
}

std::string read_whole(const std::string& path) { return aval::detail::read_file(path, 256 * 1024 * 1024).value().text; }

// Checkpoints of a file: {"checkpoints": [...]}, or the list alone.
void take_checkpoints(const value& given, const std::string& where, aval::authority::audit_verify_options& into) {
  const value& list = given.is_object() ? given["checkpoints"] : given;
  if (!list.is_array()) throw std::runtime_error(where + ": no list of checkpoints");
  for (const auto& one : list.as_array()) {
    auto c = aval::authority::read_checkpoint(one);
    if (!c) throw std::runtime_error(where + ": " + c.error().message);
    into.checkpoints.push_back(std::move(*c));
  }
}
void take_checkpoint_file(const std::string& path, aval::authority::audit_verify_options& into) {
  const auto parsed = aval::json::parse(read_whole(path));
  if (!parsed) throw std::runtime_error(path + ": " + parsed.error().message());
  take_checkpoints(*parsed, path, into);
}

// What --head, --key, --checkpoints and --first say.
aval::authority::audit_verify_options options_of(const audit_arguments& arguments) {
  aval::authority::audit_verify_options o;
  if (!arguments.head.empty()) {
    o.kept = aval::authority::parse_audit_head(arguments.head);
    if (!o.kept) throw std::runtime_error("--head: NUMBER:HASH is expected, as an earlier check has printed it");
  }
  for (const auto& text : arguments.keys) o.trusted.push_back(key_of(text));
  for (const auto& path : arguments.checkpoint_files) take_checkpoint_file(path, o);
  o.first = arguments.first;
  return o;
}

bool told(const aval::authority::audit_verifier& check, const std::vector<aval::crypto::public_key>& trusted, const application& program) {
  for (const auto& what : check.findings()) fail(what);
  if (check.faults() > check.findings().size()) fail("and " + std::to_string(check.faults() - check.findings().size()) + " more");
  value keys = aval::json::array();
  for (const auto& key : trusted) keys.push_back(key.to_base64());
  const value out = aval::json::object({{"good", check.good()},
                                        {"records", static_cast<std::int64_t>(check.records())},
                                        {"head", check.records() == 0 ? std::string() : std::to_string(check.newest()) + ':' + check.newest_hash()},
                                        {"vouched", check.vouched()},
                                        {"keys", std::move(keys)}});
  print_object(program, out, {{"good", "good"}, {"records", "records"}, {"head", "head"}, {"signed up to record", "vouched"}, {"keys that were trusted", "keys"}});
  return check.good();
}

// Passes the lines of an export on to a check.
class line_taker {
 public:
  explicit line_taker(aval::authority::audit_verifier& check) : check_(check) {}
  void take(std::string_view piece) {
    reader_.feed(piece, [this](std::string_view line) { check_.next_line(line); }).value();
  }
  void finish() {
    reader_.finish().value();
    check_.finish();
  }

 private:
  aval::authority::audit_verifier& check_;
  aval::authority::audit_export_reader reader_;
};

// Progress on standard error, where somebody looks at it.
class progress {
 public:
  void begin(std::uint64_t total) { total_ = total; }
  void take(std::string_view piece) {
    records_ += static_cast<std::uint64_t>(std::count(piece.begin(), piece.end(), '\n'));
    bytes_ += piece.size();
    if (bytes_ - shown_ < 4 * 1024 * 1024) return;
    shown_ = bytes_;
    std::cerr << "aval: " << records_ << " of " << total_ << " records, " << bytes_ / (1024 * 1024) << " MiB\n";
  }
  std::uint64_t records() const { return records_; }

 private:
  std::uint64_t total_ = 0, records_ = 0, bytes_ = 0, shown_ = 0;
};

// The whole trail against its hashes, against what was signed, and against what somebody has kept.
aval::awaitable<void> verify(administrator& authority, std::shared_ptr<audit_arguments> arguments, application* program) {
  auto o = options_of(*arguments);
  const value signed_ones = co_await checkpoints(authority);  // before the export, which then reaches behind them
  take_checkpoints(signed_ones, "the authority", o);
  if (o.trusted.empty()) {
    const value key = co_await authority.get("/api/v1/audit/key");
    o.trusted.push_back(key_of(key["key"].if_string() ? *key["key"].if_string() : std::string()));
  }
  const auto trusted = o.trusted;
  const std::string path = "/api/v1/admin/audit-logs/export?from_seq=" + std::to_string(o.first);
  const auto check = std::make_shared<aval::authority::audit_verifier>(std::move(o));
  const auto lines = std::make_shared<line_taker>(*check);
  const auto shown = std::make_shared<progress>();
  // both have a name: g++ 12 destroys what a closure inside co_await has captured twice
  const std::function<void(std::uint64_t)> begin = [shown](std::uint64_t total) { shown->begin(total); };
  const std::function<void(std::string_view)> take = [shown, lines](std::string_view piece) {
    shown->take(piece);
    lines->take(piece);
  };
  co_await authority.read(path, begin, take);
  lines->finish();
  arguments->good = told(*check, trusted, *program);
}

// The same for a file, without an authority.
int verify_file(const audit_arguments& arguments, const application& program) {
  auto o = options_of(arguments);
  if (o.trusted.empty() && !o.checkpoints.empty()) {
    o.trusted.push_back(key_of(o.checkpoints.back().key));
    std::cerr << "aval: warning: the checkpoints' own key is trusted; with --key it would be the authority's for sure\n";
  }
  const auto trusted = o.trusted;
  aval::authority::audit_verifier check(std::move(o));
  line_taker lines(check);
  std::ifstream file(arguments.file, std::ios::binary);
  if (!file) throw std::runtime_error(aval::printable(arguments.file) + " can not be read");
  std::string piece(256 * 1024, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    lines.take(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())));
  }
  lines.finish();
  return told(check, trusted, program) ? 0 : 1;
}

// Into a new file, which has its name only when it is complete.
aval::awaitable<void> export_trail(administrator& authority, std::shared_ptr<audit_arguments> arguments, application* program) {
  if (::access(arguments->out.c_str(), F_OK) == 0) throw std::runtime_error(aval::printable(arguments->out) + " is there already");
  const value signed_ones = co_await checkpoints(authority);
  std::string path = "/api/v1/admin/audit-logs/export?format=" + arguments->format + "&from_seq=" + std::to_string(arguments->first);
  add_filters(path, *arguments);
  struct target {
    std::string part;
    aval::detail::owned_fd fd;
    ~target() {
      if (!part.empty()) ::unlink(part.c_str());
    }
  };
  const auto into = std::make_shared<target>();
  const std::string part = arguments->out + ".part";
  into->fd = aval::detail::owned_fd(aval::detail::open_retrying(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600));
  if (!into->fd) throw std::runtime_error(aval::detail::system_failure("cannot write", part).message);
  into->part = part;
  const auto shown = std::make_shared<progress>();
  const std::function<void(std::uint64_t)> begin = [shown](std::uint64_t total) { shown->begin(total); };
  const std::function<void(std::string_view)> take = [shown, into](std::string_view piece) {
    shown->take(piece);
    if (!aval::detail::write_all(into->fd.get(), piece)) throw std::runtime_error(aval::detail::system_failure("cannot write", into->part).message);
  };
  co_await authority.read(path, begin, take);
  if (::fsync(into->fd.get()) != 0 || ::link(part.c_str(), arguments->out.c_str()) != 0) throw std::runtime_error(aval::detail::system_failure("cannot write", arguments->out).message);
  const std::string beside = arguments->out + ".checkpoints";
  const bool whole = arguments->format == "jsonl" && arguments->agent.empty() && arguments->action.empty() && arguments->since.empty() && arguments->until.empty();
  value made = aval::json::object({{"file", arguments->out}, {"records", static_cast<std::int64_t>(shown->records() - (arguments->format == "csv" ? 1 : 0))}});
  if (whole) {
    const value text = aval::json::object({{"checkpoints", signed_ones}});
    aval::detail::write_new_file(beside, aval::json::write_pretty(text) + "\n", 0600).value();
    made["checkpoints"] = beside;
  }
  print_object(*program, made, {{"file", "file"}, {"records", "records"}, {"checkpoints", "checkpoints"}});
}

}  // namespace

void add_audit_commands(application& program) {
  auto* const group = program.app.add_subcommand("audit", "what was decided and done");
  group->require_subcommand(1);
  auto arguments = std::make_shared<audit_arguments>();
  auto* const command = group->add_subcommand("list", "audit records, newest first");
  add_server_options(*command, arguments->access);
  add_output_option(program, *command);
  command->add_option("--agent", arguments->agent, "only this agent (id)");
  command->add_option("--action", arguments->action, "only this action");
  command->add_option("--since", arguments->since, "from this time on (RFC 3339)");
  command->add_option("--until", arguments->until, "before this time (RFC 3339)");
  command->add_option("--limit", arguments->limit, "at most so many records")->check(CLI::Range(1L, 1000000L))->capture_default_str();
  command->add_option("--offset", arguments->offset, "leave out so many of the newest")->check(CLI::NonNegativeNumber);
  set_work(program, *command, [&program, arguments] {
    administrator::run(arguments->access, [&program, arguments](administrator& a) { return list(a, arguments, &program); });
    return 0;
  });

  auto* const checked = group->add_subcommand("verify", "check that no record was changed, left out, moved or cut off; prints the head, to be kept elsewhere");
  checked->alias("check");
  add_server_options(*checked, arguments->access);
  add_output_option(program, *checked);
  checked->add_option("--head", arguments->head, "the head (NUMBER:HASH) of an earlier check, which must still be there");
  checked->add_option("--key", arguments->keys, "the authority's public key, as you know it; without: the one it tells now");
  checked->add_option("--checkpoints", arguments->checkpoint_files, "signed checkpoints that you have kept (FILE.checkpoints of an export)")->check(CLI::ExistingFile);
  checked->add_option("--file", arguments->file, "check this export instead of asking the authority")->check(CLI::ExistingFile);
  checked->add_option("--first", arguments->first, "the record with which the trail, or the file, begins")->check(CLI::PositiveNumber)->capture_default_str();
  set_work(program, *checked, [&program, arguments] {
    if (!arguments->file.empty()) return verify_file(*arguments, program);
    administrator::run(arguments->access, [&program, arguments](administrator& a) { return verify(a, arguments, &program); });
    return arguments->good ? 0 : 1;
  });

  auto* const exported = group->add_subcommand("export", "write the trail into a file, oldest first, and its signed checkpoints beside it");
  add_server_options(*exported, arguments->access);
  add_output_option(program, *exported);
  exported->add_option("--out", arguments->out, "the file; it must not be there yet")->required();
  exported->add_option("--format", arguments->format, "jsonl, which can be verified, or csv")->check(CLI::IsMember({"jsonl", "csv"}))->capture_default_str();
  exported->add_option("--agent", arguments->agent, "only this agent (id)");
  exported->add_option("--action", arguments->action, "only this action");
  exported->add_option("--since", arguments->since, "from this time on (RFC 3339)");
  exported->add_option("--until", arguments->until, "before this time (RFC 3339)");
  exported->add_option("--first", arguments->first, "from the record of this number on")->check(CLI::PositiveNumber)->capture_default_str();
  set_work(program, *exported, [&program, arguments] {
    administrator::run(arguments->access, [&program, arguments](administrator& a) { return export_trail(a, arguments, &program); });
    return 0;
  });
}

}  // namespace program
