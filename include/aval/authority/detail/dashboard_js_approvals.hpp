// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string_view>

/*  The page's script, part 2: what waits for a person. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline constexpr std::string_view dashboard_js_approvals = R"js(
// ---- approvals: the most urgent first. A card stays where it is, also once it is decided: nothing may move under a hand that is
// about to press a button.
const cards = new Map();  // id -> {question, item, left, gauge}
const page_of_approvals = 100, most_pages = 3;
let all_shown = true, approvals_asked = 0;

/** Names and values, as deep as they are. */
function values(object) {
  const list = el('dl', {class: 'facts values'});
  const add = (key, value, depth) => {
    const entries = value instanceof Exact || value === null || typeof value !== 'object' ? null : Object.entries(value);
    if (entries && entries.length && depth < 4) {
      for (const [k, v] of entries) add(key === '' ? k : key + (Array.isArray(value) ? '[' + k + ']' : '.' + k), v, depth + 1);
      return;
    }
    const shown = typeof value === 'string' ? value : value instanceof Exact ? value.digits : JSON.stringify(value);
    list.append(text(key, {tag: 'dt', most: 200}), text(shown === '' ? '""' : shown, {tag: 'dd', lines: true}));
  };
  add('', object, 0);
  return list;
}
function about(v, folded = false) {
  const context = v.context && typeof v.context === 'object' ? {...v.context} : {};
  const parameters = context.parameters;
  delete context.parameters;
  const parts = [];
  if (parameters !== undefined && parameters !== null && !(typeof parameters === 'object' && !Object.keys(parameters).length))
    parts.push(el('div', {}, el('p', {class: 'values-title'}, 'Parameters'), values(typeof parameters === 'object' ? parameters : {value: parameters})));
  const more = Object.keys(context).length;
  if (more && folded) parts.push(el('details', {}, el('summary', {}, 'What else it says (' + more + ')'), values(context)));
  else if (more) parts.push(el('div', {}, el('p', {class: 'values-title'}, 'What else it says'), values(context)));
  return parts;
}
const agent_link = (id, name) => el('a', {href: '#agent/' + encodeURIComponent(id)}, text(name || id, {most: 100}));

