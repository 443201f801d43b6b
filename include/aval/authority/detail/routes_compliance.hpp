// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/authority/compliance.hpp"
#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/detail/routes_audit.hpp"
#include "aval/authority/detail/trail_reading.hpp"
#include "aval/core/blocking_executor.hpp"
#include "aval/json/write.hpp"

/*  Compliance over HTTP (AIM specification 2.7, 4.8). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline constexpr auto longest_report = std::chrono::hours(24 * 366);

// start_date and end_date, or one of them, or the last 30 days
inline std::pair<timestamp, timestamp> report_period(const request& r) {
  const auto moment = [&](const char* snake, const char* camel) {
    const auto m = r.moment(snake);
    return m ? m : r.moment(camel);
  };
  const auto from = moment("start_date", "startDate"), to = moment("end_date", "endDate");
  const timestamp end = to.value_or(r.now + std::chrono::nanoseconds(1));  // exclusive: what has just been written belongs to it
  const timestamp start = from ? *from : to ? end - longest_report : timestamp(std::chrono::floor<std::chrono::days>(end)) - std::chrono::hours(24 * 30);
  if (start >= end) throw refused(400, "bad_request", "start_date must be before end_date");
  if (end - start > longest_report) throw refused(400, "bad_request", "The range must not be longer than 366 days");
  return {start, end};
}

// the newest time that a person did this, if ever
template <class Lazy>
awaitable<std::optional<look>> last_look(basic_service<Lazy>* self, uuid organization, std::string resource) {
  audit_query q;
  q.organization = organization;
  q.action = "view";
  q.resource_type = std::move(resource);
  q.limit = 1;
  const audit_page page = co_await self->registry().store().audit(q);
  std::optional<look> out;
  if (page.records.empty()) co_return out;
  out.emplace();
  out->at = page.records[0]->at;
  const auto user = page.records[0]->user ? self->registry().find_user(*page.records[0]->user) : std::nullopt;
  out->who = user ? user->email : "a person who is gone";
  co_return out;
}

// Everything that is known, from the registry and the store. `agent`: about this one only.
template <class Lazy>
awaitable<std::shared_ptr<compliance_facts>> gather_facts(basic_service<Lazy>* self, uuid organization, agent_ptr agent, timestamp from, timestamp to) {
  const auto f = std::make_shared<compliance_facts>();
  f->organization = organization;
  f->now = self->now();
  f->from = from;
  f->to = to;
  f->trail = co_await read_trail_back(self, organization);
  store& records = self->registry().store();
  audit_query q;
  q.organization = organization;
  if (agent) q.agent = f->agent.emplace(agent->id);
  q.limit = 0;
  const audit_page everything = co_await records.audit(q);
  f->all_records = everything.total;
  q.from = f->now - std::chrono::hours(24);
  const audit_page recent = co_await records.audit(q);
  f->recent_records = recent.total;
  q.from = from;
  q.to = to;
  f->activity = co_await records.figures(q);
  if (!agent) {
    f->access_reviewed = co_await last_look(self, organization, "access_review");
    f->trail_examined = co_await last_look(self, organization, "audit_log");
  }
  f->encrypted = self->options().transport != transport::plain;
  if (self->options().on_event) f->alerts_reach.push_back("callback");
  const auto concerns = [&](const std::optional<uuid>& id) { return !agent || id == agent->id; };
  for (auto& k : self->registry().api_keys(organization))
    if (concerns(k.agent) || (agent && agent->registered_with == k.id)) f->api_keys.push_back(std::move(k));
  for (auto& a : self->registry().alerts(organization))
    if (concerns(a.agent)) f->open_alerts.push_back(std::move(a));
  self->registry().look(f->now, [&](const registry::view& v) {
    v.each_entry(organization, [&](const agent_entry& e) {
      if (!concerns(e.record->id)) return;
      timestamp last = std::max(e.record->created_at, e.record->updated_at);
      if (e.last_active) last = std::max(last, *e.last_active);
      if (!e.days.empty()) last = std::max(last, timestamp(std::chrono::sys_days(std::chrono::days(e.days.back().day))));
      f->agents.push_back({e.record, last});
    });
    if (!agent) v.each_user(organization, [&](const user_record& u) { f->users.push_back(u); });
    return true;
  });
  co_return f;
}

struct words_of_action {
  std::string action = {};
  std::string risk_level = {};
  std::string status = {};
};

// what agents did in the period, newest first
template <class Lazy>
awaitable<std::vector<aim::compliance_action>> gather_actions(basic_service<Lazy>* self, std::shared_ptr<const compliance_facts> f) {
  audit_query q;
  q.organization = f->organization;
  q.agent = f->agent;
  q.resource_type = "agent_action";
  q.from = f->from;
  q.to = f->to;
  q.limit = 1000;
  const audit_page page = co_await self->registry().store().audit(q);
  std::vector<aim::compliance_action> out;
  for (const audit_ptr& r : page.records) {
    auto words = json::read<words_of_action>(r->text);
    aim::compliance_action a;
    a.timestamp = format_rfc3339(r->at);
    a.action_name = r->action;
    if (words) {
      a.status = std::move(words->status);
      a.risk_level = std::move(words->risk_level);
    }
    out.push_back(std::move(a));
  }
  co_return out;
}

inline framework report_type(const request& r) {
  auto text = r.query("report_type");
  if (!text) text = r.query("reportType");
  if (!text || text->empty()) return framework::soc2;
  const auto f = parse_framework(*text);
  if (!f) throw refused(400, "bad_request", "Invalid report_type. Supported types: soc2, iso27001, hipaa, gdpr, all");
  return *f;
}

template <class Lazy>
awaitable<void> export_report(basic_service<Lazy>& self, request& r, agent_ptr agent) {
  const framework f = report_type(r);
  const std::string format = r.query("format").value_or("json");
  const bool pdf = static_cast<bool>(self.options().render_pdf);
  if (format != "json" && format != "csv" && !(format == "pdf" && pdf))
    throw refused(400, "bad_request", std::string("Invalid format. Supported formats: csv, json") + (pdf ? ", pdf" : ""));
  const auto period = report_period(r);
  const auto facts = co_await gather_facts(&self, r.who.organization, agent, period.first, period.second);
  auto actions = co_await gather_actions(&self, std::shared_ptr<const compliance_facts>(facts));
  const auto report = std::make_shared<const aim::compliance_report>(make_compliance_report(*facts, f, std::move(actions)));
  if (format == "csv") {
    r.out() = aim::compliance_csv(*report);
    r.content_type = "text/csv; charset=utf-8";
  } else if (format == "pdf") {
    const auto render = [report, how = self.options().render_pdf] { return how(*report); };
    auto made = co_await run_blocking(self.options().blocking_executor, render);
    if (!made) throw error(made.error().code, "compliance report as PDF: " + made.error().message);
    r.out() = std::move(*made);
    r.content_type = "application/pdf";
  } else {
    json::write_to(r.out(), *report);
  }
  r.x.response().headers.add("Content-Disposition", "attachment; filename=\"compliance-" + report->report_type + '-' + day_text(facts->now) + '.' + format + '"');
  if (r.who.is != caller::kind::agent) self.registry().record(doing(r, "export", "compliance_report", agent ? agent->id.to_string() : report->report_type), r.now, r.ticket);
}

template <class Lazy>
awaitable<void> get_compliance_export(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  co_await export_report(self, r, nullptr);
}
template <class Lazy>
awaitable<void> get_agent_compliance(basic_service<Lazy>& self, request& r) {
  const agent_ptr agent = self.visible_agent(r, r.id);
  co_await export_report(self, r, agent);
}

template <class Lazy>
awaitable<void> post_compliance_check(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const auto type = body_members(r.x.request().body()).text("check_type");
  const auto f = type ? parse_framework(*type) : std::nullopt;
  if (!f) throw refused(400, "bad_request", "Invalid check_type. Supported types: soc2, iso27001, hipaa, gdpr, all");
  const auto facts = co_await gather_facts(&self, r.who.organization, agent_ptr(), r.now - std::chrono::hours(24 * 30), r.now + std::chrono::nanoseconds(1));
  json::write_to(r.out(), make_compliance_answer(*facts, *f));
  self.registry().record(doing(r, "check", "compliance", *type), r.now, r.ticket);
}

template <class Lazy>
awaitable<void> get_compliance_status(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  take_snapshot(self, r.who.organization, r.ticket);
  const snapshot_record now = self.registry().look(r.now, [&](const registry::view& v) { return figures_of(v, r.who.organization); });
  co_await self.all_durable();
  audit_query q;
  q.organization = r.who.organization;
  q.from = r.now - std::chrono::hours(24);
  q.limit = 0;
  const audit_page recent = co_await self.registry().store().audit(q);
  aim::compliance_status_answer a;
  a.total_agents = now.agents;
  a.verified_agents = now.verified;
  a.verification_rate = now.agents == 0 ? 0 : static_cast<double>(now.verified) / static_cast<double>(now.agents);
  a.average_trust_score = now.average_trust;
  a.recent_audit_count = static_cast<std::int64_t>(recent.total);
  a.compliance_level = aim::organization_level(a.average_trust_score, a.verification_rate);
  json::write_to(r.out(), a);
}

// the first day of the interval that a day belongs to
inline std::int64_t begin_of_interval(std::int64_t day, std::string_view interval) {
  const std::chrono::sys_days d{std::chrono::days(day)};
  if (interval == "week") return day - (std::chrono::weekday(d).iso_encoding() - 1);
  if (interval == "month") return std::chrono::sys_days(std::chrono::year_month_day(d).year() / std::chrono::year_month_day(d).month() / 1).time_since_epoch().count();
  return day;
}

template <class Lazy>
void get_compliance_metrics(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  aim::compliance_metrics_answer a;
  a.interval = r.query("interval").value_or("day");
  if (a.interval != "day" && a.interval != "week" && a.interval != "month") throw refused(400, "bad_request", "interval must be day, week or month");
  const auto [from, to] = report_period(r);
  a.period = {format_rfc3339(from, 0), format_rfc3339(to, 0)};
  take_snapshot(self, r.who.organization, r.ticket);
  const std::int64_t first = day_of(from), last = day_of(to - std::chrono::nanoseconds(1));
  struct interval {
    std::int64_t agents = 0, days = 0;
    double trust = 0;
  };
  std::map<std::int64_t, interval> all;
  self.registry().look(r.now, [&](const registry::view& v) {
    const auto add = [&](const snapshot_record& s) {
      if (s.day < first || s.day > last) return;
      interval& i = all[begin_of_interval(s.day, a.interval)];
      i.agents = s.agents;
      i.trust += s.average_trust;
      ++i.days;
    };
    v.each<snapshot_record>(r.who.organization, [&](const auto& s) {
      if (s->day < day_of(r.now)) add(*s);
    });
    add(figures_of(v, r.who.organization));  // of today what holds now
    return true;
  });
  for (const auto& [day, i] : all)
    a.metrics.push_back({day_text(timestamp(std::chrono::sys_days(std::chrono::days(day)))), i.agents, i.trust / static_cast<double>(i.days)});
  json::write_to(r.out(), a);
}

template <class Lazy>
awaitable<void> get_access_review(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  co_await self.all_durable();
  const auto before = co_await last_look(&self, r.who.organization, "access_review");
  aim::access_review_answer a;
  constexpr std::string_view levels[] = {"read", "write", "manage", "full"};
  self.registry().look(r.now, [&](const registry::view& v) {
    v.each_user(r.who.organization, [&](const user_record& u) {
      aim::access_review_user one;
      one.id = u.id.to_string();
      one.email = u.email;
      one.name = u.name;
      one.role = to_text(u.role);
      one.access_level = u.approved ? levels[static_cast<std::size_t>(u.role)] : std::string_view("none");
      if (u.last_login) one.last_login = format_rfc3339(*u.last_login);
      a.users.push_back(std::move(one));
    });
    return true;
  });
  std::sort(a.users.begin(), a.users.end(), [](const auto& x, const auto& y) { return x.email < y.email; });
  a.total = static_cast<std::int64_t>(a.users.size());
  a.last_review_date = before ? format_rfc3339(before->at, 0) : "0001-01-01T00:00:00Z";
  a.next_review_date = format_rfc3339(r.now + std::chrono::hours(24 * 30), 0);
  json::write_to(r.out(), a);
  self.registry().record(viewing(r, "access_review", ""), r.now, r.ticket);
}

template <class Lazy>
void add_compliance_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.waits("GET", "/api/v1/compliance/status", signed_, &get_compliance_status<Lazy>);
  t.plain("GET", "/api/v1/compliance/metrics", signed_, &get_compliance_metrics<Lazy>);
  for (const char* path : {"/api/v1/compliance/access-review", "/api/v1/audit-log/access-review"}) t.waits("GET", path, signed_, &get_access_review<Lazy>);
  t.waits("POST", "/api/v1/compliance/check", once, &post_compliance_check<Lazy>);
  t.waits("GET", "/api/v1/compliance/export", signed_, &get_compliance_export<Lazy>);
  t.waits("GET", "/api/v1/agents/{id}/compliance/export", signed_, &get_agent_compliance<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
