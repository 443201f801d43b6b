// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <stdexcept>

#include "aval/authority/capability_requests.hpp"
#include "authority/fixture.hpp"

namespace {
using namespace authority_test;
using transaction = registry::transaction;

capability_request_record wish(world& w, aval::uuid organization, std::string capability) {
  capability_request_record r;
  r.id = aval::uuid::random();
  r.organization = organization;
  r.agent = w.agent;
  r.capability = std::move(capability);
  return r;
}
std::string capability_of_document(world& w, aval::uuid organization, aval::uuid id) {
  return w.state.look(w.now, [&](const registry::view& v) {
    const auto found = v.find<capability_request_record>(organization, id);
    return found ? found->capability : std::string();
  });
}

TEST(a_transaction, keeps_documents_for_their_organization_until_they_are_removed) {
  world w;
  const auto mine = wish(w, w.home, "read_files"), theirs = wish(w, w.abroad, "send_email");
  const auto put = [](const capability_request_record& r) { return [&r](transaction& t) { return t.put(r); }; };
  EXPECT_EQ(w.state.transact(w.now, w.ticket, put(mine))->capability, "read_files");
  w.state.transact(w.now, w.ticket, put(theirs));
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(capability_of_document(w, w.home, mine.id), "read_files");
    EXPECT_EQ(capability_of_document(w, w.home, theirs.id), "") << "another organization's";
    EXPECT_EQ(capability_of_document(w, w.abroad, theirs.id), "send_email");
    const auto seen = w.state.look(w.now, [&](const registry::view& v) {
      std::vector<aval::uuid> ids;
      v.each<capability_request_record>(w.home, [&](const capability_request_ptr& r) { ids.push_back(r->id); });
      return ids;
    });
    EXPECT_EQ(seen, std::vector{mine.id});
    w.reload();  // and once more, as a restart finds them
  }
  const auto remove = [&](aval::uuid organization) {
    w.state.transact(w.now, w.ticket, [&](transaction& t) { return t.remove<capability_request_record>(organization, mine.id), true; });
  };
  remove(w.abroad);
  EXPECT_EQ(capability_of_document(w, w.home, mine.id), "read_files") << "not by somebody else";
  remove(w.home);
  EXPECT_EQ(capability_of_document(w, w.home, mine.id), "");
  w.reload();
  EXPECT_EQ(capability_of_document(w, w.home, mine.id), "");
}

TEST(a_transaction, leaves_the_store_in_step_with_the_picture_whatever_happens) {
  world w;
  const auto refused = wish(w, w.home, "before_a_refusal"), failed = wish(w, w.home, "before_an_exception");
  const auto no = w.state.transact(w.now, w.ticket, [&](transaction& t) -> answer<int> {
    t.put(refused);
    t.audit("create", "capability_request", refused.id, {}, w.home, w.admin, "success");
    return detail::bad("too late");
  });
  EXPECT_EQ(no.error().message, "too late");
  EXPECT_THROW(w.state.transact(w.now, w.ticket,
                                [&](transaction& t) -> int {
                                  t.put(failed);
                                  throw std::runtime_error("half way");
                                }),
               std::runtime_error);
  const auto trail = w.trail().total;
  w.reload();
  EXPECT_EQ(capability_of_document(w, w.home, refused.id), "before_a_refusal");
  EXPECT_EQ(capability_of_document(w, w.home, failed.id), "before_an_exception");
  w.decide("get_weather", 1);
  EXPECT_EQ(w.trail().records.front()->seq, static_cast<std::int64_t>(trail + 1)) << "the chain goes on where it was";
}

TEST(a_document, of_an_earlier_version_has_defaults_for_what_came_later) {
  world w;
  const auto id = aval::uuid::random(), damaged = aval::uuid::random();
  change_batch batch;
  batch.emplace_back(document_record{document_kind::capability_request, w.home, id, R"({"capability": "read_files", "given_up_since": 7})"});
  batch.emplace_back(document_record{document_kind::capability_request, w.home, damaged, R"({"capability": )"});
  w.records->submit(std::move(batch));
  w.reload();
  w.state.look(w.now, [&](const registry::view& v) {
    const auto found = v.find<capability_request_record>(w.home, id);
    EXPECT_TRUE(found);
    EXPECT_EQ(found->capability, "read_files");
    EXPECT_EQ(found->id, id);
    EXPECT_EQ(found->organization, w.home);
    EXPECT_EQ(found->status, request_status::pending);
    try {
      v.find<capability_request_record>(w.home, damaged);
      ADD_FAILURE() << "a damaged document was read";
    } catch (const aval::error& e) {
      EXPECT_EQ(e.code(), errc::store_corrupt);
    }
    return true;
  });
}

