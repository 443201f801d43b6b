// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "aval/authority/registry.hpp"

/*  Agents ask for capabilities, people answer (AIM specification 2.9). An approved request becomes a grant of the agent; a person grants
 *  and revokes without one, too. What an agent merely announces after its registration waits like a request. */

namespace aval {
inline namespace v0 {
namespace authority {

inline constexpr std::size_t most_open_capability_requests = 100;  ///< of one agent

using capability_request_ptr = document_ptr<capability_request_record>;

/** An agent, or who speaks for it, asks. `agent` belongs to the caller's organization. */
inline answer<capability_request_ptr> ask_for_capability(registry::transaction& t, uuid agent, std::string capability, std::string reason, const caller& who) {
  const agent_ptr a = t.agent(who.organization, agent);
  if (!a) return detail::missing_agent();
  if (capability.empty() || !detail::are_short_texts({capability})) return detail::bad("capability_type must have 1 to 100 characters");
  if (reason.size() < 10 || reason.size() > 2000) return detail::bad("reason must have 10 to 2000 characters");
  if (std::find(a->granted.begin(), a->granted.end(), capability) != a->granted.end())
    return refusal{409, "conflict", "Capability is already granted", make_error_code(errc::conflict)};
  std::size_t open = 0;
  bool known = false;
  t.each<capability_request_record>(who.organization, [&](const capability_request_ptr& r) {
    if (r->agent != agent || r->status != request_status::pending) return;
    ++open;
    known = known || r->capability == capability;
  });
  if (known) return refusal{409, "conflict", "Capability is already requested", make_error_code(errc::conflict)};
  if (open >= most_open_capability_requests) return refusal{429, "too_many_pending", "Too many capability requests wait for an answer", make_error_code(errc::forbidden)};
  capability_request_record r;
  r.id = t.new_id();
  r.organization = who.organization;
  r.agent = agent;
  r.capability = std::move(capability);
  r.reason = std::move(reason);
  r.requested_by = who.is == caller::kind::user ? who.name : std::string();
  r.requested_at = t.now();
  t.audit("request_capability", "capability_request", r.id, agent, r.organization, who, "pending", detail::metadata({{"capability", r.capability}, {"reason", r.reason}}));
  return t.put(std::move(r));
}

/** A person answers, once. */
inline answer<capability_request_ptr> answer_capability_request(registry::transaction& t, uuid id, bool approve, std::string text, const caller& who) {
  const auto asked = t.find<capability_request_record>(who.organization, id);
  if (!asked) return refusal{404, "not_found", "Capability request not found", make_error_code(errc::not_found)};
  if (asked->status != request_status::pending)
    return refusal{409, "conflict", std::string("Capability request is already ") + (asked->status == request_status::approved ? "approved" : "rejected"), make_error_code(errc::conflict)};
  if (text.size() > 2000) return detail::bad("reason must have at most 2000 characters");
  const agent_ptr a = t.agent(who.organization, asked->agent);
  if (!a) return detail::missing_agent();
  capability_request_record r = *asked;
  r.status = approve ? request_status::approved : request_status::rejected;
  r.decided_by = who.name;
  r.decided_at = t.now();
  r.answer = std::move(text);
  if (approve && std::find(a->granted.begin(), a->granted.end(), r.capability) == a->granted.end()) {
    if (a->granted.size() >= 200) return refusal{409, "conflict", "Agent has 200 capabilities already", make_error_code(errc::conflict)};
    auto next = std::make_shared<agent_record>(*a);
    next->granted.push_back(r.capability);
    t.put_agent(std::move(next));
  }
  t.audit(approve ? "grant_capability" : "reject_capability", "capability_request", id, r.agent, r.organization, who, "success",
          detail::metadata({{"answer", r.answer}, {"capability", r.capability}}));
  return t.put(std::move(r));
}

/** A person grants what nobody asked for. False: it was granted before. An open request for the same is answered with it. */
inline answer<bool> grant_capability(registry::transaction& t, uuid agent, std::string capability, const caller& who) {
  const agent_ptr a = t.agent(who.organization, agent);
  if (!a) return detail::missing_agent();
  if (capability.empty() || !detail::are_short_texts({capability})) return detail::bad("capability_type must have 1 to 100 characters");
  if (std::find(a->granted.begin(), a->granted.end(), capability) != a->granted.end()) return false;
  uuid open = {};
  t.each<capability_request_record>(who.organization, [&](const capability_request_ptr& r) {
    if (r->agent == agent && r->status == request_status::pending && r->capability == capability) open = r->id;
  });
  if (open != uuid()) {
    const auto done = answer_capability_request(t, open, true, "granted", who);
    if (!done) return done.error();
    return true;
  }
  if (a->granted.size() >= 200) return refusal{409, "conflict", "Agent has 200 capabilities already", make_error_code(errc::conflict)};
  auto next = std::make_shared<agent_record>(*a);
  next->granted.push_back(capability);
  t.put_agent(std::move(next));
  t.audit("grant_capability", "agent", agent, agent, who.organization, who, "success", detail::metadata({{"capability", capability}}));
  return true;
}

/** Takes a capability away, a granted or an announced one: the next action that needs it is a violation. */
inline answer<bool> revoke_capability(registry::transaction& t, uuid agent, const std::string& capability, const caller& who) {
  const agent_ptr a = t.agent(who.organization, agent);
  if (!a) return detail::missing_agent();
  auto next = std::make_shared<agent_record>(*a);
  const auto n = std::erase(next->granted, capability) + std::erase(next->declared, capability);
  if (n == 0) return refusal{404, "not_found", "Capability not found", make_error_code(errc::not_found)};
  t.put_agent(std::move(next));
  t.audit("revoke_capability", "agent", agent, agent, who.organization, who, "success", detail::metadata({{"capability", capability}}));
  return true;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