function decide(v, approve) {
  const action = plain(v.action_type);
  question({
    title: text((approve ? 'Approve ' : 'Deny ') + action),
    about: [el('dl', {class: 'facts'}, el('dt', {}, 'Agent'), el('dd', {}, text(v.agent_name, {most: 200})), el('dt', {}, 'Resource'), text(v.resource, {tag: 'dd', most: 500}), el('dt', {}, 'Risk'), el('dd', {}, badge(v.risk_level))), ...about(v)],
    label: approve ? 'Reason (optional)' : 'Reason',
    needed: approve ? '' : 'A denial needs a reason: the agent and the audit trail are told it.',
    go: approve ? 'Approve' : 'Deny',
    danger: !approve,
    run: async (reason) => {
      try {
        await ask('POST', '/api/v1/admin/verifications/' + encodeURIComponent(v.id) + (approve ? '/approve' : '/deny'), reason ? {reason} : {});
      } catch (error) {
        if (error.status === 409 || error.status === 404) later('approvals', load_approvals, 0);
        throw error;
      }
      settled(v.id, approve ? 'approved' : 'denied', 'by you' + (reason ? ': ' + reason : ''));
      tell((approve ? 'Approved ' : 'Denied ') + action);
      later('approvals', load_approvals, 0);
    },
  }).then((reason) => {
    if (reason === null) return;
    const next = [...at('approvals').querySelectorAll('li:not(.over) button')][0];
    (next || at('view-approvals').querySelector('h1')).focus({preventScroll: true});
  });
}
function settled(id, status, how) {
  const card = cards.get(id);
  if (!card || card.over) return;
  card.over = true;
  card.item.className = 'over';
  card.gauge.hidden = true;
  card.left.replaceChildren();
  card.act.replaceChildren(badge(status), text(how, {name: 'muted', most: 300}));
  at('approvals-clear').hidden = false;
}
function card_of(v) {
  const from = Date.parse(v.requested_at), until = zero(v.expires_at) ? 0 : Date.parse(v.expires_at);
  const left = el('span'), bar = el('span'), gauge = el('div', {class: 'gauge', 'aria-hidden': 'true'}, bar);
  const name = plain(v.action_type) + ', ' + plain(v.agent_name);
  const card = {v, from, until, left, bar, gauge, over: false};
  card.act = el('div', {class: 'act'},
    el('button', {type: 'button', class: 'primary', 'data-does': 'approve', 'aria-label': 'Approve ' + name, onclick: () => decide(v, true)}, icon('check'), 'Approve'),
    el('button', {type: 'button', class: 'refuse', 'data-does': 'deny', 'aria-label': 'Deny ' + name, onclick: () => decide(v, false)}, icon('cross'), 'Deny'));
  card.item = el('li', {class: v.risk_level, 'data-id': v.id},
    el('div', {class: 'top'}, el('div', {}, text(v.action_type, {tag: 'h2', most: 300}), badge(v.risk_level + ' risk', v.risk_level)), el('div', {class: 'left'}, left, gauge)),
    el('p', {class: 'line'}, agent_link(v.agent_id, v.agent_name), el('span', {}, 'trust ' + score(v.trust_score) + ' for this action'), el('span', {}, 'asked ', when(v.requested_at))),
    v.resource ? el('dl', {class: 'facts'}, el('dt', {}, 'Resource'), text(v.resource, {tag: 'dd', most: 1000})) : '',
    ...about(v, true), card.act);
  return card;
}
function tick() {
  for (const [id, card] of cards) {
    if (card.over || !card.until) continue;
    const seconds = Math.floor(Math.min(card.until - now(), card.until - card.from) / 1000);
    if (seconds <= 0) {
      settled(id, 'expired', 'nobody decided in time');
      later('approvals', load_approvals, 1500);
      continue;
    }
    const h = Math.floor(seconds / 3600), m = Math.floor(seconds / 60) % 60, s = String(seconds % 60).padStart(2, '0');
    card.left.replaceChildren((h ? h + ':' + String(m).padStart(2, '0') : m) + ':' + s + ' left');
    card.left.parentElement.classList.toggle('soon', seconds < 300);
    card.gauge.classList.toggle('soon', seconds < 300);
    card.bar.style.width = Math.max(0, Math.min(100, 100 * (card.until - now()) / Math.max(1, card.until - card.from))) + '%';
  }
}
async function load_approvals() {
  if (!session) return;
  const list = at('approvals'), asked = ++approvals_asked;
  let answer;
  try {
    answer = await ask('GET', '/api/v1/admin/verifications/pending' + query({page_size: page_of_approvals}));
    for (let page = 2; page <= Math.min(answer.pagination.total_pages, most_pages); ++page)
      answer.verifications.push(...(await ask('GET', '/api/v1/admin/verifications/pending' + query({page_size: page_of_approvals, page}))).verifications);
  } catch (error) {
    problem('approvals-problem', error);
    if (list.getAttribute('aria-busy')) list.replaceChildren();
    throw error;
  }
  if (!session || asked !== approvals_asked) return;
  problem('approvals-problem');
  list.removeAttribute('aria-busy');
  const waiting = [...new Map(answer.verifications.map((v) => [v.id, v])).values()].sort((a, b) => Date.parse(a.expires_at) - Date.parse(b.expires_at));
  const total = answer.pagination.total, known = new Set(waiting.map((v) => v.id));
  count('approvals', total);
  at('approvals-summary').textContent = total === 0 ? 'Nothing waits for a person' : total === 1 ? '1 question waits for a person' : total + ' questions wait for a person' + (total > waiting.length ? ', the newest ' + waiting.length + ' are shown' : '');
  // whatever waits no longer was decided elsewhere; by whom says the store
  const gone = [...cards].filter(([id, card]) => !card.over && !known.has(id));
  all_shown = total <= waiting.length;
  if (gone.length && all_shown) {
    let decided = [];
    try { decided = (await ask('GET', '/api/v1/admin/verifications/pending' + query({status: 'all', page_size: page_of_approvals}))).verifications; } catch { /* the badge says less then */ }
    if (!session || asked !== approvals_asked) return;
    for (const [id] of gone) {
      const now_is = decided.find((v) => v.id === id);
      settled(id, now_is && now_is.status !== 'pending' ? now_is.status : 'decided', now_is && now_is.decided_by ? 'by ' + plain(now_is.decided_by) + (now_is.reason ? ': ' + plain(now_is.reason, 200) : '') : '');
    }
  }
  for (const old of list.querySelectorAll('.empty, .waiting')) old.remove();
  for (const v of waiting) {
    if (cards.has(v.id)) continue;
    const card = card_of(v);
    cards.set(v.id, card);
    list.append(card.item);
  }
  if (!list.children.length) list.append(empty('Nothing waits for you', 'When an agent asks for something risky, it appears here at once.'));
  tick();
}
function clear_decided() {
  for (const [id, card] of cards) if (card.over) { card.item.remove(); cards.delete(id); }
  at('approvals-clear').hidden = true;
  const list = at('approvals');
  if (!list.children.length && !list.getAttribute('aria-busy')) list.append(empty('Nothing waits for you', 'When an agent asks for something risky, it appears here at once.'));
}
at('approvals-clear').addEventListener('click', () => { clear_decided(); at('view-approvals').querySelector('h1').focus(); });
views.approvals = {
  title: 'Approvals',
  allowed: () => session && session.may_approve,
  open() {
    clear_decided();
    if (!cards.size) { at('approvals').setAttribute('aria-busy', 'true'); at('approvals').replaceChildren(...bones(2)); }
    load_approvals().catch(() => {});
    this.timer = setInterval(tick, 1000);
  },
  close() { clearInterval(this.timer); },
  hear(kind, detail) {
    if (kind === 'verification.decided' && !all_shown) settled(detail.id, detail.text, '');
    if (kind === 'reload' || kind.startsWith('verification.')) later('approvals', load_approvals);
  },
  forget() {
    cards.clear();
    at('approvals').replaceChildren();
    at('approvals-clear').hidden = true;
    problem('approvals-problem');
  },
};
)js";

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
