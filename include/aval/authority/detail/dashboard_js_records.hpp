// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string_view>

/*  The page's script, part 4: the audit trail, alerts and reports; and the start of all of it. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline constexpr std::string_view dashboard_js_records = R"js(
// ---- the audit trail. It is read when somebody asks for it, not with every event: each reading is a record.
const page_of_trail = 50;
let trail = {page: 0, filter: {}, asked: 0};
const entity_words = {verification: 'question', agent_action: 'action of an agent', agent: 'agent', user: 'person', api_key: 'API key', alert: 'alert', audit_log: 'audit trail'};
const is_id = (t) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(t);
const names = new Map();  // agents by id, for reading the trail

async function know_agents() {
  const answer = await ask('GET', '/api/v1/agents?limit=1000');
  names.clear();
  for (const a of answer.agents) names.set(a.id, a.name);
  at('trail-agents').replaceChildren(...answer.agents.slice(0, 200).map((a) => el('option', {value: plain(a.name, 200)})));
}
function trail_filter() {
  const f = {action: at('trail-action').value.trim(), entity_type: at('trail-entity').value};
  const wanted = at('trail-agent').value.trim();
  if (wanted) {
    f.agent_id = is_id(wanted) ? wanted.toLowerCase() : [...names].filter(([, name]) => plain(name, 200) === wanted).map(([id]) => id)[0];
    if (!f.agent_id) {
      at('trail-agent').setAttribute('aria-invalid', 'true');
      at('trail-agent').focus();
      throw new Refused(0, 'No agent has this name or id.');
    }
  }
  at('trail-agent').removeAttribute('aria-invalid');
  for (const [member, id] of [['start_date', 'trail-from'], ['end_date', 'trail-to']]) if (at(id).value) f[member] = new Date(at(id).value).toISOString();
  if (f.start_date && f.end_date && f.start_date >= f.end_date) throw new Refused(0, 'The time range ends before it begins.');
  return f;
}
async function load_trail() {
  const asked = ++trail.asked;
  at('trail').setAttribute('aria-busy', 'true');
  try {
    if (!names.size) await know_agents();
    const answer = await ask('GET', '/api/v1/admin/audit-logs' + query({...trail.filter, limit: page_of_trail, offset: trail.page * page_of_trail}));
    if (!session || asked !== trail.asked) return;
    problem('trail-problem');
    draw_trail(answer);
  } catch (error) {
    if (asked !== trail.asked) return;
    problem('trail-problem', error);
    if (at('trail').querySelector('.bone')) at('trail').replaceChildren();
  }
  at('trail').removeAttribute('aria-busy');
}
function draw_trail(answer) {
  at('trail').replaceChildren(...answer.logs.flatMap((r) => {
    const id = 'record-' + r.seq;
    const person = r.user_id && (r.user_id === session.user.id ? session.user.email : r.metadata && r.metadata.decided_by || 'person \u2026' + String(r.user_id).slice(-8));
    const agent = r.agent_id && (names.get(r.agent_id) || r.agent_id), who = text(person || agent || 'authority', {most: 100});
    const more = el('tr', {class: 'more', id, hidden: true}, el('td', {colspan: 6}));
    const button = el('button', {type: 'button', class: 'quiet', 'aria-expanded': 'false', 'aria-controls': id, 'aria-label': 'Details of record ' + r.seq, onclick: () => {
      const open = button.getAttribute('aria-expanded') !== 'true';
      button.setAttribute('aria-expanded', String(open));
      if (open) more.firstElementChild.replaceChildren(values(Object.fromEntries(Object.entries(r).filter(([, value]) => value !== null && value !== ''))));
      more.hidden = !open;
    }}, icon('more'));
    return [el('tr', {}, el('td', {class: 'number'}, r.seq), el('td', {}, when(r.timestamp)),
      el('td', {}, text(r.action, {name: 'mono', most: 200}), el('div', {class: 'sub'}, words(entity_words[r.resource_type] || r.resource_type), ...(person && agent ? [' \u00b7 ', text(agent, {most: 100})] : []))),
      el('td', {'data-label': 'By'}, who), el('td', {}, badge(r.status), r.error ? el('div', {class: 'sub'}, text(r.error, {most: 200})) : null), el('td', {}, button)), more];
  }));
  if (!answer.logs.length) {
    const cell = empty('No records', Object.values(trail.filter).some(Boolean) ? 'Nothing in the trail matches the filter.' : 'The trail begins with the first decision.', 'td');
    cell.colSpan = 6;
    at('trail').append(el('tr', {}, cell));
  }
  pages('trail-pages', trail.page, page_of_trail, answer.logs.length, answer.total, (page) => { trail.page = page; load_trail(); });
}
at('trail-form').addEventListener('submit', (event) => {
  event.preventDefault();
  busy(event.submitter || at('trail-form').querySelector('button'), async () => {
    try {
      await know_agents();
      trail.filter = trail_filter();
    } catch (error) { return problem('trail-problem', error); }
    trail.page = 0;
    await load_trail();
  });
});
at('trail-form').addEventListener('reset', () => {
  at('trail-agent').removeAttribute('aria-invalid');
  trail.page = 0;
  trail.filter = {};
  if (session) load_trail();
});
const roomy = matchMedia('(min-width: 48.01rem)');
const unfold = () => { at('trail-fold').open = roomy.matches; };
roomy.addEventListener('change', unfold);
unfold();
views.trail = {
  title: 'Audit trail',
  allowed: () => session && session.role === 'admin',
  open(agent) {
    at('trail').replaceChildren(...bones(6, 6));
    names.clear();
    trail.page = 0;
    trail.filter = {};
    at('trail-agent').removeAttribute('aria-invalid');
    for (const id of ['trail-agent', 'trail-action', 'trail-entity', 'trail-from', 'trail-to']) at(id).value = '';
    unfold();
    if (is_id(agent)) {
      at('trail-agent').value = agent;
      trail.filter = {agent_id: agent};
    }
    load_trail();
  },
  forget() {
    trail.asked++;
    names.clear();
    for (const id of ['trail', 'trail-agents', 'trail-pages']) at(id).replaceChildren();
    problem('trail-problem');
  },
};

// ---- alerts
const page_of_alerts = 50;
let alerts_page = 0, alerts_asked = 0;
const alerts_state = () => at('alerts-form').querySelector('input:checked').value;
async function count_alerts() {
  if (!session) return;
  const answer = await ask('GET', '/api/v1/admin/alerts/unacknowledged/count');
  if (!session) return;
  count('alerts', answer.count);
  at('alerts-summary').textContent = answer.count === 0 ? 'Nobody needs to look at anything' : answer.count === 1 ? '1 alert that nobody has looked at' : answer.count.toLocaleString() + ' alerts that nobody has looked at';
  at('alerts-all').hidden = answer.count < 2;
}
async function load_alerts() {
  if (!session) return;
  const asked = ++alerts_asked, list = at('alerts');
  at('alerts-new').hidden = true;
  try {
    const [answer] = await Promise.all([ask('GET', '/api/v1/admin/alerts' + query({status: alerts_state(), severity: at('alerts-severity').value, limit: page_of_alerts, offset: alerts_page * page_of_alerts})), count_alerts()]);
    if (!session || asked !== alerts_asked) return;
    problem('alerts-problem');
    const focus = list.contains(document.activeElement) ? [document.activeElement.closest('li').dataset.id, document.activeElement.dataset.does] : null;
    list.replaceChildren(...answer.alerts.map(alert_of));
    if (!answer.alerts.length) list.append(alerts_state() === 'open' ? empty('No open alerts', 'What agents do outside their limits is reported here.') : empty('No alerts', 'Nothing matches this choice.'));
    if (focus) (list.querySelector('li[data-id="' + CSS.escape(focus[0]) + '"] button[data-does="' + focus[1] + '"]') || list.querySelector('button') || at('view-alerts').querySelector('h1')).focus({preventScroll: true});
    pages('alerts-pages', alerts_page, page_of_alerts, answer.alerts.length, answer.total, (page) => { alerts_page = page; load_alerts(); });
  } catch (error) {
    if (asked !== alerts_asked) return;
    problem('alerts-problem', error);
    if (list.querySelector('.bone')) list.replaceChildren();
  }
  list.removeAttribute('aria-busy');
}
function alert_of(a) {
  const path = '/api/v1/admin/alerts/' + encodeURIComponent(a.id), name = plain(a.title);
  const buttons = [];
  if (a.status === 'open') buttons.push(el('button', {type: 'button', 'data-does': 'acknowledge', 'aria-label': 'Acknowledge ' + name, onclick: (event) => {
    const button = event.currentTarget;
    busy(button, async () => {
      try { await ask('POST', path + '/acknowledge', {}); } catch (error) { return problem('alerts-problem', error); }
      tell('Acknowledged ' + name);
      await load_alerts();
    });
  }}, icon('check'), 'Acknowledge'));
  if (a.status !== 'resolved') buttons.push(el('button', {type: 'button', 'data-does': 'resolve', class: 'quiet', 'aria-label': 'Resolve ' + name, onclick: () => question({
    title: text('Resolve: ' + name), about: [el('p', {class: 'muted'}, text(a.description, {most: 500}))], label: 'How was it resolved?', needed: 'Say how it was resolved.', go: 'Resolve',
    run: async (resolution) => { await ask('POST', path + '/resolve', {resolution}); tell('Resolved ' + name); await load_alerts(); }})}, 'Resolve'));
  const facts = [];
  const fact = (label, value) => facts.push(el('dt', {}, label), el('dd', {}, value));
  if (a.resource_type === 'agent') fact('Agent', agent_link(a.resource_id, names.get(a.resource_id) || a.resource_id));
  fact('Raised', when(a.created_at));
  if (a.repeats > 1) fact('Repeated', a.repeats.toLocaleString() + ' times');
  if (a.acknowledged_by) fact('Seen by', el('span', {}, text(a.acknowledged_by, {most: 100}), ' \u00b7 ', when(a.acknowledged_at)));
  if (a.resolution) fact('Resolution', text(a.resolution, {most: 1000}));
  return el('li', {class: 'alert ' + (a.status === 'resolved' ? 'over' : a.severity), 'data-id': a.id},
    el('div', {class: 'top'}, el('div', {}, text(a.title, {tag: 'h2', most: 300}), badge(a.severity)), a.status === 'open' ? null : badge(a.status)),
    text(a.description, {tag: 'p', most: 2000}), el('dl', {class: 'facts'}, ...facts), buttons.length ? el('div', {class: 'act'}, ...buttons) : '');
}
at('alerts-form').addEventListener('change', () => { alerts_page = 0; load_alerts(); });
at('alerts-new').addEventListener('click', () => { alerts_page = 0; load_alerts(); at('view-alerts').querySelector('h1').focus(); });
at('alerts-form').addEventListener('submit', (event) => event.preventDefault());
at('alerts-all').addEventListener('click', () => question({title: 'Acknowledge all open alerts', about: [el('p', {class: 'muted'}, 'Every open alert counts as seen by you, also those that are not shown.')], go: 'Acknowledge all', run: async () => {
  const answer = await ask('POST', '/api/v1/admin/alerts/bulk-acknowledge', {});
  tell(answer.acknowledged.toLocaleString() + ' alerts acknowledged');
  await load_alerts();
}}).then((went) => { if (went !== null) at('view-alerts').querySelector('h1').focus(); }));
views.alerts = {
  title: 'Alerts',
  allowed: () => session && session.role === 'admin',
  open() {
    alerts_page = 0;
    at('alerts').setAttribute('aria-busy', 'true');
    at('alerts').replaceChildren(...bones(2));
    (names.size ? Promise.resolve() : know_agents().catch(() => {})).then(() => { if (session) load_alerts(); });
  },
  hear(kind, detail, open) {
    if (kind !== 'reload' && kind !== 'alert.created') return;
    const moves = at('alerts').querySelector('li[data-id]') !== null;  // what somebody is about to press stays where it is
    at('alerts-new').hidden = !(open && moves && kind === 'alert.created');
    later('alerts', open && !moves ? load_alerts : count_alerts);
  },
  forget() {
    alerts_asked++;
    at('alerts').replaceChildren();
    at('alerts-pages').replaceChildren();
    at('alerts-form').reset();
    at('alerts-all').hidden = true;
    problem('alerts-problem');
  },
};

// ---- reports: there when the server has them
let reports_there = false;
function draw_figures(s) {
  const figures = [['Agents', s.total_agents], ['Verified', s.verified_agents], ['Average trust', typeof s.average_trust_score === 'number' ? score(s.average_trust_score) : undefined], ['Recent records', s.recent_audit_count], ['Level', s.compliance_level && words(s.compliance_level)]];
  at('reports-figures').replaceChildren(...figures.filter(([, value]) => value !== undefined).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, typeof value === 'number' ? value.toLocaleString() : plain(value)))));
}
at('reports-form').addEventListener('submit', (event) => {
  event.preventDefault();
  busy(event.submitter || at('reports-form').querySelector('button'), async () => {
    problem('reports-problem');
    const type = at('reports-type').value, format = at('reports-format').value, from = at('reports-from').value, to = at('reports-to').value;
    try {
      if (from && to && from > to) throw new Refused(0, 'The time range ends before it begins.');
      const path = '/api/v1/compliance/export' + query({report_type: type, format, start_date: from && new Date(from + 'T00:00').toISOString(), end_date: to && new Date(new Date(to + 'T00:00').getTime() + 86400000).toISOString()});
      const blob = await ask('GET', path, undefined, true);
      const link = el('a', {href: URL.createObjectURL(blob), download: type + '-' + new Date(now()).toISOString().slice(0, 10) + '.' + format});
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      tell('The report is downloaded');
    } catch (error) { problem('reports-problem', error); }
  });
});
views.reports = {
  title: 'Reports',
  allowed: () => session && session.role === 'admin' && reports_there,
  async probe() {
    if (!session || session.role !== 'admin') return;
    try {
      draw_figures(await ask('GET', '/api/v1/compliance/status'));
      reports_there = true;
    } catch (error) { reports_there = error.status !== 404 && error.status !== 403 && error.status !== 401; }
    if (!session) return;
    document.querySelector('#side a[data-view=reports]').hidden = !reports_there;
    if (location.hash === '#reports' && shown !== views.reports && reports_there) show({focus: false});
  },
  open() { this.probe(); },
  forget() {
    reports_there = false;
    at('reports-figures').replaceChildren();
    problem('reports-problem');
  },
};
start();
)js";

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