struct asking : world {
  caller self() {
    caller c;
    c.is = caller::kind::agent;
    c.agent = agent;
    c.organization = home;
    return c;
  }
  answer<capability_request_ptr> wants(std::string capability, std::string reason = "needed for the report") {
    return state.transact(now, ticket, [&](transaction& t) { return ask_for_capability(t, agent, capability, reason, self()); });
  }
  answer<capability_request_ptr> says(aval::uuid id, bool yes, const caller& who) {
    return state.transact(now, ticket, [&](transaction& t) { return answer_capability_request(t, id, yes, "looked at it", who); });
  }
};

TEST(a_capability_request, becomes_a_grant_when_a_person_says_so) {
  asking w;
  const auto asked = w.wants("write_db");
  ASSERT_TRUE(asked);
  EXPECT_TRUE(w.state.find_agent(w.agent)->granted.empty()) << "asking grants nothing";
  EXPECT_EQ(w.says((*asked)->id, true, w.stranger).error().status, 404) << "another organization's administrator";
  w.reload();
  const auto yes = w.says((*asked)->id, true, w.admin);
  ASSERT_TRUE(yes);
  EXPECT_EQ((*yes)->decided_by, "ann@example.com");
  EXPECT_EQ(w.state.find_agent(w.agent)->granted, std::vector<std::string>{"write_db"});
  w.reload();
  EXPECT_EQ(w.state.find_agent(w.agent)->granted, std::vector<std::string>{"write_db"});
  EXPECT_EQ(w.says((*asked)->id, false, w.admin).error().message, "Capability request is already approved");
  EXPECT_EQ(w.wants("write_db").error().message, "Capability is already granted");
  const auto trail = w.trail();
  EXPECT_EQ(trail.records[0]->action, "grant_capability");
  EXPECT_EQ(trail.records[0]->user, w.admin.user);
  EXPECT_EQ(trail.records[1]->action, "request_capability");
}

TEST(a_capability_request, is_checked_and_waits_once) {
  asking w;
  EXPECT_EQ(w.wants("write_db", "please").error().status, 400) << "less than ten characters";
  EXPECT_EQ(w.wants("").error().status, 400);
  EXPECT_EQ(w.wants("a\nb").error().status, 400);
  EXPECT_EQ(w.wants(std::string(101, 'a')).error().status, 400);
  const auto asked = w.wants("write_db");
  ASSERT_TRUE(asked);
  EXPECT_EQ(w.wants("write_db").error().message, "Capability is already requested");
  ASSERT_TRUE(w.says((*asked)->id, false, w.admin));
  EXPECT_TRUE(w.state.find_agent(w.agent)->granted.empty());
  EXPECT_TRUE(w.wants("write_db")) << "rejected is not for ever";
  for (std::size_t i = 1; i < most_open_capability_requests; ++i) ASSERT_TRUE(w.wants("more_" + std::to_string(i)));
  EXPECT_EQ(w.wants("one_too_many").error().status, 429);
}

struct heard {
  std::vector<event> all;
  event_hub::listener listener() {
    return [this](const event& e) { all.push_back(e); };
  }
  std::string kinds() const {
    std::string text;
    for (const event& e : all) text.append(to_text(e.kind)).append(1, ' ');
    return text;
  }
};

TEST(events, are_told_in_order_to_those_of_the_organization) {
  world w;
  asio::io_context context;
  const auto hub = std::make_shared<event_hub>(context.get_executor(), w.records);
  w.state.on_event = [&](event&& e, std::uint64_t ticket) { hub->publish(std::move(e), ticket); };
  heard home, abroad, all;
  {
    const auto brief = hub->subscribe({}, [](const event&) { ADD_FAILURE() << "has left"; });
  }
  const auto faulty = hub->subscribe({}, [](const event&) { throw std::runtime_error("listener"); });
  const auto first = hub->subscribe(w.home, home.listener()), second = hub->subscribe(w.abroad, abroad.listener()), third = hub->subscribe({}, all.listener());
  w.decide("get_weather", 1);  // decided at once: nobody waits for it
  const auto v = w.decide("delete_user", 2).verification;
  ASSERT_TRUE(w.state.settle(v->id, false, "no", w.admin, w.now, w.ticket));
  const auto other = w.state.register_agent(named("other", 2), w.abroad, agent_status::pending, w.stranger, w.now, w.ticket).value().agent->id;
  ASSERT_TRUE(w.state.set_status(other, agent_status::suspended, w.stranger, w.now, w.ticket));
  EXPECT_TRUE(all.all.empty()) << "never from inside of a change";
  context.run();
  ASSERT_EQ(home.kinds(), "verification.pending trust_score.changed alert.created verification.decided ");
  EXPECT_EQ(home.all[0].subject, v->id);
  EXPECT_EQ(home.all[0].text, "delete_user");
  EXPECT_EQ(home.all[1].agent, w.agent);
  EXPECT_EQ(home.all[1].text, "0.782");
  EXPECT_EQ(home.all[3].text, "denied");
  EXPECT_TRUE(abroad.kinds().starts_with("agent.created trust_score.changed agent.suspended trust_score.changed ")) << abroad.kinds();
  EXPECT_EQ(abroad.all[0].text, "other");
  EXPECT_EQ(all.all.size(), home.all.size() + abroad.all.size());
}

