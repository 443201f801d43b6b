// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string_view>

/*  The page's script, part 3: agents and the charts of their trust. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline constexpr std::string_view dashboard_js_agents = R"js(
// ---- agents, and how their trust comes about
const factors = {verification_status: 'Verification', uptime: 'Uptime', success_rate: 'Success rate', security_alerts: 'Security alerts', compliance: 'Compliance', age: 'Age', drift_detection: 'No drift', user_feedback: 'Feedback'};
const judged = (value) => value >= 0.95 ? 'excellent' : value >= 0.8 ? 'good' : value >= 0.7 ? 'fair' : 'poor';
const page_of_agents = 200;

function meter(value) {
  const width = Math.max(0, Math.min(1, value)) * 100;
  return el('span', {class: 'meter'}, shape('svg', {viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true'}, shape('rect', {class: 't-track', width: 100, height: 10, rx: 3}), shape('rect', {class: value < 0.7 ? 't-low' : 't-fill', width, height: 10, rx: 3})), score(value));
}
/** A row for each factor: the track is as long as the factor's weight, the bar is what the agent gets of it. */
function trust_chart(b) {
  const rows = Object.keys(factors).filter((f) => f in b.factors).map((f) => ({f, value: b.factors[f], weight: b.weights[f], points: b.contributions[f]}));
  const longest = Math.max(...rows.map((r) => r.weight), 0.01);
  const lost = rows.map((r) => ({name: factors[r.f], points: r.weight - r.points})).filter((r) => r.points >= 0.0005).sort((x, y) => y.points - x.points).slice(0, 3);
  return [
    el('p', {class: 'score'}, el('strong', {}, score(b.overall)), badge(judged(b.overall))),
    el('p', {class: 'muted small'}, lost.length ? 'Lost most by ' + lost.map((l) => l.name.toLowerCase() + ' (\u2212' + score(l.points) + ')').join(', ') : 'Every factor counts in full', ' \u00b7 confidence ' + Math.round(b.confidence * 100) + ' %'),
    el('table', {class: 'chart', 'aria-label': 'Factors of the score'},
      el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Factor'), el('th', {scope: 'col'}, el('span', {class: 'hidden'}, 'Chart')), el('th', {scope: 'col'}, 'Points'))),
      el('tbody', {}, ...rows.map((r) => el('tr', {title: factors[r.f] + ': ' + score(r.value) + ' \u00d7 weight ' + score(r.weight)},
        el('th', {scope: 'row'}, factors[r.f]),
        el('td', {}, shape('svg', {viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
          shape('rect', {class: 't-track', width: 100 * r.weight / longest, height: 10, rx: 1}), shape('rect', {class: r.value < 0.7 ? 't-low' : 't-fill', width: 100 * Math.max(0, r.points) / longest, height: 10, rx: 1}))),
        el('td', {}, score(r.points) + ' / ' + r.weight.toFixed(2)))))),
  ];
}
/** The score over time, as steps: it holds until it changes. The lines are what low, medium and high risk need. */
function history_plot(points, width) {
  const height = 176, left = 30, right = 10, top = 10, bottom = 22;
  const first = points[0].at, last = Math.max(now(), points[points.length - 1].at), span = Math.max(1, last - first);
  const x = (t) => left + (width - left - right) * (t - first) / span, y = (v) => top + (height - top - bottom) * (1 - v);
  const plot = shape('svg', {class: 'plot', viewBox: '0 0 ' + width + ' ' + height, role: 'img', 'aria-label': 'Score from ' + score(points[0].value) + ' to ' + score(points[points.length - 1].value) + ' in ' + points.length + ' changes'});
  for (const v of [0, 0.3, 0.5, 0.7, 1]) {
    const label = shape('text', {x: left - 6, y: y(v) + 4, 'text-anchor': 'end'}, v === 0 || v === 1 ? String(v) : v.toFixed(1));
    plot.append(shape('line', {x1: left, x2: width - right, y1: y(v), y2: y(v)}), label);
  }
  const steps = [];
  for (const p of points) {
    if (steps.length) steps.push([x(p.at), steps[steps.length - 1][1]]);
    steps.push([x(p.at), y(p.value)]);
  }
  steps.push([x(last), steps[steps.length - 1][1]]);
  plot.append(shape('polyline', {points: steps.map((s) => s.map((n) => n.toFixed(1)).join(',')).join(' ')}));
  if (points.length < 40) for (const p of points) plot.append(shape('circle', {cx: x(p.at), cy: y(p.value), r: 3}));
  const edge = span < 86400000 ? new Intl.DateTimeFormat(undefined, {timeStyle: 'short'}) : day;
  plot.append(shape('text', {x: left, y: height - 4}, edge.format(new Date(first))), shape('text', {x: width - right, y: height - 4, 'text-anchor': 'end'}, 'now'));
  return plot;
}

let all_agents = [], agents_total = 0, agents_page = 0;
async function load_agents() {
  if (!session) return;
  try {
    const answer = await ask('GET', '/api/v1/agents' + query({limit: page_of_agents, offset: agents_page * page_of_agents}));
    if (!session) return;
    all_agents = answer.agents;
    agents_total = answer.total;
    problem('agents-problem');
  } catch (error) {
    problem('agents-problem', error);
    if (at('agents').getAttribute('aria-busy')) at('agents').replaceChildren();
    throw error;
  } finally {
    at('agents').removeAttribute('aria-busy');
  }
  draw_agents();
}
function draw_agents() {
  const wanted = at('agents-find').value.trim().toLowerCase();
  const found = all_agents.filter((a) => !wanted || [a.name, a.display_name, a.id, a.status, a.agent_type].some((t) => String(t || '').toLowerCase().includes(wanted)));
  at('agents-summary').textContent = agents_total === 1 ? '1 agent' : agents_total + ' agents' + (wanted ? ', ' + found.length + ' match' : '');
  const focus = document.activeElement && document.activeElement.closest('#agents') ? document.activeElement.getAttribute('href') : '';
  at('agents').replaceChildren(...found.map((a) => {
    const open = '#agent/' + a.id;
    const row = el('tr', {class: 'link', onclick: (event) => { if (!event.target.closest('a') && !String(getSelection())) location.hash = open; }},
      el('td', {}, el('a', {href: open}, text(a.name, {most: 120})), el('div', {class: 'sub'}, ...(a.display_name && a.display_name !== a.name ? [text(a.display_name, {most: 120}), ' \u00b7 '] : []), text(a.agent_type, {most: 60}))),
      el('td', {}, badge(a.is_compromised ? 'compromised' : a.status)),
      el('td', {}, meter(a.trust_score)),
      el('td', {class: 'number', 'data-label': 'Violations'}, a.capability_violation_count),
      el('td', {'data-label': 'Last active'}, ago(a.last_active)));
    return row;
  }));
  if (!found.length) at('agents').append(el('tr', {}, empty(wanted ? 'No agent matches' : 'No agents yet', wanted ? 'Name, id, type and status are searched.' : 'Agents appear here once they have registered.', 'td')));
  for (const cell of at('agents').querySelectorAll('td.empty')) cell.colSpan = 5;
  if (focus) { const again = [...at('agents').querySelectorAll('a')].find((a) => a.getAttribute('href') === focus); if (again) again.focus({preventScroll: true}); }
  pages('agents-pages', agents_page, page_of_agents, all_agents.length, agents_total, (page) => { agents_page = page; load_agents().catch(() => {}); });
}
/** "1-50 of 1234", and the way to the pages beside it. The buttons stay where they are, so that the focus does. */
function pages(id, page, size, here, total, go) {
  const box = at(id);
  box.hidden = total <= size && page === 0;
  if (!box.children.length) {
    const before = el('button', {type: 'button'}, 'Newer'), after = el('button', {type: 'button'}, 'Older');
    if (id === 'agents-pages') { before.textContent = 'Previous'; after.textContent = 'Next'; }
    box.append(el('span', {role: 'status'}), before, after);
  }
  const [said, before, after] = box.children;
  said.textContent = here ? (page * size + 1).toLocaleString() + '\u2013' + (page * size + here).toLocaleString() + ' of ' + total.toLocaleString() : '';
  const set = (button, possible, to) => {
    button.toggleAttribute('aria-disabled', false);
    if (!possible) button.setAttribute('aria-disabled', 'true');
    button.onclick = possible ? () => go(to) : null;
  };
  set(before, page > 0, page - 1);
  set(after, page * size + here < total, page + 1);
}
at('agents-find').addEventListener('input', draw_agents);
views.agents = {
  title: 'Agents',
  allowed: () => session !== null,
  open() {
    if (!all_agents.length) { at('agents').setAttribute('aria-busy', 'true'); at('agents').replaceChildren(...bones(3, 5)); }
    load_agents().catch(() => {});
  },
  hear(kind, detail, open) { if (open && (kind === 'reload' || kind.startsWith('agent.') || kind.startsWith('trust') || kind === 'verification.decided')) later('agents', load_agents); },
  forget() {
    all_agents = [];
    agents_total = agents_page = 0;
    at('agents-find').value = '';
    at('agents').replaceChildren();
    at('agents-pages').replaceChildren();
    problem('agents-problem');
  },
};

// ---- one agent
let agent_id = '', agent_points = [];
async function load_agent() {
  if (!session || !agent_id) return;
  const id = agent_id, path = '/api/v1/agents/' + encodeURIComponent(id);
  let a, b, h, v;
  try {
    [a, b, h, v] = await Promise.all([ask('GET', path), ask('GET', path + '/trust-score/breakdown'), ask('GET', path + '/trust-score/history?limit=100'), ask('GET', path + '/violations?limit=10')]);
  } catch (error) {
    problem('agent-problem', error);
    throw error;
  }
  if (!session || id !== agent_id) return;
  problem('agent-problem');
  at('agent').removeAttribute('aria-busy');
  at('agent').hidden = false;
  at('agent-name').replaceChildren(text(a.name, {most: 200}));
  at('agent-line').replaceChildren(badge(a.is_compromised ? 'compromised' : a.status), text(a.agent_type, {most: 60}), el('code', {class: 'text'}, plain(a.id)));
  const can = session.role === 'manager' || session.role === 'admin';
  const does = (label, what, done, danger) => el('button', {type: 'button', class: danger ? 'refuse' : '', 'data-does': what, onclick: () => question({
    title: text(label + ' ' + plain(a.name)), about: [el('p', {class: 'muted'}, danger ? 'It can not ask for anything until somebody reactivates it.' : what === 'verify' ? 'From then on it may act as its trust allows.' : 'It may act again as its trust allows.')], go: label, danger,
    run: async () => { await ask('POST', path + '/' + what, {}); tell(done); later('agent', load_agent, 0); }}).then((went) => { if (went !== null) at('agent-name').focus({preventScroll: true}); })}, label);
  const buttons = [];
  if (session.role === 'admin') buttons.push(el('a', {class: 'button', href: '#trail/' + encodeURIComponent(a.id)}, 'Audit trail'));
  if (can && a.status === 'pending') buttons.push(does('Verify', 'verify', 'The agent is verified'));
  if (can && a.status === 'suspended') buttons.push(does('Reactivate', 'reactivate', 'The agent is active again'));
  if (can && (a.status === 'verified' || a.status === 'pending')) buttons.push(does('Suspend', 'suspend', 'The agent is suspended', true));
  const focus = document.activeElement && document.activeElement.dataset.does;
  at('agent-buttons').replaceChildren(...buttons);
  if (focus) (buttons.find((x) => x.dataset.does === focus) || at('agent-name')).focus({preventScroll: true});
  at('trust').replaceChildren(...trust_chart(b));
  agent_points = h.history.map((p) => ({at: Date.parse(p.timestamp), value: p.trust_score, before: p.previous_score, why: p.reason})).sort((p, q) => p.at - q.at);
  draw_history();
  const facts = [['Calls itself', text(a.display_name, {most: 200})], ['Description', text(a.description, {most: 1000})], ['Version', text(a.version)], ['Registered', when(a.created_at)], ['Verified', when(a.verified_at)], ['Last active', when(a.last_active)],
    ['Capabilities', a.capabilities.length ? text(a.capabilities.join(', '), {most: 2000}) : el('span', {class: 'muted'}, 'none declared')], ['Talks to', a.talks_to.length ? text(a.talks_to.join(', '), {most: 2000}) : el('span', {class: 'muted'}, '\u2013')],
    ['Public key', el('code', {class: 'text'}, plain(a.public_key || '\u2013'))], ['Key rotations', String(a.rotation_count)]];
  at('facts').replaceChildren(...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
  at('violations').replaceChildren(v.violations.length ? el('ul', {class: 'changes'}, ...v.violations.map((x) => el('li', {}, el('span', {class: 'muted'}, ago(x.created_at)), text(x.attempted_capability, {name: 'mono', most: 200}), badge(x.severity)))) : el('p', {class: 'muted small'}, 'It has asked for nothing that it is not meant to do.'),
    v.total > v.violations.length ? el('p', {class: 'muted small'}, 'The newest ' + v.violations.length + ' of ' + v.total) : '');
}
function draw_history() {
  const box = at('history');
  if (!agent_points.length) return void box.replaceChildren(el('p', {class: 'muted small'}, 'The score has not changed yet.'));
  const width = Math.max(240, Math.round(box.clientWidth || 480));
  box.replaceChildren(history_plot(agent_points, width), el('ol', {class: 'changes'}, ...agent_points.slice(-5).reverse().map((p) => el('li', {}, el('span', {class: 'muted'}, ago(new Date(p.at).toISOString())), text(words(p.why), {most: 200}), el('span', {}, (p.before === undefined ? '' : score(p.before) + ' \u2192 ') + score(p.value))))));
}
let wide = 0;
new ResizeObserver(() => {
  const is = Math.round(at('history').clientWidth);
  if (is && is !== wide && agent_points.length) draw_history();
  wide = is;
}).observe(at('view-agent'));
views.agent = {
  title: 'Agent',
  under: 'agents',
  allowed: () => session !== null,
  open(id) {
    if (id !== agent_id) {
      this.forget();
      agent_id = id;
      at('agent').setAttribute('aria-busy', 'true');
      at('trust').replaceChildren(...Array.from({length: 8}, () => el('p', {}, el('span', {class: 'bone'}))));
    }
    load_agent().catch(() => { if (at('agent').getAttribute('aria-busy')) at('agent').hidden = true; });
  },
  hear(kind, detail, open) { if (open && (kind === 'reload' || !detail.agent_id || detail.agent_id === agent_id)) later('agent', load_agent); },
  forget() {
    agent_id = '';
    agent_points = [];
    at('agent').hidden = false;
    at('agent-name').replaceChildren('Agent');
    for (const id of ['agent-line', 'agent-buttons', 'trust', 'history', 'facts', 'violations']) at(id).replaceChildren();
    problem('agent-problem');
  },
};
)js";

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