struct watching : world {
  watching() { decide("bulk_export", 1); }
  alert_record open() {
    auto all = state.alerts(home);
    std::erase_if(all, [](const alert_record& a) { return a.type == "trust_score_drop"; });
    return all.empty() ? alert_record{} : all.front();
  }
  double factor() { return state.trust(agent, now, ticket)->score.factor(trust_factor::security_alerts); }
};

TEST(an_alert, that_a_policy_watches_counts_until_somebody_has_looked) {
  watching w;
  ASSERT_EQ(w.open().title, "Action 'bulk_export' allowed under watch");
  EXPECT_NEAR(w.factor(), .75, 1e-12);
  w.reload();
  EXPECT_NEAR(w.factor(), .75, 1e-12) << "also after a restart";
  const auto seen = w.open();
  const auto done = w.state.close_alert(seen, {}, w.admin, w.now, w.ticket);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->acknowledged_by, "ann@example.com");
  EXPECT_NEAR(w.factor(), 1, 1e-12);
  EXPECT_TRUE(w.open().title.empty());
  const auto records = w.trail().total;
  EXPECT_TRUE(w.state.close_alert(seen, {}, w.admin, w.now, w.ticket));
  EXPECT_EQ(w.trail().total, records) << "looked at once";
  w.decide("bulk_export", 2);
  EXPECT_NE(w.open().id, seen.id) << "the same again is a new alert, not a repeat of the old one";
  EXPECT_NEAR(w.factor(), .75, 1e-12);
  w.reload();
  EXPECT_NEAR(w.factor(), .75, 1e-12);
}

TEST(an_alert, is_resolved_with_a_reason_and_once) {
  watching w;
  const auto seen = w.open();
  EXPECT_EQ(w.state.close_alert(seen, "", w.admin, w.now, w.ticket).error().status, 400);
  const auto looked = w.state.close_alert(seen, {}, w.admin, w.now, w.ticket);
  ASSERT_TRUE(looked);
  w.reload();
  EXPECT_FALSE(w.state.find_alert(seen.id)) << "it is the store's from then on";
  const auto done = w.state.close_alert(*looked, "export was ordered", w.admin, w.now, w.ticket);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->resolution, "export was ordered");
  EXPECT_TRUE(w.state.close_alert(*done, "export was ordered", w.admin, w.now, w.ticket)) << "an answer was lost";
  EXPECT_EQ(w.state.close_alert(seen, "something else", w.admin, w.now, w.ticket).error().status, 409);
  EXPECT_NEAR(w.factor(), 1, 1e-12);
}

TEST(the_audit_trail, never_goes_back_in_time) {
  world w;
  w.decide("get_weather", 1);
  w.now -= hours(3);
  w.decide("get_time", 2);
  w.reload();
  w.decide("get_date", 3);
  aval::timestamp last = aval::timestamp::max();
  for (const auto& r : w.trail().records) {
    EXPECT_LE(r->at, last);
    last = r->at;
  }
  EXPECT_EQ(w.trail().records.front()->at, start_of_time) << "a clock that was put back";
}

TEST(api_keys, that_were_deleted_stay_away) {
  world w;
  const auto made = w.state.create_api_key(w.home, {}, "ci", {}, w.admin, w.now, w.ticket);
  ASSERT_TRUE(w.state.disable_api_key(made->record.id, false, w.admin, w.now, w.ticket));
  w.reload();
  EXPECT_EQ(w.state.api_keys(w.home).size(), 1U);
  ASSERT_TRUE(w.state.disable_api_key(made->record.id, true, w.admin, w.now, w.ticket));
  EXPECT_TRUE(w.state.api_keys(w.home).empty());
  w.reload();
  EXPECT_TRUE(w.state.api_keys(w.home).empty()) << "after a restart as well";
  EXPECT_EQ(w.state.check_api_key(made->text, w.now).error().message, "Invalid API key");
}

}  // namespace
